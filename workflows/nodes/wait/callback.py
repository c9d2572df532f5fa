"""The ``callback`` node: waits until a program outside posts to an address that is made for this
one wait; addresses and tokens are the adapters'."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from pydantic import Field, StrictBool

from workflows.engine.callbacks import CallbackRequest, without_token
from workflows.engine.durations import parse_duration
from workflows.engine.errors import Permanent, TryAgain
from workflows.engine.events import Json
from workflows.engine.node import (
    Output,
    ProcessingContext,
    SignalRequest,
    SuspendableNode,
    SuspensionRequest,
)

from ..connect.outside import Request, safe_request
from ..fields import FILLED, SETTING, Form
from ..texts import Text, reads_of, render_in
from .events import RECEIVED, TIMEOUT, brought

NOTIFY_SECONDS = 30.0


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
    node_effects = "sends"
    # It only waits: what it makes is an address that nobody knows yet.
    node_held_back = False
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
    signed: StrictBool = Field(
        default=False,
        title="Signed answers only",
        description="What is sent must carry a signature with a key of this installation.",
        json_schema_extra=SETTING,
    )
    notify_url: Text | None = Field(
        default=None,
        max_length=2_000,
        title="Tell this address",
        description="Gets the callback's address by POST before the wait begins.",
    )
    notify_body: dict[str, Any] = Field(
        default_factory=dict,
        title="Tell it also",
        description="Fields beside callback_url, webhook_id, run and reason. "
        "Texts may hold {{ callback_url }}.",
        json_schema_extra=FILLED,
    )

    async def process(self, context: ProcessingContext) -> Output:
        """Have an address made, hand it on if asked to, and wait for the answer."""
        if context.resumed is None:
            self.suspend(await self._request(context))
        return _outcome(context)

    async def _request(self, context: ProcessingContext) -> SuspensionRequest:
        seconds = parse_duration(self.timeout_seconds)
        request = context.callback(self.schema_, seconds, self.signed)
        url = await context.callback_url(request)
        reason = render_in(context, self.wait_reason) or context.title or "Waiting for a callback"
        await self._tell(context, request, url, reason)
        return SuspensionRequest(
            reason,
            # The token is in no event: whoever may have the address gets it when he looks.
            state={"host": url.partition("/hooks/")[0]},
            metadata={"webhook_id": request.webhook_id},
            kind="callback",
            schema=self.schema_,
            signal=SignalRequest(request.name),
        )

    async def _tell(
        self, context: ProcessingContext, request: CallbackRequest, url: str, reason: str
    ) -> None:
        target = render_in(context, self.notify_url or "").strip()
        if not target:
            return
        own = {"callback_url": url, "webhook_id": request.webhook_id, "reason": reason}
        body = {**own, "run": context.run_id, **_rendered(context, self.notify_body, own)}
        # A node's id may hold letters that a header cannot carry.
        headers = {"Idempotency-Key": quote(context.idempotency_key, safe="/")}
        sent = Request("POST", target, headers, json=body, seconds=NOTIFY_SECONDS)
        answer = await asyncio.to_thread(safe_request, sent)
        if answer.status >= 400:
            # What was answered is left out: it may repeat the secret address.
            sentence = f"The address to be told answered {answer.status}."
            raise TryAgain(sentence) if answer.status >= 500 else Permanent(sentence)

    @classmethod
    def expressions_of(cls, properties: Mapping[str, Json]) -> Sequence[tuple[str, str]]:
        """List the nodes that the texts read."""
        found = list(reads_of(properties, ("wait_reason", "notify_url")))
        for text in _texts(properties.get("notify_body")):
            found += [("/notify_body", source) for _, source in reads_of({"text": text}, ("text",))]
        return found


def _outcome(context: ProcessingContext) -> Output:
    resumed = context.resumed or {}
    output = {
        "webhook_id": context.callback().webhook_id,
        "callback_url": without_token(str((context.saved or {}).get("host", ""))),
        "callback_data": brought(resumed),
    }
    return Output(output, resumed["action"] or RECEIVED)


def _rendered(context: ProcessingContext, value: Json, own: Mapping[str, Json]) -> Json:
    """Fill in the texts at any depth."""
    if isinstance(value, str):
        return render_in(context, value, own)
    if isinstance(value, Mapping):
        return {key: _rendered(context, item, own) for key, item in value.items()}
    if isinstance(value, list):
        return [_rendered(context, item, own) for item in value]
    return value


def _texts(value: Json) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, Mapping):
        return [text for item in value.values() for text in _texts(item)]
    return [text for item in value for text in _texts(item)] if isinstance(value, list) else []
