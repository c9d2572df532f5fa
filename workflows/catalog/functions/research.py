"""A research pipeline: search, ask whether that is enough, and write a summary."""

from __future__ import annotations

from workflows.engine.functions import WorkflowContext, task, workflow


@task
async def search(topic: str, page: int = 1) -> list[str]:
    """Find what is known about a topic."""
    return [f"{topic}: finding {number}" for number in range(page * 2 - 1, page * 2 + 1)]


@task
def summarize(findings: list[str]) -> str:
    """Write down in one text what was found."""
    return "\n".join(f"- {finding}" for finding in findings)


@workflow(name="Research pipeline")
async def research_pipeline(ctx: WorkflowContext, topic: str, rounds: int = 3) -> dict[str, object]:
    """Searches in rounds until somebody says that it is enough, and summarizes."""
    findings: list[str] = []
    for page in range(1, rounds + 1):
        findings += await ctx.task(search, topic, page=page)
        answer = await ctx.wait_for_user(
            f"{len(findings)} findings about {topic}. Go on searching?",
            "choice",
            ["more", "enough"],
        )
        if answer == "enough":
            break
    return {"findings": len(findings), "summary": await ctx.task(summarize, findings)}
