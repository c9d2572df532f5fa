"""The ``log`` node: a line in the run's log; the log itself is the engine's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from pydantic import Field

from workflows.engine.events import Json
from workflows.engine.node import BaseNode, ProcessingContext

from ..fields import SETTING
from ..texts import as_text, reads_of, render_in


class LogNode(BaseNode):
    """Writes a line into the run's log."""

    node_type = "log"
    node_title = "Log"
    node_category = "Data"
    node_icon = "logs"
    node_tags = ("log", "print", "debug", "trace")
    node_outputs = {"message": {"type": "string", "title": "Message"}}
    reads_outputs = "none"

    message: Any = Field(default="", title="Message", json_schema_extra={"format": "template"})
    level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", title="Level", json_schema_extra=SETTING
    )

    @classmethod
    def expressions_of(cls, properties: Mapping[str, Json]) -> Sequence[tuple[str, str]]:
        """List the nodes that the message reads."""
        return reads_of(properties, ("message",))

    async def process(self, context: ProcessingContext) -> Json:
        """Write the line; give it on."""
        text = render_in(context, as_text(self.message))
        context.log(text, self.level)
        return text
