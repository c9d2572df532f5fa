"""Claims about workers that die: after any commit another goes on, nothing is recorded twice."""

from __future__ import annotations

import random
from collections import Counter
from typing import Any

import pytest

from tests.engine.functions.world import FunctionWorld, crash_after
from workflows.engine.events import NodeCompleted, NodeStarted
from workflows.engine.functions import WorkflowContext, current_step, task, workflow
from workflows.engine.program import BODY

DONE: Counter[str] = Counter()


@pytest.fixture(autouse=True)
def _fresh() -> None:
    DONE.clear()


@task(retries=1, backoff=5)
async def work(name: str, broken: bool = False) -> str:
    info = current_step()
    assert info is not None
    DONE[info.node_id] += 1
    if broken and info.attempt == 1:
        raise ValueError("Not yet.")
    return name.upper()


@task
def in_a_thread(name: str) -> str:
    return name * 2


@workflow
async def below(ctx: WorkflowContext, name: str) -> str:
    return str(await ctx.task(work, name))


async def flow(ctx: WorkflowContext) -> Any:
    first = await ctx.task(work, "first")
    ctx.state.set("first", first)
    key = ctx.uuid()
    second = await ctx.parallel(
        ctx.task(work, "a", broken=True),
        ctx.wait("Go on?"),
        ctx.map(lambda name: ctx.task(work, name), ["x", "y"]),
        ctx.task(in_a_thread, "t"),
    )
    await ctx.sleep(5)
    child = await ctx.child(below, {"name": "child"})
    ctx.state.set("second", second)
    await ctx.emit("done", key=run_key(ctx))
    return [first, second, child, await ctx.task(work, key) == key.upper()]


def run_key(ctx: WorkflowContext) -> str:
    return ctx.run_id


EXPECTED = ["FIRST", ["A", "yes", ["X", "Y"], "tt"], "CHILD", True]


def finish(world: FunctionWorld, run: str) -> None:
    """Let a healthy worker and a person bring the run to its end."""
    for _ in range(20):
        # The lease of the dead ends.
        world.later(3_600)
        if world.state(run).finished:
            return
        for wait in world.state(run).suspensions.values():
            if wait.kind == "wait":
                world.answer(run, "yes", suspension=wait.id)


def check(world: FunctionWorld, run: str) -> None:
    assert world.result(run) == EXPECTED
    assert world.state(run).state["second"] == EXPECTED[1]
    events = [record.event for record in world.log(run)]
    completed = Counter(e.node_id for e in events if isinstance(e, NodeCompleted))
    assert set(completed.values()) == {1}
    begun = Counter(e.node_id for e in events if isinstance(e, NodeStarted) and e.step)
    assert set(begun.values()) == {1}
    places = world.places(run)
    assert len(places) == len(set(places))


def test_without_a_crash_each_step_is_done_once() -> None:
    world = FunctionWorld(flow, below)
    run = world.run()
    finish(world, run)
    check(world, run)
    assert DONE["work"] == 2  # of the run and of the one below
    assert world.state(run).activations["work#2"].attempt == 2


@pytest.mark.parametrize("commits", range(40))
def test_a_worker_may_die_after_any_commit(commits: int) -> None:
    world = FunctionWorld(flow, below)
    run = world.start()
    crash_after(world, commits)
    finish(world, run)
    check(world, run)


@pytest.mark.parametrize("seed", range(60))
def test_workers_may_die_again_and_again(seed: int) -> None:
    dice = random.Random(seed)
    world = FunctionWorld(flow, below)
    run = world.start()
    for _ in range(12):
        # Not after a claim alone: five of those in a row end a run.
        crash_after(world, dice.choice([0, 2, 3, 4, 5]))
        # Less than a lease: the dead one's run is not free yet; more: it is.
        world.clock.forward(dice.choice([1, 5, 3_601]))
        waits = [w for w in world.state(run).suspensions.values() if w.kind == "wait"]
        if waits and dice.random() < 0.5:
            world.resume(run, "yes", suspension=waits[0].id)
    finish(world, run)
    check(world, run)


def test_a_step_that_was_under_way_keeps_its_key_when_it_is_done_again() -> None:
    keys: list[str] = []

    async def paying(ctx: WorkflowContext) -> Any:
        async def pay() -> None:
            info = current_step()
            assert info is not None
            keys.append(info.idempotency_key)

        await ctx.step("pay", pay)

    world = FunctionWorld(paying)
    run = world.start()
    crash_after(world, 1)  # the claim; the step is done, and not recorded
    finish(world, run)
    assert world.state(run).status == "completed"
    assert keys == [f"{run}/pay/1"] * 2


def test_a_run_that_takes_its_worker_down_each_time_is_parked() -> None:
    async def endless(ctx: WorkflowContext) -> Any:
        await ctx.step("boom", lambda: None)

    world = FunctionWorld(endless)
    run = world.start()
    for _ in range(7):
        crash_after(world, 1)
        world.clock.forward(3_601)
    world.drain()
    error = world.error(run)
    assert error["type"] == "NeedsAttention"
    assert "Endless" in error["message"]
    assert world.statuses(run)[BODY] == "cancelled"
