"""Claims about runs of functions that failed: what is told, retried, forked."""

from __future__ import annotations

from typing import Any

import pytest

from tests.engine.functions.world import FunctionWorld
from workflows.engine.errors import Refused
from workflows.engine.functions import WorkflowContext, task, workflow

CALLS: list[Any] = []
BROKEN: set[str] = set()


@pytest.fixture(autouse=True)
def _fresh() -> None:
    CALLS.clear()
    BROKEN.clear()


@task
async def work(name: str) -> str:
    CALLS.append(name)
    if name in BROKEN:
        raise ValueError(f"{name} is broken.")
    return name.upper()


async def chain(ctx: WorkflowContext) -> Any:
    return [await ctx.task(work, name) for name in "abc"]


def test_what_the_function_raises_fails_the_run_with_its_traceback() -> None:
    async def flow(ctx: WorkflowContext) -> None:
        await ctx.task(work, "a")
        raise LookupError("Nothing there.")

    world = FunctionWorld(flow)
    run = world.run()
    error = world.error(run)
    assert (error["type"], error["message"]) == ("LookupError", "Nothing there.")
    assert 'raise LookupError("Nothing there.")' in error["traceback"]
    assert "workflows/engine" not in error["traceback"]
    assert world.statuses(run) == {"@function": "failed", "work": "completed"}


def test_a_result_that_is_not_json_fails_the_run_and_names_its_key() -> None:
    async def flow(ctx: WorkflowContext) -> Any:
        return {"values": {1, 2}}

    world = FunctionWorld(flow)
    assert "output.values" in world.error(world.run())["message"]


def test_a_retry_starts_what_failed_and_nothing_that_is_done() -> None:
    BROKEN.add("b")
    world = FunctionWorld(chain)
    run = world.run()
    assert world.error(run)["steps"] == ["work#2"]
    BROKEN.clear()
    world.retry(run)
    assert world.result(run) == ["A", "B", "C"]
    assert CALLS == ["a", "b", "b", "c"]


def test_a_run_may_fail_and_be_retried_again_and_again() -> None:
    BROKEN.add("b")
    world = FunctionWorld(chain)
    run = world.run()
    for _ in range(3):
        world.retry(run)
        assert world.state(run).status == "failed"
    BROKEN.clear()
    world.retry(run)
    assert world.result(run) == ["A", "B", "C"]
    assert CALLS == ["a", "b", "b", "b", "b", "b", "c"]


def test_only_a_failed_run_is_retried() -> None:
    world = FunctionWorld(chain)
    run = world.run()
    with pytest.raises(Refused):
        world.retry(run)


def test_a_retry_after_a_fault_of_the_code_itself_repeats_no_step() -> None:
    async def flow(ctx: WorkflowContext) -> Any:
        value = await ctx.task(work, "a")
        if "code" in BROKEN:
            raise RuntimeError("A fault of the code.")
        return value

    BROKEN.add("code")
    world = FunctionWorld(flow)
    run = world.run()
    BROKEN.clear()
    world.retry(run)
    assert world.result(run) == "A"
    assert CALLS == ["a"]


def test_a_retry_starts_all_branches_that_failed() -> None:
    async def flow(ctx: WorkflowContext) -> Any:
        return await ctx.parallel(*(ctx.task(work, name) for name in "abc"))

    BROKEN.update("ac")
    world = FunctionWorld(flow)
    run = world.run()
    BROKEN.clear()
    world.retry(run)
    assert world.result(run) == ["A", "B", "C"]
    assert CALLS == ["a", "b", "c", "a", "c"]


def test_a_failure_behind_another_error_is_found() -> None:
    async def flow(ctx: WorkflowContext) -> Any:
        try:
            return await ctx.task(work, "a")
        except ValueError as error:
            raise RuntimeError("The order failed.") from error

    BROKEN.add("a")
    world = FunctionWorld(flow)
    run = world.run()
    error = world.error(run)
    assert (error["type"], error["steps"]) == ("RuntimeError", ["work"])
    BROKEN.clear()
    world.retry(run)
    assert world.result(run) == "A"


def test_what_was_done_because_of_a_failure_is_forgotten_by_its_retry() -> None:
    async def flow(ctx: WorkflowContext) -> Any:
        try:
            value = await ctx.task(work, "a")
        except ValueError:
            await ctx.task(work, "undo")
            raise
        return [value, await ctx.task(work, "b"), await ctx.wait("Go on?")]

    BROKEN.add("a")
    world = FunctionWorld(flow)
    run = world.run()
    assert CALLS == ["a", "undo"]
    BROKEN.clear()
    world.retry(run)
    world.answer(run, "yes")
    assert world.result(run) == ["A", "B", "yes"]
    assert CALLS == ["a", "undo", "a", "b"]


