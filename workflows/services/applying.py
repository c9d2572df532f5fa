"""Applying one command, and the keys of repeated requests; what is applied is decided elsewhere."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import User
from django.db import IntegrityError, OperationalError, connection

from workflows.adapters.ports import current_ports
from workflows.engine import payload
from workflows.engine.ports import Applied, RequestKey, Work
from workflows.engine.transition import apply

MOST_TRIES = 3
_CROSSED = ("40P01", "40001")
"""What PostgreSQL calls a deadlock and a failure to serialize: of two, one is to try again."""


def apply_work(work: Work) -> Applied:
    """Apply one work; raise the error of a refusal."""
    for tries_left in reversed(range(MOST_TRIES)):
        try:
            applied = _apply(work)
            break
        except OperationalError as error:
            # Within a transaction of the caller's the whole of it would have to be tried again.
            if not tries_left or connection.in_atomic_block or not _crossed(error):
                raise
    if applied.error is not None:
        raise applied.error
    return applied


def _apply(work: Work) -> Applied:
    try:
        return apply(current_ports(), [work])[0]
    except IntegrityError:
        if work.key is None:
            raise
        # The same key at the same moment: the other was first, and its answer is there now.
        return apply(current_ports(), [work])[0]


def _crossed(error: OperationalError) -> bool:
    return getattr(error.__cause__, "sqlstate", None) in _CROSSED


def request_key(who: User, scope: str, request: Any) -> RequestKey | None:
    """Make the key of a request (a dataclass with ``idempotency_key``); None without one."""
    if not request.idempotency_key:
        return None
    content = {
        name: getattr(request, name) for name in request.__slots__ if name != "idempotency_key"
    }
    return key_of(who, scope, request.idempotency_key, content)


def key_of(who: User, scope: str, key: str, content: Mapping[str, Any]) -> RequestKey:
    """Make a key within its scope, with the digest of what was asked."""
    text = payload.dumps(payload.ensure_json(content, "request"))
    digest = hashlib.sha256(text.encode()).hexdigest()
    # The person is part of the scope: nobody gets an answer that was given to somebody else.
    return RequestKey(f"{who.pk}:{scope}", key, digest)
