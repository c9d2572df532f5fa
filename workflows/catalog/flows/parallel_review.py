"""Example: two people review at the same time, and the run goes on when both have answered."""

from workflows.engine.authoring import Flow

from ..drawing import form, place, text

flow = (
    Flow(
        "parallel-review",
        description="A proposal goes to legal and technical review at once; "
        "it is accepted when both agree.",
    )
    .input(
        "submit",
        form(
            ["proposal"],
            proposal=text("Proposal", minLength=1),
            summary=text("Summary", format="textarea"),
        ),
        label="Hand in proposal",
        at=place(0, 0.5),
    )
    .approval(
        "legal",
        into="subject",
        label="Legal review",
        title="Is {{ inputs.proposal }} legally sound?",
        groups=["managers"],
        due_seconds="3d",
        at=place(1, 0),
    )
    .approval(
        "technical",
        after="submit",
        into="subject",
        label="Technical review",
        title="Can {{ inputs.proposal }} be built?",
        groups=["managers"],
        due_seconds="3d",
        at=place(1, 1),
    )
    .merge("join", after=["legal", "technical"], label="Both reviews", at=place(2, 0.5))
    .condition(
        "agreed",
        "nodes.legal.approved && nodes.technical.approved",
        label="Do both agree?",
        at=place(3, 0.5),
    )
    .template(
        "accept",
        "{{ inputs.proposal }} is accepted.",
        on="true",
        label="Accept proposal",
        at=place(4, 0),
    )
    .template(
        "decline",
        "{{ inputs.proposal }} is declined. Legal: {{ nodes.legal.decision }} "
        "{{ nodes.legal.comment }} Technical: {{ nodes.technical.decision }} "
        "{{ nodes.technical.comment }}",
        after="agreed",
        on="false",
        label="Decline proposal",
        at=place(4, 1),
    )
    .output(
        "result",
        after=["accept", "decline"],
        into="value",
        name="outcome",
        label="Outcome",
        at=place(5, 0.5),
    )
)
