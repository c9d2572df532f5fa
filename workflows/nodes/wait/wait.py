"""The ``wait`` node: stands still until somebody, or a program, resumes the run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from pydantic import Field

from workflows.engine.events import Json
from workflows.engine.node import Output, ProcessingContext, SuspendableNode

from ..fields import SETTING, Form
from ..texts import Text, reads_of, render_in


class WaitNode(SuspendableNode):
    """Waits until somebody resumes the run, with an answer if a form asks for one."""

    node_type = "wait"
    node_title = "Wait"
    node_icon = "hourglass"
    node_tags = ("pause", "suspend", "hold", "resume", "manual")
    node_outputs = {
        "data": {"title": "Answer"},
        "resumed_at": {"type": "string", "format": "date-time", "title": "Resumed at"},
        "waited_seconds": {"type": "number", "title": "Seconds waited"},
        "reason": {"type": "string", "title": "Reason"},
    }
    reads_outputs = "none"

    wait_reason: Text = Field(
        default="",
        max_length=1_000,
        title="What is waited for",
        description="Shown to those who look after the run.",
    )
    metadata: dict[str, Any] = Field(
        default_factory=dict, title="Facts", description="Shown beside the reason."
    )
    schema_: Form | None = Field(
        default=None,
        alias="schema",
        title="Form",
        description="The fields of the answer that ends the wait.",
        json_schema_extra=SETTING,
    )

    async def process(self, context: ProcessingContext) -> Output:
        """Suspend; when resumed, give the answer and leave by the action it named."""
        resumed = context.resumed
        if resumed is None:
            reason = (
                render_in(context, self.wait_reason) or context.title or "Waiting to be resumed"
            )
            await self.suspend_workflow(reason, {}, self.metadata, schema=self.schema_)
        return Output(
            {
                "data": resumed["data"],
                "resumed_at": resumed["at"],
                "waited_seconds": seconds_between(resumed["opened_at"], resumed["at"]),
                "reason": resumed["reason"],
            },
            resumed["action"],
        )

    @classmethod
    def expressions_of(cls, properties: Mapping[str, Json]) -> Sequence[tuple[str, str]]:
        """List the nodes that the reason reads."""
        return reads_of(properties, ("wait_reason",))


def seconds_between(start: Json, end: Json) -> float:
    """Give the seconds from one ISO 8601 time to a later one."""
    span = datetime.fromisoformat(end) - datetime.fromisoformat(start)
    return max(round(span.total_seconds(), 3), 0.0)
