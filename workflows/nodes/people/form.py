"""The ``form`` node: asks people to fill in fields; the schema is checked by the engine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import Field

from workflows.engine.events import Json
from workflows.engine.node import Output, ProcessingContext, SuspensionRequest

from ..fields import Form
from ..texts import Text, render_in
from .asking import TIMEOUT, AskingNode, reads


class FormNode(AskingNode):
    """Asks people to fill in a form, and gives what they filled in."""

    node_type = "form"
    node_title = "Form"
    node_icon = "forms"
    node_tags = ("ask", "fields", "fill in", "input", "data")
    node_actions = (TIMEOUT,)
    node_outputs = {
        "data": {"type": "object", "title": "Filled in"},
        "by": {"type": "string", "title": "Filled in by"},
    }

    title: Text = Field(default="", max_length=500, title="Title")
    schema_: Form | None = Field(
        default=None, alias="schema", title="Form", description="The fields to fill in."
    )
    proposal: Any = Field(
        default=None,
        title="Proposal",
        description="What the form begins with; what is changed in it is kept.",
    )

    @classmethod
    def expressions_of(cls, properties: Mapping[str, Json]) -> Sequence[tuple[str, str]]:
        """List the nodes that title and instructions read."""
        return reads(properties, "title")

    async def process(self, context: ProcessingContext) -> Output:
        """Ask; when resumed, give what was filled in."""
        if context.resumed is None:
            title = render_in(context, self.title) or context.title or "A form to fill in"
            request = SuspensionRequest(
                title,
                kind="form",
                schema=self.schema_,
                options=["submitted"],
                task=await self.task(context, title, proposal=self.proposal),
            )
            self.suspend(request)
        data = {"data": context.resumed["data"], "by": context.resumed["by"]}
        return Output(data, context.resumed["action"])
