"""The known faults of the systems that inspired this one: each is shown not to be one here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.support.office import Office
from tests.worker.conftest import House
from workflows import WorkflowContext, workflow
from workflows.adapters.ports import current_ports
from workflows.engine.commands import Resume
from workflows.engine.errors import AlreadyClosed, Forbidden, Invalid, NotFound, Refused
from workflows.engine.ports import Work
from workflows.engine.transition import apply
from workflows.services import recovering
from workflows.services.inbox import deciding
from workflows.services.inbox.deciding import DecideRequest

Code = Callable[[Any], None]
WAIT, STEP = "wait", ("constant", {"value": "done"})
SLEEP = ("sleep", {"duration_seconds": 60})
APPROVAL = ("approval", {"groups": ["managers"]})


def test_a_resume_leaves_by_the_action_that_it_names(office: Office) -> None:
    nodes = {"w": WAIT, "pay": STEP, "deny": STEP}
    run = office.run(nodes, "w>pay:paid", "w>deny:denied")
    office.resume(run, action="denied")
    office.drain()
    assert office.nodes(run) == {"w": "completed", "pay": "skipped", "deny": "completed"}


def test_a_join_behind_two_waits_runs_once_and_after_both(office: Office) -> None:
    run = office.run(
        {"a": WAIT, "b": WAIT, "join": "merge", "z": STEP}, "a>join", "b>join", "join>z"
    )
    office.resume(run, "a", data={"from": "a"})
    office.drain()
    assert office.nodes(run)["join"] == "pending"
    assert office.status(run) == "suspended"
    office.resume(run, "b", data={"from": "b"})
    office.drain()
    assert office.status(run) == "completed"
    assert [item["data"]["from"] for item in office.output(run, "join")] == ["a", "b"]
    assert (office.executed.count("join"), office.executed.count("z")) == (1, 1)


def test_a_sleep_goes_on_when_another_wait_is_resumed(office: Office) -> None:
    run = office.run({"s": SLEEP, "w": WAIT, "after": STEP}, "s>after")
    office.later(20)
    office.resume(run, "w")
    office.drain()
    assert office.nodes(run) == {"s": "suspended", "w": "completed", "after": "pending"}
    office.later(39)
    assert office.nodes(run)["s"] == "suspended"
    office.later(2)
    assert office.nodes(run)["after"] == "completed"
    assert 60 <= office.output(run, "s")["slept_seconds"] < 63


def test_a_second_resume_runs_nothing_again(office: Office) -> None:
    run = office.run({"a": STEP, "w": WAIT, "v": WAIT, "z": STEP}, "a>w", "w>v", "v>z")
    office.resume(run, data={"n": 1})
    office.drain()
    office.resume(run, data={"n": 2})
    office.drain()
    assert office.status(run) == "completed"
    assert office.executed == ["a", "w", "w", "v", "v", "z"]
    assert (office.output(run, "w")["data"], office.output(run, "v")["data"]) == (
        {"n": 1},
        {"n": 2},
    )


def test_a_repeated_resume_is_refused_and_runs_nothing(office: Office) -> None:
    run = office.run({"w": WAIT, "v": WAIT}, "w>v")
    (wait,) = office.view(run)["suspensions"]
    office.resume(run, suspension=wait["id"])
    office.drain()
    executed = list(office.executed)
    with pytest.raises(AlreadyClosed):
        office.resume(run, suspension=wait["id"])
    office.drain()
    assert (office.executed, office.waits(run)) == (executed, ["v"])


def test_the_suspension_of_one_branch_leaves_the_others_alone(office: Office) -> None:
    nodes = {"w": WAIT, "a": STEP, "b": STEP, "c": STEP}
    run = office.run(nodes, "a>b", "b>c")
    assert office.nodes(run) == {
        "w": "suspended",
        "a": "completed",
        "b": "completed",
        "c": "completed",
    }
    assert office.executed.count("c") == 1


def test_a_wait_without_a_successor_does_not_end_the_run_while_others_wait(office: Office) -> None:
    run = office.run({"last": WAIT, "w": WAIT, "z": STEP}, "w>z")
    office.resume(run, "last")
    office.drain()
    assert (office.status(run), office.waits(run)) == ("suspended", ["w"])
    office.resume(run, "w")
    office.drain()
    assert (office.status(run), office.nodes(run)["z"]) == ("completed", "completed")


def test_a_timer_outlives_its_worker_and_every_resume(house: House) -> None:
    nodes = [
        {"id": "s", "type": "sleep", "properties": {"duration_seconds": 2}},
        {"id": "w", "type": "wait"},
    ]
    house.publish("flow", [*nodes, {"id": "z", "type": "bench.add_one"}], "s z")
    first = house.worker("w1")
    run = house.start("flow")
    house.until(lambda: house.status(run) == "suspended")
    house.kill(first)
    apply(current_ports(), [Work(run, Resume({}, node_id="w"))])
    assert house.status(run) == "running", "nobody is there yet"
    house.worker("w2")
    house.until(lambda: house.finished(run))
    resumed = [r.event for r in house.log(run) if type(r.event).__name__ == "NodeResumed"]
    assert sorted((e.node_id, e.via) for e in resumed) == [("s", "timer"), ("w", "api")]  # type: ignore[attr-defined]


def test_what_comes_after_a_timer_runs_once_however_often_the_clock_is_looked_at(
    office: Office,
) -> None:
    run = office.run({"s": SLEEP, "after": STEP, "w": WAIT}, "s>after")
    for _ in range(3):
        office.later(61)
    assert office.executed.count("after") == 1
    office.resume(run, "w")
    office.later(61)
    assert office.executed.count("after") == 1
    assert len(office.events(run, "NodeResumed", "s")) == 1


def test_a_timer_that_is_resumed_by_hand_does_not_fire_later(office: Office) -> None:
    run = office.run({"s": SLEEP, "after": STEP, "w": WAIT}, "s>after")
    office.resume(run, "s")
    office.drain()
    assert office.output(run, "s")["skipped"] is True
    office.later(61)
    assert (office.executed.count("after"), office.waits(run)) == (1, ["w"])


def test_a_wait_in_a_loop_is_addressed_in_each_of_its_rounds(office: Office) -> None:
    run = office.run({"a": STEP, "w": WAIT, "z": STEP}, "a>w", "w>a:again", "w>z:done")
    first = office.view(run)["suspensions"][0]
    office.resume(run, suspension=first["id"], action="again")
    office.drain()
    second = office.view(run)["suspensions"][0]
    assert (second["node_id"], second["iteration"]) == ("w", 2)
    with pytest.raises(AlreadyClosed):
        office.resume(run, suspension=first["id"], action="done")
    office.resume(run, suspension=second["id"], action="done")
    office.drain()
    assert office.status(run) == "completed"


@pytest.mark.parametrize("kind", ["subworkflow", "map"])
def test_a_wait_in_a_child_is_addressed_by_its_run_and_by_its_parent(
    office: Office, kind: str
) -> None:
    office.publish({"w": WAIT}, [], "below")
    more = {"items": ["x", "y"]} if kind == "map" else {}
    run = office.run({"child": (kind, {"workflow": "below", **more})})
    below = children_of(office, run)
    assert len(below) == len(more.get("items", ["one"]))
    for number, child in enumerate(below[:-1]):
        office.resume(child, "w", data={"n": number})
        office.drain()
    assert office.status(run) == "suspended"
    office.resume(run, "child", data={"n": "last"})
    office.drain()
    assert office.status(run) == "completed"
    assert {office.status(child) for child in below} == {"completed"}


def children_of(office: Office, run: str) -> list[str]:
    started = sorted(office.events(run, "ChildStarted"), key=lambda event: event.index)
    return [event.run for event in started]


def test_publishing_another_version_does_not_change_a_suspended_run(office: Office) -> None:
    run = office.run({"w": WAIT, "old": STEP}, "w>old")
    office.publish({"w": APPROVAL, "new": STEP}, ["w>new:approved"])
    office.resume(run)
    office.drain()
    assert office.nodes(run) == {"w": "completed", "old": "completed"}
    assert office.view(run)["version"] == 1


def test_a_dead_branch_does_not_block_a_join(office: Office) -> None:
    nodes = {
        "c": ("condition", {"expression": "false"}),
        "dead": STEP,
        "live": STEP,
        "join": "merge",
    }
    run = office.run(nodes, "c>dead:true", "c>live:false", "dead>join", "live>join")
    assert office.nodes(run)["dead"] == "skipped"
    assert (office.status(run), office.output(run, "join")) == ("completed", ["done"])


def test_a_run_whose_join_is_dead_says_so(office: Office) -> None:
    nodes = {"c": ("condition", {"expression": "false"}), "dead": STEP, "join": "merge", "z": STEP}
    run = office.run(nodes, "c>dead:true", "dead>join", "join>z")
    assert office.status(run) == "completed"
    assert {office.nodes(run)[name] for name in ("dead", "join", "z")} == {"skipped"}


def test_a_deadline_that_passes_is_acted_on(office: Office) -> None:
    late = ("wait", {"timeout_seconds": 60})
    run = office.run({"w": late, "ways": late, "z": STEP}, "ways>z:timeout")
    office.later(59)
    assert office.status(run) == "suspended"
    office.later(2)
    view = office.view(run)
    assert (view["status"], view["error"]["type"], view["error"]["node_id"]) == (
        "failed",
        "TimedOut",
        "w",
    )


def test_a_deadline_goes_on_by_the_line_for_it(office: Office) -> None:
    late = ("wait", {"timeout_seconds": 60, "timeout_data": {"answer": "none"}})
    run = office.run({"w": late, "z": STEP, "y": STEP}, "w>z:timeout", "w>y:answered")
    office.later(61)
    assert office.nodes(run) == {"w": "completed", "z": "completed", "y": "skipped"}
    assert office.output(run, "w")["data"] == {"answer": "none"}


def test_an_escalation_hands_the_task_to_the_others(office: Office) -> None:
    more = {"timeout_seconds": 60, "on_timeout": "escalate", "escalate_to": {"users": ["rita"]}}
    run = office.run({"a": ("approval", {"users": ["maria"], **more})})
    office.later(61)
    (wait,) = office.view(run)["suspensions"]
    with pytest.raises((Forbidden, NotFound)):
        deciding.decide_task(office.people["maria"], wait["task"], DecideRequest("approved"))
    office.decide(run, "approved", "rita")
    office.drain()
    assert office.output(run, "a")["approver"] == "rita"


def test_one_approval_never_answers_the_next(office: Office) -> None:
    run = office.run({"a": APPROVAL, "b": APPROVAL}, "a>b:approved")
    (wait,) = office.view(run)["suspensions"]
    office.decide(run, "approved")
    office.drain()
    assert office.waits(run) == ["b"]
    with pytest.raises(AlreadyClosed):
        deciding.decide_task(office.people["ben"], wait["task"], DecideRequest("approved"))
    assert office.nodes(run) == {"a": "completed", "b": "suspended"}


@pytest.mark.parametrize("answer", [{"approved": "yes"}, {"approved": 1}, {"approved": None}, {}])
def test_an_answer_that_decides_nothing_approves_nothing(office: Office, answer: Any) -> None:
    run = office.run({"a": APPROVAL})
    task = office.view(run)["suspensions"][0]["task"]
    with pytest.raises(Invalid):
        office.resume(run, who="maria", data=answer)
    office.drain()
    (wait,) = office.view(run)["suspensions"]
    assert (wait["task"], wait["node_id"]) == (task, "a")


def test_who_is_not_asked_does_not_approve(office: Office) -> None:
    run = office.run({"a": ("approval", {"users": ["maria"]})})
    for name in ("ben", "otto"):
        with pytest.raises((Forbidden, NotFound)):
            office.decide(run, "approved", name)
    office.decide(run, "approved", "maria")
    office.drain()
    assert office.output(run, "a")["approver"] == "maria"


def test_whoever_asked_does_not_approve_where_four_eyes_are_wanted(office: Office) -> None:
    run = office.run({"a": ("approval", {"users": ["otto", "root"], "forbid_initiator": True})})
    with pytest.raises(Forbidden):
        office.decide(run, "approved", "otto")
    office.decide(run, "approved", "root")


def test_a_stopped_run_keeps_its_outputs(office: Office) -> None:
    run = office.run({"a": STEP, "w": WAIT, "z": STEP}, "a>w", "w>z")
    office.stop(run)
    view = office.view(run)
    assert (view["status"], view["nodes"]["a"]["output"]) == ("cancelled", "done")
    assert office.nodes(run) == {"a": "completed", "w": "cancelled", "z": "pending"}
    assert office.waits(run) == []


def test_a_completed_run_stays_completed(office: Office) -> None:
    run = office.run({"a": STEP})
    seq = office.view(run)["seq"]
    with pytest.raises(Refused):
        office.stop(run)
    with pytest.raises(Refused):
        office.resume(run)
    with pytest.raises(Refused):
        recovering.retry_run(office.people["otto"], run, recovering.RetryRequest())
    assert (office.status(run), office.view(run)["seq"]) == ("completed", seq)


def test_a_restart_goes_on_with_what_was_running(house: House) -> None:
    house.publish("flow", [house.gate("g"), {"id": "z", "type": "bench.add_one"}], "g z")
    first = house.worker("w1", lease_seconds=2)
    run = house.start("flow")
    house.until(lambda: house.begun("g"))
    house.kill(first)
    house.worker("w2")
    house.open("g")
    house.until(lambda: house.finished(run))
    kinds = [type(record.event).__name__ for record in house.log(run)]
    assert (kinds.count("NodeFailed"), kinds.count("NodeCompleted")) == (0, 2)


def test_both_of_two_parallel_waits_are_shown_and_answered(office: Office) -> None:
    run = office.run({"a": WAIT, "b": APPROVAL, "z": "merge"}, "a>z", "b>z:approved")
    assert office.waits(run) == ["a", "b"]
    office.decide(run, "approved")
    office.drain()
    assert office.waits(run) == ["a"]
    office.resume(run)
    office.drain()
    assert office.status(run) == "completed"


async def next_number(label: str) -> str:
    """Say which call this is."""
    CALLED.append(label)
    return f"{label} {len(CALLED)}"


CALLED: list[str] = []


def rounds() -> Any:
    @workflow
    async def originals(ctx: WorkflowContext) -> Any:
        first = [await ctx.task(next_number, "a") for _ in range(2)]
        await ctx.wait("In between")
        return [*first, await ctx.task(next_number, "a")]

    return originals


def other_rounds() -> Any:
    @workflow
    async def originals(ctx: WorkflowContext) -> Any:
        await ctx.task(next_number, "before")
        await ctx.wait("In between")
        return await ctx.task(next_number, "a")

    return originals


def test_steps_of_one_name_have_results_of_their_own(office: Office, code: Code) -> None:
    CALLED.clear()
    code(rounds())
    run = office.begin("originals")
    office.resume(run)
    office.drain()
    assert office.view(run)["result"] == ["a 1", "a 2", "a 3"]
    assert CALLED == ["a"] * 3, "a replay calls nothing"


def test_changed_code_does_not_get_another_steps_result(office: Office, code: Code) -> None:
    CALLED.clear()
    code(rounds())
    run = office.begin("originals")
    code(other_rounds())
    office.resume(run)
    office.drain()
    view = office.view(run)
    assert (view["status"], view["error"]["type"]) == ("failed", "NonDeterminismError")
    assert CALLED == ["a"] * 2
