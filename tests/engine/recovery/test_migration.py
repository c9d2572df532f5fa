"""Runs at rest move to another version of their graph: what fits, what does not, what follows."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.world import World, graph, registry
from workflows.engine.commands import MigrateRun
from workflows.engine.errors import Refused
from workflows.engine.graphs import GraphProgram, MigrationPlan, parse, plan_migration
from workflows.engine.ports import Work
from workflows.engine.state import fold

OLD = {"a": ("step", {"value": {"n": 1}}), "h": "hold", "z": "step"}


def moved(data: dict[str, Any]) -> tuple[World, str, MigrationPlan]:
    world = World(graph(OLD, ["a>h", "h>z"]))
    run = world.run()
    new = GraphProgram(parse(data), registry())
    old = world.store.programs[("w", 1)]
    assert isinstance(old, GraphProgram)
    world.store.programs[("w", 2)] = new
    recorded = {"a": {"n": 1}}
    return world, run, plan_migration(old, new, world.state(run), recorded)


def move(world: World, run: str, plan: MigrationPlan) -> None:
    world.apply(Work(run, command(plan)))
    world.drain()


def command(plan: MigrationPlan, version: int = 2) -> MigrateRun:
    parts = (plan.edges, plan.forgotten, plan.outputs, plan.left)
    return MigrateRun(version, "otto", "Better", *parts)


def levels(plan: MigrationPlan) -> dict[str, str]:
    return {item.node_id: item.level for item in plan.findings}


def test_a_suspended_run_goes_on_in_the_version_it_was_moved_to() -> None:
    nodes = {**OLD, "y": ("step", {"value": {"$expr": "nodes.a.n + 1"}})}
    world, run, plan = moved(graph(nodes, ["a>h", "h>z", "z>y"]))
    assert (plan.fits, levels(plan)) == (True, {"a": "ok", "h": "ok"})
    move(world, run, plan)
    assert (world.state(run).status, world.state(run).version) == ("suspended", 2)
    world.resume(run, {})
    world.drain()
    assert world.state(run).status == "completed"
    assert world.state(run).outputs["y"] == 2, "an output that was not kept is read from the log"
    assert fold(run, world.log(run)) == world.state(run)


def test_a_node_that_waits_must_still_exist_and_be_of_its_kind() -> None:
    _, _, gone = moved(graph({"a": OLD["a"], "z": "step"}, ["a>z"]))
    assert not gone.fits
    assert levels(gone)["h"] == "problem"
    _, _, other = moved(graph({**OLD, "h": "timer"}, ["a>h", "h>z"]))
    assert (other.fits, levels(other)["h"]) == (False, "problem")


def test_a_node_that_has_happened_may_be_gone() -> None:
    world, run, plan = moved(graph({"h": "hold", "z": "step"}, ["h>z"]))
    assert (plan.fits, plan.forgotten) == (True, ["a"])
    move(world, run, plan)
    world.resume(run, {})
    world.drain()
    assert world.state(run).status == "completed"
    assert world.statuses(run)["a"] == "completed", "what has happened stays"


def test_a_changed_wait_keeps_what_it_asked() -> None:
    _, _, plan = moved(graph({**OLD, "h": ("hold", {"reason": "New"})}, ["a>h", "h>z"]))
    assert (plan.fits, levels(plan)["h"]) == (True, "note")


def test_a_new_branch_of_what_has_happened_starts_at_once() -> None:
    world, run, plan = moved(graph({**OLD, "n": "step"}, ["a>h", "h>z", "a>n"]))
    assert plan.edges == {"e2": True}
    move(world, run, plan)
    assert world.statuses(run)["n"] == "completed"
    assert world.state(run).status == "suspended"


def test_a_new_line_whose_condition_is_false_is_skipped_so_that_no_join_waits_for_it() -> None:
    nodes = {**OLD, "n": "step", "j": "step"}
    data = graph(nodes, ["a>h", "h>z", "a>n?output.n > 5", "n>j", "z>j"])
    world, run, plan = moved(data)
    assert plan.edges == {"e2": False}
    move(world, run, plan)
    world.resume(run, {})
    world.drain()
    assert world.statuses(run)["j"] == "completed"


def test_a_loop_that_has_begun_must_stay_as_it_is() -> None:
    data = graph(OLD, ["a>h", "h>z", "h>a:again"])
    _, _, plan = moved(data)
    assert not plan.fits


@pytest.mark.parametrize("ended", ["completed", "cancelled"])
def test_a_run_that_has_ended_is_not_moved(ended: str) -> None:
    world, run, plan = moved(graph(OLD, ["a>h", "h>z"]))
    if ended == "completed":
        world.resume(run, {})
        world.drain()
    else:
        world.stop(run)
    with pytest.raises(Refused, match=ended):
        move(world, run, plan)


def test_a_run_is_not_moved_to_its_own_version() -> None:
    world, run, plan = moved(graph(OLD, ["a>h", "h>z"]))
    move(world, run, plan)
    with pytest.raises(Refused, match="already"):
        move(world, run, plan)


def test_what_a_move_made_ready_is_not_forgotten_when_somebody_answers_first() -> None:
    world, run, plan = moved(graph({**OLD, "late": "step"}, ["a>h", "h>z", "a>late"]))
    world.apply(Work(run, command(plan)))
    world.resume(run, {})
    world.drain()
    assert world.statuses(run)["late"] == "completed"
    assert world.state(run).status == "completed"


def looping(edges: list[str]) -> dict[str, Any]:
    nodes = {"a": ("step", {"action": "out"}), "h": "hold", "late": "step", "z": "step"}
    used = {name: nodes[name] for name in nodes if any(name in edge for edge in edges)}
    return graph(used, edges)


def test_a_new_way_out_of_a_loop_that_has_rested_is_decided() -> None:
    world = World(looping(["a>a:again", "a>h"]))
    run = world.run()
    new = GraphProgram(parse(looping(["a>a:again", "a>h", "a>late"])), registry())
    old = world.store.programs[("w", 1)]
    assert isinstance(old, GraphProgram)
    world.store.programs[("w", 2)] = new
    plan = plan_migration(old, new, world.state(run), {"a": None})
    assert plan.edges == {"e2": True}
    move(world, run, plan)
    world.resume(run, {})
    world.drain()
    assert world.statuses(run) == {"a": "completed", "h": "completed", "late": "completed"}


def test_a_new_way_out_of_a_loop_that_goes_on_waits_for_its_rest() -> None:
    world = World(looping(["a>h", "h>a:again", "h>z"]))
    run = world.run()
    new = GraphProgram(parse(looping(["a>h", "h>a:again", "h>z", "a>late"])), registry())
    old = world.store.programs[("w", 1)]
    assert isinstance(old, GraphProgram)
    world.store.programs[("w", 2)] = new
    plan = plan_migration(old, new, world.state(run), {"a": None})
    assert (plan.edges, plan.left) == ({}, ["e3"])
    move(world, run, plan)
    assert "late" not in world.statuses(run)
    world.resume(run, {}, None)
    world.drain()
    assert world.statuses(run)["late"] == "completed"


def test_going_back_and_forth_runs_nothing_again() -> None:
    world, run, plan = moved(graph({**OLD, "late": "step"}, ["a>h", "h>z", "a>late"]))
    move(world, run, plan)
    one, two = world.store.programs[("w", 1)], world.store.programs[("w", 2)]
    assert isinstance(one, GraphProgram)
    assert isinstance(two, GraphProgram)
    back = plan_migration(two, one, world.state(run), {})
    world.apply(Work(run, command(back, 1)))
    world.drain()
    forth = plan_migration(one, two, world.state(run), {})
    move(world, run, forth)
    started = [r.event for r in world.log(run) if type(r.event).__name__ == "NodeStarted"]
    assert sum(event.node_id == "late" for event in started) == 1
