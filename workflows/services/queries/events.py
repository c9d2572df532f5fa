"""The log of a run as the API and the socket show it."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User

from workflows.engine.events import complete_payload, from_record
from workflows.models import Event

from .times import iso
from .visible import as_uuid, find_run


def events_after(user: User, run_id: str, seq: int, limit: int) -> list[dict[str, Any]]:
    """Show at most `limit` events after `seq`, in order; raises `NotFound`."""
    find_run(user, run_id)
    return log_after(run_id, seq, limit)


def log_after(run_id: str, seq: int, limit: int) -> list[dict[str, Any]]:
    """Show events of any run; for callers that have asked already who may see it."""
    rows = Event.objects.filter(run__uuid=as_uuid(run_id, "run"), seq__gt=min(seq, 2**31 - 1))
    return [present_event(row) for row in rows.order_by("seq")[:limit]]


def present_event(row: Event) -> dict[str, Any]:
    """Show one eventwith its whole payload: `{seq, type, node_id, iteration, payload, at}`."""
    try:
        payload = complete_payload(from_record(row.type, row.node_id, row.iteration, row.payload))
    except ValueError:
        # Written by newer code: better as it is than not at all.
        payload = row.payload
    return {
        "seq": row.seq,
        "type": row.type,
        "node_id": row.node_id,
        "iteration": row.iteration,
        "payload": payload,
        "at": iso(row.at),
    }
