"""Template: refunds; small ones by themselves, large ones by a person."""

from .drawing import DemoWorkflow, edge, expr, form, graph, node, number, text

WORKFLOW = DemoWorkflow(
    "refund",
    "Refund",
    "Small refunds are paid at once, others after an approval, large ones after two.",
    graph(
        [
            node(
                "request", "input", "Refund request", (0, 1),
                schema=form(
                    ["order", "amount"],
                    order=text("Order", minLength=1),
                    amount=number("Amount", minimum=0),
                    reason=text("Reason", format="textarea"),
                ),
            ),
            node(
                "size", "switch", "How much?", (1, 1),
                cases=[
                    {"when": "inputs.amount <= 50.0", "action": "small"},
                    {"when": "inputs.amount <= 500.0", "action": "medium"},
                ],
                default="large",
            ),
            node(
                "one", "approval", "One approval", (2, 1),
                title="Refund {{ inputs.amount }} for {{ inputs.order }}?",
                subject=expr("inputs"),
                groups=["managers"],
                due_seconds="1d",
            ),
            node(
                "two", "approval", "Two approvals", (2, 2),
                title="Refund {{ inputs.amount }} for {{ inputs.order }}?",
                subject=expr("inputs"),
                instructions="Two people must approve this amount.",
                groups=["managers"],
                quorum=2,
                due_seconds="1d",
            ),
            node(
                "pay", "template", "Pay back", (3, 0.5),
                template="{{ inputs.amount }} for {{ inputs.order }} is being paid back.",
            ),
            node(
                "decline", "template", "Decline", (3, 1.5),
                template="No refund for {{ inputs.order }}.",
            ),
            node("result", "output", "Outcome", (4, 1), name="outcome"),
        ],
        [
            edge("request", "size"),
            edge("size", "pay", action="small"),
            edge("size", "one", action="medium"),
            edge("size", "two", action="large"),
            edge("one", "pay", action="approved"),
            edge("one", "decline", action="rejected"),
            edge("two", "pay", action="approved"),
            edge("two", "decline", action="rejected"),
            edge("pay", "result", data="value"),
            edge("decline", "result", data="value"),
        ],
    ),
)  # fmt: skip
