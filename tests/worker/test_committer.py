"""The database thread: what waits together is committed together; a fault spoils only itself."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import uuid_utils
from django.db import OperationalError

from workflows.engine.commands import CreateRun, Stop
from workflows.engine.graphs import GraphProgram, parse
from workflows.engine.memory import MemoryBell, MemoryFeed, MemoryStore, MemoryTransaction
from workflows.engine.ports import NewRun, Ports, Work
from workflows.nodes.discovery import default_registry
from workflows.worker.committer import Committer

GRAPH = {"schema": 1, "nodes": [{"id": "w", "type": "wait"}], "edges": []}


class CountingStore(MemoryStore):
    """A store in memory that counts transactions, and fails or waits when told to."""

    def __init__(self) -> None:
        super().__init__()
        self.programs[("flow", 1)] = GraphProgram(parse(GRAPH), default_registry())
        self.transactions = 0
        self.faults: list[Exception] = []
        self.poison: str | None = None
        self.gate = threading.Event()
        self.gate.set()

    @contextmanager
    def transaction(self) -> Iterator[MemoryTransaction]:
        self.gate.wait(10)
        self.transactions += 1
        if self.faults:
            raise self.faults.pop(0)
        with super().transaction() as tx:
            yield tx
            if self.poison in tx.lock([self.poison or ""]):
                raise ZeroDivisionError


@pytest.fixture
def store() -> CountingStore:
    return CountingStore()


@pytest.fixture
async def committer(store: CountingStore) -> AsyncIterator[Committer]:
    made = Committer(
        Ports(store, MemoryBell(), MemoryFeed()), asyncio.get_running_loop(), patience_seconds=5
    )
    made.start()
    yield made
    store.gate.set()
    made.close()
    await made.closed()


def start() -> Work:
    run_id = str(uuid_utils.uuid7())
    return Work(run_id, CreateRun({}), new=NewRun(run_id, "flow", 1))


async def test_what_waits_together_is_one_transaction(
    committer: Committer, store: CountingStore
) -> None:
    store.gate.clear()
    first = committer.commit(start())
    rest = [committer.commit(start()) for _ in range(20)]
    store.gate.set()
    answers = await asyncio.gather(first, *rest)
    assert all(answer.applied.error is None for answer in answers)
    assert store.transactions <= 2
    assert len(store.runs) == 21


async def test_a_refusal_is_an_answer_and_spoils_nothing(
    committer: Committer, store: CountingStore
) -> None:
    good = start()
    answers = await asyncio.gather(
        committer.commit(Work("no such run", Stop())), committer.commit(good)
    )
    assert answers[0].applied.error is not None
    assert good.run_id in store.runs


async def test_one_that_cannot_be_recorded_spoils_only_itself(
    committer: Committer, store: CountingStore
) -> None:
    works = [start() for _ in range(3)]
    store.poison = works[1].run_id
    store.gate.clear()
    futures = [committer.commit(work) for work in works]
    store.gate.set()
    answers: list[Any] = await asyncio.gather(*futures, return_exceptions=True)
    assert isinstance(answers[1], ZeroDivisionError)
    assert {works[0].run_id, works[2].run_id} == set(store.runs)


async def test_a_database_that_is_away_for_a_moment_is_asked_again(
    committer: Committer, store: CountingStore
) -> None:
    store.faults = [OperationalError("locked"), OperationalError("locked")]
    work = start()
    await committer.commit(work)
    assert work.run_id in store.runs
    assert store.transactions == 3


async def test_other_calls_are_answered_in_turn(committer: Committer) -> None:
    assert await committer.call(lambda: 42) == 42
    with pytest.raises(KeyError):
        await committer.call(lambda: {}["missing"])
