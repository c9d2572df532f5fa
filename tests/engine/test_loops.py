"""Loops: rounds, nesting, waits inside, the edges that leave, the end of a runaway."""

from __future__ import annotations

from typing import Any, ClassVar

import pytest

from tests.support.world import World, graph, registry
from workflows.engine.graphs import parse, validate_graph
from workflows.engine.graphs.loops import structure_of
from workflows.engine.node import BaseNode, Output, ProcessingContext


class Count(BaseNode):
    """Counts in the state under its own name and says ``again`` until its limit."""

    node_type: ClassVar[str] = "count"
    limit: int = 3
    seen: Any = None

    async def process(self, context: ProcessingContext) -> Any:
        number = context.state.get(context.node_id, 0) + 1
        context.state.set(context.node_id, number)
        again = number % self.limit != 0
        return Output({"n": number, "seen": self.seen}, "again" if again else "done")


def activations(world: World, run: str, node_id: str) -> list[int]:
    return [
        record.event.iteration
        for record in world.log(run)
        if type(record.event).__name__ == "NodeCompleted" and record.event.node_id == node_id
    ]


def test_a_loop_goes_round_until_it_is_done_and_leaves_once() -> None:
    nodes = {"a": "step", "c": "count", "b": "step", "end": ("step", {"value": 5})}
    world = World(graph(nodes, ["a>c", "c>b:again", "b>c", "c>end:done"]), Count)
    run = world.run()
    assert world.state(run).status == "completed"
    assert activations(world, run, "c") == [1, 2, 3]
    assert activations(world, run, "b") == [1, 2]
    assert activations(world, run, "end") == [1]
    assert world.types(run).count("LoopEnded") == 1
    assert world.state(run).result == {"end": 5}


def test_a_node_may_lead_to_itself() -> None:
    world = World(graph({"c": "count", "end": "step"}, ["c>c:again", "c>end:done"]), Count)
    run = world.run()
    assert activations(world, run, "c") == [1, 2, 3]
    assert world.statuses(run)["end"] == "completed"


def test_what_came_back_feeds_the_next_round() -> None:
    nodes = {"a": ("step", {"value": {"n": 0}}), "c": "count", "end": "step"}
    edges = ["a>c/n>seen", "c>c/n>seen:again", "c>end:done"]
    world = World(graph(nodes, edges), Count)
    run = world.run()
    outputs = [r.event.output for r in world.log(run) if type(r.event).__name__ == "NodeCompleted"]
    assert [o["seen"] for o in outputs if isinstance(o, dict) and "seen" in o] == [0, 1, 2]


def test_loops_may_be_nested_and_the_inner_one_begins_anew() -> None:
    nodes = {"o": "step", "i": ("count", {"limit": 2}), "x": ("count", {"limit": 3}), "end": "step"}
    edges = ["o>i", "i>i:again", "i>x:done", "x>o:again", "x>end:done"]
    world = World(graph(nodes, edges), Count)
    run = world.run()
    assert world.state(run).status == "completed"
    assert activations(world, run, "i") == [1, 2, 3, 4, 5, 6]
    assert activations(world, run, "x") == [1, 2, 3]
    assert activations(world, run, "end") == [1]


def test_an_edge_may_leave_two_loops_at_once() -> None:
    nodes = {"o": "step", "i": "count", "x": "step", "out": "step"}
    edges = ["o>i", "i>i:again", "i>out:done", "i>x:never", "x>o"]
    world = World(graph(nodes, edges), Count)
    run = world.run()
    assert world.statuses(run) == {
        "o": "completed", "i": "completed", "x": "skipped", "out": "completed",
    }  # fmt: skip
    assert world.state(run).status == "completed"


def test_a_wait_inside_a_loop_waits_in_every_round() -> None:
    nodes = {"a": "step", "h": "hold", "end": "step"}
    world = World(graph(nodes, ["a>h", "h>a:back", "h>end:on"]))
    run = world.run()
    seen = set()
    for _ in range(3):
        wait = next(iter(world.state(run).suspensions.values()))
        seen.add((wait.id, wait.iteration))
        world.resume(run, {}, "back", suspension=wait.id)
        world.drain()
    assert len(seen) == 3
    world.resume(run, {}, "on")
    world.drain()
    assert world.state(run).status == "completed"
    assert world.state(run).activations["h"].iteration == 4


def test_the_next_round_waits_until_the_body_has_come_to_rest() -> None:
    nodes = {"a": "step", "h": "hold", "b": "count", "j": "step", "end": "step"}
    edges = ["a>h", "a>b", "h>j", "b>j:*", "b>a:again", "h>a:never", "j>end"]
    world = World(graph(nodes, edges), Count)
    run = world.run()
    for number in (1, 2, 3):
        assert world.state(run).status == "suspended"
        assert activations(world, run, "b") == list(range(1, number + 1))
        world.resume(run, {})
        world.drain()
    assert world.state(run).status == "completed"
    assert activations(world, run, "end") == [1]


def test_a_loop_that_is_never_entered_is_skipped_with_what_follows_it() -> None:
    nodes = {"s": ("step", {"action": "x"}), "c": "count", "end": "step", "x": "step"}
    edges = ["s>x:x", "s>c:y", "c>c:again", "c>end:done"]
    world = World(graph(nodes, edges), Count)
    assert world.statuses(world.run()) == {
        "s": "completed", "x": "completed", "c": "skipped", "end": "skipped",
    }  # fmt: skip


def test_a_join_behind_a_loop_and_another_branch_runs_once() -> None:
    nodes = {"s": "step", "c": "count", "b": "step", "j": "step"}
    world = World(graph(nodes, ["s>c", "s>b", "c>c:again", "c>j:done", "b>j"]), Count)
    run = world.run()
    assert activations(world, run, "j") == [1]


def test_a_runaway_loop_ends_with_a_clear_error() -> None:
    nodes = {"c": ("count", {"limit": 100}, {"max_iterations": 4})}
    world = World(graph(nodes, ["c>c:again"]), Count)
    run = world.run()
    error = world.state(run).error
    assert (world.state(run).status, error["type"]) == ("failed", "TooManyIterations")
    assert "4 rounds" in error["message"]
    assert len(activations(world, run, "c")) == 4


def test_a_failure_inside_a_loop_may_lead_back() -> None:
    nodes = {"c": "count", "f": ("step", {"error": "broken"}), "end": "step"}
    world = World(graph(nodes, ["c>f:again", "f>c:error", "c>end:done"]), Count)
    run = world.run()
    assert activations(world, run, "c") == [1, 2, 3]
    assert world.state(run).status == "completed"


@pytest.mark.parametrize(
    "edges", [["a>b", "a>c", "b>c", "c>b"], ["a>b", "a>c", "b>d", "d>c", "c>b"]]
)
def test_a_circle_with_two_entries_is_a_problem(edges: list[str]) -> None:
    data = graph(dict.fromkeys("abcd", "step"), edges)
    codes = {problem.code for problem in validate_graph(data, registry())}
    assert codes == {"two_entries"}


def test_a_circle_that_nothing_leads_into_begins_at_its_first_node() -> None:
    data = graph({"a": "step", "b": "step"}, ["a>b", "b>a:again"])
    loops = structure_of(parse(data)).loops
    assert [loop.header for loop in loops] == ["a"]
    assert validate_graph(data, registry()) == []
