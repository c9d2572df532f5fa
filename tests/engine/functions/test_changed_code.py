"""Claims about code that changes while runs of it are under way."""

from __future__ import annotations

from typing import Any

import pytest

from tests.engine.functions.world import FunctionWorld
from workflows.engine.functions import WorkflowContext, task

CALLS: list[str] = []


@pytest.fixture(autouse=True)
def _no_calls() -> None:
    CALLS.clear()


@task
async def load(what: Any = None) -> str:
    CALLS.append("load")
    return "loaded"


@task
async def save(what: Any = None) -> str:
    CALLS.append("save")
    return "saved"


async def old(ctx: WorkflowContext) -> Any:
    value = await ctx.task(load, "a")
    await ctx.wait("Go on?")
    return value


def replayed_with(code: Any, before: Any = old) -> tuple[FunctionWorld, str]:
    """Run the old code up to its wait, put the new code in its place, answer."""
    world = FunctionWorld(before)
    run = world.run()
    assert world.state(run).status == "suspended"
    CALLS.clear()
    world.install(code)
    world.answer(run)
    return world, run


def test_another_step_at_a_recorded_place_fails_the_run_with_both_names() -> None:
    async def new(ctx: WorkflowContext) -> Any:
        return await ctx.task(save, "a")

    world, run = replayed_with(new)
    error = world.error(run)
    assert error["type"] == "NonDeterminismError"
    assert "step 1" in error["message"]
    assert "recorded: load('a') – task 'load'" in error["message"]
    assert "found:    save('a') – task 'save'" in error["message"]
    assert CALLS == []


def test_a_step_put_before_recorded_ones_is_found_out() -> None:
    async def new(ctx: WorkflowContext) -> Any:
        await ctx.task(save)
        return await old(ctx)

    world, run = replayed_with(new)
    assert world.error(run)["type"] == "NonDeterminismError"
    assert CALLS == []


def test_other_arguments_are_found_out() -> None:
    async def new(ctx: WorkflowContext) -> Any:
        value = await ctx.task(load, "b")
        await ctx.wait("Go on?")
        return value

    world, run = replayed_with(new)
    message = world.error(run)["message"]
    assert "load('a')" in message
    assert "load('b')" in message


def test_an_answer_to_one_question_is_never_that_to_another() -> None:
    async def new(ctx: WorkflowContext) -> Any:
        await ctx.task(load, "a")
        return await ctx.wait("Delete everything?")

    world, run = replayed_with(new)
    assert "Delete everything?" in world.error(run)["message"]


def test_another_kind_under_the_same_name_is_found_out() -> None:
    async def new(ctx: WorkflowContext) -> Any:
        await ctx.step("load", lambda: 1)

    world, run = replayed_with(new)
    assert "step 'load'" in world.error(run)["message"]


def test_branches_in_place_of_a_step_and_a_step_in_place_of_branches_are_found_out() -> None:
    async def beside(ctx: WorkflowContext) -> Any:
        await ctx.parallel(ctx.task(load, "a"))
        await ctx.wait("Go on?")

    world, run = replayed_with(beside)
    assert "parallel of 1" in world.error(run)["message"]
    world, run = replayed_with(old, before=beside)
    assert "side by side" in world.error(run)["message"]


def test_code_that_ends_before_what_is_recorded_is_found_out() -> None:
    async def new(ctx: WorkflowContext) -> Any:
        return await ctx.task(load, "a")

    world, run = replayed_with(new)
    message = world.error(run)["message"]
    assert "wait('Go on?')" in message
    assert "the end of the function" in message


def test_catching_everything_does_not_hide_it() -> None:
    async def new(ctx: WorkflowContext) -> Any:
        try:
            await ctx.task(save, "a")
        except Exception:
            await ctx.task(load, "other")
        return "done"

    world, run = replayed_with(new)
    assert world.error(run)["type"] == "NonDeterminismError"
    assert CALLS == []


def test_code_that_goes_on_differently_after_what_is_recorded_is_fine() -> None:
    async def new(ctx: WorkflowContext) -> Any:
        value = await ctx.task(load, "a")
        await ctx.wait("Go on?")
        return [value, await ctx.task(save)]

    world, run = replayed_with(new)
    assert world.result(run) == ["loaded", "saved"]
    assert CALLS == ["save"]


def test_another_time_to_sleep_is_no_other_step() -> None:
    async def before(ctx: WorkflowContext) -> Any:
        await ctx.sleep(60)
        return "awake"

    async def after(ctx: WorkflowContext) -> Any:
        await ctx.sleep("1h")
        return "awake"

    world = FunctionWorld(before)
    run = world.run()
    world.install(after)
    world.later(60)
    assert world.result(run) == "awake"


def test_after_the_old_code_is_back_a_retry_goes_on() -> None:
    async def new(ctx: WorkflowContext) -> Any:
        return await ctx.task(save, "a")

    world, run = replayed_with(new)
    world.install(old)
    world.retry(run)
    assert world.result(run) == "loaded"
    assert CALLS == []


async def patched(ctx: WorkflowContext) -> Any:
    if ctx.patched("save-first"):
        await ctx.task(save)
    value = await ctx.task(load, "a")
    await ctx.wait("Go on?")
    return [value, ctx.patched("save-first"), ctx.patched("later")]


def test_patched_keeps_the_old_way_for_runs_that_went_past_it() -> None:
    world, run = replayed_with(patched)
    assert world.result(run) == ["loaded", False, True]
    assert CALLS == []


def test_patched_takes_the_new_way_for_new_runs_in_every_replay() -> None:
    world = FunctionWorld(patched)
    run = world.run()
    world.answer(run)
    assert world.result(run) == ["loaded", True, True]
    assert CALLS == ["save", "load"]


def test_patched_looks_at_its_own_line_only() -> None:
    async def before(ctx: WorkflowContext) -> Any:
        async def branch(name: str) -> Any:
            await ctx.wait(name)
            return await ctx.task(load, name)

        return await ctx.parallel(branch("a"), branch("b"))

    async def after(ctx: WorkflowContext) -> Any:
        async def branch(name: str) -> Any:
            await ctx.wait(name)
            if ctx.patched(f"save-{name}"):
                return await ctx.task(save, name)
            return await ctx.task(load, name)

        return await ctx.parallel(branch("a"), branch("b"))

    world = FunctionWorld(before)
    run = world.run()
    world.answer(run, node_id="wait")
    world.install(after)
    world.answer(run, node_id="wait#2")
    assert world.result(run) == ["loaded", "saved"]
