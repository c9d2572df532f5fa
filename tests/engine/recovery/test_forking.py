"""Forks: another run's past goes on by itself, with changes."""

from __future__ import annotations

from typing import Any

import pytest
from uuid_utils.compat import uuid7

from tests.support.world import CALLS, World, graph
from workflows.engine.commands import ForkRun
from workflows.engine.decide.forking import Changes, prepare
from workflows.engine.errors import Invalid
from workflows.engine.ports import NewRun, Work
from workflows.engine.state import fold


def fork(world: World, run: str, seq: int | None = None, **changes: Any) -> str:
    log = world.log(run)
    place = seq or len(log)
    state = fold(run, log[:place])
    changed = Changes(**changes)
    made = str(uuid7())
    command = ForkRun(run, place, prepare(state, changed), "fred", changed.names())
    world.apply(Work(made, command, new=NewRun(made, "w", 1, forked_from=run)))
    CALLS.clear()
    world.drain()
    return made


def called() -> list[str]:
    return [name for _, name, _ in CALLS]


def seq_of(world: World, run: str, kind: str, node: str) -> int:
    return next(
        record.seq
        for record in world.log(run)
        if type(record.event).__name__ == kind and getattr(record.event, "node_id", None) == node
    )


def test_a_fork_runs_only_what_came_after() -> None:
    world = World(graph({"a": ("step", {"value": 1}), "b": "step", "c": "step"}, ["a>b", "b>c"]))
    run = world.run()
    made = fork(world, run, seq_of(world, run, "NodeCompleted", "a"))
    assert called() == ["b", "c"]
    state = world.state(made)
    assert (state.status, state.outputs["a"], state.started_by) == ("completed", 1, "fred")
    assert (state.forked_from, world.types(made)[0]) == (run, "RunForked")
    assert [record.seq for record in world.log(made)] == list(range(1, state.seq + 1))


def test_a_fork_at_the_end_of_a_completed_run_gives_the_same_result() -> None:
    world = World(graph({"a": ("step", {"value": 1})}, []))
    run = world.run()
    made = fork(world, run)
    assert (world.state(made).result, called()) == (world.state(run).result, [])


def test_every_place_of_a_log_can_be_forked() -> None:
    nodes = {"a": "step", "h": "hold", "t": "timer", "m": "step"}
    world = World(graph(nodes, ["a>h", "a>t", "h>m", "t>m"]))
    run = world.run()
    world.resume(run, {"k": 1}, node_id="h")
    world.clock.forward(10)
    world.drain()
    assert world.state(run).status == "completed"
    for seq in range(1, len(world.log(run)) + 1):
        made = fork(world, run, seq)
        for _ in range(3):
            if world.state(made).suspension_of("h"):
                world.resume(made, {"k": 1}, node_id="h")
            world.clock.forward(10)
            world.drain()
        assert world.state(made).status == "completed", seq
        assert world.state(made).outputs.keys() == world.state(run).outputs.keys()


def test_what_was_in_flight_is_started_again() -> None:
    world = World(graph({"h": "hold", "z": "step"}, ["h>z"]))
    run = world.run()
    made = fork(world, run)
    assert called() == ["h"]
    (wait,) = world.state(made).suspensions.values()
    assert wait.id.startswith(made)
    world.resume(made, {"k": 2})
    world.drain()
    assert world.state(made).status == "completed"
    assert world.state(run).status == "suspended", "the other run is as it was"


def test_a_fork_of_a_failed_run_tries_what_failed() -> None:
    world = World(graph({"a": "step", "f": ("step", {"error": "no"})}, ["a>f"]))
    run = world.run()
    made = fork(world, run)
    assert called() == ["f"]
    assert world.state(made).status == "failed"


def test_inputs_state_and_outputs_are_changed_at_the_top_level() -> None:
    nodes = {
        "a": ("step", {"value": {"n": 1}}),
        "h": "hold",
        "b": ("step", {"value": {"$expr": "[inputs.x, inputs.y, state.s, nodes.a.n]"}}),
    }
    world = World(graph(nodes, ["a>h", "h>b"]))
    run = world.run({"x": 1, "y": 2}, state={"s": 3, "r": 4})
    made = fork(world, run, inputs={"x": 10}, state={"s": 30}, outputs={"a": {"n": 40}})
    world.resume(made)
    world.drain()
    state = world.state(made)
    assert state.outputs["b"] == [10, 2, 30, 40]
    assert state.state == {"s": 30, "r": 4}
    changed = world.log(made)[0].event.changed  # type: ignore[attr-defined]
    assert changed == {"inputs": ["x"], "state": ["s"], "outputs": ["a"]}


def test_the_output_of_a_node_that_has_not_completed_cannot_be_changed() -> None:
    world = World(graph({"h": "hold"}, []))
    run = world.run()
    with pytest.raises(Invalid, match="has not completed"):
        fork(world, run, outputs={"h": 1})
    with pytest.raises(Invalid, match="has not completed"):
        fork(world, run, outputs={"nowhere": 1})


def test_a_fork_within_a_loop_goes_on_in_its_round() -> None:
    nodes = {
        "a": "step",
        "b": ("step", {"put": {"n": {"$expr": "state.n + 1"}}}),
        "z": "step",
    }
    data = graph(nodes, ["a>b", "b>a?state.n < 3", "b>z?state.n >= 3"])
    world = World(data)
    run = world.run(state={"n": 0})
    assert world.state(run).activations["a"].iteration == 3
    for seq in range(1, len(world.log(run)) + 1):
        made = fork(world, run, seq)
        state = world.state(made)
        assert (state.status, state.state["n"]) == ("completed", 3), seq
        assert state.activations["a"].iteration == 3, seq


def test_a_fork_of_a_child_has_no_parent() -> None:
    world = World(graph({"h": "hold"}, []))
    run = world.run()
    state = world.state(run)
    state.parent, state.parent_suspension, state.depth = "p", "p.1", 3
    body = prepare(state, Changes())
    assert not {"parent", "parent_suspension", "depth"} & body.keys()
