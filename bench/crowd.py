"""Rows as a busy company would have them, inserted in bulk: what the dashboard is measured and
tested on. The engine has no part in it, so logs hold only what figures read."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth.models import Group, User
from django.db import connection, transaction
from django.db.models import Max, Model

from workflows.models import (
    Event,
    Run,
    Suspension,
    Task,
    TaskAssignee,
    TaskDecision,
    Version,
    Workflow,
)

NODES = ("start", "check", "review", "pay", "notify", "wait")
AT_ONCE = 50_000
"""Rows are inserted when there are so many."""

_TABLES: Mapping[type[Model], Sequence[str]] = {
    Run: (
        "id", "uuid", "workflow_id", "version_id", "status", "seq", "checkpoint_seq", "priority",
        "draft", "claims", "lease_epoch", "created_at", "started_at", "started_by_id",
        "finished_at", "wake_at", "lease_owner",
    ),
    Suspension: (
        "id", "run_id", "seq", "node_id", "iteration", "kind", "reason", "opened_at", "wake_at",
        "closed_at", "closed_via",
    ),
    Task: (
        "id", "run_id", "suspension_id", "node_id", "iteration", "title", "instructions", "state",
        "unassigned", "four_eyes", "quorum", "decisions", "created_at", "due_at", "decided_by_id",
        "decided_at", "decision", "closed_at",
    ),
    TaskAssignee: ("task_id", "user_id", "group_id"),
    TaskDecision: ("task_id", "user_id", "decision", "via", "override", "at"),
    Event: ("run_id", "seq", "type", "at", "epoch", "payload"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Size:
    """How much there is. Of the ``runs``, some wait for people or for time, the rest has ended."""

    runs: int
    tasks: int
    timers: int = 0
    going: int = 0
    days: float = 30
    workflows: int = 8
    failing: float = 0.03


class Table:
    """Rows on their way into one table, with the values that each column takes."""

    def __init__(self, model: type[Model], columns: Sequence[str]) -> None:
        self.rows: list[tuple[Any, ...]] = []
        fields = {field.column: field for field in model._meta.concrete_fields}
        self._prepare = [fields[column].get_db_prep_save for column in columns]
        names = ", ".join(f'"{column}"' for column in columns)
        marks = ", ".join(["%s"] * len(columns))
        self._sql = f'INSERT INTO "{model._meta.db_table}" ({names}) VALUES ({marks})'

    def add(self, *values: Any) -> None:
        """Take a row."""
        self.rows.append(values)

    def insert(self) -> None:
        """Insert all and forget them."""
        prepared = [
            [
                value if value is None or type(value) in (int, str) else prepare(value, connection)
                for prepare, value in zip(self._prepare, row, strict=True)
            ]
            for row in self.rows
        ]
        with connection.cursor() as cursor:
            cursor.executemany(self._sql, prepared)
        self.rows.clear()


class Crowd:
    """Makes the rows; the same seed makes the same company."""

    def __init__(
        self, people: Sequence[User], groups: Sequence[Group], now: datetime, seed: int = 1
    ) -> None:
        """Take who asks and who is asked, and what is now."""
        self.people, self.groups, self.now = people, groups, now
        self.chance = random.Random(seed)
        self.versions: list[tuple[int, int]] = []
        self.tables = {model: Table(model, columns) for model, columns in _TABLES.items()}
        self.next = (Run.objects.aggregate(last=Max("pk"))["last"] or 0) + 1

    def fill(self, size: Size) -> None:
        """Insert as much as that, in the order in which it would have come."""
        self._definitions(size.workflows)
        kinds = ["task"] * size.tasks + ["timer"] * size.timers + ["going"] * size.going
        kinds += ["ended"] * (size.runs - len(kinds))
        self.chance.shuffle(kinds)
        span = timedelta(days=size.days)
        with transaction.atomic():
            for place, kind in enumerate(kinds):
                created = self.now - span * (1 - (place + 1) / (len(kinds) + 1))
                getattr(self, f"_{kind}")(created, size)
                if len(self.tables[Event].rows) >= AT_ONCE:
                    self._insert()
            self._insert()
            self._set_sequences()

    def _insert(self) -> None:
        for table in self.tables.values():
            table.insert()

    def _set_sequences(self) -> None:
        """PostgreSQL does not notice ids that are given."""
        if connection.vendor != "postgresql":
            return
        with connection.cursor() as cursor:
            for name in ("workflows_run", "workflows_suspension"):
                cursor.execute(
                    f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), max(id)) FROM {name}"
                )

    def _definitions(self, count: int) -> None:
        graph = {"schema": 1, "nodes": [{"id": name, "type": "constant"} for name in NODES]}
        for number in range(count):
            named = {"name": f"Flow {number}", "draft": graph}
            workflow, _ = Workflow.objects.get_or_create(slug=f"flow-{number}", defaults=named)
            for version in range(1, 4):
                drawn = {"graph": graph, "digest": f"{number}.{version}"}
                made, _ = Version.objects.get_or_create(
                    workflow=workflow, number=version, defaults=drawn
                )
                self.versions.append((workflow.pk, made.pk))

    def _run(self, created: datetime, status: str, **more: Any) -> int:
        """Add a run; ``more``: ``finished_at wake_at lease_owner``."""
        run, self.next = self.next, self.next + 1
        held = more.get("lease_owner")
        self.tables[Run].add(
            run, _uuid(created, run), *self.chance.choice(self.versions), status, 6, 0, 0, False,
            0, int(held is not None), created, created, self.chance.choice(self.people).pk,
            more.get("finished_at"), more.get("wake_at"), held,
        )  # fmt: skip
        self._event(run, 1, "RunCreated", created, {"workflow": "flow", "version": 1})
        return run

    def _event(self, run: int, seq: int, kind: str, at: datetime, payload: object) -> None:
        self.tables[Event].add(run, seq, kind, at, 0, payload)

    def _wait(self, run: int, kind: str, opened: datetime, **more: Any) -> None:
        """Add the wait of a run, under the same id; ``more``: ``wake_at closed_at closed_via``."""
        ends = (more.get("wake_at"), more.get("closed_at"), more.get("closed_via"))
        self.tables[Suspension].add(run, run, 3, "wait", 1, kind, "Hm", opened, *ends)
        self._event(run, 3, "NodeSuspended", opened, {"kind": kind})

    def _ask(self, run: int, created: datetime, decided: datetime | None = None) -> None:
        """Add the task of a wait, asked of a person or a group, and its decision."""
        task, due = UUID(int=run << 64), self._due(created)
        by = self.chance.choice(self.people).pk if decided else None
        state = "decided" if decided else "open"
        self.tables[Task].add(
            task, run, run, "review", 1, "Approve it?", "", state, False, False, 1,
            int(decided is not None), created, due, by, decided, "approved" if decided else None,
            decided,
        )  # fmt: skip
        if self.chance.random() < 0.3:
            self.tables[TaskAssignee].add(task, self.chance.choice(self.people).pk, None)
        else:
            self.tables[TaskAssignee].add(task, None, self.chance.choice(self.groups).pk)
        if decided:
            self.tables[TaskDecision].add(task, by, "approved", "ui", False, decided)

    def _due(self, created: datetime) -> datetime | None:
        span = self.chance.choice((None, timedelta(hours=4), timedelta(days=2), timedelta(days=9)))
        return created + span if span else None

    def _task(self, created: datetime, size: Size) -> None:
        run = self._run(created, "suspended")
        self._wait(run, "approval", created)
        self._ask(run, created)

    def _timer(self, created: datetime, size: Size) -> None:
        due = self.now + timedelta(minutes=self.chance.uniform(5, 60 * 24 * 10))
        self._wait(self._run(created, "suspended", wake_at=due), "timer", created, wake_at=due)

    def _going(self, created: datetime, size: Size) -> None:
        if self.chance.random() < 0.3:
            self._run(created, "queued", wake_at=self.now)
            return
        lease = self.now + timedelta(seconds=20)
        owner = f"worker-{self.chance.randrange(3)}"
        self._run(created, "running", wake_at=lease, lease_owner=owner)

    def _ended(self, created: datetime, size: Size) -> None:
        mean = self.chance.choice((3_600, 7_200, 100_000))
        took = timedelta(seconds=self.chance.expovariate(1 / mean))
        # What would end after now has ended at some time before.
        end = created + min(took, (self.now - created) * self.chance.random())
        draw = self.chance.random()
        status = "failed" if draw < size.failing else "cancelled" if draw < 0.05 else "completed"
        run = self._run(created, status, finished_at=end)
        if self.chance.random() < 0.7:
            self._wait(run, "approval", created, closed_at=end, closed_via="ui")
            self._ask(run, created, end)
        else:
            self._wait(run, "timer", created, closed_at=end, closed_via="timer")
        if status == "failed":
            node = self.chance.choice((*NODES, None))
            error = {"type": "Error", "message": "It did not work", "node_id": node}
            self._event(run, 6, "RunFailed", end, {"error": error})


def _uuid(created: datetime, number: int) -> UUID:
    """Make a UUIDv7 of a time; the number keeps it apart from others."""
    millis = int(created.timestamp() * 1000)
    return UUID(int=(millis << 80) | (7 << 76) | (2 << 62) | number)
