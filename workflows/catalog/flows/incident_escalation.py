"""Example: an incident that nobody takes in time goes to the next level."""

from workflows.engine.authoring import Flow, expr

from ..drawing import choice, form, place, text

flow = (
    Flow(
        "incident-escalation",
        description="Who is on duty has a quarter of an hour to take an incident; "
        "then management is asked.",
    )
    .input(
        "report",
        form(
            ["what"],
            what=text("What happened", minLength=1),
            severity=choice("Severity", "minor", "major", "critical"),
        ),
        label="Report incident",
        at=place(0, 0.5),
    )
    .approval(
        "on_duty",
        into="subject",
        label="On duty",
        title="Can you take this: {{ inputs.what }}?",
        groups=["operators"],
        timeout="15m",
        on_timeout="resume",
        at=place(1, 0.5),
    )
    .approval(
        "management",
        after=None,
        label="Management",
        title="Nobody took this: {{ inputs.what }}. Will you?",
        subject=expr("inputs"),
        groups=["managers"],
        at=place(2, 1),
    )
    .wait(
        "work",
        after="on_duty",
        on="approved",
        label="Solve incident",
        wait_reason="Being solved: {{ inputs.what }}",
        schema=form(["solution"], solution=text("Solution", format="textarea")),
        at=place(3, 0),
    )
    .template(
        "close", "{{ inputs.what }}: {{ nodes.work.data.solution }}", label="Close", at=place(4, 0)
    )
    .template(
        "open",
        "{{ inputs.what }}: nobody took it.",
        after="management",
        on="rejected",
        label="Leave open",
        at=place(4, 1),
    )
    .output(
        "result",
        after=["close", "open"],
        into="value",
        name="outcome",
        label="Outcome",
        at=place(5, 0.5),
    )
    .edge("on_duty", "management", "rejected")
    .edge("on_duty", "management", "timeout")
    .edge("management", "work", "approved")
)
