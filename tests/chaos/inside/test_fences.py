"""One guard a test: who lost the right to write, what is stale, what counts once, what comes after
the commit. Where two guards stand behind each other, each is looked at without the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from django.db import IntegrityError

from tests.adapters.conftest import Bench
from tests.adapters.test_store import CREATED, STARTED, refused
from tests.support.world import World, graph
from workflows.adapters import leases
from workflows.engine.commands import Advance, Complete, Resume, Suspend
from workflows.engine.errors import LeaseLost
from workflows.engine.node import SuspensionRequest
from workflows.engine.ports import Applied, Ports, RequestKey, Work
from workflows.engine.transition import apply, claim
from workflows.models import Run
from workflows.worker.loop import new_owner


def taken(nodes: Mapping[str, Any], *edges: str) -> tuple[World, Applied]:
    """Start a run and take it up as "one"."""
    world = World(graph(nodes, edges))
    world.start()
    return world, claim(world.ports, "one", 1, 30)[0]


def report(world: World, run: Applied, command: Any) -> Applied:
    """Report as the holder "one" with the epoch that it was given."""
    return apply(world.ports, [Work(run.run_id, command, "one", run.epoch)])[0]


def test_a_worker_that_let_go_records_nothing_though_nobody_took_the_run() -> None:
    world, mine = taken({"h": "hold"})
    report(world, mine, Suspend("h", 1, 1, request=SuspensionRequest("Waiting")))
    row = world.store.runs[mine.run_id]
    assert (row.head.owner, row.head.epoch) == (None, mine.epoch)
    assert isinstance(report(world, mine, Advance()).error, LeaseLost)


def test_a_worker_that_took_its_run_a_second_time_does_not_go_on_with_the_first() -> None:
    world, first = taken({"a": "step"})
    world.clock.forward(30)
    (second,) = claim(world.ports, "one", 1, 30)
    assert second.epoch == first.epoch + 1
    assert isinstance(report(world, first, Complete("a", 1, 1, output="old")).error, LeaseLost)
    assert report(world, second, Complete("a", 1, 1, output="new")).error is None


def test_an_attempt_ends_once() -> None:
    world, mine = taken({"a": "step", "b": "step"})
    for _ in range(2):
        assert report(world, mine, Complete("a", 1, 1, output="x")).error is None
    assert world.types(mine.run_id).count("NodeCompleted") == 1


def test_an_answer_makes_a_resting_run_due() -> None:
    world = World(graph({"h": "hold"}, []))
    run = world.run()
    assert world.store.runs[run].wake_at is None
    world.resume(run)
    assert world.store.runs[run].wake_at == world.clock.time
    assert [item.run_id for item in claim(world.ports, "two", 1, 30)] == [run]


class Watcher:
    """A bell and a feed that look at the store when they are used."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.seen: list[tuple[str, int]] = []

    def ring(self, run_ids: Sequence[str]) -> None:
        self.seen += [(run_id, self.world.store.runs[run_id].head.seq) for run_id in run_ids]

    def publish(self, moved: Mapping[str, int]) -> None:
        for run_id, seq in moved.items():
            assert type(seq) is int
            self.seen.append((run_id, seq))

    def progress(self, *told: Any) -> None:
        raise AssertionError(told)


def test_the_bell_rings_and_the_feed_speaks_after_the_commit() -> None:
    world = World(graph({"h": "hold"}, []))
    run = world.run()
    before = world.store.runs[run].head.seq
    watcher = Watcher(world)
    apply(Ports(world.store, watcher, watcher), [Work(run, Resume(by="maria"))])
    after = world.store.runs[run].head.seq
    assert after > before
    # Both see what was committed, and are told where the run is: no more than that.
    assert watcher.seen == [(run, after)] * 2


@pytest.mark.django_db
def test_a_stale_write_without_events_changes_nothing(django_bench: Bench) -> None:
    run_id = django_bench.create(CREATED)
    old = django_bench.head(run_id)
    state = django_bench.load(run_id)
    django_bench.append(run_id, STARTED, wake_at=None)
    with pytest.raises(Exception, match=".") as raised, django_bench.store.transaction() as tx:
        django_bench.states[run_id] = state
        django_bench.write(tx, old, wake_at=tx.now)
    assert refused(raised.value)
    row = Run.objects.get()
    assert (row.seq, row.wake_at) == (2, None)


@pytest.mark.django_db
def test_a_key_is_remembered_once_whoever_looked_before(django_bench: Bench) -> None:
    first, second = django_bench.create(CREATED), django_bench.create(CREATED)
    key = RequestKey("start", "k", "digest")
    with django_bench.store.transaction() as tx:
        tx.remember(key, first)
    # As one that had looked before the other wrote.
    with pytest.raises(IntegrityError), django_bench.store.transaction() as tx:
        tx.remember(key, second)
    with django_bench.store.transaction() as tx:
        assert tx.recall(key) == first


@pytest.mark.django_db
def test_a_run_that_somebody_has_taken_is_not_put_off(django_bench: Bench) -> None:
    run_id = django_bench.create(CREATED)
    django_bench.claim("w", ttl=600)
    lease = Run.objects.get().wake_at
    leases.postpone(run_id)
    assert Run.objects.get().wake_at == lease


@pytest.mark.django_db
def test_a_worker_with_the_same_host_and_process_id_takes_nothing_before_the_lease_is_over(
    django_bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as machine:
        machine.setattr("os.getpid", lambda: 7)
        machine.setattr("socket.gethostname", lambda: "host")
        dead, fresh = new_owner(), new_owner()
    assert dead.rpartition("-")[0] == fresh.rpartition("-")[0] == "host-7"
    assert dead != fresh
    run_id = django_bench.create(CREATED)
    (lease,) = django_bench.claim(dead, ttl=30)
    assert django_bench.claim(fresh, ttl=30) == []
    assert leases.release(fresh, [run_id]) == set()
    django_bench.pass_time(31)
    (taken,) = django_bench.claim(fresh, ttl=30)
    assert (taken.run_id, taken.owner, taken.epoch) == (run_id, fresh, lease.epoch + 1)


@pytest.mark.django_db
def test_an_urgent_run_passes_any_number_of_others(django_bench: Bench) -> None:
    for _ in range(60):
        django_bench.create(CREATED)
    urgent = django_bench.create(CREATED, priority=1)
    assert [head.run_id for head in django_bench.claim("w", limit=1)] == [urgent]
