"""How a run waits and goes on: what is recorded, what is refused, and what stays untouched."""

from __future__ import annotations

from typing import Any, ClassVar

import pytest

from tests.support import world as w
from tests.support.world import World, graph
from workflows.engine.errors import AlreadyClosed, Invalid, NotFound, Refused
from workflows.engine.node import Output, ProcessingContext, SuspendableNode


def waiting(*edges: str, form: Any = None) -> tuple[World, str]:
    nodes = {"h": ("hold", {"form": form} if form else {}), "y": "step", "n": "step"}
    world = World(graph(nodes, edges or ["h>y:yes", "h>n:no"]))
    return world, world.run()


def test_a_suspended_run_is_let_go_and_needs_nobody() -> None:
    world, run = waiting()
    row = world.store.runs[run]
    assert (row.head.owner, row.wake_at, row.head.status) == (None, None, "suspended")
    assert world.types(run)[-2:] == ["NodeSuspended", "RunSuspended"]


def test_the_suspension_keeps_reason_state_and_metadata() -> None:
    world, run = waiting()
    wait = next(iter(world.state(run).suspensions.values()))
    assert (wait.reason, wait.state, wait.metadata) == ("Waiting", {"kept": 1}, {"colour": "red"})
    assert wait.id == f"{run}.{wait.seq}"


def test_the_node_sees_saved_state_merged_with_the_data_and_its_action_chooses_the_edge() -> None:
    world, run = waiting()
    world.resume(run, {"kept": 2, "more": 3}, "yes")
    world.drain()
    assert world.state(run).outputs["h"]["saved"] == {"kept": 2, "more": 3}
    assert world.statuses(run) == {"h": "completed", "y": "completed", "n": "skipped"}
    types = world.types(run)
    assert types[types.index("NodeResumed") + 1] == "RunResumed"
    started = [r.event.node_id for r in world.log(run) if type(r.event).__name__ == "NodeStarted"]
    assert started.count("h") == 1


def test_an_unknown_action_is_refused_with_the_list_and_changes_nothing() -> None:
    world, run = waiting()
    before = world.types(run)
    with pytest.raises(Invalid, match="yes, no"):
        world.resume(run, {}, "maybe")
    assert world.types(run) == before


def test_an_action_must_be_named_where_every_edge_has_one() -> None:
    world, run = waiting()
    with pytest.raises(Invalid, match="Name an action"):
        world.resume(run, {})


def test_a_node_with_only_default_edges_accepts_any_action() -> None:
    world, run = waiting("h>y")
    world.resume(run, {}, "whatever")
    world.drain()
    assert world.state(run).status == "completed"


def test_a_default_edge_does_not_widen_the_list() -> None:
    world, run = waiting("h>y:yes", "h>n")
    with pytest.raises(Invalid, match="yes"):
        world.resume(run, {}, "other")
    world.resume(run, {})
    world.drain()
    assert world.statuses(run)["n"] == "completed"


def test_data_that_the_schema_refuses_changes_nothing_and_names_the_field() -> None:
    form = {"type": "object", "properties": {"n": {"type": "integer"}}, "required": ["n"]}
    world, run = waiting("h>y", form=form)
    with pytest.raises(Invalid) as refusal:
        world.resume(run, {"n": "three"})
    assert refusal.value.errors[0].attr == "data.n"
    with pytest.raises(Invalid) as refusal:
        world.resume(run, {})
    assert refusal.value.errors[0].attr == "data.n"
    assert world.state(run).status == "suspended"


def test_a_second_answer_is_refused_and_told_who_was_first() -> None:
    world, run = waiting()
    wait = next(iter(world.state(run).suspensions))
    world.resume(run, {}, "yes", suspension=wait, by="maria")
    with pytest.raises(AlreadyClosed) as refusal:
        world.resume(run, {}, "no", suspension=wait, by="ben")
    assert refusal.value.detail["by"] == "maria"
    assert refusal.value.detail["action"] == "yes"
    assert world.types(run).count("NodeResumed") == 1


def test_names_that_do_not_fit_are_told_apart() -> None:
    nodes = {"a": "hold", "b": "hold", "c": "step"}
    world = World(graph(nodes, []))
    run = world.run()
    with pytest.raises(Invalid, match="several"):
        world.resume(run)
    with pytest.raises(NotFound):
        world.resume(run, node_id="zzz")
    with pytest.raises(Refused, match="not waiting"):
        world.resume(run, node_id="c")
    with pytest.raises(NotFound):
        world.resume(run, suspension="nonsense")
    with pytest.raises(NotFound):
        world.resume(run, suspension=f"{run}.999")
    world.resume(run, node_id="b")


def test_two_waits_are_answered_in_any_order_and_the_join_runs_after_both() -> None:
    nodes = {"a": "hold", "b": "hold", "j": "step"}
    world = World(graph(nodes, ["a>j", "b>j"]))
    run = world.run()
    world.resume(run, node_id="b")
    world.drain()
    assert world.statuses(run) == {"a": "suspended", "b": "completed"}
    assert world.state(run).status == "suspended"
    world.resume(run, node_id="a")
    world.drain()
    assert world.state(run).status == "completed"


