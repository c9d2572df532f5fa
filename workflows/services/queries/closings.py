"""Who closed a suspension, how and when: what a conflict tells those who came second."""

from __future__ import annotations

from typing import Any

from workflows.engine.errors import AlreadyClosed, FermataError, NotFound, Refused
from workflows.models import Event, Suspension

from .times import iso
from .visible import as_uuid

# A wait fails when its time is over; it is cancelled when the run fails elsewhere.
_DOORS = {"failed": "deadline", "cancelled": "failure"}


def explained(
    error: Refused, run_id: str, suspension: str | None, node_id: str | None = None
) -> FermataError:
    """Return the refusal with `by`, `at`, `via` and `action` in its detail.

    A suspension that never was is not found: its id names another event of the log.
    """
    if error.detail.get("via") is not None:
        return error
    row = _row(run_id, suspension, node_id)
    if row is None and suspension is not None and isinstance(error, AlreadyClosed):
        return NotFound("There is no such suspension in this run.")
    facts = _closing(row)
    if facts is None:
        return error
    return type(error)(error.message, code=error.code, detail={**error.detail, **facts})


def closing(run_id: str, suspension: str | None, node_id: str | None) -> dict[str, Any] | None:
    """Find the suspension, or the node's latest, and tell how it was closed."""
    return _closing(_row(run_id, suspension, node_id))


def _row(run_id: str, suspension: str | None, node_id: str | None) -> Suspension | None:
    found = Suspension.objects.filter(run__uuid=as_uuid(run_id, "run"))
    if suspension is not None:
        seq = suspension.rpartition(".")[2]
        found = found.filter(seq=int(seq) if seq.isdecimal() and len(seq) < 10 else 0)
    elif node_id is not None:
        found = found.filter(node_id=node_id)
    return found.order_by("-seq").first()


def _closing(row: Suspension | None) -> dict[str, Any] | None:
    if row is None or row.closed_at is None:
        return None
    stopped = _stop_of(row) if row.closed_via == "cancelled" else None
    if stopped is not None:
        by = stopped.get("by")
        return {"by": by, "at": iso(row.closed_at), "via": "stop", "action": "stop"}
    return {
        "by": row.closed_by,
        "at": iso(row.closed_at),
        "via": _DOORS.get(row.closed_via or "", row.closed_via),
        "action": row.action,
    }


def _stop_of(row: Suspension) -> Any:
    """Find the stop that closed a suspension, which is of the same transaction; or None."""
    stops = Event.objects.filter(run=row.run_id, type="RunCancelled", at=row.closed_at)
    return stops.values_list("payload", flat=True).first()
