"""When a run is due is written anew from its log, whatever its row says, and nothing else is."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from tests.support.world import World, graph
from workflows.engine.commands import Rewake
from workflows.engine.graphs import UnknownNodeType
from workflows.engine.ports import Work
from workflows.engine.transition import apply, claim


def world_at(kind: str, **properties: object) -> tuple[World, str]:
    """Start a run and let it go as far as it can."""
    world = World(graph({"a": (kind, properties), "b": "step"}, ["a>b"]))
    return world, world.run()


def lose(world: World, run: str, wake_at: datetime | None = None) -> None:
    world.store.runs[run].wake_at = wake_at


def rewake(world: World, run: str, epoch: int | None = None) -> None:
    now = world.store.runs[run].head.epoch
    world.apply(Work(run, Rewake(now if epoch is None else epoch)))


def test_a_lost_timer_is_set_again_from_the_log() -> None:
    world, run = world_at("timer", seconds=50)
    due = world.clock.time + timedelta(seconds=50)
    lose(world, run)
    log = world.types(run)
    rewake(world, run)
    assert world.store.runs[run].wake_at == due
    assert world.types(run) == log
    world.clock.forward(50)
    world.drain()
    assert world.state(run).status == "completed"


def test_a_timer_that_was_moved_by_hand_gets_its_own_time_back() -> None:
    world, run = world_at("timer", seconds=50)
    due = world.store.runs[run].wake_at
    lose(world, run, world.clock.time - timedelta(days=1))
    rewake(world, run)
    assert world.store.runs[run].wake_at == due


def test_what_waits_for_people_alone_stays_without_a_time() -> None:
    world, run = world_at("hold")
    rewake(world, run)
    assert world.store.runs[run].wake_at is None


def test_a_run_that_nothing_moves_is_taken_up_again() -> None:
    world = World(graph({"a": "step"}, []))
    run = world.start()
    lose(world, run)
    world.drain()
    assert world.state(run).status == "queued"
    rewake(world, run)
    world.drain()
    assert world.state(run).status == "completed"


def test_a_finished_run_is_not_woken() -> None:
    world, run = world_at("step")
    rewake(world, run)
    assert world.store.runs[run].wake_at is None


def test_a_lease_that_ran_out_is_given_up_and_the_run_rung_for() -> None:
    world = World(graph({"a": "step"}, []))
    run = world.start()
    claim(world.ports, "dead", 1, 30)
    world.clock.forward(100)
    rewake(world, run)
    row = world.store.runs[run]
    assert (row.head.owner, row.wake_at) == (None, world.clock.time)
    assert run in world.bell.rung


def test_whoever_has_taken_the_run_since_keeps_it() -> None:
    world = World(graph({"a": "step"}, []))
    run = world.start()
    claim(world.ports, "alive", 1, 30)
    row = world.store.runs[run]
    before = (row.head.owner, row.head.epoch, row.wake_at)
    rewake(world, run, epoch=0)
    row = world.store.runs[run]
    assert (row.head.owner, row.head.epoch, row.wake_at) == before


def test_it_works_where_the_nodes_of_the_run_are_not_known(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world, run = world_at("timer", seconds=50)
    due = world.store.runs[run].wake_at
    lose(world, run)

    def lacking(workflow: str, version: int) -> None:
        raise UnknownNodeType("timer")

    monkeypatch.setattr(world.store, "program", lacking)
    epoch = world.store.runs[run].head.epoch
    assert apply(world.ports, [Work(run, Rewake(epoch))])[0].error is None
    assert world.store.runs[run].wake_at == due