def test_both_waits_answered_before_a_worker_comes_are_one_resumption() -> None:
    nodes = {"a": "hold", "b": "hold", "j": "step"}
    world = World(graph(nodes, ["a>j", "b>j"]))
    run = world.run()
    world.resume(run, node_id="b")
    world.resume(run, node_id="a")
    assert world.types(run).count("RunResumed") == 1
    world.drain()
    assert world.state(run).status == "completed"


def test_a_state_patch_is_recorded_before_the_node_goes_on() -> None:
    world, run = waiting("h>y")
    world.resume(run, {}, state={"limit": 5})
    world.drain()
    assert world.state(run).state == {"limit": 5}


def test_a_resumed_node_sees_its_original_inputs_again() -> None:
    nodes = {"h": ("hold", {"reason": {"$expr": "'n is ' + string(state.n)"}}), "y": "step"}
    world = World(graph(nodes, ["h>y"]))
    run = world.run(state={"n": 1})
    assert next(iter(world.state(run).suspensions.values())).reason == "n is 1"
    world.resume(run, {}, state={"n": 2})
    world.drain()
    completed = [r.event for r in world.log(run) if type(r.event).__name__ == "NodeCompleted"]
    assert completed[0].inputs == {"reason": "n is 1"}


class Twice(SuspendableNode):
    """Waits two times and keeps notes."""

    node_type: ClassVar[str] = "twice"

    async def process(self, context: ProcessingContext) -> Any:
        if not self.is_resuming():
            with pytest.raises(ValueError, match="not resuming"):
                await self.get_saved_state()
            await self.suspend_workflow("First", {"round": 1})
        saved = await self.get_saved_state()
        if saved["round"] == 1:
            await self.update_suspended_state({"note": "seen"})
            again = await self.get_saved_state()
            await self.suspend_workflow("Second", {**again, "round": 2})
        return Output(saved)


def test_a_node_may_suspend_again_and_keep_what_it_recorded() -> None:
    world = World(graph({"t": "twice"}, []), Twice)
    run = world.run()
    world.resume(run, {"answer": 1})
    world.drain()
    second = next(iter(world.state(run).suspensions.values()))
    assert (second.reason, second.state["note"]) == ("Second", "seen")
    world.resume(run, {"answer": 2})
    world.drain()
    result = world.state(run).result["t"]
    assert (result["answer"], result["note"], result["round"]) == (2, "seen", 2)
    assert "StateChanged" in world.types(run)


def test_a_timer_wakes_the_run_by_the_stores_clock() -> None:
    world = World(graph({"t": ("timer", {"seconds": 60}), "y": "step"}, ["t>y"]))
    run = world.run()
    world.clock.forward(59)
    world.drain()
    assert world.state(run).status == "suspended"
    world.clock.forward(1)
    world.drain()
    assert world.state(run).status == "completed"
    resumed = next(r.event for r in world.log(run) if type(r.event).__name__ == "NodeResumed")
    assert resumed.via == "timer"


def test_a_sleep_goes_on_when_another_wait_is_resumed() -> None:
    world = World(graph({"t": ("timer", {"seconds": 60}), "h": "hold"}, []))
    run = world.run()
    world.resume(run, node_id="h")
    world.drain()
    assert world.statuses(run) == {"t": "suspended", "h": "completed"}
    assert world.state(run).status == "suspended"


@pytest.mark.parametrize("rule", ["fail", None])
def test_a_deadline_fails_the_node(rule: str | None) -> None:
    options = {"timeout_seconds": "1m"} | ({"on_timeout": rule} if rule else {})
    world = World(graph({"h": ("hold", options), "y": "step"}, ["h>y"]))
    run = world.run()
    world.clock.forward(61)
    world.drain()
    assert world.state(run).status == "failed"
    assert world.state(run).error["type"] == "TimedOut"
    assert not world.state(run).suspensions


def test_a_deadline_resumes_where_a_timeout_edge_leaves() -> None:
    options = {"timeout_seconds": 60, "timeout_data": {"late": True}}
    world = World(
        graph({"h": ("hold", options), "y": "step", "t": "step"}, ["h>y:ok", "h>t:timeout"])
    )
    run = world.run()
    world.clock.forward(61)
    world.drain()
    assert world.statuses(run) == {"h": "completed", "t": "completed", "y": "skipped"}
    assert world.state(run).outputs["h"]["data"] == {"late": True}


def test_an_answer_after_the_deadline_was_handled_is_refused() -> None:
    world = World(graph({"h": ("hold", {"timeout_seconds": 60}), "t": "hold"}, ["h>t:timeout"]))
    run = world.run()
    wait = next(iter(world.state(run).suspensions))
    world.clock.forward(61)
    world.drain()
    with pytest.raises(AlreadyClosed):
        world.resume(run, {}, "timeout", suspension=wait)
    assert world.statuses(run)["t"] == "suspended"


def test_stop_closes_everything_and_a_finished_run_is_refused() -> None:
    world, run = waiting()
    world.stop(run, "changed my mind")
    assert world.state(run).status == "cancelled"
    assert world.types(run)[-2:] == ["NodeCancelled", "RunCancelled"]
    with pytest.raises(Refused):
        world.stop(run)
    with pytest.raises(Refused):
        world.resume(run, {}, "yes")


def test_a_stop_before_any_worker_came_ends_the_run() -> None:
    world = World(graph({"a": "step"}, []))
    run = world.start()
    world.stop(run)
    w.CALLS.clear()
    world.drain()
    assert world.state(run).status == "cancelled"
    assert w.CALLS == []
