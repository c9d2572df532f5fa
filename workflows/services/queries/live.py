"""What the socket asks the database: where runs are, what moved, how changed runs look now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.contrib.auth.models import User
from django.db.models import Max

from workflows.engine.program import Program
from workflows.models import Event, Run, Suspension, Task

from .suspensions import Wait, waits_of
from .visible import visible_runs

Mark = tuple[int, int]
"""Event keys seen at the last look but one, and at the last."""

Waits = Sequence[tuple[Wait, Program | None]]


@dataclass(frozen=True, slots=True)
class RunNow:
    """A run as it is now; `tasks` maps task ids to what would be told apart in an inbox."""

    run_id: str
    workflow: str
    status: str
    seq: int
    error: str | None
    waits: Waits = ()
    tasks: Mapping[str, tuple[object, ...]] = field(default_factory=dict)


def seqs(run_ids: Sequence[str]) -> dict[str, int]:
    """Tell where the logs of runs stand, in one query; what does not exist is left out."""
    found = Run.objects.filter(uuid__in=_uuids(run_ids)).values_list("uuid", "seq")
    return {str(uuid): seq for uuid, seq in found}


def moved(mark: Mark | None, limit: int) -> tuple[Mark, list[str]]:
    """List runs with events since a mark, at most `limit`; without a mark only give one.

    Looks back one mark further: keys are given before commits, so one may appear late.
    """
    latest = Event.objects.aggregate(latest=Max("pk"))["latest"] or 0
    if mark is None:
        return (latest, latest), []
    fresh = Event.objects.filter(pk__gt=mark[0]).order_by().values_list("run__uuid", flat=True)
    return (mark[1], latest), [str(uuid) for uuid in fresh.distinct()[:limit]]


def visible_among(user: User, run_ids: Sequence[str]) -> set[str]:
    """Keep those runs that the user may see."""
    found = visible_runs(user).filter(uuid__in=_uuids(run_ids)).values_list("uuid", flat=True)
    return {str(uuid) for uuid in found}


def open_waits(run_ids: Sequence[str]) -> dict[str, list[tuple[Wait, Program | None]]]:
    """Read the open suspensions of runs, oldest first, whoever looks."""
    rows = (
        Suspension.objects.filter(run__uuid__in=_uuids(run_ids), closed_at=None)
        .select_related("run__workflow", "run__version", "run__started_by", "task__claimed_by")
        .defer("run__workflow__draft", "run__version__graph", "task__subject", "task__data")
        .order_by("run_id", "seq")
    )
    found: dict[str, list[tuple[Wait, Program | None]]] = {}
    for wait, program in waits_of(list(rows)):
        found.setdefault(wait.run_id, []).append((wait, program))
    return found


def runs_now(run_ids: Sequence[str]) -> list[RunNow]:
    """Read how runs look now, with a fixed number of queries."""
    rows = (
        Run.objects.filter(uuid__in=_uuids(run_ids))
        .select_related("workflow")
        .defer("workflow__draft")
    )
    # Waits after the runs: a wait may be newer than its run's row then, never older.
    runs = list(rows)
    waiting = [str(run.uuid) for run in runs if run.status in ("running", "suspended")]
    waits = open_waits(waiting) if waiting else {}
    tasks = _tasks_of(runs)
    return [
        RunNow(
            run_id=str(run.uuid),
            workflow=run.workflow.slug,
            status=run.status,
            seq=run.seq,
            error=run.error,
            waits=waits.get(str(run.uuid), ()),
            tasks=tasks.get(run.pk, {}),
        )
        for run in runs
    ]


def workflow_of(run_id: str) -> str:
    """Give the slug of a run's workflow; empty when the run is gone."""
    found = Run.objects.filter(uuid__in=_uuids([run_id])).values_list("workflow__slug", flat=True)
    return found.first() or ""


def latest_type(run_id: str, seq: int, types: Sequence[str]) -> str:
    """Give the type of the latest event up to `seq` that is one of these; empty without one."""
    found = Event.objects.filter(run__uuid__in=_uuids([run_id]), seq__lte=seq, type__in=types)
    return found.order_by("-seq").values_list("type", flat=True).first() or ""


def _tasks_of(runs: Sequence[Run]) -> dict[int, dict[str, tuple[object, ...]]]:
    rows = Task.objects.filter(run__in=[run.pk for run in runs]).values_list(
        "run_id", "id", "state", "claimed_by_id", "decisions", "due_at", "priority", "info_from_id"
    )
    found: dict[int, dict[str, tuple[object, ...]]] = {}
    for run, task, *looks in rows:
        found.setdefault(run, {})[str(task)] = tuple(looks)
    return found


def _uuids(run_ids: Sequence[str]) -> list[UUID]:
    found = []
    for text in run_ids:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found
