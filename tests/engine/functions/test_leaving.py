"""Claims about how a function is left while it waits, and what code must not do then."""

from __future__ import annotations

import asyncio
import gc
from typing import Any

import pytest

from tests.engine.functions.world import FunctionWorld
from workflows.engine.errors import WorkflowSuspendedException
from workflows.engine.functions import WorkflowContext, task

CALLS: list[str] = []


@pytest.fixture(autouse=True)
def _no_calls() -> None:
    CALLS.clear()


@task
async def note(value: str) -> str:
    CALLS.append(value)
    return value


def test_except_exception_does_not_swallow_a_wait() -> None:
    async def flow(ctx: WorkflowContext) -> Any:
        try:
            answer = await ctx.wait("Go on?")
        except Exception:
            return "swallowed"
        return answer

    world = FunctionWorld(flow)
    run = world.run()
    assert world.state(run).status == "suspended"
    world.answer(run, "yes")
    assert world.result(run) == "yes"


def test_finally_is_executed_and_its_steps_only_at_the_true_end() -> None:
    async def flow(ctx: WorkflowContext) -> Any:
        try:
            return await ctx.wait("Go on?")
        finally:
            CALLS.append("finally")
            await ctx.task(note, "cleaned")

    world = FunctionWorld(flow)
    run = world.run()
    assert CALLS == ["finally"]
    world.answer(run, "yes")
    assert world.result(run) == "yes"
    assert CALLS == ["finally", "finally", "cleaned"]


def test_a_function_that_swallows_it_and_returns_is_told_so() -> None:
    async def flow(ctx: WorkflowContext) -> Any:
        try:
            await ctx.wait("Go on?")
        except BaseException:
            return "went on"

    world = FunctionWorld(flow)
    assert "catch Exception" in world.error(world.run())["message"]


def test_so_is_one_that_makes_an_error_of_it() -> None:
    async def flow(ctx: WorkflowContext) -> Any:
        try:
            await ctx.wait("Go on?")
        except BaseException as error:
            raise RuntimeError("Failed.") from error

    world = FunctionWorld(flow)
    assert "catch Exception" in world.error(world.run())["message"]


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_one_that_swallows_it_again_and_again_does_not_hold_its_worker() -> None:
    async def flow(ctx: WorkflowContext) -> Any:
        while True:
            try:
                return await ctx.wait("Go on?")
            except BaseException:
                continue

    async def fine(ctx: WorkflowContext) -> Any:
        return "fine"

    world = FunctionWorld(flow, fine)
    assert "catch Exception" in world.error(world.run())["message"]
    # What is left of it is told to nobody but here.
    gc.collect()


def test_swallowing_it_before_the_next_wait_changes_nothing() -> None:
    async def flow(ctx: WorkflowContext) -> Any:
        answer = None
        try:
            answer = await ctx.wait("First?")
        except WorkflowSuspendedException:
            CALLS.append("swallowed")
        return [answer, await ctx.wait("Second?")]

    world = FunctionWorld(flow)
    run = world.run()
    assert [wait.reason for wait in world.state(run).suspensions.values()] == ["First?"]
    world.answer(run, 1)
    world.answer(run, 2)
    assert world.result(run) == [1, 2]


def test_a_suspended_run_costs_no_worker_and_no_task() -> None:
    async def flow(ctx: WorkflowContext) -> Any:
        await ctx.parallel(ctx.wait("a"), ctx.wait("b"))

    world = FunctionWorld(flow)
    run = world.run()
    row = world.store.runs[run]
    assert (row.head.owner, row.wake_at) == (None, None)


def test_leftovers_of_a_function_that_ends_are_cancelled() -> None:
    async def flow(ctx: WorkflowContext) -> Any:
        left = asyncio.ensure_future(ctx.wait("Nobody awaits this"))
        await ctx.task(note, "a")
        await ctx.task(note, "b")
        left.cancel()
        return "done"

    world = FunctionWorld(flow)
    run = world.run()
    assert world.result(run) == "done"
    assert world.state(run).suspensions == {}


def test_a_task_of_ones_own_that_goes_on_after_the_end_does_nothing() -> None:
    async def flow(ctx: WorkflowContext) -> Any:
        async def behind() -> None:
            await ctx.task(note, "first")
            await ctx.wait("Nobody awaits this")
            await ctx.task(note, "second")

        asyncio.ensure_future(behind())  # noqa: RUF006
        await ctx.task(note, "main")
        return "done"

    world = FunctionWorld(flow)
    run = world.run()
    assert world.result(run) == "done"
    assert "running" not in world.statuses(run).values()
    assert "second" not in CALLS


async def grouped(ctx: WorkflowContext) -> Any:
    async with asyncio.TaskGroup() as group:
        first = group.create_task(ctx.wait("First?"))
        second = group.create_task(ctx.wait("Second?"))
        third = group.create_task(ctx.task(note, "third"))
    return [first.result(), second.result(), third.result()]


def test_a_task_group_of_ones_own_is_left_and_comes_back() -> None:
    world = FunctionWorld(grouped)
    run = world.run()
    assert world.steps(run) == {"wait": "suspended", "wait#2": "suspended", "note": "completed"}
    world.answer(run, 2, node_id="wait#2")
    world.answer(run, 1, node_id="wait")
    assert world.result(run) == [1, 2, "third"]
    assert CALLS == ["third"]


def test_a_failure_in_a_task_group_gives_its_siblings_up() -> None:
    async def flow(ctx: WorkflowContext) -> Any:
        async def broken() -> None:
            await ctx.task(note, "before")
            raise ValueError("Broken.")

        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(ctx.wait("Anybody?"))
                group.create_task(broken())
        except* ValueError:
            CALLS.append("caught")
        return await ctx.wait("Go on?")

    world = FunctionWorld(flow)
    run = world.run()
    assert world.steps(run) == {"wait": "failed", "note": "completed", "wait#2": "suspended"}
    world.answer(run, "yes")
    assert world.result(run) == "yes"
    assert CALLS == ["before", "caught", "caught"]


def test_code_that_cancels_itself_fails() -> None:
    async def flow(ctx: WorkflowContext) -> Any:
        raise asyncio.CancelledError

    async def step(ctx: WorkflowContext) -> Any:
        async def cancelled() -> None:
            raise asyncio.CancelledError

        await ctx.step("odd", cancelled)

    for code in (flow, step):
        world = FunctionWorld(code)
        assert "cancelled by its own code" in world.error(world.run())["message"]


def test_a_step_that_waits_like_a_node_is_told_so() -> None:
    def suspend() -> None:
        raise WorkflowSuspendedException(None)

    async def flow(ctx: WorkflowContext) -> Any:
        await ctx.task(suspend)

    world = FunctionWorld(flow)
    assert "wait in the workflow function" in world.error(world.run())["message"]
