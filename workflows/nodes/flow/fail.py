"""The ``fail`` node: ends in failure on purpose; what a failure means is the engine's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import Field, StrictBool

from workflows.engine.errors import NodeError
from workflows.engine.events import Json
from workflows.engine.node import BaseNode, ProcessingContext

from ..texts import as_text, reads_of, render_in


class Failed(NodeError):
    """The workflow says that it failed; a retry policy applies, for ``when`` may have changed."""

    code = "failed"


class FailNode(BaseNode):
    """Fails with a message, always or while something holds."""

    node_type = "fail"
    node_title = "Fail"
    node_category = "Flow"
    node_icon = "circle-x"
    node_tags = ("error", "stop", "raise", "abort", "reject")
    node_outputs = {}
    reads_outputs = "none"

    message: Any = Field(
        default="The workflow failed.", title="Message", json_schema_extra={"format": "template"}
    )
    when: StrictBool = Field(
        default=True, title="Fail", description="Yes, no, or an expression that decides."
    )

    @classmethod
    def expressions_of(cls, properties: Mapping[str, Json]) -> Sequence[tuple[str, str]]:
        """List the nodes that the message reads."""
        return reads_of(properties, ("message",))

    async def process(self, context: ProcessingContext) -> Json:
        """Fail while ``when`` is true; else give nothing and go on."""
        if self.when:
            told = render_in(context, as_text(self.message))
            raise Failed(told or "The workflow failed.")
        return None
