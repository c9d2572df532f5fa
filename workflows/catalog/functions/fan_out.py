"""Several sources are asked at the same time; one that fails does not spoil the rest."""

from __future__ import annotations

from workflows.engine.errors import Permanent
from workflows.engine.functions import StepFailed, WorkflowContext, task, workflow


@task
async def ask_source(source: str, question: str) -> str:
    """Ask one source; those named "broken" do not answer."""
    if source.startswith("broken"):
        raise Permanent(f"{source} does not answer.")
    return f"{source} says: {question.rstrip('?')}."


@workflow(name="Multi-source fan-out")
async def multi_source_fan_out(
    ctx: WorkflowContext, question: str, sources: list[str]
) -> dict[str, object]:
    """Asks all sources at once and keeps what came back."""

    async def one(source: str) -> str | None:
        try:
            answer: str = await ctx.task(ask_source, source, question)
        except StepFailed:
            return None
        return answer

    answers = await ctx.parallel(*(one(source) for source in sources))
    return {
        "answers": [answer for answer in answers if answer is not None],
        "silent": [
            source for source, answer in zip(sources, answers, strict=True) if answer is None
        ],
    }
