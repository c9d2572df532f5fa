"""Claims about the run's state, the time, ids and chance within a workflow function."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.engine.functions.world import FunctionWorld
from workflows.engine.functions import WorkflowContext, task


@task
async def note(value: Any) -> Any:
    return value


def test_changes_of_the_state_are_recorded_with_what_comes_next() -> None:
    async def flow(ctx: WorkflowContext) -> Any:
        ctx.state.set("a", 1)
        await ctx.task(note, 1)
        ctx.state.set("b", {"c": 2})
        ctx.state.delete("a")
        await ctx.wait("Go on?")
        ctx.state.set("d", 3)
        return ctx.state.as_dict()

    world = FunctionWorld(flow)
    run = world.run(state={"first": True})
    assert world.state(run).state == {"first": True, "b": {"c": 2}}
    world.answer(run)
    assert world.result(run) == {"first": True, "b": {"c": 2}, "d": 3}
    assert world.state(run).state == world.result(run)


def test_a_value_that_is_read_is_a_copy() -> None:
    async def flow(ctx: WorkflowContext) -> Any:
        given = {"list": [1]}
        ctx.state.set("k", given)
        given["list"].append(2)
        ctx.state.get("k")["list"].append(3)
        ctx.state.get("missing", [])
        return [ctx.state.get("k"), ctx.state.get("missing", "none"), "k" in ctx.state]

    world = FunctionWorld(flow)
    assert world.result(world.run()) == [{"list": [1]}, "none", True]


def test_a_replay_makes_the_same_changes_and_records_none_twice() -> None:
    async def flow(ctx: WorkflowContext) -> Any:
        seen = []
        for number in range(3):
            seen.append(ctx.state.get("count", 0))
            ctx.state.set("count", ctx.state.get("count", 0) + 1)
            await ctx.wait(f"Number {number}?")
        return seen

    world = FunctionWorld(flow)
    run = world.run()
    for _ in range(3):
        world.answer(run)
    assert world.result(run) == [0, 1, 2]
    assert world.state(run).state == {"count": 3}
    changes = [record.event.set for record in world.log(run) if getattr(record.event, "set", None)]  # type: ignore[attr-defined]
    assert changes == [{"count": 1}, {"count": 2}, {"count": 3}]


def test_clear_removes_all_keys() -> None:
    async def flow(ctx: WorkflowContext) -> Any:
        ctx.state.set("a", 1)
        await ctx.task(note, 1)
        ctx.state.clear()
        ctx.state.set("b", 2)

    world = FunctionWorld(flow)
    assert world.state(world.run(state={"z": 0})).state == {"b": 2}


def test_a_value_that_is_not_json_names_its_key() -> None:
    async def flow(ctx: WorkflowContext) -> Any:
        ctx.state.set("found", {"tags": {1, 2}})

    world = FunctionWorld(flow)
    assert "state.found.tags" in world.error(world.run())["message"]


def test_a_patch_is_seen_where_its_wait_returns_in_every_replay() -> None:
    async def flow(ctx: WorkflowContext) -> Any:
        ctx.state.set("limit", 1)
        await ctx.wait("First?")
        seen = [ctx.state.get("limit"), ctx.state.get("extra")]
        ctx.state.set("limit", 7)
        await ctx.wait("Second?")
        return [*seen, ctx.state.get("limit"), ctx.state.get("extra")]

    world = FunctionWorld(flow)
    run = world.run()
    world.answer(run, state={"limit": 5, "extra": [1]})
    assert world.state(run).state == {"limit": 7, "extra": [1]}
    world.answer(run)
    assert world.result(run) == [5, [1], 7, [1]]
    assert world.state(run).state == {"limit": 7, "extra": [1]}


def test_a_change_without_a_step_after_it_is_recorded_when_the_function_rests() -> None:
    async def flow(ctx: WorkflowContext) -> Any:
        async def first() -> None:
            await ctx.wait("First?")
            ctx.state.set("first", "answered")
            await ctx.wait("Later?")

        await ctx.parallel(first(), ctx.wait("Second?"))

    world = FunctionWorld(flow)
    run = world.run()
    world.answer(run, node_id="wait")
    assert world.state(run).state == {"first": "answered"}


def test_the_time_ids_and_chance_are_the_same_in_a_replay() -> None:
    async def flow(ctx: WorkflowContext) -> Any:
        seen = [ctx.now().isoformat(), ctx.uuid(), ctx.random(), await ctx.uuid()]
        await ctx.wait("Go on?")
        assert isinstance(await ctx.now(), datetime)
        return [*seen, ctx.now() - ctx.now() <= timedelta()]

    world = FunctionWorld(flow)
    run = world.run()
    first = {name: world.state(run).outputs[name] for name in ("now", "uuid", "random", "uuid#2")}
    world.clock.forward(60)
    world.answer(run)
    result = world.result(run)
    assert result[:4] == list(first.values())
    assert result[1] != result[3]
    assert 0 <= result[2] < 1
    assert result[4] is True


def test_an_id_is_recorded_before_a_step_carries_it_outside() -> None:
    recorded: list[bool] = []

    async def flow(ctx: WorkflowContext) -> Any:
        key = ctx.uuid()

        async def pay() -> None:
            outputs = world.state(run).outputs
            recorded.append(outputs.get("uuid") == str(key))

        await ctx.step("pay", pay)

    world = FunctionWorld(flow)
    run = world.start()
    world.drain()
    assert recorded == [True]


def test_the_context_tells_of_its_run() -> None:
    async def flow(ctx: WorkflowContext, colour: str = "red") -> Any:
        assert ctx.started_at is not None
        return [ctx.run_id, ctx.workflow, dict(ctx.inputs), ctx.started_by, colour]

    world = FunctionWorld(flow)
    run = world.run({"colour": "blue"}, by="ada")
    assert world.result(run) == [run, "w", {"colour": "blue"}, "ada", "blue"]


@pytest.mark.parametrize("name", ["", " ", "@function", "x" * 101, None])
def test_a_step_needs_a_name(name: Any) -> None:
    async def flow(ctx: WorkflowContext) -> Any:
        await ctx.step(name, lambda: 1)

    world = FunctionWorld(flow)
    assert world.error(world.run())["type"] == "ValueError"
