"""Webhooks: kept by administrators, told of what they want to hear; calling them is elsewhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction

from workflows.adapters.notices import deliveries
from workflows.adapters.notices import webhooks as table
from workflows.engine.errors import FieldError, Forbidden, Invalid, Permanent, Refused
from workflows.nodes.connect.wire import check_url

from ..audit import note
from ..queries.notices import hooks
from ..queries.notices.happenings import Happening
from ..queries.times import iso
from . import kinds, sending, timing
from .calls import payloads
from .calls.signing import secret_of

PRESETS = ("fermata", "slack")
DEFAULT_KINDS = (*kinds.TASK_EVENTS, "run.failed")
TEST = "test"
MOST = 50


@dataclass(frozen=True, slots=True)
class WebhookRequest:
    """What a webhook is to be; None leaves a field as it is, or at its default."""

    name: str | None = None
    url: str | None = None
    kinds: Sequence[str] | None = None
    workflows: Sequence[str] | None = None
    preset: str | None = None
    active: bool | None = None


def administers(who: User) -> None:
    """Raise `Forbidden` unless somebody may look after webhooks and deliveries."""
    if not who.is_superuser:
        raise Forbidden("Only administrators may see and change webhooks.")


@transaction.atomic
def create_webhook(who: User, request: WebhookRequest) -> dict[str, Any]:
    """Make a webhook; give it with its secret. `Forbidden`, `Invalid`, `Refused` (name)."""
    administers(who)
    if hooks.count(who) >= MOST:
        raise Refused(f"There are {MOST} webhooks already.", code="too_many")
    for name in ("name", "url"):
        if not getattr(request, name):
            raise _invalid(name, "This field is needed.")
    fields = {"kinds": list(DEFAULT_KINDS), "preset": "fermata", **_checked(who, request)}
    made = table.create(fields, _workflows(who, request.workflows) or (), who)
    note(who, "webhook.created", f"webhook {made}", {"name": request.name, "url": request.url})
    return {**hooks.detail(who, str(made)), "secret": secret_of(made, 1)}


@transaction.atomic
def change_webhook(who: User, webhook: str, request: WebhookRequest) -> dict[str, Any]:
    """Change some of it. Switching it on again forgets its failures; off drops what waits."""
    administers(who)
    row = hooks.find(who, webhook)
    fields = _checked(who, request, but=row.pk)
    if request.active is not None and request.active != row.active:
        now = table.now()
        fields |= {"failures": 0, "failing_since": None, "rests_until": None}
        fields |= {"switched_off": "", "switched_off_at": None}
        if not request.active:
            table.give_up(row.pk, now, "The webhook was switched off.")
    table.change(row.pk, fields, _workflows(who, request.workflows))
    note(who, "webhook.changed", f"webhook {row.pk}", {"fields": _given(request)})
    return hooks.detail(who, webhook)


@transaction.atomic
def delete_webhook(who: User, webhook: str) -> None:
    """Delete it with all that was sent to it."""
    administers(who)
    row = hooks.find(who, webhook)
    table.delete(row.pk)
    note(who, "webhook.removed", f"webhook {webhook}", {"name": row.name, "url": row.url})


@transaction.atomic
def rotate_secret(who: User, webhook: str) -> dict[str, Any]:
    """Give it a new secret; for a day the one before signs too."""
    administers(who)
    table.rotate(hooks.find(who, webhook).pk)
    note(who, "webhook.rotated", f"webhook {webhook}")
    return show_secret(who, webhook)


@transaction.atomic
def show_secret(who: User, webhook: str) -> dict[str, Any]:
    """Show the secret in force."""
    administers(who)
    row = hooks.find(who, webhook)
    note(who, "webhook.secret_shown", f"webhook {webhook}")
    return {"secret": secret_of(row.pk, row.generation)}


def _given(request: WebhookRequest) -> list[str]:
    return sorted(name for name, value in asdict(request).items() if value is not None)


def announce(happening: Happening, now: datetime) -> None:
    """Put a call in for each webhook that wants to hear of it; its body is made now, for good."""
    if happening.run.draft:
        return
    wanted = hooks.hearing(happening.kind, happening.run)
    bodies: dict[str, Any] = {}
    fresh = []
    for hook in wanted:
        body = bodies.setdefault(hook.preset, None) or _body(hook.preset, happening)
        bodies[hook.preset] = body
        task = happening.task.pk if happening.task is not None else None
        fresh.append(_fresh(hook.pk, happening.kind, body, now, (task, happening.run.pk)))
    deliveries.put(fresh, now, timing.GIVE_UP_AFTER)


def try_webhook(who: User, webhook: str) -> dict[str, Any]:
    """Send a test at once, also to one that is switched off; give what came of it."""
    administers(who)
    row, now = hooks.find(who, webhook), table.now()
    trial = payloads.trial(row.name, iso(now) or "")
    body = payloads.slack_trial(row.name) if row.preset == "slack" else trial
    deliveries.put([_fresh(row.pk, TEST, body, now)], now, timing.GIVE_UP_AFTER)
    made = hooks.latest(row.pk)
    sending.send_now(made)
    return hooks.delivery(who, str(made))


def redeliver(who: User, delivery: str) -> dict[str, Any]:
    """Send a mail or a call again, under the same key. `NotFound`, `Refused` while it is sent."""
    administers(who)
    row = hooks.find_delivery(who, delivery)
    if not deliveries.redeliver(row.pk, table.now(), timing.GIVE_UP_AFTER):
        raise Refused("It is being sent at this moment.", code="being_sent")
    sending.send_now(row.pk)
    return hooks.delivery(who, delivery)


def redeliver_dead(most: int) -> int:
    """Have what was given up sent again by those who send, so many at most; give how many."""
    now = table.now()
    found = [
        delivery
        for delivery in deliveries.dead(most)
        if deliveries.redeliver(delivery, now, timing.GIVE_UP_AFTER)
    ]
    return len(found)


def _fresh(
    webhook: UUID,
    kind: str,
    body: Any,
    now: datetime,
    about: tuple[UUID | None, int | None] = (None, None),
) -> deliveries.Fresh:
    task, run = about
    return deliveries.Fresh(
        deliveries.WEBHOOK, kind, body, now, webhook=webhook, task=task, run=run
    )


def _body(preset: str, happening: Happening) -> dict[str, Any]:
    return payloads.slack(happening) if preset == "slack" else payloads.payload(happening)


def _checked(who: User, request: WebhookRequest, but: UUID | None = None) -> dict[str, Any]:
    """Give the columns that a request names."""
    fields: dict[str, Any] = {}
    if request.name is not None:
        fields["name"] = _name(who, request.name, but)
    if request.url is not None:
        fields["url"] = _url(request.url)
    if request.kinds is not None:
        fields["kinds"] = _kinds(request.kinds)
    if request.preset is not None:
        if request.preset not in PRESETS:
            raise _invalid("preset", f"One of: {', '.join(PRESETS)}.")
        fields["preset"] = request.preset
    if request.active is not None:
        fields["active"] = request.active
    return fields


def _name(who: User, text: str, but: UUID | None) -> str:
    name = " ".join(text.split())[:100]
    if not name:
        raise _invalid("name", "A name.")
    if hooks.is_taken(who, name, but):
        raise Refused(f"There is a webhook named {name!r}.", code="name_taken")
    return name


def _url(text: str) -> str:
    try:
        check_url(text.strip())
    except Permanent as error:
        raise _invalid("url", error.message) from None
    return text.strip()


def _kinds(given: Sequence[str]) -> list[str]:
    wanted = list(dict.fromkeys(given))
    if not wanted or not set(wanted) <= set(kinds.EVENTS):
        raise _invalid("kinds", f"One or more of: {', '.join(kinds.EVENTS)}.")
    return wanted


def _workflows(who: User, given: Sequence[str] | None) -> list[int] | None:
    """Give the rows of workflows that somebody sees."""
    if given is None:
        return None
    wanted = list(dict.fromkeys(given))
    known: Mapping[str, Any] = hooks.workflows(who, wanted)
    missing = [slug for slug in wanted if slug not in known]
    if missing:
        raise _invalid("workflows", f"There is no workflow {missing[0]!r}.")
    return [known[slug] for slug in wanted]


def _invalid(attr: str, told: str) -> Invalid:
    return Invalid(f"{attr}: {told}", errors=[FieldError("invalid", told, attr)])
