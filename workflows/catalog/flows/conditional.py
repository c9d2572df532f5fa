"""Example: one of three ways, chosen by what was filled in."""

from workflows.engine.authoring import Flow

from ..drawing import choice, form, place, text

flow = (
    Flow(
        "conditional-workflow",
        description="A support request takes one of three ways by its priority: "
        "at once, today, or in the queue.",
    )
    .input(
        "request",
        form(
            ["subject", "priority"],
            subject=text("Subject", minLength=1),
            priority=choice("Priority", "urgent", "normal", "low"),
        ),
        label="Support request",
        at=place(0, 1),
    )
    .switch(
        "route",
        {"urgent": "inputs.priority == 'urgent'", "normal": "inputs.priority == 'normal'"},
        default="low",
        label="By priority",
        at=place(1, 1),
    )
    .template(
        "page",
        "On duty was called about {{ inputs.subject }}.",
        on="urgent",
        label="Call who is on duty",
        at=place(2, 0),
    )
    .template(
        "assign",
        "{{ inputs.subject }} is on today's list.",
        after="route",
        on="normal",
        label="Assign for today",
        at=place(2, 1),
    )
    .template(
        "queue",
        "{{ inputs.subject }} waits in the queue.",
        after="route",
        on="low",
        label="Put in the queue",
        at=place(2, 2),
    )
    .output(
        "result",
        after=["page", "assign", "queue"],
        into="value",
        name="outcome",
        label="Outcome",
        at=place(3, 1),
    )
)
