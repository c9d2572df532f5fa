"""Figures of the tables for monitoring; each is read from an index and counts up to a bound."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.utils import timezone

from workflows.conf import load_conf
from workflows.engine.payload import loads
from workflows.models import Announcement, Delivery, Message, Meter, Run, WorkerBeat

from .. import troubles

MOST = 100_000
"""Nothing is counted beyond: a figure that stands there means "so many or more"."""


class Figure(NamedTuple):
    """One figure of the whole installation that only grows."""

    name: str
    labels: Mapping[str, str]
    value: float


@dataclass(frozen=True, slots=True)
class Due:
    """How many runs are due, and for how many seconds the first of them has been."""

    count: int
    seconds: float


def unfinished_runs() -> dict[str, int]:
    """Count the runs that have not ended, by status."""
    runs = Run.objects.order_by()
    return {str(status): _count(runs.filter(status=status)) for status in troubles.UNFINISHED}


def due_runs(now: datetime | None = None) -> Due:
    """Count what a worker could take now, and say for how long the first has been due."""
    now = now or timezone.now()
    due = troubles.due(Run.objects.order_by("wake_at"), now)
    first = due.values_list("wake_at", flat=True).first()
    seconds = max(0.0, (now - first).total_seconds()) if first else 0.0
    return Due(_count(due.order_by()), seconds)


def backlog() -> dict[str, int]:
    """Count what is on its way: between runs, to people and programs."""
    waiting = Delivery.objects.filter(due_at__lte=timezone.now()).order_by()
    return {
        "messages": _count(Message.objects.order_by()),
        "announcements": _count(Announcement.objects.order_by()),
        "mail": _count(waiting.filter(channel=Delivery.Channel.MAIL)),
        "webhook": _count(waiting.filter(channel=Delivery.Channel.WEBHOOK)),
    }


def given_up() -> int:
    """Count the mails and calls that were given up."""
    return _count(Delivery.objects.filter(state=Delivery.State.DEAD).order_by())


def beating_workers() -> tuple[int, int]:
    """Count the workers that gave a sign of life within a lease, and the runs that they hold."""
    since = timezone.now() - timedelta(seconds=load_conf().lease_seconds)
    held = list(WorkerBeat.objects.filter(seen_at__gte=since).values_list("held", flat=True))
    return len(held), sum(held)


def figures() -> Iterator[Figure]:
    """Read what processes have counted."""
    for name, labels, value in Meter.objects.values_list("name", "labels", "value"):
        yield Figure(name, loads(labels), value)


def _count(rows: QuerySet[Any]) -> int:
    return rows.values("pk")[:MOST].count()
