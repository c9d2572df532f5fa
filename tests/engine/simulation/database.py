"""The same schedules over the store of the database under test, whose clock is moved by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from tests.support.clock import DatabaseClock
from workflows.adapters.dialects import writing
from workflows.adapters.leases import Beat, renew
from workflows.adapters.packing import unpack
from workflows.adapters.store import DjangoStore, DjangoTransaction
from workflows.engine.events import Record
from workflows.engine.graphs import GraphProgram, parse
from workflows.engine.memory import MemoryRun
from workflows.engine.messages import Message, Signal, from_body
from workflows.engine.ports import Head, NewRun, RequestKey
from workflows.models import Checkpoint, Run, Version, Workflow
from workflows.models import Message as MessageRow
from workflows.models import RequestKey as KeyRow
from workflows.models import Signal as SignalRow
from workflows.services.verify import verify_runs

from .graphs import REGISTRY
from .laws import Change, hold
from .schedule import Schedule
from .store import Broken, Fault

PEOPLE = ("ada", "ben", "eve", "fay", "gus", "maria", "otto", "fred")
COLUMNS = (
    "uuid", "seq", "lease_epoch", "lease_owner", "status", "workflow__slug", "version__number",
    "claims", "wake_at", "pk",
)  # fmt: skip


class Clock:
    """The database's clock as the schedule reads and moves it."""

    def __init__(self, moved: DatabaseClock) -> None:
        self._moved = moved

    def __call__(self) -> datetime:
        """Ask the database."""
        with writing() as session:
            return session.now()

    def forward(self, seconds: float) -> None:
        """Move on."""
        self._moved.forward(seconds)


class ShakyDatabase(DjangoStore):
    """The real store; transactions break off before or after their commit, and are watched."""

    def __init__(self, clock: Clock, watch: Callable[[Change], None]) -> None:
        super().__init__(build=lambda data: GraphProgram(parse(data), REGISTRY))
        self.clock = clock
        self.fault: Callable[[], Fault] = lambda: None
        self.blind = False
        self.runs: dict[str, MemoryRun] = {}
        self._seen: dict[str, tuple[Any, ...]] = {}
        self._coming: dict[int, Message] = {}
        self._watch = watch

    @contextmanager
    def transaction(self) -> Iterator[DjangoTransaction]:
        """Open a transaction that may fail as a database can."""
        with super().transaction() as tx:
            yield tx
            fault, now = self.fault(), tx.now
            if fault == "before":
                raise Broken("Before the commit.")
        self._look(now)
        if fault == "after":
            raise Broken("After the commit.")

    def coming(self) -> dict[int, Message]:
        """Give the messages on their way."""
        rows = MessageRow.objects.order_by("id").values_list("id", "kind", "body")
        return {number: from_body(kind, body) for number, kind, body in rows}

    def kept(self) -> list[Signal]:
        """Give the signals that wait for a wait."""
        rows = SignalRow.objects.order_by("id").values_list("name", "key", "data")
        return [Signal(*row) for row in rows]

    def knows(self, key: RequestKey) -> bool:
        """Say whether a request was answered."""
        return KeyRow.objects.filter(scope=key.scope, key=key.key).exists()

    def extend(self, run_id: str, owner: str, seconds: float) -> None:
        """Renew a lease as a heartbeat does."""
        renew(Beat(owner, "here", 1, self.clock(), [run_id]), seconds)
        self._look(self.clock())

    def _look(self, now: datetime) -> None:
        """See what the database holds now, and hold the laws for what is new."""
        rows = {str(row[0]): row for row in Run.objects.order_by("pk").values_list(*COLUMNS)}
        changed = [run_id for run_id, row in rows.items() if self._seen.get(run_id) != row]
        after = {run_id: self._row(run_id, rows[run_id]) for run_id in changed}
        coming, self._coming = self._coming, self.coming()
        before = dict(self.runs)
        self.runs.update(after)
        self._seen = rows
        self._watch(Change(now, before, after, coming, self._coming, self.kept()))

    def _row(self, run_id: str, row: tuple[Any, ...]) -> MemoryRun:
        _, seq, epoch, owner, status, slug, version, claims, wake_at, pk = row
        head = Head(run_id, seq, epoch, owner, status, slug, version, claims)
        old = self.runs.get(run_id)
        new = old.new if old is not None else NewRun(run_id, slug, version)
        records = list(old.records) if old is not None else []
        return MemoryRun(new, head, wake_at, records + self._tail(pk, records), _checkpoint(pk))

    def _tail(self, pk: int, known: list[Record]) -> list[Record]:
        with super().transaction() as tx:
            after = known[-1].seq if known else 0
            return [tx._record(event) for _, *event in tx._speech.tail(pk, after)]


def _checkpoint(pk: int) -> tuple[int, Any] | None:
    rows = Checkpoint.objects.filter(run=pk, body__isnull=False).order_by("-seq")
    found = rows.values_list("seq", "body").first()
    return None if found is None else (found[0], unpack(found[1]))


class DatabaseSchedule(Schedule):
    """A schedule in the database; its rows are gone when it has ended."""

    def __init__(self, seed: int, clock: DatabaseClock) -> None:
        self._moved = clock
        super().__init__(seed)

    def _make_store(self) -> Any:
        self.dice.random()
        return ShakyDatabase(Clock(self._moved), self.laws.watch)

    def run(self) -> None:
        """Go through the whole schedule, then undo it."""
        with transaction.atomic():
            for name in PEOPLE:
                User.objects.create(username=name)
            self._publish()
            super().run()
            transaction.set_rollback(True)

    def _judge(self) -> None:
        """Let also speak who checks the rows of an installation."""
        super()._judge()
        faults = [fault for verdict in verify_runs() for fault in verdict.faults]
        hold(not faults, "What is stored is not true:", faults[:3])

    def _publish(self) -> None:
        for (slug, number), data in sorted(self.plan.graphs.items()):
            workflow, _ = Workflow.objects.get_or_create(
                slug=slug, name=slug, defaults={"draft": {}}
            )
            Version.objects.create(workflow=workflow, number=number, graph=data, digest="d" * 64)
