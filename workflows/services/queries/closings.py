"""Who closed a suspension, how and when: what a conflict tells those who came second."""

from __future__ import annotations

from typing import Any

from workflows.engine.errors import AlreadyClosed, FermataError, NotFound, Refused
from workflows.models import Suspension

from .times import iso
from .visible import as_uuid


def explained(
    error: Refused, run_id: str, suspension: str | None, node_id: str | None = None
) -> FermataError:
    """Return the refusal with `by`, `at`, `via` and `action` in its detail.

    A suspension that never was is not found: its id names another event of the log.
    """
    if error.detail.get("at") is not None:
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
    return {
        "by": row.closed_by,
        "at": iso(row.closed_at),
        "via": row.closed_via,
        "action": row.action,
    }
