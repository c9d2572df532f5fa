"""The ``log`` node: a line in the run's log; the log itself is the engine's."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from workflows.engine.events import Json
from workflows.engine.node import BaseNode, ProcessingContext

from ..fields import SETTING
from ..texts import as_text


class LogNode(BaseNode):
    """Writes a line into the run's log."""

    node_type = "log"
    node_title = "Log"
    node_category = "Data"
    node_icon = "logs"
    node_tags = ("log", "print", "debug", "trace")
    node_outputs = {"message": {"type": "string", "title": "Message"}}
    reads_outputs = "none"

    message: Any = Field(default="", title="Message", json_schema_extra={"format": "multiline"})
    level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", title="Level", json_schema_extra=SETTING
    )

    async def process(self, context: ProcessingContext) -> Json:
        """Write the line; give it on."""
        text = as_text(self.message)
        context.log(text, self.level)
        return text
