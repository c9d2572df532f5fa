"""The measured node and function: as little work as possible, so that the engine is measured."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

from workflows.engine.functions import WorkflowContext, task, workflow
from workflows.engine.node import BaseNode, ProcessingContext


class AddOne(BaseNode):
    """Gives its value plus one."""

    node_type = "bench.add_one"

    value: int = 0

    async def process(self, context: ProcessingContext) -> int:
        """Add one."""
        return self.value + 1


class Slow(BaseNode):
    """Takes 20 ms, and leaves a line that it was executed."""

    node_type = "bench.slow"

    async def process(self, context: ProcessingContext) -> None:
        """Sleep."""
        with executed_file().open("a") as file:
            file.write(f"{context.run_id}/{context.node_id}\n")
        await asyncio.sleep(0.02)


def executed_file() -> Path:
    """Give where steps leave their lines."""
    return Path(os.environ["FERMATA_HOME"]) / "executed"


@task
async def plus_one(value: int) -> int:
    """Add one."""
    return value + 1


@workflow
async def many_steps(ctx: WorkflowContext, steps: int) -> int:
    """Do so many steps one after the other, with a wait before the last."""
    value = 0
    for _ in range(steps - 1):
        value = await ctx.task(plus_one, value)
    await ctx.wait("Shall it end?")
    return int(await ctx.task(plus_one, value))
