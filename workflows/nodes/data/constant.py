"""The ``constant`` node: a fixed value; computed ones are ``transform``'s."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from workflows.engine.events import Json
from workflows.engine.node import BaseNode, ProcessingContext


class ConstantNode(BaseNode):
    """Gives a fixed value: a text, a number, a list or an object."""

    node_type = "constant"
    node_title = "Constant"
    node_category = "Data"
    node_icon = "braces"
    node_tags = ("fixed value", "literal", "number", "text")
    node_outputs = {"value": {"title": "Value"}}
    reads_outputs = "none"

    value: Any = Field(default=None, title="Value")

    async def process(self, context: ProcessingContext) -> Json:
        """Give the value."""
        return self.value
