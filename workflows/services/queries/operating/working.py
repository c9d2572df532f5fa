"""The machinery as it is now: workers and what they hold, what is due, what is on its way."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count
from django.utils import timezone

from workflows.adapters.presence import living_workers
from workflows.conf import load_conf
from workflows.models import Run, WorkerBeat

from .. import troubles
from ..families.missing import types_missing_in


@dataclass(frozen=True, slots=True)
class WorkerFacts:
    """A worker process. One that listens for jobs of Redis alone leaves no sign of life: only its
    name is known."""

    name: str
    host: str | None
    pid: int | None
    started_at: datetime | None
    seen_at: datetime | None
    alive: bool
    held: int


def workers() -> list[WorkerFacts]:
    """List the workers that are there, and those that fell silent within a day, living ones
    first."""
    since = timezone.now() - timedelta(seconds=load_conf().lease_seconds)
    running = Run.objects.filter(status=Run.Status.RUNNING, lease_owner__isnull=False).order_by()
    held = dict(running.values_list("lease_owner").annotate(n=Count("pk")))
    beats = list(WorkerBeat.objects.order_by("owner"))
    found = [
        WorkerFacts(
            beat.owner, beat.host, beat.pid, beat.started_at, beat.seen_at,
            beat.seen_at >= since, held.get(beat.owner, 0),
        )
        for beat in beats
    ]  # fmt: skip
    known = {beat.owner for beat in beats}
    waiting = [name for name in living_workers() if name not in known]
    found += [WorkerFacts(name, None, None, None, None, True, 0) for name in waiting]
    return sorted(found, key=lambda worker: (not worker.alive, worker.name))


def due_before(until: datetime) -> int:
    """Count the waiting runs whose timer, deadline or alarm comes before an instant."""
    return Run.objects.filter(wake_at__lt=until).exclude(status__in=troubles.GOING).count()


def lacking_types(most: int = 5) -> list[str]:
    """Name what this process lacks for runs that have something to do."""
    found: list[str] = []
    for version, _, _ in troubles.unknown_versions()[:most]:
        found += types_missing_in(version)
    return list(dict.fromkeys(found))


_TROUBLES: Mapping[str, Callable[[troubles.Rows], troubles.Rows]] = {
    "due": troubles.due,
    "overdue_timer": troubles.overdue_timers,
    "untaken": troubles.untaken,
    "stuck": troubles.stuck,
    "passed_over": troubles.passed_over,
}


def count_troubles() -> dict[str, int]:
    """Count the runs in trouble, by the name of the list's parameter."""
    rows = Run.objects.order_by()
    return {name: select(rows).count() for name, select in _TROUBLES.items()}


def in_trouble(name: str, most: int) -> list[tuple[str, int]]:
    """Name runs in a trouble (id, and the epoch of the lease), the oldest first."""
    rows = _TROUBLES[name](Run.objects.order_by("pk")).values_list("uuid", "lease_epoch")
    return [(str(uuid), epoch) for uuid, epoch in rows[:most]]
