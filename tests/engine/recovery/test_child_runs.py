"""Child runs: started with their parent's wait, told to it once, stopped with it."""

from __future__ import annotations

from typing import Any, ClassVar

import pytest

from tests.support.world import World, graph, registry
from workflows.engine.commands import RetryRun
from workflows.engine.errors import Permanent, Refused
from workflows.engine.graphs import GraphProgram, parse
from workflows.engine.node import (
    BaseNode,
    Child,
    ChildrenRequest,
    ProcessingContext,
    SuspendableNode,
    SuspensionRequest,
)
from workflows.engine.ports import Work
from workflows.engine.transition import relay

BROKEN: set[int] = set()


class Spread(SuspendableNode):
    """Starts children, gives what they came to; on a new attempt asks for the failed ones."""

    node_type: ClassVar[str] = "spread"
    count: int = 3
    concurrency: int = 10
    workflow: str = "child"

    async def process(self, context: ProcessingContext) -> Any:
        if context.saved is None:
            children = [Child(n, {"index": n}) for n in range(self.count)]
            self._ask(children)
        told = {item["index"]: item for item in (context.saved or {})["children"]}
        missing = [item for item in told.values() if item["status"] != "completed"]
        if missing and context.attempt > 1 and not (context.resumed or {}).get("again"):
            self._ask([Child(item["index"], {}, run=item["run"]) for item in missing])
        if missing:
            raise Permanent(str(missing[0]["error"]["message"]))
        return [item["result"] for item in told.values()]

    def _ask(self, children: list[Child]) -> None:
        wanted = ChildrenRequest(self.workflow, children, concurrency=self.concurrency)
        self.suspend(SuspensionRequest("Waits for others", kind="children", children=wanted))


class Item(BaseNode):
    """Gives its index, unless that is broken."""

    node_type: ClassVar[str] = "item"

    async def process(self, context: ProcessingContext) -> Any:
        index = context.inputs["index"]
        if index in BROKEN:
            raise Permanent(f"Number {index} is broken.")
        return index


def family(child: dict[str, Any], **properties: Any) -> World:
    BROKEN.clear()
    world = World(graph({"s": ("spread", properties), "z": "step"}, ["s>z"]), Spread, Item)
    program = GraphProgram(parse(child), registry(Spread, Item))
    world.store.programs[("child", 1)] = program
    return world


def children_of(world: World, run: str) -> list[str]:
    return [key for key, row in world.store.runs.items() if row.new.parent == run]


def test_the_parent_waits_for_its_children_and_gets_their_results_in_order() -> None:
    world = family(graph({"i": "item"}, []))
    run = world.run()
    assert world.state(run).outputs["s"] == [{"i": 0}, {"i": 1}, {"i": 2}]
    child = world.state(children_of(world, run)[1])
    assert (child.parent, child.depth, child.started_by) == (run, 1, "alice")


def test_no_more_children_are_under_way_than_may_be() -> None:
    world = family(graph({"h": "hold"}, []), count=5, concurrency=2)
    run = world.run()
    assert len(children_of(world, run)) == 2
    for number in range(5):
        child = next(c for c in children_of(world, run) if world.state(c).suspensions)
        world.resume(child, {"n": number})
        world.drain()
        assert sum(not world.state(c).finished for c in children_of(world, run)) <= 2
    assert world.state(run).status == "completed"
    assert len(children_of(world, run)) == 5


def test_a_wait_below_does_not_keep_the_parents_worker() -> None:
    world = family(graph({"h": "hold"}, []), count=1)
    run = world.run()
    row = world.store.runs[run]
    assert (row.head.status, row.head.owner, row.wake_at) == ("suspended", None, None)


def test_stopping_the_parent_stops_the_children() -> None:
    world = family(graph({"h": "hold"}, []))
    run = world.run()
    world.stop(run)
    assert {world.state(c).status for c in children_of(world, run)} == {"cancelled"}
    assert world.store.messages == []


