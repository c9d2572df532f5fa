"""Failed runs go on at what failed; nothing that was completed runs again."""

from __future__ import annotations

from typing import Any, ClassVar

import pytest

from tests.support.world import CALLS, World, graph
from workflows.engine.commands import RetryRun
from workflows.engine.errors import Invalid, NotFound, Permanent, Refused
from workflows.engine.node import BaseNode, ProcessingContext
from workflows.engine.ports import Work
from workflows.engine.transition import claim

BROKEN: set[str] = set()


class Fragile(BaseNode):
    """Fails while its id is among the broken."""

    node_type: ClassVar[str] = "fragile"

    async def process(self, context: ProcessingContext) -> Any:
        CALLS.append((context.run_id, context.node_id, context.attempt))
        if context.node_id in BROKEN:
            raise Permanent("It is broken.")
        return {"attempt": context.attempt}


def failed(nodes: dict[str, Any], edges: list[str], *broken: str) -> tuple[World, str]:
    BROKEN.clear()
    BROKEN.update(broken)
    CALLS.clear()
    world = World(graph(nodes, edges), Fragile)
    run = world.run()
    return world, run


def retry(world: World, run: str, **more: Any) -> None:
    world.apply(Work(run, RetryRun(by="otto", **more)))
    world.drain()


def calls() -> list[tuple[str, int]]:
    return [(name, attempt) for _, name, attempt in CALLS]


def test_a_failed_run_continues_at_the_failed_step() -> None:
    nodes = {"a": "step", "f": "fragile", "z": "step"}
    world, run = failed(nodes, ["a>f", "f>z"], "f")
    assert world.state(run).status == "failed"
    BROKEN.clear()
    retry(world, run)
    state = world.state(run)
    assert (state.status, state.error, state.outputs["f"]) == ("completed", None, {"attempt": 2})
    assert calls() == [("a", 1), ("f", 1), ("f", 2), ("z", 1)]


def test_it_may_fail_again_and_be_retried_again() -> None:
    world, run = failed({"f": "fragile"}, [], "f")
    retry(world, run)
    assert world.state(run).status == "failed"
    BROKEN.clear()
    retry(world, run)
    assert world.state(run).outputs["f"] == {"attempt": 3}


def test_only_a_failed_run_can_be_retried() -> None:
    world, run = failed({"h": "hold"}, [])
    with pytest.raises(Refused, match="suspended, not failed"):
        retry(world, run)
    world.stop(run)
    with pytest.raises(Refused, match="cancelled"):
        retry(world, run)


def test_a_wait_that_the_failure_closed_opens_again_with_its_state_and_question() -> None:
    nodes = {"q": ("ask", {"users": ["maria"], "groups": ["managers"]}), "f": "fragile"}
    nodes |= {"w": "hold", "e": "step"}
    world, run = failed(nodes, ["w>f", "f>e", "q>e"])
    BROKEN.add("f")
    first = {s.node_id: s for s in world.state(run).suspensions.values()}
    world.resume(run, node_id="w")
    world.drain()
    assert world.state(run).status == "failed"
    assert world.state(run).suspensions == {}
    BROKEN.clear()
    retry(world, run)
    (wait,) = world.state(run).suspensions.values()
    assert wait.id != first["q"].id
    assert wait.task not in (None, first["q"].task)
    assert (wait.users, wait.groups, wait.ask["title"]) == (["maria"], ["managers"], "Approve?")
    assert sum(name == "q" for name, _ in calls()) == 0, "the node itself does not run again"
    world.resume(run, action="approved", node_id="q")
    world.drain()
    assert world.state(run).status == "completed"


def test_the_saved_state_of_a_closed_wait_is_kept() -> None:
    world, run = failed({"h": "hold", "t": "timer", "f": "fragile"}, ["t>f"])
    BROKEN.add("f")
    world.clock.forward(6)
    world.drain()
    assert world.state(run).status == "failed"
    BROKEN.clear()
    retry(world, run)
    world.resume(run, {"more": 1})
    world.drain()
    assert world.state(run).outputs["h"]["saved"] == {"kept": 1, "more": 1}


