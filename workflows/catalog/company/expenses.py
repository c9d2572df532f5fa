"""Expense claims: small ones are paid at once, the others go to a manager, large ones to finance
as well."""

from ..drawing import DemoWorkflow, choice, edge, expr, form, graph, node, number, text
from .places import BOARD, CURRENCIES, FINANCE, MANAGERS, OFFICE

PAID_AT_ONCE = 50
LARGE = 1_000

_CLAIM = form(
    ["employee", "purpose", "amount", "currency"],
    employee=text("Employee", minLength=1),
    purpose=text("What it was for", minLength=1),
    amount=number("Amount", exclusiveMinimum=0),
    currency=choice("Currency", *CURRENCIES, default="EUR"),
    category=choice("Category", "Travel", "Meals", "Equipment", "Training", "Trade fair", "Other"),
    cost_centre=text("Cost centre"),
    spent_on=text("Spent on", format="date"),
    receipt=text("Receipt", format="file"),
    notes=text("Notes", format="textarea"),
)

WORKFLOW = DemoWorkflow(
    "expense-claim",
    "Expense claim",
    "Claims up to 50 are paid at once, larger ones need a manager, and above 1,000 finance as "
    "well; what managers leave lying goes to the board.",
    graph(
        [
            node("claim", "input", "Hand in claim", (0, 0), schema=_CLAIM),
            node(
                "limit", "switch", "How much is it?", (1, 0),
                cases=[{"when": f"double(inputs.amount) <= {PAID_AT_ONCE}.0", "action": "small"}],
                default="usual",
            ),
            node(
                "manager", "approval", "Manager approval", (2, 1),
                title="Reimburse {{ inputs.employee }} {{ inputs.amount }} {{ inputs.currency }} "
                "for {{ inputs.purpose }}?",
                instructions="Compare the claim with its receipt. Say why when you reject it.",
                subject=expr("inputs"),
                groups=[MANAGERS],
                forbid_initiator=True,
                comment_on_reject=True,
                due_seconds="2d",
                calendar=OFFICE,
                escalations=[{"after_seconds": "5d", "groups": [BOARD]}],
            ),
            node(
                "large", "condition", "Is it above the limit?", (3, 1),
                expression=f"double(inputs.amount) > {LARGE}.0",
            ),
            node(
                "finance", "approval", "Finance approval", (4, 2),
                title="Release {{ inputs.amount }} {{ inputs.currency }} to "
                "{{ inputs.employee }} for {{ inputs.purpose }}?",
                instructions="A manager has agreed. Check the cost centre and the receipt; type "
                "the amount to release it.",
                subject=expr("inputs"),
                groups=[FINANCE],
                forbid_initiator=True,
                priority="high",
                comment_on_reject=True,
                confirm="{{ inputs.amount }}",
                due_seconds="1d",
                calendar=OFFICE,
                escalations=[{"after_seconds": "3d", "groups": [FINANCE, BOARD]}],
            ),
            node(
                "pay", "template", "Pay out", (5, 0),
                template="{{ inputs.amount }} {{ inputs.currency }} for {{ inputs.purpose }} go "
                "to {{ inputs.employee }} with the next payment run.",
            ),
            node(
                "return", "template", "Send back", (3, 3),
                template="The claim for {{ inputs.purpose }} was not accepted. "
                "{{ nodes.manager.comment }}",
            ),
            node(
                "refuse", "template", "Refuse", (5, 2),
                template="Finance did not release the claim for {{ inputs.purpose }}. "
                "{{ nodes.finance.comment }}",
            ),
            node("result", "output", "Outcome", (6, 1), name="outcome"),
        ],
        [
            edge("claim", "limit"),
            edge("limit", "pay", action="small"),
            edge("limit", "manager", action="usual"),
            edge("manager", "large", action="approved"),
            edge("manager", "return", action="rejected"),
            edge("large", "finance", action="true"),
            edge("large", "pay", action="false"),
            edge("finance", "pay", action="approved"),
            edge("finance", "refuse", action="rejected"),
            edge("pay", "result", data="value"),
            edge("return", "result", data="value"),
            edge("refuse", "result", data="value"),
        ],
    ),
)  # fmt: skip
