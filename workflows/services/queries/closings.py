"""Who closed a suspension, how and when: what a conflict tells those who came second."""

from __future__ import annotations

from typing import Any

from workflows.engine.errors import Refused
from workflows.models import Suspension

from .times import iso
from .visible import as_uuid


def explained(
    error: Refused, run_id: str, suspension: str | None, node_id: str | None = None
) -> Refused:
    """Return the refusal with `by`, `at`, `via` and `action` in its detail."""
    if error.detail.get("at") is not None:
        return error
    facts = closing(run_id, suspension, node_id)
    if facts is None:
        return error
    return type(error)(error.message, code=error.code, detail={**error.detail, **facts})


def closing(run_id: str, suspension: str | None, node_id: str | None) -> dict[str, Any] | None:
    """Find the suspension, or the node's latest, and tell how it was closed."""
    found = Suspension.objects.filter(run__uuid=as_uuid(run_id, "run"))
    if suspension is not None:
        seq = suspension.rpartition(".")[2]
        found = found.filter(seq=int(seq) if seq.isdecimal() and len(seq) < 10 else 0)
    elif node_id is not None:
        found = found.filter(node_id=node_id)
    row = found.order_by("-seq").first()
    if row is None or row.closed_at is None:
        return None
    return {
        "by": row.closed_by,
        "at": iso(row.closed_at),
        "via": row.closed_via,
        "action": row.action,
    }
