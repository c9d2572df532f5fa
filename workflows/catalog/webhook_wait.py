"""A node written by hand that waits for another system to call back; and the example workflow
around it."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from workflows.engine.node import (
    Output,
    ProcessingContext,
    SignalRequest,
    SuspendableNode,
    SuspensionRequest,
)

from .drawing import DemoWorkflow, edge, form, graph, node, text


class WebhookWaitNode(SuspendableNode):
    """Waits until another system posts to an address that is made for this one wait."""

    node_type = "webhook_wait"
    node_title = "Wait for a webhook"
    node_icon = "webhook"
    node_tags = ("webhook", "callback", "payment", "example")
    node_actions = ("received", "timeout")
    node_outputs = {
        "webhook_id": {"type": "string", "title": "Webhook"},
        "payload": {"title": "What came"},
    }

    source: str = Field(min_length=1, title="From", description="Who is expected to call.")

    async def process(self, context: ProcessingContext) -> Output:
        """Have an address made and wait; when the call has come, give what it brought."""
        if not self.is_resuming():
            await self._ask(context)
        saved = await self.get_saved_state()
        output = {"webhook_id": saved["webhook_id"], "payload": saved.get("data")}
        return Output(output, (context.resumed or {}).get("action") or "received")

    async def _ask(self, context: ProcessingContext) -> None:
        request = context.callback()
        await context.callback_url(request)
        self.suspend(
            SuspensionRequest(
                f"Waiting for {self.source}",
                state={"webhook_id": request.webhook_id},
                metadata={"webhook_id": request.webhook_id, "source": self.source},
                kind="callback",
                signal=SignalRequest(request.name),
            )
        )


_ORDER: dict[str, Any] = form(
    ["order"], order=text("Order", minLength=1), amount={"type": "number", "title": "Amount"}
)

WORKFLOW = DemoWorkflow(
    "payment-webhook",
    "Payment by webhook",
    "An order waits until the payment provider calls back, for a week at most.",
    graph(
        [
            node("order", "input", "Order", (0, 0.5), schema=_ORDER),
            node(
                "payment", "webhook_wait", "Payment", (1, 0.5),
                source="the payment provider", timeout_seconds="7d",
            ),
            node(
                "ship", "template", "Ship", (2, 0),
                template="{{ inputs.order }} was paid: {{ nodes.payment.payload }}",
            ),
            node(
                "give_up", "template", "Give up", (2, 1),
                template="{{ inputs.order }} was not paid within a week.",
            ),
            node("result", "output", "Outcome", (3, 0.5), name="outcome"),
        ],
        [
            edge("order", "payment"),
            edge("payment", "ship", action="received"),
            edge("payment", "give_up", action="timeout"),
            edge("ship", "result", data="value"),
            edge("give_up", "result", data="value"),
        ],
    ),
)  # fmt: skip
