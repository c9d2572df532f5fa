"""Workflow functions of tests with real workers, which find them through FERMATA_MODULES."""

from __future__ import annotations

from bench.steps import plus_one
from workflows.engine.functions import WorkflowContext, workflow


@workflow
async def relayed(ctx: WorkflowContext, number: int) -> list[int]:
    """Count side by side, sleep, wait for another run's event, run a child."""
    first = await ctx.parallel(ctx.task(plus_one, number), ctx.task(plus_one, number + 10))
    await ctx.sleep(0.3)
    told = await ctx.wait_for_event("go", str(number))
    child = await ctx.child("pair")
    return [*first, told["sum"], child["b"]]