def test_what_other_branches_did_meanwhile_is_not_forgotten() -> None:
    async def flow(ctx: WorkflowContext) -> Any:
        async def other() -> Any:
            await ctx.wait("First?")
            return await ctx.task(work, "other")

        return await ctx.parallel(ctx.task(work, "a"), other())

    BROKEN.add("a")
    world = FunctionWorld(flow)
    run = world.run()
    world.answer(run)
    assert world.state(run).status == "failed"
    BROKEN.clear()
    world.retry(run)
    assert world.result(run) == ["A", "OTHER"]
    assert CALLS == ["a", "other", "a"]


def test_a_failure_that_was_handled_stays_as_it_is() -> None:
    async def flow(ctx: WorkflowContext) -> Any:
        try:
            first = await ctx.task(work, "a")
        except ValueError:
            first = "instead"
        await ctx.wait("Go on?")
        return [first, await ctx.task(work, "b")]

    BROKEN.update("ab")
    world = FunctionWorld(flow)
    run = world.run()
    world.answer(run)
    assert world.state(run).status == "failed"
    BROKEN.clear()
    world.retry(run)
    assert world.result(run) == ["instead", "B"]
    assert CALLS == ["a", "b", "b"]


def test_a_retry_opens_the_wait_again_whose_time_was_over() -> None:
    async def flow(ctx: WorkflowContext) -> Any:
        return await ctx.wait("Quick!", timeout_seconds=5)

    world = FunctionWorld(flow)
    run = world.run()
    world.later(5)
    assert world.state(run).status == "failed"
    world.retry(run)
    assert world.state(run).status == "suspended"
    world.answer(run, "there")
    assert world.result(run) == "there"


@workflow
async def helper(ctx: WorkflowContext) -> Any:
    return [await ctx.task(work, "done"), await ctx.task(work, "child")]


def test_a_retry_goes_on_with_the_child_that_failed() -> None:
    async def flow(ctx: WorkflowContext) -> Any:
        return await ctx.child(helper)

    BROKEN.add("child")
    world = FunctionWorld(flow, helper)
    run = world.run()
    assert "child is broken" in world.error(run)["message"]
    BROKEN.clear()
    world.retry(run)
    assert world.result(run) == ["DONE", "CHILD"]
    assert CALLS == ["done", "child", "child"]
    assert len(world.store.runs) == 2


def test_a_failed_function_counts_as_done_by_hand() -> None:
    BROKEN.add("b")
    world = FunctionWorld(chain)
    run = world.run()
    world.retry(run, reason="Known.", by_hand={"@function": {"do": "complete", "output": 7}})
    assert world.result(run) == 7


def test_so_does_a_failed_step() -> None:
    BROKEN.add("b")
    world = FunctionWorld(chain)
    run = world.run()
    world.retry(run, reason="By phone.", by_hand={"work#2": {"do": "complete", "output": "B!"}})
    assert world.result(run) == ["A", "B!", "C"]
    assert CALLS == ["a", "b", "c"]


async def asking(ctx: WorkflowContext, name: str = "a") -> Any:
    first = await ctx.task(work, name)
    ctx.state.set("first", first)
    answer = await ctx.wait("Go on?")
    second = await ctx.task(work, "b")
    return [first, ctx.state.get("limit"), answer, second]


def test_a_fork_takes_over_what_is_done_and_opens_its_own_wait() -> None:
    world = FunctionWorld(asking)
    run = world.run()
    fork = world.fork(run)
    world.answer(fork, "fork")
    world.answer(run, "run")
    assert world.result(fork) == ["A", None, "fork", "B"]
    assert world.result(run) == ["A", None, "run", "B"]
    assert CALLS == ["a", "b", "b"]


def test_a_fork_sees_its_change_of_the_state_after_all_that_it_took_over() -> None:
    world = FunctionWorld(asking)
    run = world.run()
    fork = world.fork(run, state={"limit": 5, "first": "forked"})
    assert world.state(fork).state == {"first": "A", "limit": 5}
    again = world.fork(fork, state={"limit": 6})
    world.answer(fork, "yes")
    world.answer(again, "no")
    assert world.result(fork) == ["A", 5, "yes", "B"]
    assert world.result(again) == ["A", 6, "no", "B"]


def test_a_fork_before_the_first_step_begins_with_its_change() -> None:
    world = FunctionWorld(asking)
    run = world.start()
    fork = world.fork(run, state={"limit": 5})
    world.answer(fork, "yes")
    assert world.result(fork) == ["A", 5, "yes", "B"]


def test_a_fork_may_change_what_a_step_gave_and_what_the_run_was_given() -> None:
    world = FunctionWorld(asking)
    run = world.run()
    fork = world.fork(run, outputs={"work": "other"}, inputs={"name": "z"})
    world.answer(fork, "yes")
    assert world.result(fork) == ["other", None, "yes", "B"]
    assert CALLS == ["a", "b"]


def test_a_fork_of_a_failed_run_does_what_failed_again() -> None:
    BROKEN.add("b")
    world = FunctionWorld(chain)
    run = world.run()
    seq = next(r.seq for r in world.log(run) if getattr(r.event, "error", None)) - 1
    BROKEN.clear()
    assert world.result(world.fork(run, seq=seq)) == ["A", "B", "C"]
    assert CALLS == ["a", "b", "b", "c"]
