"""Tasks counted: open ones by age and workflow, decisions and how long they took, longest queue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import Any

from django.contrib.auth.models import Group, User
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import (
    Case,
    Count,
    F,
    FloatField,
    Func,
    IntegerField,
    Min,
    Q,
    QuerySet,
    When,
)
from django.db.models.sql.compiler import SQLCompiler

from workflows.models import Task

from ..inbox.boxes import OPEN
from .sight import Sight
from .window import Bucket, Window

AGES: Mapping[str, timedelta] = {
    "1h": timedelta(hours=1),
    "1d": timedelta(days=1),
    "3d": timedelta(days=3),
    "7d": timedelta(days=7),
}
OLDER = "older"


@dataclass(frozen=True, slots=True)
class Pile:
    """Open tasks of one workflow and age, asked in one bucket of the window (-1: before it); how
    many of them are overdue, and when the first was asked."""

    workflow: int
    age: str
    bucket: int
    count: int
    overdue: int
    first: datetime


@dataclass(frozen=True, slots=True)
class Decisions:
    """Decisions of the window, those after their due date, and the seconds within which half and
    nine of ten were made."""

    count: int
    late: int
    half: float | None = None
    most: float | None = None


@dataclass(frozen=True, slots=True)
class Queue:
    """Whoever is asked in the most open tasks: ``user`` or ``group``, by name."""

    kind: str
    name: str
    count: int


def piles(sight: Sight, window: Window) -> list[Pile]:
    """Count the open tasks that a user may see."""
    names, at = [*AGES, OLDER], window.at
    steps = enumerate(AGES.values())
    age = Case(
        *(When(created_at__gte=at - age, then=place) for place, age in steps),
        default=len(AGES),
        output_field=IntegerField(),
    )
    rows = _open(sight).order_by().values_list("run__workflow", age, Bucket("created_at", window))
    counted = rows.annotate(
        n=Count("pk"), late=Count("pk", filter=Q(due_at__lt=window.now)), first=Min("created_at")
    )
    return [Pile(workflow, names[age], *rest) for workflow, age, *rest in counted]


def asked_at(sight: Sight, first: datetime) -> str | None:
    """Name the open task that was asked at this instant, the first of them."""
    found = _open(sight).filter(created_at=first).order_by("pk").values_list("pk", flat=True)
    task = found.first()
    return None if task is None else str(task)


def decisions(sight: Sight, window: Window) -> Decisions:
    """Measure the decisions of the window."""
    rows = sight.tasks().filter(state=Task.State.DECIDED, decided_at__gte=window.since)
    late = Case(When(decided_at__gt=F("due_at"), then=1), default=0, output_field=IntegerField())
    seconds = Seconds(F("decided_at"), F("created_at"))
    with connection.cursor() as cursor:
        # There may be very many: as plain rows they cost half.
        cursor.execute(*rows.order_by().values_list(seconds, late).query.sql_with_params())
        found = cursor.fetchall()
    took = sorted(max(0.0, seconds) for seconds, _ in found)
    if not took:
        return Decisions(0, 0)
    return Decisions(
        len(took), sum(late for _, late in found), percentile(took, 50), percentile(took, 90)
    )


def percentile(times: Sequence[float], percent: int) -> float:
    """Give the smallest of the sorted times within which so many of a hundred lie."""
    return times[ceil(len(times) * percent / 100) - 1]


def longest_queue(sight: Sight) -> Queue | None:
    """Find who is asked in the most of the open tasks that a user may see."""
    rows = sight.asked(_open(sight))
    grouped = rows.values_list("user", "group").annotate(count=Count("pk"))
    found = grouped.order_by("-count", "group", "user").first()
    if found is None:
        return None
    person, group, count = found
    if person is None:
        return Queue("group", Group.objects.get(pk=group).name, count)
    return Queue("user", User.objects.get(pk=person).get_username(), count)


def _open(sight: Sight) -> QuerySet[Task]:
    return sight.tasks().filter(state__in=OPEN)


class Seconds(Func):
    """The seconds from the second instant to the first; the databases count them, not Python."""

    output_field = FloatField()

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any
    ) -> tuple[str, Any]:
        """Count days of text."""
        later, earlier = (compiler.compile(item) for item in self.source_expressions)
        sql = f"(julianday({later[0]}) - julianday({earlier[0]})) * 86400.0"
        return sql, [*later[1], *earlier[1]]

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any
    ) -> tuple[str, Any]:
        """Take the difference."""
        later, earlier = (compiler.compile(item) for item in self.source_expressions)
        sql = f"EXTRACT(EPOCH FROM {later[0]} - {earlier[0]})::float"
        return sql, [*later[1], *earlier[1]]
