"""Claims about what runs at once: in order of arguments, each branch on its own, none lost."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import Any

import pytest

from tests.engine.functions.world import FunctionWorld, turns
from workflows.engine.functions import WorkflowContext, task

CALLS: list[Any] = []


@pytest.fixture(autouse=True)
def _no_calls() -> None:
    CALLS.clear()


@task
async def note(value: Any) -> Any:
    CALLS.append(value)
    return value


@task
async def fail(value: Any) -> None:
    CALLS.append(value)
    raise ValueError(f"{value} failed.")


def test_parallel_gives_a_list_in_the_order_of_its_arguments() -> None:
    async def slow() -> str:
        await turns(50)
        return "slow"

    async def flow(ctx: WorkflowContext) -> Any:
        first = await ctx.parallel(ctx.step("slow", slow), ctx.task(note, "fast"))
        await ctx.wait("Go on?")
        return first

    world = FunctionWorld(flow)
    run = world.run()
    world.answer(run)
    assert world.result(run) == ["slow", "fast"]
    assert CALLS == ["fast"]


def test_steps_side_by_side_really_run_at_once() -> None:
    async def flow(ctx: WorkflowContext) -> Any:
        meeting = asyncio.Barrier(3)

        async def meet() -> str:
            await asyncio.wait_for(meeting.wait(), 5)
            return "met"

        return await ctx.parallel(*(ctx.step("meet", meet) for _ in range(3)))

    world = FunctionWorld(flow)
    assert world.result(world.run()) == ["met"] * 3


def test_gather_gives_results_by_name_and_map_in_the_order_of_items() -> None:
    async def flow(ctx: WorkflowContext) -> Any:
        named = await ctx.gather(a=ctx.task(note, 1), b=lambda: ctx.task(note, 2))
        mapped = await ctx.map(note, [3, 4, 5], concurrency=2)
        nothing = [await ctx.parallel(), await ctx.gather(), await ctx.map(note, [])]
        return [named, mapped, nothing]

    world = FunctionWorld(flow)
    assert world.result(world.run()) == [{"a": 1, "b": 2}, [3, 4, 5], [[], {}, []]]


@pytest.mark.parametrize("concurrency", [1, 2, 5])
def test_map_runs_no_more_at_once_than_it_may(concurrency: int) -> None:
    busy: list[int] = []
    most = 0

    async def work(item: int) -> int:
        nonlocal most
        busy.append(item)
        most = max(most, len(busy))
        await turns(5)
        busy.remove(item)
        return item

    async def flow(ctx: WorkflowContext) -> Any:
        return await ctx.map(work, range(7), concurrency=concurrency)

    world = FunctionWorld(flow)
    assert world.result(world.run()) == list(range(7))
    assert most == concurrency


def test_a_mapped_function_that_uses_the_context_has_steps_of_its_own() -> None:
    async def outside(ctx: WorkflowContext, item: int) -> int:
        first: int = await ctx.task(note, item)
        second: int = await ctx.task(note, -item)
        return first + second

    async def flow(ctx: WorkflowContext) -> Any:
        async def inside(item: int) -> Any:
            return [await ctx.task(note, item), await ctx.task(note, item)]

        a = await ctx.map(inside, [1, 2])
        b = await ctx.map(lambda item: ctx.task(note, item), [3])
        c = await ctx.map(partial(outside, ctx), [4])
        return [a, b, c]

    world = FunctionWorld(flow)
    run = world.run()
    assert world.result(run) == [[[1, 1], [2, 2]], [3], [0]]
    assert world.places(run) == ["1.1.1", "1.1.2", "1.2.1", "1.2.2", "2.1.1", "3.1.1", "3.1.2"]


def test_when_one_waits_the_others_finish_and_are_not_called_again() -> None:
    async def flow(ctx: WorkflowContext) -> Any:
        return await ctx.parallel(ctx.wait("Go on?"), ctx.task(note, 1), ctx.task(note, 2))

    world = FunctionWorld(flow)
    run = world.run()
    assert world.steps(run) == {"wait": "suspended", "note": "completed", "note#2": "completed"}
    world.answer(run, "yes")
    assert world.result(run) == ["yes", 1, 2]
    assert CALLS == [1, 2]


@pytest.mark.parametrize("order", [("wait", "wait#2"), ("wait#2", "wait")])
def test_two_waits_side_by_side_are_both_open_and_answered_in_any_order(
    order: tuple[str, str],
) -> None:
    async def flow(ctx: WorkflowContext) -> Any:
        return await ctx.parallel(ctx.wait("First?"), ctx.wait("Second?"))

    world = FunctionWorld(flow)
    run = world.run()
    reasons = {wait.reason for wait in world.state(run).suspensions.values()}
    assert reasons == {"First?", "Second?"}
    for node in order:
        world.answer(run, node, node_id=node)
    assert world.result(run) == ["wait", "wait#2"]


def test_both_may_be_answered_before_a_worker_looks() -> None:
    async def flow(ctx: WorkflowContext) -> Any:
        return await ctx.parallel(ctx.wait("First?"), ctx.wait("Second?"))

    world = FunctionWorld(flow)
    run = world.run()
    world.resume(run, 2, node_id="wait#2")
    world.resume(run, 1, node_id="wait")
    world.drain()
    assert world.result(run) == [1, 2]


def test_when_one_fails_the_others_still_end_and_stay_recorded() -> None:
    async def flow(ctx: WorkflowContext) -> Any:
        try:
            await ctx.parallel(ctx.task(fail, "a"), ctx.wait("Go on?"), ctx.task(note, "c"))
        except ValueError as error:
            return str(error)

    world = FunctionWorld(flow)
    run = world.run()
    assert world.steps(run) == {"fail": "failed", "wait": "suspended", "note": "completed"}
    world.answer(run)
    assert world.result(run) == "a failed."
    assert CALLS == ["a", "c"]


def test_of_several_errors_the_first_in_order_is_raised() -> None:
    async def late() -> None:
        await turns(50)
        raise ValueError("late failed.")

    async def flow(ctx: WorkflowContext) -> Any:
        try:
            await ctx.parallel(ctx.step("late", late), ctx.task(fail, "soon"))
        except ValueError as error:
            return str(error)

    world = FunctionWorld(flow)
    assert world.result(world.run()) == "late failed."


def test_branches_within_branches_have_places_of_their_own() -> None:
    async def flow(ctx: WorkflowContext) -> Any:
        async def inner(name: str) -> Any:
            first = await ctx.task(note, name)
            rest = await ctx.parallel(ctx.wait(name), ctx.task(note, name.upper()))
            return [first, *rest]

        return await ctx.parallel(inner("a"), inner("b"))

    world = FunctionWorld(flow)
    run = world.run()
    world.answer(run, 2, node_id="wait#2")
    world.answer(run, 1, node_id="wait")
    assert world.result(run) == [["a", 1, "A"], ["b", 2, "B"]]
    assert sorted(CALLS) == ["A", "B", "a", "b"]
    nested = ["1.1.1", "1.1.2.1.1", "1.1.2.2.1", "1.2.1", "1.2.2.1.1", "1.2.2.2.1"]
    assert world.places(run) == nested


def test_what_branches_share_comes_out_the_same_in_a_replay() -> None:
    """The order in which results came decides what is passed on: it must be the recorded one."""

    async def flow(ctx: WorkflowContext) -> Any:
        found: list[str] = []

        async def look(name: str, slowness: int) -> None:
            async def work() -> str:
                await turns(10 * slowness)
                return name

            found.append(await ctx.step(name, work))
            ctx.state.set("last", name)

        await ctx.parallel(look("slow", 9), look("fast", 0), look("middle", 4))
        await ctx.task(note, list(found))
        await ctx.wait("Go on?")
        return [found, ctx.state.get("last")]

    world = FunctionWorld(flow)
    run = world.run()
    assert CALLS == [["fast", "middle", "slow"]]
    world.answer(run)
    assert world.result(run) == [["fast", "middle", "slow"], "slow"]
    assert world.state(run).state == {"last": "slow"}


def test_asyncio_gather_does_for_single_operations() -> None:
    async def flow(ctx: WorkflowContext) -> Any:
        values = await asyncio.gather(ctx.task(note, 1), ctx.wait("Go on?"), ctx.task(note, 2))
        return [values, await ctx.wait("And on?")]

    world = FunctionWorld(flow)
    run = world.run()
    world.answer(run, "a")
    world.answer(run, "b")
    assert world.result(run) == [[1, "a", 2], "b"]
    assert CALLS == [1, 2]


def test_a_retry_in_one_branch_does_not_repeat_the_others() -> None:
    @task(retries=1, backoff=10)
    async def flaky() -> str:
        CALLS.append("flaky")
        if CALLS.count("flaky") == 1:
            raise ValueError("Not yet.")
        return "done"

    async def flow(ctx: WorkflowContext) -> Any:
        return await ctx.parallel(ctx.task(flaky), ctx.task(note, 1), ctx.wait("Go on?"))

    world = FunctionWorld(flow)
    run = world.run()
    assert world.state(run).status == "running"
    world.later(10)
    assert world.state(run).status == "suspended"
    world.answer(run, "yes")
    assert world.result(run) == ["done", 1, "yes"]
    assert CALLS == ["flaky", 1, "flaky"]


def test_work_of_its_own_beside_a_wait_is_let_finish() -> None:
    async def flow(ctx: WorkflowContext) -> Any:
        async def own() -> Any:
            await turns(100)
            return await ctx.task(note, "own")

        return await ctx.parallel(ctx.wait("Go on?"), own())

    world = FunctionWorld(flow)
    run = world.run()
    assert CALLS == ["own"]
    world.answer(run, "yes")
    assert world.result(run) == ["yes", "own"]


def test_a_time_limit_of_ones_own_gives_a_step_up_for_good() -> None:
    async def endless() -> None:
        CALLS.append("endless")
        await asyncio.Event().wait()

    async def flow(ctx: WorkflowContext) -> Any:
        told = []
        for step in (ctx.step("endless", endless), ctx.wait("Anybody?")):
            try:
                async with asyncio.timeout(0.01):
                    await ctx.parallel(step, ctx.step("busy", asyncio.Event().wait()))
            except TimeoutError:
                told.append("given up")
        await ctx.wait("Go on?")
        return told

    world = FunctionWorld(flow)
    run = world.run()
    assert world.steps(run)["wait"] == "failed"
    assert [wait.reason for wait in world.state(run).suspensions.values()] == ["Go on?"]
    world.answer(run)
    assert world.result(run) == ["given up", "given up"]
    assert CALLS == ["endless"]
