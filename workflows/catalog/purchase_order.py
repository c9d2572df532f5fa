"""Template: a purchase with offers; the approver fills in what was chosen."""

from .drawing import DemoWorkflow, edge, expr, form, graph, node, number, text

WORKFLOW = DemoWorkflow(
    "purchase-order",
    "Purchase order",
    "A purchase is approved by somebody else than who asks, who also chooses the supplier.",
    graph(
        [
            node(
                "request", "input", "Purchase request", (0, 0.5),
                schema=form(
                    ["item", "price"],
                    item=text("What to buy", minLength=1),
                    price=number("Price", minimum=0),
                    offers=text("Offers", format="textarea"),
                ),
            ),
            node(
                "decide", "approval", "Purchase decision", (1, 0.5),
                title="Buy {{ inputs.item }} for {{ inputs.price }}?",
                instructions="Compare the offers and name the supplier.",
                groups=["managers"],
                forbid_initiator=True,
                due_seconds="3d",
                schema=form(
                    ["supplier"],
                    supplier=text("Supplier", minLength=1),
                    cost_centre=text("Cost centre"),
                ),
            ),
            node(
                "remember", "set_state", "Keep supplier", (2, 0),
                values={"supplier": expr("nodes.decide.data.supplier")},
            ),
            node(
                "order", "template", "Order", (3, 0),
                template="{{ inputs.item }} is ordered from {{ state.supplier }}.",
            ),
            node(
                "refuse", "template", "Refuse", (3, 1),
                template="{{ inputs.item }} is not bought. {{ nodes.decide.comment }}",
            ),
            node("result", "output", "Outcome", (4, 0.5), name="outcome"),
        ],
        [
            edge("request", "decide", data="subject"),
            edge("decide", "remember", action="approved"),
            edge("decide", "refuse", action="rejected"),
            edge("remember", "order"),
            edge("order", "result", data="value"),
            edge("refuse", "result", data="value"),
        ],
    ),
)  # fmt: skip
