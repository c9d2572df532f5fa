"""Claims about the steps of a workflow function: recorded once, given back, named, retried."""

from __future__ import annotations

import asyncio
import threading
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pytest
from pydantic import BaseModel

from tests.engine.functions.world import FunctionWorld
from workflows.engine.functions import StepFailed, WorkflowContext, current_step, task

CALLS: list[Any] = []


@pytest.fixture(autouse=True)
def _no_calls() -> None:
    CALLS.clear()


@task
async def double(number: int) -> int:
    CALLS.append(number)
    return 2 * number


def test_what_is_recorded_is_never_called_again() -> None:
    async def flow(ctx: WorkflowContext) -> Any:
        first = await ctx.task(double, 1)
        await ctx.wait("Go on?")
        second = await ctx.task(double, first)
        await ctx.wait("And on?")
        return [first, second]

    world = FunctionWorld(flow)
    run = world.run()
    world.answer(run)
    world.answer(run)
    assert world.result(run) == [2, 4]
    assert CALLS == [1, 2]


def test_two_steps_of_one_name_are_two_steps_also_in_a_loop() -> None:
    async def flow(ctx: WorkflowContext) -> Any:
        values = [await ctx.task(double, number) for number in range(3)]
        await ctx.wait("Go on?")
        return values

    world = FunctionWorld(flow)
    run = world.run()
    assert world.started(run) == ["double", "double#2", "double#3", "wait"]
    world.answer(run)
    assert world.result(run) == [0, 2, 4]
    assert CALLS == [0, 1, 2]


def test_a_name_that_looks_like_a_second_one_is_not_taken_for_it() -> None:
    async def flow(ctx: WorkflowContext) -> Any:
        a = await ctx.step("pay#2", lambda: "a")
        b = await ctx.step("pay", lambda: "b")
        c = await ctx.step("pay", lambda: "c")
        await ctx.wait("Go on?")
        return [a, b, c]

    world = FunctionWorld(flow)
    run = world.run()
    assert world.started(run) == ["pay#2", "pay", "pay#3", "wait"]
    world.answer(run)
    assert world.result(run) == ["a", "b", "c"]


def test_a_step_says_where_it_stands_and_what_it_is_called_with() -> None:
    async def flow(ctx: WorkflowContext) -> Any:
        await ctx.task(double, 4)
        await ctx.parallel(ctx.task(double, 5), ctx.task(double, number=6))

    world = FunctionWorld(flow)
    run = world.run()
    steps = [item.step for item in world.state(run).activations.values() if item.step]
    told = [(item["position"], item["name"], item["kind"], item["shown"]) for item in steps]
    assert told == [
        ("1", "double", "task", "double(4)"),
        ("2.1.1", "double", "task", "double(5)"),
        ("2.2.1", "double", "task", "double(number=6)"),
    ]


def test_a_step_takes_a_function_an_async_function_or_an_awaitable() -> None:
    async def soon(value: str) -> str:
        await asyncio.sleep(0)
        return value

    async def flow(ctx: WorkflowContext) -> Any:
        values = [
            await ctx.step("plain", lambda: "plain"),
            await ctx.step("lambda", lambda: soon("lambda")),
            await ctx.step("coroutine", soon("coroutine")),
        ]
        await ctx.wait("Go on?")
        return values

    world = FunctionWorld(flow)
    run = world.run()
    world.answer(run)
    assert world.result(run) == ["plain", "lambda", "coroutine"]


def test_an_awaitable_that_is_not_needed_in_a_replay_is_let_go_without_a_warning(
    recwarn: pytest.WarningsRecorder,
) -> None:
    async def flow(ctx: WorkflowContext) -> Any:
        value = await ctx.step("once", double(3))
        await ctx.wait("Go on?")
        return value

    world = FunctionWorld(flow)
    run = world.run()
    world.answer(run)
    assert world.result(run) == 6
    assert CALLS == [3]
    assert [item for item in recwarn if "never awaited" in str(item.message)] == []


def test_functions_that_are_not_async_run_in_a_thread() -> None:
    def where() -> bool:
        return threading.current_thread() is threading.main_thread()

    async def here() -> bool:
        return threading.current_thread() is threading.main_thread()

    async def flow(ctx: WorkflowContext) -> Any:
        return [await ctx.task(where), await ctx.task(here)]

    world = FunctionWorld(flow)
    assert world.result(world.run()) == [False, True]


def test_a_step_knows_its_key_in_the_loop_and_in_a_thread() -> None:
    def key() -> str:
        info = current_step()
        assert info is not None
        return info.idempotency_key

    async def async_key() -> str:
        return key()

    async def flow(ctx: WorkflowContext) -> Any:
        return [await ctx.task(key), await ctx.task(async_key), ctx.idempotency_key]

    world = FunctionWorld(flow)
    run = world.run()
    assert world.result(run) == [f"{run}/key/1", f"{run}/async_key/1", f"{run}/@function/1"]
    assert current_step() is None


