"""Claims about what a function hears while it is executed: answers, timers, stops, the end."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from tests.engine.functions.world import FunctionWorld
from workflows.engine.commands import Resume
from workflows.engine.execution import WorkflowRunner
from workflows.engine.functions import WorkflowContext, task
from workflows.engine.ports import Applied, Work
from workflows.engine.tools import Tools
from workflows.engine.transition import apply, claim

Commit = Callable[[Work], Awaitable[Applied]]


class Hand:
    """Holds one run in a loop, as a worker does."""

    def __init__(self, world: FunctionWorld, commit: Commit | None = None) -> None:
        self.world = world
        (claimed,) = claim(world.ports, "hand", 1, 3_600)
        assert claimed.state is not None
        program = world.store.program("w", 1)
        tools = Tools(now=world.clock)
        self.runner = WorkflowRunner(claimed, "hand", program, commit or self.commit, tools)
        self.runner.start()

    async def commit(self, work: Work) -> Applied:
        return apply(self.world.ports, [work])[0]

    def answer(self, node: str, data: Any) -> None:
        run = self.runner.run_id
        apply(self.world.ports, [Work(run, Resume(data, node_id=node, by="maria"))])

    async def until(self, holds: Callable[[], bool]) -> None:
        for _ in range(500):
            if holds():
                return
            await asyncio.sleep(0.001)
        raise AssertionError("It did not come to that.")


async def test_a_wait_that_is_answered_beside_a_long_step_goes_on_without_a_replay() -> None:
    may_end, passes, order = asyncio.Event(), [], []

    async def long() -> None:
        await may_end.wait()
        order.append("long")

    async def flow(ctx: WorkflowContext) -> Any:
        passes.append(1)

        async def asking() -> None:
            order.append(await ctx.wait("Go on?"))
            order.append(await ctx.step("after", lambda: "after"))

        await ctx.parallel(ctx.step("long", long), asking())

    world = FunctionWorld(flow)
    run = world.start()
    hand = Hand(world)
    await hand.until(lambda: world.steps(run).get("wait") == "suspended")
    hand.answer("wait", "answered")
    await hand.runner.look()
    await hand.until(lambda: order == ["answered", "after"])
    assert world.state(run).status == "running"
    may_end.set()
    await asyncio.wait_for(hand.runner.done.wait(), 5)
    assert order == ["answered", "after", "long"]
    assert passes == [1]
    assert world.state(run).status == "completed"


async def test_a_sleep_and_a_retry_that_come_due_meanwhile_go_on_without_a_replay() -> None:
    may_end, passes, attempts = asyncio.Event(), [], []

    @task(retries=1, backoff=10)
    async def flaky() -> str:
        attempts.append(1)
        if len(attempts) == 1:
            raise ValueError("Not yet.")
        return "done"

    async def flow(ctx: WorkflowContext) -> Any:
        passes.append(1)
        return await ctx.parallel(ctx.step("long", may_end.wait), ctx.sleep(10), ctx.task(flaky))

    world = FunctionWorld(flow)
    run = world.start()
    hand = Hand(world)
    await hand.until(lambda: world.steps(run).get("flaky") == "retrying")
    world.clock.forward(10)
    await hand.runner.look()
    await hand.until(lambda: world.steps(run) == {
        "long": "running", "sleep": "completed", "flaky": "completed",
    })  # fmt: skip
    may_end.set()
    await asyncio.wait_for(hand.runner.done.wait(), 5)
    assert world.result(run) == [True, None, "done"]
    assert passes == [1]


async def test_an_answer_just_before_the_function_rests_wakes_it_again() -> None:
    async def flow(ctx: WorkflowContext) -> Any:
        return await ctx.wait("Go on?")

    world = FunctionWorld(flow)
    run = world.start()
    answered = False

    async def commit(work: Work) -> Applied:
        nonlocal answered
        if not answered and world.steps(run).get("wait") == "suspended":
            # The function is being left; its rest is not recorded yet.
            answered = True
            apply(world.ports, [Work(run, Resume("in time", node_id="wait", by="maria"))])
        return apply(world.ports, [work])[0]

    hand = Hand(world, commit)
    await asyncio.wait_for(hand.runner.done.wait(), 5)
    assert answered
    assert world.result(run) == "in time"


async def test_an_answer_of_the_database_that_is_lost_is_caught_up_with() -> None:
    async def flow(ctx: WorkflowContext) -> Any:
        values = [await ctx.step("a", lambda: 1), *await ctx.parallel(
            ctx.step("b", lambda: 2), ctx.step("c", lambda: 3))]  # fmt: skip
        ctx.state.set("sum", sum(values))
        return [*values, await ctx.step("d", lambda: 4)]

    world = FunctionWorld(flow)
    run = world.start()

    async def commit(work: Work) -> Applied:
        """Commit, lose the answer, and commit the same again, as after a broken connection."""
        apply(world.ports, [work])
        if work.state is not None:
            work.state.seq = -1
        return apply(world.ports, [work])[0]

    hand = Hand(world, commit)
    await asyncio.wait_for(hand.runner.done.wait(), 5)
    assert world.result(run) == [1, 2, 3, 4]
    assert world.state(run).state == {"sum": 6}
    assert world.started(run) == ["a", "b", "c", "d"]


async def test_a_worker_that_ends_lets_steps_end_and_begins_no_other() -> None:
    may_end, begun = asyncio.Event(), []

    async def flow(ctx: WorkflowContext) -> Any:
        begun.append("first")
        await ctx.parallel(ctx.step("first", may_end.wait), ctx.wait("Go on?"))
        begun.append("second")
        return await ctx.step("second", lambda: "done")

    world = FunctionWorld(flow)
    run = world.start()
    hand = Hand(world)
    await hand.until(lambda: world.steps(run).get("wait") == "suspended")
    hand.runner.let_go()
    hand.answer("wait", "yes")
    await hand.runner.look()
    assert hand.runner.running == 1
    may_end.set()
    await hand.until(lambda: hand.runner.running == 0)
    assert world.steps(run) == {"first": "completed", "wait": "running"}
    assert world.statuses(run)["@function"] == "running"
    hand.runner.abandon()
    world.clock.forward(3_601)
    await asyncio.to_thread(world.drain)
    assert world.result(run) == "done"
    assert begun == ["first", "first", "second"]


async def test_a_stop_ends_what_is_being_executed() -> None:
    ended = []

    async def endless() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.append("step")

    async def flow(ctx: WorkflowContext) -> Any:
        try:
            await ctx.parallel(ctx.step("endless", endless), ctx.wait("Go on?"))
        finally:
            ended.append("function")

    world = FunctionWorld(flow)
    run = world.start()
    hand = Hand(world)
    await hand.until(lambda: world.steps(run).get("wait") == "suspended")
    world.stop(run)
    await hand.runner.look()
    await asyncio.wait_for(hand.runner.done.wait(), 5)
    await hand.until(lambda: sorted(ended) == ["function", "step"])
    assert set(world.statuses(run).values()) == {"cancelled"}


async def test_a_commit_that_fails_gives_the_run_up_and_records_nothing_more() -> None:
    commits = 0

    async def flow(ctx: WorkflowContext) -> Any:
        return [await ctx.step("a", lambda: 1), await ctx.step("b", lambda: 2)]

    world = FunctionWorld(flow)
    run = world.start()

    async def commit(work: Work) -> Applied:
        nonlocal commits
        commits += 1
        if commits > 1:
            raise OSError("The database is gone.")
        return apply(world.ports, [work])[0]

    hand = Hand(world, commit)
    await asyncio.wait_for(hand.runner.done.wait(), 5)
    seq = world.state(run).seq
    world.clock.forward(3_601)
    await asyncio.to_thread(world.drain)
    assert world.result(run) == [1, 2]
    assert seq < world.state(run).seq
