"""The stores that the conformance suite is run against, each with one published version."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
import uuid_utils

from workflows.adapters.store import DjangoStore
from workflows.engine.events import Event, Record
from workflows.engine.memory import MemoryClock, MemoryStore
from workflows.engine.ports import Head, NewRun, Store, Transaction, Write
from workflows.engine.state import RunState, evolve, fold

GRAPH: dict[str, Any] = {"schema": 1, "nodes": [], "edges": []}


@dataclass
class Bench:
    """A store under test and the few steps that every claim about it needs."""

    store: Store
    pass_time: Callable[[float], None]
    publish: Callable[[int], None] = field(default=lambda number: None)
    states: dict[str, RunState] = field(default_factory=dict)

    def create(self, *events: Event, **more: Any) -> str:
        """Make a run that needs a worker at once, with these first events."""
        new = NewRun(str(uuid_utils.uuid7()), "flow", 1, **more)
        with self.store.transaction() as tx:
            head = tx.create(new)
            self.write(tx, head, *events, wake_at=tx.now)
        return new.run_id

    def append(self, run_id: str, *events: Event, **more: Any) -> Write:
        """Lock a run and append to its log."""
        with self.store.transaction() as tx:
            head = tx.lock([run_id])[run_id]
            return self.write(tx, head, *events, **more)

    def write(self, tx: Transaction, head: Head, *events: Event, **more: Any) -> Write:
        """Append to the log of a head that is locked."""
        write = self.prepare(tx, head, *events, **more)
        tx.append([write])
        return write

    def prepare(self, tx: Transaction, head: Head, *events: Event, **more: Any) -> Write:
        """Fold events into the state that we keep, and make the write of them."""
        state = self.states.setdefault(head.run_id, RunState(head.run_id))
        records = []
        for event in events:
            records.append(Record(state.seq + 1, event, tx.now, head.epoch))
            evolve(state, records[-1])
        return Write(head, state, records, **more)

    def load(self, run_id: str) -> RunState:
        """Read the state as a worker that takes the run over does."""
        with self.store.transaction() as tx:
            return tx.states([tx.lock([run_id])[run_id]])[run_id]

    def log(self, run_id: str, after: int = 0) -> list[Record]:
        """Read the log."""
        with self.store.transaction() as tx:
            return tx.records_after(tx.lock([run_id])[run_id], after)

    def head(self, run_id: str) -> Head:
        """Read the row."""
        with self.store.transaction() as tx:
            return tx.lock([run_id])[run_id]

    def claim(self, owner: str, limit: int = 10, ttl: float = 30) -> list[Head]:
        """Take what is due."""
        with self.store.transaction() as tx:
            return tx.claim(owner, limit, ttl)

    def folded(self, run_id: str) -> RunState:
        """Fold the whole log from zero."""
        return fold(run_id, self.log(run_id))


@pytest.fixture
def django_bench(db: None) -> Bench:
    """Give the store of the database under test, where time passes by moving the rows back."""
    from workflows.models import Version, Workflow

    workflow = Workflow.objects.create(slug="flow", name="Flow", draft=GRAPH)

    def publish(number: int) -> None:
        Version.objects.create(workflow=workflow, number=number, graph=GRAPH, digest="d" * 64)

    publish(1)
    return Bench(DjangoStore(build=lambda graph: graph), move_rows_back, publish)


def move_rows_back(seconds: float) -> None:
    """Let time pass for leases, timers, messages: the rows move, the database's clock cannot."""
    from datetime import timedelta

    from workflows.models import Message, Run

    for message in Message.objects.exclude(due_at=None):
        due = message.due_at - timedelta(seconds=seconds)
        Message.objects.filter(pk=message.pk).update(due_at=due)
    for run in Run.objects.exclude(wake_at=None):
        Run.objects.filter(pk=run.pk).update(wake_at=run.wake_at - timedelta(seconds=seconds))


@pytest.fixture
def memory_bench() -> Bench:
    """Give the store in memory."""
    clock = MemoryClock()
    store = MemoryStore(clock)

    def publish(number: int) -> None:
        store.programs[("flow", number)] = GRAPH  # type: ignore[assignment]

    publish(1)
    return Bench(store, clock.forward, publish)


@pytest.fixture(params=["memory", pytest.param("django", marks=pytest.mark.django_db)])
def bench(request: pytest.FixtureRequest) -> Bench:
    """Give each store in turn; which database Django's is, DATABASE_URL says."""
    made: Bench = request.getfixturevalue(f"{request.param}_bench")
    return made
