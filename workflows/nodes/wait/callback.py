"""The ``callback`` node: waits until a program outside posts to an address that is made for this
one wait; addresses and tokens are the adapters'."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pydantic import Field

from workflows.engine.durations import parse_duration
from workflows.engine.events import Json
from workflows.engine.node import (
    Output,
    ProcessingContext,
    SignalRequest,
    SuspendableNode,
    SuspensionRequest,
)

from ..fields import SETTING, Form
from ..texts import Text, reads_of, render_in
from .events import RECEIVED, TIMEOUT, brought


class CallbackNode(SuspendableNode):
    """Waits until a program outside answers at an address that is made for this wait."""

    node_type = "callback"
    node_title = "Wait for callback"
    node_icon = "webhook"
    node_tags = ("webhook", "callback", "external", "http", "wait for program", "hook")
    node_actions = (RECEIVED, TIMEOUT)
    node_outputs = {
        "webhook_id": {"type": "string", "title": "Callback id"},
        "callback_url": {"type": "string", "title": "Address (without its secret)"},
        "callback_data": {"title": "What was sent"},
    }
    reads_outputs = "none"

    wait_reason: Text = Field(
        default="",
        max_length=1_000,
        title="What is waited for",
        description="Shown to those who look after the run.",
    )
    schema_: Form | None = Field(
        default=None,
        alias="schema",
        title="Form of the answer",
        description="What is sent must fit; anything else is refused and may be sent again.",
        json_schema_extra=SETTING,
    )

    async def process(self, context: ProcessingContext) -> Output:
        """Have an address made, and wait for the answer."""
        if context.resumed is None:
            self.suspend(await self._request(context))
        return _outcome(context)

    async def _request(self, context: ProcessingContext) -> SuspensionRequest:
        request = context.callback(self.schema_, parse_duration(self.timeout_seconds))
        url = await context.callback_url(request)
        reason = render_in(context, self.wait_reason) or context.title or "Waiting for a callback"
        return SuspensionRequest(
            reason,
            # The token is in no event: whoever may have the address gets it when he looks.
            state={"callback_url": without_token(url)},
            metadata={"webhook_id": request.webhook_id},
            kind="callback",
            schema=self.schema_,
            signal=SignalRequest(request.name),
        )

    @classmethod
    def expressions_of(cls, properties: Mapping[str, Json]) -> Sequence[tuple[str, str]]:
        """List the nodes that the texts read."""
        return reads_of(properties, ("wait_reason",))


def without_token(url: str) -> str:
    """Give an address whose last part, the secret, is left out."""
    return f"{url.rstrip('/').rpartition('/')[0]}/…/"


def _outcome(context: ProcessingContext) -> Output:
    resumed = context.resumed or {}
    output = {
        "webhook_id": context.callback().webhook_id,
        "callback_url": (context.saved or {}).get("callback_url"),
        "callback_data": brought(resumed),
    }
    return Output(output, resumed["action"] or RECEIVED)
