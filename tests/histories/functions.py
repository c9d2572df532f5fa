"""Workflow functions of recorded runs: their code must stay as it was when they were recorded."""

from __future__ import annotations

from typing import Any

from workflows.engine.functions import WorkflowContext, task, workflow


@task(retries=1, backoff=5)
async def fetch(place: str) -> Any:
    """Give something."""
    return {"from": place}


@workflow
async def research(ctx: WorkflowContext, topic: str = "tea") -> Any:
    """Fetch side by side, ask, wait for time and an event, and sum up."""
    began = ctx.now().isoformat()
    found = await ctx.parallel(ctx.task(fetch, "north"), ctx.task(fetch, "south"))
    if ctx.patched("also-west"):
        found.append(await ctx.task(fetch, "west"))
    ctx.state.set("found", len(found))
    answer = await ctx.wait_for_user(f"Enough about {topic}?", "choice", ["yes", "no"])
    await ctx.sleep("1m")
    told = await ctx.wait_for_event("printed", "7")
    return {"answer": answer, "found": found, "told": told, "began": began}


@workflow
async def parent(ctx: WorkflowContext) -> Any:
    """Run a child and two branches that wait, and stand a failure."""

    async def ask(name: str) -> Any:
        return await ctx.wait(f"Ask {name}")

    both = await ctx.gather(left=ask("left"), right=ask("right"))
    child = await ctx.child("below", {"n": 1})
    return {**both, "child": child}