def test_a_failing_parent_stops_the_children() -> None:
    world = family(graph({"h": "hold"}, []))
    data = graph({"s": "spread", "h": "hold", "f": ("step", {"error": "no"})}, ["h>f"])
    world.store.programs[("w", 1)] = GraphProgram(parse(data), registry(Spread, Item))
    run = world.run()
    world.resume(run, node_id="h")
    world.drain()
    assert world.state(run).status == "failed"
    assert {world.state(c).status for c in children_of(world, run)} == {"cancelled"}


def test_a_stopped_child_is_told_to_the_parent() -> None:
    world = family(graph({"h": "hold"}, []), count=1)
    run = world.run()
    world.stop(children_of(world, run)[0])
    world.drain()
    assert "stopped" in (world.state(run).error or {})["message"]


def test_a_failed_childs_message_is_part_of_the_parents() -> None:
    world = family(graph({"i": "item"}, []))
    BROKEN.add(1)
    run = world.run()
    assert (world.state(run).error or {})["message"] == "Number 1 is broken."
    statuses = [world.state(c).status for c in children_of(world, run)]
    assert sorted(statuses) == ["completed", "completed", "failed"], "the others finish"


def test_a_retried_parent_lets_only_the_failed_child_go_on() -> None:
    world = family(graph({"a": "step", "i": "item"}, ["a>i"]))
    BROKEN.add(1)
    run = world.run()
    before = children_of(world, run)
    BROKEN.clear()
    world.apply(Work(run, RetryRun(by="otto")))
    world.drain()
    assert world.state(run).status == "completed"
    assert children_of(world, run) == before, "no new child was started"
    retried = [c for c in before if "RunRetried" in world.types(c)]
    assert len(retried) == 1
    assert world.types(retried[0]).count("NodeStarted") == 3, "a once, i twice"


def test_a_child_that_somebody_let_go_on_meanwhile_is_adopted() -> None:
    world = family(graph({"i": "item", "h": "hold"}, ["i>h"]), count=1)
    BROKEN.add(0)
    run = world.run()
    BROKEN.clear()
    (child,) = children_of(world, run)
    world.apply(Work(child, RetryRun(by="otto")))
    world.drain()
    world.apply(Work(run, RetryRun(by="otto")))
    world.drain()
    assert world.state(run).status == "suspended"
    world.resume(child, {})
    world.drain()
    assert world.state(run).status == "completed"


def test_a_child_that_completed_meanwhile_is_counted_at_once() -> None:
    world = family(graph({"i": "item"}, []), count=1)
    BROKEN.add(0)
    run = world.run()
    BROKEN.clear()
    (child,) = children_of(world, run)
    world.apply(Work(child, RetryRun(by="otto")))
    world.drain()
    assert world.state(run).status == "failed", "what the parent was told stays told"
    world.apply(Work(run, RetryRun(by="otto")))
    world.drain()
    assert world.state(run).status == "completed"


def test_a_workflow_that_does_not_exist_fails_the_parent_with_a_sentence() -> None:
    world = family(graph({"i": "item"}, []), workflow="nowhere")
    run = world.run()
    assert "no published workflow 'nowhere'" in (world.state(run).error or {})["message"]


def test_runs_are_nested_only_so_deep() -> None:
    world = family(graph({"s": ("spread", {"count": 1})}, []), count=1)
    run = world.run()
    assert "nested" in (world.state(run).error or {})["message"]
    assert len(world.store.runs) == 11


def test_a_wait_for_children_is_not_answered_from_outside() -> None:
    world = family(graph({"h": "hold"}, []))
    run = world.run()
    with pytest.raises(Refused, match="other runs"):
        world.resume(run, {})


def test_a_childs_end_is_delivered_once_though_the_message_is_taken_twice() -> None:
    world = family(graph({"h": "hold"}, []), count=2)
    run = world.run()
    for child in children_of(world, run):
        world.resume(child, {})
    world.drain()
    relay(world.ports)
    assert world.types(run).count("ChildFinished") == 2


def test_a_deadline_of_the_wait_stops_the_children() -> None:
    world = family(graph({"h": "hold"}, []), count=2, timeout_seconds=60)
    run = world.run()
    world.clock.forward(61)
    world.drain()
    assert world.state(run).status == "failed"
    assert {world.state(c).status for c in children_of(world, run)} == {"cancelled"}
