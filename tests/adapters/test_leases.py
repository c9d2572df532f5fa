"""Leases outside of transitions: renewed only for their holder, given back, ended for the dead."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.adapters.conftest import Bench, move_rows_back
from tests.adapters.test_store import CREATED, STARTED
from workflows.adapters import leases
from workflows.models import Run, WorkerBeat

pytestmark = pytest.mark.django_db


def beat(owner: str, *held: str) -> leases.Beat:
    return leases.Beat(owner, "host", 42, datetime.now(UTC), held)


def test_a_renewed_lease_lasts_longer(django_bench: Bench) -> None:
    run_id = django_bench.create(CREATED)
    django_bench.claim("w1", ttl=10)
    move_rows_back(8)
    assert leases.renew(beat("w1", run_id), 10)[0] == {run_id}
    move_rows_back(8)
    assert django_bench.claim("w2") == []


def test_only_the_holder_renews(django_bench: Bench) -> None:
    run_id = django_bench.create(CREATED)
    django_bench.claim("w1")
    assert leases.renew(beat("w2", run_id), 10)[0] == set()


def test_a_released_run_is_not_renewed(django_bench: Bench) -> None:
    run_id = django_bench.create(CREATED)
    django_bench.claim("w1")
    django_bench.append(run_id, STARTED, wake_at=None)
    assert leases.renew(beat("w1", run_id), 10)[0] == set()
    assert Run.objects.get().wake_at is None


def test_a_beat_is_one_row_a_worker(django_bench: Bench) -> None:
    leases.renew(beat("w1"), 10)
    leases.renew(beat("w1", "01938c0e-6b7c-7000-8000-0000000000ff"), 10)
    row = WorkerBeat.objects.get()
    assert (row.owner, row.held, row.pid) == ("w1", 1, 42)
    leases.sign_off("w1")
    assert not WorkerBeat.objects.exists()


def test_a_run_given_back_in_order_is_no_take_over(django_bench: Bench) -> None:
    run_id = django_bench.create(CREATED)
    django_bench.claim("w1")
    assert leases.release("w1", [run_id]) == {run_id}
    assert leases.release("w1", [run_id]) == set()
    assert [(head.epoch, head.claims) for head in django_bench.claim("w2")] == [(2, 1)]


def test_the_dead_hold_nothing(django_bench: Bench) -> None:
    run_id = django_bench.create(CREATED)
    other = django_bench.create(CREATED)
    assert {head.run_id for head in django_bench.claim("dead")} == {run_id, other}
    assert leases.expire_owner("dead") == 2
    assert leases.expire_owner("nobody") == 0
    assert {head.claims for head in django_bench.claim("w2")} == {2}


def test_the_next_time_is_told(django_bench: Bench) -> None:
    assert leases.seconds_to_next() is None
    django_bench.create(CREATED)
    due = leases.seconds_to_next()
    assert due is not None
    assert due <= 0
    django_bench.claim("w", ttl=100)
    later = leases.seconds_to_next()
    assert later is not None
    assert 95 < later <= 100


def test_a_run_that_cannot_be_read_is_left_alone_for_a_while(django_bench: Bench) -> None:
    run_id = django_bench.create(CREATED)
    leases.postpone(run_id)
    assert django_bench.claim("w") == []
    move_rows_back(31)
    assert len(django_bench.claim("w")) == 1
