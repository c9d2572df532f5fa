"""Runs and the runs that they started: counts for a parent, paths for tasks, waits below a wait."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.db.models import Count

from workflows.adapters.store import read_states
from workflows.engine.state import Suspension
from workflows.models import Run

SEPARATOR = " › "
_DEPTH = 12


def counts(row: Run) -> dict[str, int] | None:
    """Count the child runs of a run by how they stand; None when it has none."""
    found = Run.objects.filter(parent=row).values_list("status").annotate(n=Count("pk"))
    by_status = dict(found.order_by())
    if not by_status:
        return None
    total = sum(by_status.values())
    completed, failed = by_status.get("completed", 0), by_status.get("failed", 0)
    cancelled = by_status.get("cancelled", 0)
    return {
        "total": total,
        "completed": completed,
        "failed": failed,
        "cancelled": cancelled,
        "running": total - completed - failed - cancelled,
    }


def paths(runs: Iterable[Run]) -> dict[int, str]:
    """Give for each run the names of the workflows from the outermost parent to itself, joined."""
    wanted = {run.pk: run for run in runs}
    known: dict[int, tuple[int | None, str]] = {
        run.pk: (run.parent_id, run.workflow.name) for run in wanted.values()
    }
    missing = {parent for parent, _ in known.values() if parent} - known.keys()
    for _ in range(_DEPTH):
        if not missing:
            break
        rows = Run.objects.filter(pk__in=missing).values_list("pk", "parent", "workflow__name")
        known |= {pk: (parent, name) for pk, parent, name in rows}
        missing = {parent for parent, _ in known.values() if parent} - known.keys()
    return {pk: SEPARATOR.join(_chain(known, pk)) for pk in wanted}


def _chain(known: Mapping[int, tuple[int | None, str]], pk: int) -> Sequence[str]:
    names: list[str] = []
    at: int | None = pk
    while at is not None and at in known and len(names) <= _DEPTH:
        at, name = known[at]
        names.append(name)
    return names[::-1]


def waits_below(wait: Suspension) -> list[tuple[str, str]]:
    """List the open waits of the runs that a wait is for, at any depth: run id, suspension id."""
    under_way = [child["run"] for child in wait.children.values() if "status" not in child]
    found: list[tuple[str, str]] = []
    for child_id, child in read_states(under_way).items():
        for below in child.suspensions.values():
            if below.kind == "children":
                found += waits_below(below)
            else:
                found.append((child_id, below.id))
    return found
