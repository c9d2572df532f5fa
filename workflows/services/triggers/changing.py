"""Making, changing and removing triggers; firing them is done elsewhere."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import User

from workflows.adapters import triggers as table
from workflows.conf import load_conf
from workflows.engine.callbacks import CALLBACK
from workflows.engine.errors import ExpressionError, FieldError, Invalid
from workflows.engine.events import Json
from workflows.engine.expressions import compile_expression, expressions_in
from workflows.engine.payload import ensure_json

from .. import policy
from ..queries.triggers import find
from .slots import parse_schedule

MAX_EVENT, MAX_KEY = 200, 500
WEBHOOK, SCHEDULE, EVENT = "webhook", "schedule", "event"


@dataclass(frozen=True, slots=True)
class TriggerRequest:
    """A trigger to be made; ``settings`` as its kind has them, ``inputs`` may hold ``$expr``."""

    kind: str
    name: str = ""
    enabled: bool = True
    settings: Mapping[str, Json] = field(default_factory=dict)
    inputs: Mapping[str, Json] | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """A trigger that was made; ``url`` is its address, told this once, or None."""

    id: str
    url: str | None = None


def create_trigger(who: User, slug: str, request: TriggerRequest) -> Made:
    """Make a trigger that starts the workflow in the name of `who`.

    Raises `NotFound`, `Forbidden`, `Invalid`.
    """
    workflow = policy.find_editable(who, slug).key
    token = secrets.token_urlsafe(32) if request.kind == WEBHOOK else None
    fields = {
        "kind": request.kind,
        "name": request.name.strip(),
        "enabled": request.enabled,
        "inputs": _inputs(request.inputs),
        "token_hash": hash_of(token) if token else None,
        **_settings(request.kind, request.settings, request.enabled),
    }
    made = table.create(workflow, fields, who)
    return Made(made, _address(token) if token else None)


def change_trigger(who: User, slug: str, trigger_id: str, change: Mapping[str, Any]) -> None:
    """Change what is given of `name`, `enabled`, `settings` and `inputs`.

    A schedule goes on from now: what it missed while it was off is not made up for. Raises
    `NotFound`, `Forbidden`, `Invalid`.
    """
    policy.find_editable(who, slug)
    row = find(who, slug, trigger_id)
    fields: dict[str, Any] = {}
    if "name" in change:
        fields["name"] = str(change["name"]).strip()
    if "inputs" in change:
        fields["inputs"] = _inputs(change["inputs"])
    enabled = bool(change.get("enabled", row.enabled))
    if "settings" in change or enabled != row.enabled:
        wanted = change.get("settings", row.settings)
        fields |= {"enabled": enabled, "last_error": None}
        fields |= _settings(row.kind, wanted, enabled)
    if fields:
        table.change(row.pk, fields)


def delete_trigger(who: User, slug: str, trigger_id: str) -> None:
    """Remove a trigger; its address is unknown from then on."""
    policy.find_editable(who, slug)
    table.delete(find(who, slug, trigger_id).pk)


def rotate_trigger(who: User, slug: str, trigger_id: str) -> Made:
    """Give a webhook a new address; the old one is unknown at once. Raises `Invalid` for others."""
    policy.find_editable(who, slug)
    row = find(who, slug, trigger_id)
    if row.kind != WEBHOOK:
        raise Invalid("Only webhooks have an address.", code="no_address")
    token = secrets.token_urlsafe(32)
    table.change(row.pk, {"token_hash": hash_of(token)})
    return Made(str(row.pk), _address(token))


def hash_of(token: str) -> str:
    """Return what is stored of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def _address(token: str) -> str:
    return f"{load_conf().base_url.rstrip('/')}/hooks/start/{token}/"


def _inputs(inputs: Mapping[str, Json] | None) -> Json:
    if not inputs:
        return None
    found = ensure_json(dict(inputs), "inputs")
    for pointer, source in expressions_in(found):
        try:
            compile_expression(source)
        except ExpressionError as error:
            where = "inputs" + pointer.replace("/", ".")
            raise Invalid(
                f"{where}: {error.message}",
                code="expression",
                errors=[FieldError("expression", error.message, where)],
            ) from None
    return found


def _settings(kind: str, settings: Mapping[str, Json], enabled: bool) -> dict[str, Any]:
    """Give the columns that hold the settings of a kind."""
    read = _KINDS.get(kind)
    if read is None:
        known = ", ".join(_KINDS)
        fault = FieldError("unknown_kind", f"One of: {known}.", "kind")
        raise Invalid(f"There is no kind of trigger {kind[:50]!r}.", errors=[fault])
    return read(ensure_json(dict(settings), "settings"), enabled)


def _webhook(settings: Mapping[str, Json], enabled: bool) -> dict[str, Any]:
    _only(settings, ())
    return {"settings": {}}


def _schedule(settings: Mapping[str, Json], enabled: bool) -> dict[str, Any]:
    _only(settings, ("cron", "timezone", "missed"))
    schedule = parse_schedule(settings)
    kept = {
        "cron": schedule.cron,
        "timezone": schedule.timezone,
        "missed": schedule.missed,
    }
    next_at = schedule.first_after(table.database_now()) if enabled else None
    return {"settings": kept, "next_at": next_at}


def _event(settings: Mapping[str, Json], enabled: bool) -> dict[str, Any]:
    _only(settings, ("event", "key"))
    name, key = settings.get("event"), settings.get("key")
    if not isinstance(name, str) or not 1 <= len(name.strip()) <= MAX_EVENT:
        raise _invalid("event", f"Name the event, in 1 to {MAX_EVENT} characters: order.paid.")
    if name.strip().startswith(CALLBACK):
        raise _invalid("event", f"No event may be named {CALLBACK}…: callbacks have addresses.")
    if key is not None and (not isinstance(key, str) or len(key) > MAX_KEY):
        raise _invalid("key", f"The key is a text of at most {MAX_KEY} characters, or is left out.")
    # Without a key every event of the name counts.
    kept = {"event": name.strip(), "key": (key or "").strip() or None}
    return {"settings": kept, "event_name": kept["event"], "event_key": kept["key"]}


_KINDS: dict[str, Callable[[Mapping[str, Json], bool], dict[str, Any]]] = {
    WEBHOOK: _webhook,
    SCHEDULE: _schedule,
    EVENT: _event,
}


def _only(settings: Mapping[str, Json], known: tuple[str, ...]) -> None:
    for name in settings:
        if name not in known:
            listed = f"it has {', '.join(known)}" if known else "it has none"
            raise _invalid(name, f"There is no setting {name[:50]!r} of this kind: {listed}.")


def _invalid(name: str, sentence: str) -> Invalid:
    return Invalid(sentence, errors=[FieldError("invalid", sentence, f"settings.{name}")])
