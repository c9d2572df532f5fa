"""Claims about the waits of a workflow function: for people, time, events, data and other runs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.engine.functions.world import FunctionWorld
from workflows.engine.errors import Invalid, TimedOut
from workflows.engine.functions import StepFailed, WorkflowContext, workflow
from workflows.engine.messages import Signal
from workflows.engine.transition import send_signal

Body = Callable[[WorkflowContext], Any]


def asking(*args: Any, **more: Any) -> FunctionWorld:
    async def flow(ctx: WorkflowContext) -> Any:
        return await ctx.wait_for_user(*args, **more)

    return FunctionWorld(flow)


def test_a_wait_gives_the_data_that_resumed_it() -> None:
    async def flow(ctx: WorkflowContext) -> Any:
        return [await ctx.wait("Which colour?"), await ctx.wait("And now?")]

    world = FunctionWorld(flow)
    run = world.run()
    (wait,) = world.state(run).suspensions.values()
    assert (wait.kind, wait.reason) == ("wait", "Which colour?")
    world.answer(run, {"colour": "red"})
    world.answer(run, "fine")
    assert world.result(run) == [{"colour": "red"}, "fine"]


def test_data_that_do_not_satisfy_the_schema_change_nothing() -> None:
    async def flow(ctx: WorkflowContext) -> Any:
        schema = {"type": "object", "required": ["n"], "properties": {"n": {"type": "integer"}}}
        return await ctx.wait("A number", schema)

    world = FunctionWorld(flow)
    run = world.run()
    before = world.state(run).seq
    with pytest.raises(Invalid):
        world.resume(run, {"n": "one"})
    assert world.state(run).seq == before
    world.answer(run, {"n": 1})
    assert world.result(run) == {"n": 1}


def test_a_question_is_a_task_for_whom_it_names() -> None:
    world = asking("Ship it?", "approval", users=["maria"], groups="managers")
    run = world.run()
    (wait,) = world.state(run).suspensions.values()
    assert (wait.kind, wait.reason) == ("question", "Ship it?")
    assert (wait.users, wait.groups) == (["maria"], ["managers"])
    assert wait.rules["options"] == [
        {"id": "approved", "label": "Approve"},
        {"id": "rejected", "label": "Reject"},
    ]


@pytest.mark.parametrize(
    ("input_type", "options", "answer"),
    [
        ("approval", None, "approved"),
        ("approval", ["ship", "hold"], "hold"),
        ("choice", [{"id": "r", "label": "Red"}, "blue"], "r"),
        ("multiselect", ["a", "b", "c"], ["a", "c"]),
        ("text", None, "Because."),
    ],
)
def test_each_type_of_question_gives_its_answer(input_type: Any, options: Any, answer: Any) -> None:
    world = asking("What?", input_type, options)
    run = world.run()
    world.answer(run, {"answer": answer})
    assert world.result(run) == answer


@pytest.mark.parametrize(
    ("input_type", "answer"), [("choice", "green"), ("multiselect", ["a", "x"]), ("text", 5)]
)
def test_an_answer_that_is_no_option_is_refused_and_the_run_still_waits(
    input_type: Any, answer: Any
) -> None:
    world = asking("What?", input_type, ["a", "b"])
    run = world.run()
    with pytest.raises(Invalid):
        world.resume(run, {"answer": answer})
    assert world.state(run).status == "suspended"


def test_an_answer_may_be_given_as_the_action() -> None:
    world = asking("Ship it?", "approval")
    run = world.run()
    world.answer(run, action="rejected")
    assert world.result(run) == "rejected"


def test_only_a_skippable_question_takes_null_and_custom_text_only_where_it_is_allowed() -> None:
    strict = asking("What?", "choice", ["a"])
    run = strict.run()
    with pytest.raises(Invalid):
        strict.resume(run, {"answer": None})
    skippable = asking("What?", "choice", ["a"], skippable=True)
    run = skippable.run()
    skippable.answer(run, {"answer": None})
    assert skippable.result(run) is None
    custom = asking("What?", "choice", ["a"], allow_custom=True)
    run = custom.run()
    custom.answer(run, {"answer": "mine"})
    assert custom.result(run) == "mine"


@pytest.mark.parametrize(
    ("args", "more"),
    [
        (("What?", "colour"), {}),
        (("What?", "choice"), {}),
        (("What?", "choice", ["a", "a"]), {}),
        (("What?",), {"timeout_seconds": "soon"}),
        (("What?",), {"timeout_seconds": 5, "on_timeout": "explode"}),
    ],
)
def test_a_question_that_cannot_be_asked_is_an_error(args: Any, more: Any) -> None:
    world = asking(*args, **more)
    assert world.error(world.run())["type"] == "ValueError"


def test_a_sleep_holds_no_worker_and_ends_on_time() -> None:
    async def flow(ctx: WorkflowContext) -> Any:
        await ctx.sleep("2m")
        return "awake"

    world = FunctionWorld(flow)
    run = world.run()
    assert world.state(run).status == "suspended"
    assert world.store.runs[run].head.owner is None
    world.later(119)
    assert world.state(run).status == "suspended"
    world.later(1)
    assert world.result(run) == "awake"


def test_after_another_answer_only_the_rest_of_a_sleep_remains() -> None:
    async def flow(ctx: WorkflowContext) -> Any:
        await ctx.parallel(ctx.sleep(100), ctx.wait("Meanwhile?"))
        return "both"

    world = FunctionWorld(flow)
    run = world.run()
    world.clock.forward(60)
    world.answer(run, node_id="wait")
    assert world.state(run).status == "suspended"
    world.later(39)
    assert world.state(run).status == "suspended"
    world.later(1)
    assert world.result(run) == "both"


def test_a_sleep_of_nothing_is_no_step() -> None:
    async def flow(ctx: WorkflowContext) -> None:
        await ctx.sleep(0)
        await ctx.sleep("0s")

    world = FunctionWorld(flow)
    run = world.run()
    assert world.result(run) is None
    assert world.started(run) == []


@pytest.mark.parametrize("value", [-1, float("inf"), float("nan"), True, None, "5", "soon", "-5s"])
def test_what_is_no_duration_is_an_error(value: Any) -> None:
    async def flow(ctx: WorkflowContext) -> Any:
        try:
            await ctx.sleep(value)
        except ValueError as error:
            return str(error)

    world = FunctionWorld(flow)
    assert world.result(world.run()).startswith("The time to sleep must")


def test_a_deadline_raises_and_may_be_caught() -> None:
    async def flow(ctx: WorkflowContext) -> Any:
        try:
            await ctx.wait("Quick!", timeout_seconds=5)
        except TimedOut as error:
            await ctx.wait("Then?")
            return str(error)

    world = FunctionWorld(flow)
    run = world.run()
    world.later(5)
    world.answer(run)
    assert world.result(run) == "Nobody answered in time: Quick!"


def test_a_deadline_that_nobody_catches_fails_the_run() -> None:
    async def flow(ctx: WorkflowContext) -> None:
        await ctx.wait_for_event("paid", timeout_seconds="1h")

    world = FunctionWorld(flow)
    run = world.run()
    world.later(3_600)
    assert world.error(run)["type"] == "TimedOut"


def test_a_deadline_may_give_an_answer_instead() -> None:
    async def flow(ctx: WorkflowContext) -> Any:
        a = await ctx.wait("Quick!", timeout_seconds=5, timeout_data={"a": 1})
        b = await ctx.wait("Quick!", timeout_seconds=5, on_timeout="resume")
        c = await ctx.wait_for_user(
            "Quick?", "approval", timeout_seconds=5, timeout_data="rejected"
        )
        return [a, b, c]

    world = FunctionWorld(flow)
    run = world.run()
    for _ in range(3):
        world.later(5)
    assert world.result(run) == [{"a": 1}, None, "rejected"]


def test_a_deadline_may_ask_others() -> None:
    async def flow(ctx: WorkflowContext) -> Any:
        return await ctx.wait_for_user(
            "Quick?", "approval", users=["ada"], timeout_seconds=5,
            on_timeout="escalate", escalate_to={"users": ["boss"]},
        )  # fmt: skip

    world = FunctionWorld(flow)
    run = world.run()
    world.later(5)
    (wait,) = world.state(run).suspensions.values()
    assert wait.users == ["boss"]
    world.answer(run, {"answer": "approved"}, by="boss")
    assert world.result(run) == "approved"


def test_a_signal_with_the_name_and_key_ends_the_wait_for_it() -> None:
    async def flow(ctx: WorkflowContext) -> Any:
        return await ctx.wait_for_event("paid", "A1")

    world = FunctionWorld(flow)
    run = world.run()
    assert send_signal(world.ports, Signal("paid", "B2", 1)) == 0
    assert send_signal(world.ports, Signal("paid", "A1", {"amount": 5})) == 1
    world.drain()
    assert world.result(run) == {"amount": 5}


def test_a_signal_that_came_before_counts() -> None:
    async def flow(ctx: WorkflowContext) -> Any:
        return await ctx.wait_for_event("paid")

    world = FunctionWorld(flow)
    send_signal(world.ports, Signal("paid", None, "early"))
    run = world.run()
    assert world.result(run) == "early"


@workflow
async def helper(ctx: WorkflowContext, n: int) -> int:
    if n < 0:
        raise ValueError("Negative.")
    await ctx.wait("Go on?")
    return n + 1


def child_of(world: FunctionWorld, run: str) -> str:
    return next(name for name, row in world.store.runs.items() if row.new.parent == run)


def test_a_child_gives_its_result() -> None:
    async def flow(ctx: WorkflowContext) -> Any:
        return await ctx.child(helper, {"n": 1})

    world = FunctionWorld(flow, helper)
    run = world.run()
    assert world.started(run) == ["helper"]
    world.answer(child_of(world, run))
    assert world.result(run) == 2


def test_a_child_that_fails_raises_and_its_message_is_told() -> None:
    async def flow(ctx: WorkflowContext) -> Any:
        try:
            return await ctx.child("helper", {"n": -1})
        except StepFailed as error:
            return str(error)

    world = FunctionWorld(flow, helper)
    assert world.result(world.run()) == "helper failed: Negative."


def test_a_child_that_does_not_exist_raises_too() -> None:
    async def flow(ctx: WorkflowContext) -> Any:
        return await ctx.child("nobody")

    world = FunctionWorld(flow)
    assert "nobody" in world.error(world.run())["message"]


def test_inputs_that_do_not_fit_the_child_raise() -> None:
    async def flow(ctx: WorkflowContext) -> Any:
        return await ctx.child("helper", {"n": "many"})

    world = FunctionWorld(flow, helper)
    assert "inputs.n" in world.error(world.run())["message"]


def test_a_stop_ends_what_waits_and_what_waits_below() -> None:
    async def flow(ctx: WorkflowContext) -> Any:
        await ctx.parallel(ctx.child("helper", {"n": 1}), ctx.wait("Go on?"), ctx.sleep(5))

    world = FunctionWorld(flow, helper)
    run = world.run()
    world.stop(run)
    world.drain()
    assert world.state(run).status == "cancelled"
    assert world.state(child_of(world, run)).status == "cancelled"
    assert set(world.statuses(run).values()) == {"cancelled"}
    world.later(10)
    assert world.state(run).status == "cancelled"
