"""Steps with names of their own: the same name twice is two steps, also in a loop."""

from __future__ import annotations

from workflows.engine.functions import WorkflowContext, workflow


@workflow(name="Named steps")
async def named_steps(ctx: WorkflowContext, words: list[str]) -> list[str]:
    """Turns each word into capitals, one step a word, after a pause in the middle."""

    async def loud(word: str) -> str:
        return word.upper()

    made = [await ctx.step("shout", loud(word)) for word in words]
    await ctx.wait("Look at the words so far")
    return [*made, await ctx.step("shout", loud("the end"))]
