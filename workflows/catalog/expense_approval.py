"""Example: an expense is handed in, a manager decides, it is paid or sent back."""

from .drawing import DemoWorkflow, choice, edge, form, graph, node, number, text

WORKFLOW = DemoWorkflow(
    "expense-approval",
    "Expense approval",
    "Somebody hands in an expense, a manager approves or rejects it, and it is paid or sent back.",
    graph(
        [
            node(
                "submit", "input", "Submit expense", (0, 0.5),
                schema=form(
                    ["purpose", "amount"],
                    purpose=text("What it was for", minLength=1),
                    amount=number("Amount", minimum=0),
                    category=choice("Category", "Travel", "Meals", "Equipment", "Other"),
                    notes=text("Notes", format="textarea"),
                ),
            ),
            node(
                "review", "approval", "Manager approval", (1, 0.5),
                title="Approve {{ inputs.amount }} for {{ inputs.purpose }}?",
                instructions="Check the purpose and the amount. Say why when you reject.",
                groups=["managers"],
                due_seconds="2d",
            ),
            node(
                "process", "template", "Pay the expense", (2, 0),
                template="{{ inputs.amount }} for {{ inputs.purpose }} is being paid, "
                "approved by {{ nodes.review.approver }}.",
            ),
            node(
                "reject", "template", "Send it back", (2, 1),
                template="{{ inputs.purpose }} was not approved by {{ nodes.review.approver }}. "
                "{{ nodes.review.comment }}",
            ),
            node("result", "output", "Outcome", (3, 0.5), name="outcome"),
        ],
        [
            edge("submit", "review", data="subject"),
            edge("review", "process", action="approved"),
            edge("review", "reject", action="rejected"),
            edge("process", "result", data="value"),
            edge("reject", "result", data="value"),
        ],
    ),
)  # fmt: skip
