"""Template: an order that a shop sends by webhook; the payment provider calls back, and a person
releases what is expensive."""

from .drawing import DemoWorkflow, edge, form, graph, node, number, text

WORKFLOW = DemoWorkflow(
    "shop-order",
    "Shop order",
    "An order comes by webhook and waits for its payment; expensive ones are released by a person.",
    graph(
        [
            node(
                "order", "input", "Order from the shop", (0, 1),
                schema=form(
                    ["order", "amount"],
                    order=text("Order", minLength=1),
                    amount=number("Amount", minimum=0),
                    customer=text("Customer"),
                ),
            ),
            node(
                "payment", "callback", "Payment", (1, 1),
                wait_reason="The payment of {{ inputs.order }}",
                timeout_seconds="7d",
            ),
            node("large", "condition", "Expensive?", (2, 0.5), expression="inputs.amount > 1000.0"),
            node(
                "release", "approval", "Release", (3, 0),
                title="Ship {{ inputs.order }} for {{ inputs.amount }}?",
                instructions="It is paid. Look at the customer and the address before it goes out.",
                groups=["managers"],
                due_seconds="1d",
            ),
            node(
                "ship", "template", "Ship", (4, 0.5),
                template="{{ inputs.order }} is on its way.",
            ),
            node(
                "pay_back", "template", "Pay back", (4, 1.5),
                template="{{ inputs.order }} is paid back. {{ nodes.release.comment }}",
            ),
            node(
                "cancel", "template", "Cancel", (4, 2.5),
                template="{{ inputs.order }} was not paid within a week.",
            ),
            node("result", "output", "Outcome", (5, 1), name="outcome"),
        ],
        [
            edge("order", "payment"),
            edge("payment", "large", action="received"),
            edge("payment", "cancel", action="timeout"),
            edge("large", "release", action="true"),
            edge("large", "ship", action="false"),
            edge("release", "ship", action="approved"),
            edge("release", "pay_back", action="rejected"),
            edge("ship", "result", data="value"),
            edge("pay_back", "result", data="value"),
            edge("cancel", "result", data="value"),
        ],
    ),
)  # fmt: skip