def test_a_timer_that_the_failure_closed_keeps_its_hour() -> None:
    world, run = failed({"t": ("timer", {"seconds": 100}), "f": "fragile"}, [], "f")
    BROKEN.clear()
    world.clock.forward(40)
    retry(world, run)
    (wait,) = world.state(run).suspensions.values()
    assert wait.wake_at is not None
    assert (wait.wake_at - world.clock()).total_seconds() == 60


def test_a_resumed_node_that_failed_is_resuming_again() -> None:
    world, run = failed({"h": ("hold", {"reason": "R"}), "f": "fragile"}, ["h>f"])
    BROKEN.add("f")
    world.resume(run, {"k": 1})
    world.drain()
    BROKEN.clear()
    retry(world, run)
    assert world.state(run).outputs["h"]["data"] == {"k": 1}
    assert world.types(run).count("NodeSuspended") == 1


def test_a_failed_step_is_completed_by_hand_with_an_output_and_an_action() -> None:
    nodes = {"f": "fragile", "y": "step", "n": "step"}
    world, run = failed(nodes, ["f>y:yes", "f>n"], "f")
    deed = {"f": {"do": "complete", "output": {"amount": 5}, "action": "yes"}}
    retry(world, run, by_hand=deed, reason="Paid by telephone")
    state = world.state(run)
    assert (state.status, state.outputs["f"]) == ("completed", {"amount": 5})
    assert (world.statuses(run)["y"], world.statuses(run)["n"]) == ("completed", "skipped")
    told = {"by": "otto", "reason": "Paid by telephone", "do": "complete"}
    assert state.activations["f"].manual == told
    assert calls() == [("f", 1), ("y", 1)]


def test_a_failed_step_is_skipped_by_hand_and_the_run_goes_on_after_it() -> None:
    world, run = failed({"f": "fragile", "z": "step"}, ["f>z"], "f")
    retry(world, run, by_hand={"f": {"do": "skip"}}, reason="Not needed")
    assert world.state(run).status == "completed"
    assert world.statuses(run) == {"f": "skipped", "z": "completed"}


@pytest.mark.parametrize(
    ("by_hand", "reason", "error"),
    [
        ({"f": {"do": "skip"}}, None, Invalid),
        ({"f": {"do": "skip"}}, "  ", Invalid),
        ({"f": {"do": "burn"}}, "r", Invalid),
        ({"f": "skip"}, "r", Invalid),
        ({"f": {"do": "complete", "action": "other"}}, "r", Invalid),
        ({"a": {"do": "skip"}}, "r", Refused),
        ({"nowhere": {"do": "skip"}}, "r", NotFound),
    ],
)
def test_a_wrong_deed_changes_nothing(by_hand: Any, reason: Any, error: type[Exception]) -> None:
    nodes = {"a": "step", "f": "fragile", "y": "step"}
    world, run = failed(nodes, ["a>f", "f>y:yes"], "f")
    before = world.types(run)
    with pytest.raises(error):
        retry(world, run, by_hand=by_hand, reason=reason)
    assert world.types(run) == before


def test_a_handled_failure_is_not_retried() -> None:
    nodes = {"a": "fragile", "e": "step", "f": "fragile"}
    world, run = failed(nodes, ["a>e:error", "e>f"], "a", "f")
    BROKEN.clear()
    retry(world, run)
    assert world.statuses(run) == {"a": "failed", "e": "completed", "f": "completed"}
    assert calls() == [("a", 1), ("e", 1), ("f", 1), ("f", 2)]


def test_of_two_retries_at_once_one_counts() -> None:
    world, run = failed({"f": "fragile", "z": "hold"}, ["f>z"], "f")
    BROKEN.clear()
    world.apply(Work(run, RetryRun()))
    with pytest.raises(Refused):
        world.apply(Work(run, RetryRun()))
    world.drain()
    assert calls()[:2] == [("f", 1), ("f", 2)]


def test_a_parked_run_starts_again_what_was_running() -> None:
    world, _ = failed({"f": "fragile"}, [])
    again = world.start()
    for _ in range(7):
        claim(world.ports, "dying", 10, 10)
        world.clock.forward(20)
    assert (world.state(again).error or {})["type"] == "NeedsAttention"
    retry(world, again)
    assert world.state(again).status == "completed"
