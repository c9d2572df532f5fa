"""Example: an expense is handed in, a manager decides, it is paid or sent back."""

from workflows.engine.authoring import Flow

from ..drawing import choice, form, number, place, text

flow = (
    Flow(
        "expense-approval",
        description="Somebody hands in an expense, a manager approves or rejects it, "
        "and it is paid or sent back.",
    )
    .input(
        "submit",
        form(
            ["purpose", "amount"],
            purpose=text("What it was for", minLength=1),
            amount=number("Amount", minimum=0),
            category=choice("Category", "Travel", "Meals", "Equipment", "Other"),
            notes=text("Notes", format="textarea"),
        ),
        label="Submit expense",
        at=place(0, 0.5),
    )
    .approval(
        "review",
        into="subject",
        label="Manager approval",
        title="Approve {{ inputs.amount }} for {{ inputs.purpose }}?",
        instructions="Check the purpose and the amount. Say why when you reject.",
        groups=["managers"],
        due_seconds="2d",
        at=place(1, 0.5),
    )
    .template(
        "process",
        "{{ inputs.amount }} for {{ inputs.purpose }} is being paid, "
        "approved by {{ nodes.review.approver }}.",
        on="approved",
        label="Pay the expense",
        at=place(2, 0),
    )
    .template(
        "reject",
        "{{ inputs.purpose }} was not approved by {{ nodes.review.approver }}. "
        "{{ nodes.review.comment }}",
        after="review",
        on="rejected",
        label="Send it back",
        at=place(2, 1),
    )
    .output(
        "result",
        after=["process", "reject"],
        into="value",
        name="outcome",
        label="Outcome",
        at=place(3, 0.5),
    )
)
