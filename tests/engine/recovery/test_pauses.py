"""Pauses that every node may have: before it, after it, for a key of the state, by a rule."""

from __future__ import annotations

import pytest

from tests.support.world import CALLS, World, graph
from workflows.engine.errors import Invalid
from workflows.engine.state import fold


def paused(**options: object) -> tuple[World, str]:
    nodes = {"a": "step", "b": ("step", {"value": 7}, options), "y": "step", "n": "step"}
    CALLS.clear()
    world = World(graph(nodes, ["a>b", "b>y:yes", "b>n"]))
    return world, world.run()


def called(node: str) -> int:
    return sum(name == node for _, name, _ in CALLS)


def only_wait(world: World, run: str):
    (wait,) = world.state(run).suspensions.values()
    return wait


def test_a_pause_before_a_node_holds_it_until_somebody_resumes() -> None:
    world, run = paused(pause_before=True)
    assert (world.state(run).status, called("b")) == ("suspended", 0)
    assert (only_wait(world, run).kind, only_wait(world, run).reason) == (
        "pause",
        "Paused before b.",
    )
    world.resume(run)
    world.drain()
    assert (world.state(run).status, called("b")) == ("completed", 1)
    assert world.state(run).activations["b"].attempt == 1


def test_a_node_that_was_paused_before_is_not_resuming() -> None:
    nodes = {"h": ("hold", {}, {"pause_before": True})}
    world = World(graph(nodes, []))
    run = world.run()
    world.resume(run, {"ignored": 1})
    world.drain()
    wait = only_wait(world, run)
    assert (wait.kind, wait.reason) == ("wait", "Waiting")


def test_a_pause_after_a_node_keeps_its_output_and_does_not_run_it_again() -> None:
    world, run = paused(pause_after=True)
    assert (called("b"), world.statuses(run)["b"]) == (1, "suspended")
    assert "y" not in world.statuses(run)
    world.resume(run)
    world.drain()
    assert (called("b"), world.state(run).outputs["b"]) == (1, 7)
    assert world.statuses(run) == {
        "a": "completed",
        "b": "completed",
        "y": "skipped",
        "n": "completed",
    }


def test_whoever_resumes_a_pause_after_a_node_may_choose_its_action() -> None:
    world, run = paused(pause_after=True)
    with pytest.raises(Invalid, match="yes"):
        world.resume(run, action="other")
    world.resume(run, action="yes")
    world.drain()
    assert world.statuses(run)["y"] == "completed"
    assert world.statuses(run)["n"] == "skipped"


def test_a_pause_after_the_last_node_ends_the_run_when_it_is_resumed() -> None:
    world = World(graph({"a": ("step", {"value": 1}, {"pause_after": True})}, []))
    run = world.run()
    world.resume(run)
    assert world.state(run).status == "completed"
    assert world.store.runs[run].wake_at is None


def test_a_missing_key_of_the_state_is_waited_for() -> None:
    world, run = paused(wait_for_input="budget")
    with pytest.raises(Invalid, match="budget"):
        world.resume(run, {"other": 1})
    world.resume(run, {"budget": 5})
    world.drain()
    assert world.state(run).status == "completed"
    assert world.state(run).state["budget"] == 5


def test_a_key_in_the_patch_of_the_state_is_enough() -> None:
    world, run = paused(wait_for_input="budget")
    world.resume(run, state={"budget": 0})
    world.drain()
    assert world.state(run).status == "completed"


def test_a_key_that_is_there_is_not_waited_for() -> None:
    world = World(graph({"a": ("step", {}, {"wait_for_input": "x"})}, []))
    run = world.run(state={"x": None})
    assert world.state(run).status == "completed"


def test_the_wait_for_a_key_ends_when_another_branch_brings_it() -> None:
    nodes = {
        "a": ("step", {}, {"wait_for_input": "found"}),
        "h": "hold",
        "b": ("step", {"put": {"found": 1}}),
    }
    world = World(graph(nodes, ["h>b"]))
    run = world.run()
    world.resume(run, node_id="h")
    world.drain()
    assert world.state(run).status == "completed"
    resumed = [r.event for r in world.log(run) if type(r.event).__name__ == "NodeResumed"]
    assert [event.via for event in resumed if event.node_id == "a"] == ["state"]


def test_the_first_rule_that_holds_chooses_the_action() -> None:
    rules = [
        {"when": "output > 100", "action": "no"},
        {"when": "output == 7", "action": "yes"},
        {"when": "true", "action": "no"},
    ]
    world, run = paused(routes=rules)
    assert world.statuses(run)["y"] == "completed"
    assert world.state(run).activations["b"].action == "yes"


def test_a_rule_may_pause_with_its_reason_and_action() -> None:
    rules = [{"when": "output > 5", "action": "yes", "pause": True, "reason": "Over the limit"}]
    world, run = paused(routes=rules)
    assert only_wait(world, run).reason == "Over the limit"
    world.resume(run)
    world.drain()
    assert world.statuses(run)["y"] == "completed"


def test_rules_see_the_state_after_the_nodes_own_changes() -> None:
    nodes = {
        "b": ("step", {"put": {"k": 2}}, {"routes": [{"when": "state.k == 2", "action": "yes"}]}),
        "y": "step",
    }
    world = World(graph(nodes, ["b>y:yes"]))
    assert world.statuses(world.run())["y"] == "completed"


def test_a_rule_that_cannot_be_evaluated_fails_the_node() -> None:
    world, run = paused(routes=[{"when": "output.missing.deeper == 1", "action": "yes"}])
    assert world.state(run).status == "failed"
    assert (world.state(run).error or {})["type"] == "ExpressionError"


def test_a_paused_one_takes_up_no_room() -> None:
    data = graph({"a": ("step", {}, {"pause_before": True}), "b": "step"}, [])
    data["options"] = {"max_parallel": 1}
    world = World(data)
    run = world.run()
    assert world.statuses(run) == {"a": "suspended", "b": "completed"}


def test_a_loop_pauses_before_each_round() -> None:
    nodes = {
        "a": ("step", {}, {"pause_before": True}),
        "b": ("step", {}, {"routes": [{"when": "state.n < 1", "action": "again"}]}),
    }
    world = World(graph(nodes, ["a>b", "b>a:again"]))
    run = world.run(state={"n": 0})
    world.resume(run)
    world.drain()
    assert world.state(run).activations["a"].iteration == 2
    assert only_wait(world, run).iteration == 2
    world.resume(run, state={"n": 1})
    world.drain()
    assert world.state(run).status == "completed"


def test_the_log_of_pauses_folds_to_the_same_state() -> None:
    world, run = paused(pause_before=True, pause_after=True)
    world.resume(run)
    world.drain()
    world.resume(run)
    world.drain()
    assert fold(run, world.log(run)) == world.state(run)
    assert world.state(run).status == "completed"
