"""Workflows and their versions, for programs that look at them or publish them."""

from __future__ import annotations

from .asking import Object, each, look, part, say
from .exchange import Stream, Talk
from .shapes import Version, Workflow


def workflows(q: str | None = None) -> Stream[Workflow]:
    """Give the workflows by name; ``q`` are words in name or slug."""
    return each("workflows/", Workflow, {"q": q})


def workflow(slug: str) -> Talk[Workflow]:
    """Look at a workflow with its draft."""
    return look(f"workflows/{part(slug)}/", Workflow)


def create_workflow(
    name: str, graph: Object | None = None, slug: str | None = None, description: str | None = None
) -> Talk[Workflow]:
    """Create a workflow with a draft; without a slug one is made from the name."""
    body = {"name": name, "graph": graph, "slug": slug, "description": description}
    return say("workflows/", Workflow, body)


def publish(slug: str, note: str = "") -> Talk[Version]:
    """Publish the draft of a workflow; an unchanged one gives the version that there is."""
    return say(f"workflows/{part(slug)}/versions/", Version, {"note": note}, repeatable=True)
