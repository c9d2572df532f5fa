"""Contract review: the terms are edited, law and finance look at them at the same time, and the
partner signs."""

from ..drawing import DemoWorkflow, choice, edge, expr, form, graph, node, number, text
from .places import BOARD, CURRENCIES, FINANCE, MANAGERS

SIGNED = "contract.signed"

_TERMS = form(
    ["payment_days", "notice_months", "price_cap"],
    payment_days={"type": "integer", "title": "Payment within days", "minimum": 0, "maximum": 180},
    notice_months={"type": "integer", "title": "Notice in months", "minimum": 0, "maximum": 36},
    price_cap=number("Yearly price increase at most, in %", minimum=0, maximum=25),
    renews={"type": "boolean", "title": "Renews by itself"},
    remarks=text("Remarks", format="textarea"),
)

WORKFLOW = DemoWorkflow(
    "contract-review",
    "Contract review",
    "A manager settles the terms, legal and finance review them at the same time and either may "
    "stop the contract; then it waits for the partner's signature.",
    graph(
        [
            node(
                "hand_in", "input", "Hand in contract", (0, 2),
                schema=form(
                    ["reference", "partner", "about", "yearly_cost"],
                    reference=text("Reference", minLength=1),
                    partner=text("Partner", minLength=1),
                    about=text("What it is about", minLength=1),
                    yearly_cost=number("Cost a year", minimum=0),
                    currency=choice("Currency", *CURRENCIES, default="EUR"),
                    begins_on=text("Begins on", format="date"),
                    document=text("Draft", format="file"),
                    proposed_terms=_TERMS,
                ),
            ),
            node(
                "terms", "approval", "Settle the terms", (1, 2),
                title="Are these the right terms with {{ inputs.partner }} for "
                "{{ inputs.about }}?",
                instructions="Change what you would not sign; what you change is kept.",
                subject=expr(
                    "{'partner': inputs.partner, 'about': inputs.about, "
                    "'yearly_cost': inputs.yearly_cost, "
                    "'currency': has(inputs.currency) ? inputs.currency : 'EUR', "
                    "'begins_on': has(inputs.begins_on) ? inputs.begins_on : null, "
                    "'draft': has(inputs.document) ? inputs.document : null}"
                ),
                groups=[MANAGERS],
                due_seconds="2d",
                schema=_TERMS,
                proposal=expr("has(inputs.proposed_terms) ? inputs.proposed_terms : {}"),
            ),
            node(
                "legal", "approval", "Legal review", (2, 0),
                title="Is the contract with {{ inputs.partner }} legally sound?",
                instructions="Your no stops the contract.",
                subject=expr("nodes.terms.data"),
                users=["clara"],
                fallback={"groups": [BOARD]},
                comment_on_reject=True,
                due_seconds="3d",
            ),
            node(
                "finance", "approval", "Finance review", (2, 1),
                title="Can we afford {{ inputs.about }} by {{ inputs.partner }}?",
                instructions="Your no stops the contract.",
                subject=expr(
                    "{'yearly_cost': inputs.yearly_cost, "
                    "'currency': has(inputs.currency) ? inputs.currency : 'EUR', "
                    "'terms': nodes.terms.data}"
                ),
                groups=[FINANCE],
                comment_on_reject=True,
                due_seconds="3d",
            ),
            node("reviews", "merge", "Both reviews", (3, 0.5)),
            node(
                "agreed", "condition", "Do both agree?", (4, 0.5),
                expression="nodes.legal.approved && nodes.finance.approved",
            ),
            node(
                "signature", "wait_for_event", "Partner signs", (5, 0.5),
                name=SIGNED,
                key="{{ inputs.reference }}",
                timeout_seconds="60d",
            ),
            node(
                "decline", "template", "Decline", (5, 2),
                template="No contract with {{ inputs.partner }}. {{ nodes.terms.comment }} "
                "{{ nodes.legal.comment }} {{ nodes.finance.comment }}",
            ),
            node(
                "file", "template", "File the contract", (6, 0),
                template="{{ inputs.reference }} with {{ inputs.partner }} is signed and filed.",
            ),
            node(
                "lapse", "template", "Let it lapse", (6, 1),
                template="{{ inputs.partner }} did not sign {{ inputs.reference }} in time.",
            ),
            node("result", "output", "Outcome", (7, 1), name="outcome"),
        ],
        [
            edge("hand_in", "terms"),
            edge("terms", "legal", action="approved"),
            edge("terms", "finance", action="approved"),
            edge("terms", "decline", action="rejected"),
            edge("legal", "reviews"),
            edge("finance", "reviews"),
            edge("reviews", "agreed"),
            edge("agreed", "signature", action="true"),
            edge("agreed", "decline", action="false"),
            edge("signature", "file", action="received"),
            edge("signature", "lapse", action="timeout"),
            edge("file", "result", data="value"),
            edge("lapse", "result", data="value"),
            edge("decline", "result", data="value"),
        ],
    ),
)  # fmt: skip
