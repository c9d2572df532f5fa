"""Claims about a run with very many steps: each done once, and a restart repeats none."""

from __future__ import annotations

from tests.engine.functions.world import FunctionWorld
from workflows.engine.events import NodeStarted
from workflows.engine.functions import WorkflowContext, task
from workflows.engine.state import dump, restore
from workflows.engine.transition.batch import CHECKPOINT_EVERY, _checkpoint_every

CALLS: list[int] = []
STEPS = 2_000


@task
async def plus_one(value: int) -> int:
    CALLS.append(value)
    return value + 1


async def many(ctx: WorkflowContext) -> int:
    value = 0
    for _ in range(STEPS - 1):
        value = await ctx.task(plus_one, value)
    await ctx.wait("Shall it end?")
    return int(await ctx.task(plus_one, value))


def test_of_two_thousand_steps_a_restart_repeats_none() -> None:
    CALLS.clear()
    world = FunctionWorld(many)
    run = world.run()
    assert list(range(STEPS - 1)) == CALLS
    # What another process loads is what a checkpoint holds.
    body = dump(world.state(run))
    assert dump(restore(run, body)) == body
    world.answer(run)
    assert world.result(run) == STEPS
    assert list(range(STEPS)) == CALLS
    starts = [r.event for r in world.log(run) if isinstance(r.event, NodeStarted)]
    assert len(starts) == STEPS + 3  # the wait, and the function twice


def test_checkpoints_become_rarer_as_the_state_grows() -> None:
    world = FunctionWorld(many)
    state = world.state(world.start())
    assert _checkpoint_every(state) == CHECKPOINT_EVERY
    state.activations = dict.fromkeys(range(4_000))  # type: ignore[assignment,arg-type]
    assert 1_000 <= _checkpoint_every(state) <= 4_000