def test_what_a_step_returns_is_the_same_at_first_and_in_a_replay_and_nobody_elses() -> None:
    async def flow(ctx: WorkflowContext) -> Any:
        pair = await ctx.step("pair", lambda: ("a", {"b": 1}))
        pair.append("changed")
        await ctx.wait("Go on?")
        return pair

    world = FunctionWorld(flow)
    run = world.run()
    assert world.state(run).outputs["pair"] == ["a", {"b": 1}]
    world.answer(run)
    assert world.result(run) == ["a", {"b": 1}, "changed"]


class Paper(BaseModel):
    title: str
    published: date


@dataclass
class Point:
    x: int
    y: int


def test_declared_types_come_back_as_they_were() -> None:
    def paper() -> Paper:
        return Paper(title="On waiting", published=date(2026, 1, 5))

    async def point() -> tuple[Point, ...]:
        return (Point(1, 2),)

    async def flow(ctx: WorkflowContext) -> Any:
        found, (where,) = await ctx.task(paper), await ctx.task(point)
        await ctx.wait("Go on?")
        return [found.published.year, where.x, type(where).__name__]

    world = FunctionWorld(flow)
    run = world.run()
    world.answer(run)
    assert world.result(run) == [2026, 1, "Point"]


def test_a_value_that_is_not_json_fails_the_step_and_names_its_key() -> None:
    async def flow(ctx: WorkflowContext) -> Any:
        return await ctx.step("bad", lambda: {"at": datetime(2026, 1, 5, tzinfo=UTC)})

    world = FunctionWorld(flow)
    assert "output.at" in world.error(world.run())["message"]


def test_a_call_instead_of_a_function_is_explained() -> None:
    async def flow(ctx: WorkflowContext) -> None:
        await ctx.task(7)  # type: ignore[arg-type]

    world = FunctionWorld(flow)
    assert "ctx.task(fetch, url)" in world.error(world.run())["message"]


def test_a_task_is_called_by_its_name() -> None:
    async def flow(ctx: WorkflowContext) -> Any:
        return [await ctx.task("double", 1), await ctx.task(double.full_name, 2)]

    world = FunctionWorld(flow, tasks=[double])
    assert world.result(world.run()) == [2, 4]


def test_a_name_that_nobody_registered_fails_with_a_sentence() -> None:
    async def flow(ctx: WorkflowContext) -> None:
        await ctx.task("triple", 1)

    world = FunctionWorld(flow)
    assert "FERMATA_MODULES" in world.error(world.run())["message"]


def test_a_step_cannot_start_steps_or_change_the_state() -> None:
    async def flow(ctx: WorkflowContext) -> Any:
        async def nested() -> None:
            await ctx.task(double, 1)

        def changing() -> None:
            ctx.state.set("a", 1)

        told = []
        for code in (nested, changing):
            try:
                await ctx.step("outer", code)
            except StepFailed as error:
                told.append(str(error))
        return told

    world = FunctionWorld(flow)
    told = world.result(world.run())
    assert all("outside of its steps" in text for text in told)
    assert len(told) == 2
    assert CALLS == []


def test_a_step_that_would_end_the_program_fails_instead() -> None:
    async def flow(ctx: WorkflowContext) -> None:
        await ctx.step("leave", lambda: exit(3))

    world = FunctionWorld(flow)
    assert "end the program (3)" in world.error(world.run())["message"]


def test_lines_of_the_log_are_written_once() -> None:
    async def flow(ctx: WorkflowContext) -> None:
        ctx.log("before")
        await ctx.step("work", lambda: ctx.log("within", "warning"))
        ctx.log("between")
        await ctx.wait("Go on?")
        ctx.log("after")

    world = FunctionWorld(flow)
    run = world.run()
    world.answer(run)
    lines = [
        line["message"] for record in world.log(run) for line in getattr(record.event, "logs", ())
    ]
    assert lines == ["before", "within", "between", "after"]


def test_progress_is_shown_and_not_recorded() -> None:
    async def flow(ctx: WorkflowContext) -> None:
        ctx.progress(0.5, "half")
        await ctx.step("work", lambda: ctx.progress(2))

    world = FunctionWorld(flow)
    run = world.run()
    shown = [(node, value["fraction"]) for _, node, _, value in world.feed.progressed]
    assert shown == [("@function", 0.5), ("work", 1.0)]
    assert "half" not in str(world.log(run))


def test_an_event_is_sent_once() -> None:
    async def flow(ctx: WorkflowContext) -> Any:
        await ctx.emit("paid", "A1", {"amount": 5})
        await ctx.wait("Go on?")
        return await ctx.wait_for_event("paid", "A1")

    world = FunctionWorld(flow)
    run = world.run()
    assert len(world.store.signals) == 1
    world.answer(run)
    assert world.result(run) == {"amount": 5}
    assert not world.store.signals
