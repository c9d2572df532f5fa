"""The ``template`` node: a text with values put in; how that is done is in ``texts``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import Field

from workflows.engine.events import Json
from workflows.engine.node import BaseNode, ProcessingContext

from ..texts import reads_of, render_in


class TemplateNode(BaseNode):
    """Writes a text with values put in where it says {{ name }}."""

    node_type = "template"
    node_title = "Template"
    node_category = "Data"
    node_icon = "template"
    node_tags = ("text", "message", "compose", "mail", "format")
    node_outputs = {"text": {"type": "string", "title": "Text"}}
    reads_outputs = "none"

    template: str = Field(
        title="Text",
        description=(
            "{{ name }} is replaced by that value; {{ inputs.amount }} and "
            "{{ nodes.review.comment }} reach inputs and earlier steps. "
            "What is missing stays empty."
        ),
        max_length=50_000,
        json_schema_extra={"format": "template", "x-port": False},
    )
    values: dict[str, Any] = Field(
        default_factory=dict, title="Values", description="Values that the text may name."
    )

    async def process(self, context: ProcessingContext) -> Json:
        """Write the text."""
        return render_in(context, self.template, self.values)

    @classmethod
    def expressions_of(cls, properties: Mapping[str, Json]) -> Sequence[tuple[str, str]]:
        """List the nodes that the text reads."""
        return reads_of(properties, ("template",))
