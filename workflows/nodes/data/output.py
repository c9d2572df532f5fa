"""The ``output`` node: a named part of the run's result, which the engine puts together."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from workflows.engine.events import Json
from workflows.engine.node import BaseNode, ProcessingContext

from ..fields import SETTING


class OutputNode(BaseNode):
    """Puts a value under a name into the run's result."""

    node_type = "output"
    node_title = "Output"
    node_category = "Data"
    node_icon = "logout"
    node_tags = ("result", "end", "finish", "return")
    node_outputs = {"name": {"type": "string", "title": "Name"}, "value": {"title": "Value"}}
    reads_outputs = "none"

    name: str = Field(
        default="result",
        min_length=1,
        max_length=100,
        title="Name",
        description="Under this name the value stands in the result.",
        json_schema_extra=SETTING,
    )
    value: Any = Field(default=None, title="Value")

    async def process(self, context: ProcessingContext) -> Json:
        """Give the name and the value, from which the engine makes the run's result."""
        return {"name": self.name, "value": self.value}
