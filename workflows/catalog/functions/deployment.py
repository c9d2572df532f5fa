"""A deployment: build, ask, wait for the quiet hours, deploy."""

from __future__ import annotations

from workflows.engine.functions import WorkflowContext, task, workflow


@task(retries=2, backoff="2s")
async def build(service: str, version: str) -> str:
    """Build an image and give its name."""
    return f"{service}:{version}"


@task
async def deploy(image: str) -> str:
    """Put an image into service."""
    return f"{image} is in service"


@workflow(name="Deployment approval")
async def deployment_approval(
    ctx: WorkflowContext, service: str, version: str, pause: str = "0s"
) -> dict[str, object]:
    """Builds, asks whether to deploy, and deploys after a pause."""
    image = await ctx.task(build, service, version)
    decision = await ctx.wait_for_user(
        f"Deploy {image}?", "approval", groups=["managers"], skippable=True
    )
    if decision != "approved":
        return {"deployed": False, "decision": decision}
    await ctx.sleep(pause)
    return {"deployed": True, "decision": decision, "told": await ctx.task(deploy, image)}
