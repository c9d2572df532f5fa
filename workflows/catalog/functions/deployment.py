"""A deployment: build, ask, wait for the quiet hours, deploy, have it looked at by another run."""

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


@task
async def answer_time(service: str) -> int:
    """Give the time in which a service answers, in milliseconds."""
    return 10 * len(service)


@workflow(name="Service check")
async def service_check(ctx: WorkflowContext, service: str) -> dict[str, object]:
    """Looks whether a service answers fast enough."""
    milliseconds = await ctx.task(answer_time, service)
    return {"healthy": milliseconds < 200, "milliseconds": milliseconds}


@workflow(name="Deployment approval")
async def deployment_approval(
    ctx: WorkflowContext, service: str, version: str, pause: str = "0s"
) -> dict[str, object]:
    """Builds, asks whether to deploy, deploys after a pause, and has the service checked."""
    image = await ctx.task(build, service, version)
    decision = await ctx.wait_for_user(
        f"Deploy {image}?", "approval", groups=["managers"], skippable=True
    )
    if decision != "approved":
        return {"deployed": False, "decision": decision}
    await ctx.sleep(pause)
    told = await ctx.task(deploy, image)
    check = await ctx.child(service_check, {"service": service})
    return {"deployed": True, "decision": decision, "told": told, "healthy": check["healthy"]}
