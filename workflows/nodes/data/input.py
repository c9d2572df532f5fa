"""The ``input`` node: where a run's inputs enter the graph; they are checked elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import Field

from workflows.engine.events import Json
from workflows.engine.node import BaseNode, ProcessingContext

from ..fields import Form


class InputNode(BaseNode):
    """Where a run starts: gives what was filled in to start it."""

    node_type = "input"
    node_title = "Input"
    node_category = "Data"
    node_icon = "login"
    node_tags = ("start", "begin", "form", "trigger", "request")
    reads_outputs = "none"

    schema_: Form | None = Field(
        default=None,
        alias="schema",
        title="Form",
        description="The fields that are asked for when a run is started.",
    )

    async def process(self, context: ProcessingContext) -> Json:
        """Give the run's inputs."""
        return dict(context.inputs)

    @classmethod
    def outputs_of(cls, properties: Mapping[str, Json]) -> Mapping[str, Any] | None:
        """Give one port a field of the form."""
        schema = properties.get("schema")
        fields = schema.get("properties") if isinstance(schema, Mapping) else None
        if not isinstance(fields, Mapping) or len(fields) < 2:
            # A lone port would stand for the whole output, which is an object here.
            return None
        return {name: item for name, item in fields.items() if isinstance(item, Mapping)}
