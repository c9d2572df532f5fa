"""Documents are worked through one by one; what is known so far lives in the run's state."""

from __future__ import annotations

from workflows.engine.functions import WorkflowContext, task, workflow


@task
def read_document(name: str) -> dict[str, object]:
    """Read a document."""
    return {"name": name, "pages": len(name)}


@workflow(name="Document processing")
async def document_processing(ctx: WorkflowContext, documents: list[str]) -> dict[str, object]:
    """Reads documents, has the long ones looked at, and counts in the run's state."""
    ctx.state.set("read", 0)
    pages = 0
    for name in documents:
        document = await ctx.task(read_document, name)
        ctx.state.set("read", ctx.state.get("read") + 1)
        if document["pages"] > 12:
            ctx.state.set("current", name)
            looked = await ctx.wait(
                f"{name} is long: look at it",
                schema={"type": "object", "properties": {"keep": {"type": "boolean"}}},
            )
            ctx.state.delete("current")
            if not (looked or {}).get("keep", True):
                continue
        pages += document["pages"]
    return {"read": ctx.state.get("read"), "pages": pages}
