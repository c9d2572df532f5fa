"""Transactions of the store as several threads see them: one writer a run, nothing half done."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from django.db import DatabaseError, connection

from tests.adapters.conftest import Bench
from tests.adapters.test_store import CREATED, STARTED, began
from tests.support.threads import together
from workflows.engine.errors import Refused
from workflows.engine.state import RunState
from workflows.models import Run

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_run_is_claimed_by_one(django_bench: Bench) -> None:
    runs = {django_bench.create(CREATED) for _ in range(30)}
    names = [f"w{number}" for number in range(4)]
    taken: Sequence[Any] = together(*[lambda n=name: django_bench.claim(n, 20) for name in names])
    found = [head.run_id for heads in taken for head in heads]
    rest = [head.run_id for head in django_bench.claim("last", 100)]
    assert sorted(found + rest) == sorted(runs)


def test_appends_of_many_threads_leave_no_gap(django_bench: Bench) -> None:
    run_id = django_bench.create(CREATED, STARTED)

    def append() -> None:
        for _ in range(10):
            with django_bench.store.transaction() as tx:
                head = tx.lock([run_id])[run_id]
                bench = Bench(django_bench.store, django_bench.pass_time)
                bench.states[run_id] = tx.states([head])[run_id]
                bench.write(tx, head, began("a"))

    assert together(append, append, append) == [None] * 3
    assert [record.seq for record in django_bench.log(run_id)] == list(range(1, 33))


def test_runs_are_locked_in_one_order_so_nobody_waits_crosswise(django_bench: Bench) -> None:
    runs = [django_bench.create(CREATED) for _ in range(2)]

    def swap(order: list[str]) -> None:
        for _ in range(20):
            with django_bench.store.transaction() as tx:
                tx.lock(order)

    assert together(lambda: swap(runs), lambda: swap(runs[::-1])) == [None, None]


def test_a_failed_transaction_leaves_the_connection_usable(django_bench: Bench) -> None:
    run_id = django_bench.create(CREATED)
    stale = django_bench.head(run_id)
    django_bench.append(run_id, STARTED)
    with pytest.raises((Refused, DatabaseError)), django_bench.store.transaction() as tx:
        state = RunState(run_id, stale.seq)
        bench = Bench(django_bench.store, django_bench.pass_time, {run_id: state})
        bench.write(tx, stale, began("a"))
    assert not connection.in_atomic_block
    assert Run.objects.get().seq == 2
    django_bench.append(run_id, began("a"))
    assert [record.seq for record in django_bench.log(run_id)] == [1, 2, 3]
