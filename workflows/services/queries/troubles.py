"""Runs, tasks and messages that something is wrong with, as conditions: figures, invariants, lists
and the doctor share them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from workflows.adapters.ports import current_ports
from workflows.engine.errors import FermataError
from workflows.models import Run, Suspension

LATE = timedelta(seconds=60)
"""Whatever is due is taken within a sweep; after this nobody is coming for it."""

SOON = timedelta(seconds=5)
"""By so much the clocks of the database and of this process may differ."""

GOING = (Run.Status.QUEUED, Run.Status.RUNNING)
UNFINISHED = (*GOING, Run.Status.SUSPENDED)

Rows = QuerySet[Run]


def due(found: Rows, now: datetime | None = None) -> Rows:
    """Select what a worker could take at this moment: due, or left by a worker that fell silent."""
    return found.filter(wake_at__lte=now or timezone.now())


def overdue_timers(found: Rows, now: datetime | None = None) -> Rows:
    """Select waiting runs whose timer, deadline or alarm has passed, and nobody has come.

    Both places count: when the run is due, and what its open waits say themselves. A decision that
    may still be taken back holds up the deadline of its task.
    """
    limit = (now or timezone.now()) - LATE
    # What has a time and is not going on waits; said like this, the index over times is used.
    rows = Run.objects.filter(wake_at__lt=limit).exclude(status__in=GOING).order_by()
    waits = Suspension.objects.filter(closed_at=None, wake_at__lt=limit).order_by()
    waits = waits.exclude(task__undo_until__isnull=False)
    return found.filter(pk__in=rows.values("pk").union(waits.values("run"), all=True))


def untaken(found: Rows, now: datetime | None = None) -> Rows:
    """Select runs that have something to do, have been due for long, and that nobody works on."""
    return found.filter(status__in=GOING, wake_at__lt=(now or timezone.now()) - LATE)


def stuck(found: Rows) -> Rows:
    """Select runs that nothing will ever move: no worker, no time, no open wait."""
    waits = Suspension.objects.filter(run=OuterRef("pk"), closed_at=None)
    # Both are found in indexes alone; the few rows that are left are then looked at.
    alone = Run.objects.filter(status__in=UNFINISHED).exclude(Exists(waits)).order_by()
    return found.filter(pk__in=alone.values("pk"), wake_at=None)


def passed_over(found: Rows, now: datetime | None = None) -> Rows:
    """Select runs with something to do that workers leave to others, lacking a node type.

    Whoever takes a queued run starts it at once, and it is due at once: one that was taken and is
    still queued, or is due later, was put back.
    """
    later = (now or timezone.now()) + SOON
    put_back = Q(status=Run.Status.QUEUED) & (Q(lease_epoch__gt=0) | Q(wake_at__gt=later))
    lacking = Q(version__in=[pk for pk, _, _ in unknown_versions()])
    return found.filter(put_back | lacking, status__in=GOING, lease_owner=None)


def unknown_versions() -> Sequence[tuple[int, str, int]]:
    """List the versions (row, workflow, number) of runs with something to do whose nodes this
    process does not have."""
    rows = Run.objects.filter(status__in=GOING, lease_owner=None).order_by()
    names = rows.values_list("version", "version__workflow__key", "version__number").distinct()
    return [name for name in names if not _known(name[1], name[2])]


def _known(workflow: str, version: int) -> bool:
    try:
        current_ports().store.program(workflow, version)
    except FermataError:
        return False
    return True
