"""Claims about the attempts of a function's steps: how often, how long, and what is told then."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from tests.engine.functions.world import FunctionWorld
from workflows.engine.errors import Permanent, TryAgain
from workflows.engine.functions import StepFailed, WorkflowContext, task
from workflows.engine.retry import RetryPolicy

CALLS: list[Any] = []


@pytest.fixture(autouse=True)
def _no_calls() -> None:
    CALLS.clear()


@task
async def double(number: int) -> int:
    CALLS.append(number)
    return 2 * number


def test_without_a_policy_there_is_one_attempt() -> None:
    def broken() -> None:
        CALLS.append("broken")
        raise ValueError("No.")

    async def flow(ctx: WorkflowContext) -> None:
        await ctx.task(broken)

    world = FunctionWorld(flow)
    run = world.run()
    error = world.error(run)
    assert (error["type"], error["message"], error["step"]) == ("ValueError", "No.", "broken")
    assert "raise ValueError" in error["traceback"]
    assert CALLS == ["broken"]


def test_a_failed_attempt_is_tried_again_after_a_durable_timer() -> None:
    @task(retries=2, backoff=10)
    def flaky() -> str:
        CALLS.append("flaky")
        if len(CALLS) < 4:
            raise ValueError("Not yet.")
        return "done"

    async def flow(ctx: WorkflowContext) -> Any:
        return [await ctx.task(double, 1), await ctx.task(flaky)]

    world = FunctionWorld(flow)
    run = world.run()
    assert world.state(run).status == "running"
    assert world.steps(run)["flaky"] == "retrying"
    world.later(9)
    assert CALLS == [1, "flaky"]
    world.later(1)
    assert CALLS == [1, "flaky", "flaky"]
    world.later(20)
    assert world.result(run) == [2, "done"]
    assert world.state(run).activations["flaky"].attempt == 3


def test_after_the_last_attempt_the_function_gets_the_error() -> None:
    @task(retry=RetryPolicy(max_attempts=2, backoff_seconds=5))
    def broken() -> None:
        CALLS.append("broken")
        raise KeyError("colour")

    async def flow(ctx: WorkflowContext) -> Any:
        try:
            await ctx.task(broken)
        except KeyError as error:
            await ctx.wait("Go on?")
            return [type(error).__name__, str(error), isinstance(error, StepFailed)]

    world = FunctionWorld(flow)
    run = world.run()
    world.later(5)
    assert world.state(run).status == "suspended"
    world.answer(run)
    assert world.result(run) == ["KeyError", "'colour'", True]
    assert CALLS == ["broken", "broken"]


def test_permanent_forbids_another_attempt_and_try_again_sets_the_least_delay() -> None:
    @task(retries=5, backoff=1)
    def patient() -> str:
        CALLS.append("patient")
        if len(CALLS) == 1:
            raise TryAgain("Busy.", after_seconds=100)
        raise Permanent("Never.")

    async def flow(ctx: WorkflowContext) -> None:
        await ctx.task(patient)

    world = FunctionWorld(flow)
    run = world.run()
    world.later(99)
    assert CALLS == ["patient"]
    world.later(1)
    assert world.error(run)["type"] == "Permanent"
    assert CALLS == ["patient", "patient"]


def test_a_time_limit_bounds_one_attempt_and_counts_as_a_failed_one() -> None:
    @task(timeout=0.01, retries=1, backoff=5)
    async def endless() -> None:
        CALLS.append("endless")
        await asyncio.Event().wait()

    async def flow(ctx: WorkflowContext) -> None:
        await ctx.task(endless)

    world = FunctionWorld(flow)
    run = world.run()
    world.later(5)
    error = world.error(run)
    assert error["type"] == "TimedOut"
    assert "0.01 s" in error["message"]
    assert CALLS == ["endless", "endless"]


def test_settings_of_a_task_may_be_others_at_one_place() -> None:
    @task(retries=5)
    def broken() -> None:
        CALLS.append("broken")
        raise ValueError("No.")

    async def flow(ctx: WorkflowContext) -> None:
        await ctx.task(broken.options(retries=0, name="gentle"))

    world = FunctionWorld(flow)
    run = world.run()
    assert world.error(run)["step"] == "gentle"
    assert CALLS == ["broken"]


def test_a_class_of_exceptions_that_nobody_can_make_is_still_told_apart() -> None:
    class Odd(Exception):
        def __init__(self, one: int, two: int) -> None:
            super().__init__(f"{one} and {two}")

    def broken() -> None:
        raise Odd(1, 2)

    def decode() -> None:
        b"\xff".decode()

    async def flow(ctx: WorkflowContext) -> Any:
        told = []
        for function in (broken, decode):
            try:
                await ctx.task(function)
            except StepFailed as error:
                told.append([error.type, str(error)[:7], isinstance(error, UnicodeDecodeError)])
        await ctx.wait("Go on?")
        return told

    world = FunctionWorld(flow)
    run = world.run()
    world.answer(run)
    assert world.result(run) == [["Odd", "1 and 2", False], ["UnicodeDecodeError", "'utf-8'", True]]


def test_an_awaitable_cannot_be_tried_again() -> None:
    async def flow(ctx: WorkflowContext) -> None:
        await ctx.step("pay", double(1), retries=3)

    world = FunctionWorld(flow)
    assert "give a function" in world.error(world.run())["message"]
