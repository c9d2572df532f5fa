"""Signals that people and programs send to whatever waits for them."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import IntegrityError

from workflows.adapters.ports import current_ports
from workflows.adapters.workspaces.places import workspace_of
from workflows.engine import payload, transition
from workflows.engine.callbacks import CALLBACK
from workflows.engine.errors import FieldError, Forbidden, Invalid
from workflows.engine.events import Json
from workflows.engine.messages import Signal
from workflows.engine.workspaces import signal_in

from . import policy
from .applying import request_key

MAX_NAME = 200
MAX_KEY = 500


@dataclass(frozen=True, slots=True)
class _Request:
    """What of a request its idempotency key stands for."""

    name: str
    key: str | None
    data: Json
    idempotency_key: str | None


def send_signal(
    who: User,
    name: str,
    key: str | None = None,
    data: Json = None,
    idempotency_key: str | None = None,
) -> int:
    """Send a signal; return how many waits and listening workflows it reached.

    0: it is kept for the first wait with its name and key. Spaces around both do not count, and an
    empty key is none, as for the nodes that wait. Raises `Forbidden`, `Invalid` (name, key, data),
    `Refused` (the idempotency key).
    """
    if not policy.can(who, "start_run"):
        raise Forbidden("You may not send signals.")
    _check(name, key)
    where = {"name": name.strip(), "key": (key or "").strip() or None}
    asked = payload.ensure_json({**where, "data": data}, "signal")
    request = _Request(**asked, idempotency_key=idempotency_key)
    signal = Signal(
        signal_in(workspace_of(who), request.name), request.key, request.data, who.username
    )
    remembered = request_key(who, "signal", request)
    try:
        return transition.send_signal(current_ports(), signal, remembered)
    except IntegrityError:
        if remembered is None:
            raise
        # The same key at the same moment: the other was first, and its answer is there now.
        return transition.send_signal(current_ports(), signal, remembered)


def _check(name: str, key: str | None) -> None:
    wanted = name.strip() if isinstance(name, str) else ""
    if not 1 <= len(wanted) <= MAX_NAME:
        raise _invalid("name", f"A signal's name has 1 to {MAX_NAME} characters.")
    if wanted.startswith(CALLBACK):
        raise _invalid("name", f"No signal may be named {CALLBACK}…: callbacks have addresses.")
    if key is not None and not isinstance(key, str):
        raise _invalid("key", "A signal's key is a text, or is left out.")
    if key is not None and len(key.strip()) > MAX_KEY:
        raise _invalid("key", f"A signal's key has at most {MAX_KEY} characters.")


def _invalid(attr: str, message: str) -> Invalid:
    return Invalid(message, errors=[FieldError("invalid", message, attr)])
