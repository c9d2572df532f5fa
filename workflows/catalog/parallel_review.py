"""Example: two people review at the same time, and the run goes on when both have answered."""

from .drawing import DemoWorkflow, edge, form, graph, node, text

WORKFLOW = DemoWorkflow(
    "parallel-review",
    "Parallel review",
    "A proposal goes to legal and technical review at once; it is accepted when both agree.",
    graph(
        [
            node(
                "submit", "input", "Hand in proposal", (0, 0.5),
                schema=form(
                    ["proposal"],
                    proposal=text("Proposal", minLength=1),
                    summary=text("Summary", format="textarea"),
                ),
            ),
            node(
                "legal", "approval", "Legal review", (1, 0),
                title="Is {{ inputs.proposal }} legally sound?",
                groups=["managers"],
                due_seconds="3d",
            ),
            node(
                "technical", "approval", "Technical review", (1, 1),
                title="Can {{ inputs.proposal }} be built?",
                groups=["managers"],
                due_seconds="3d",
            ),
            node("join", "merge", "Both reviews", (2, 0.5)),
            node(
                "agreed", "condition", "Do both agree?", (3, 0.5),
                expression="nodes.legal.approved && nodes.technical.approved",
            ),
            node(
                "accept", "template", "Accept proposal", (4, 0),
                template="{{ inputs.proposal }} is accepted.",
            ),
            node(
                "decline", "template", "Decline proposal", (4, 1),
                template="{{ inputs.proposal }} is declined. Legal: {{ nodes.legal.decision }} "
                "{{ nodes.legal.comment }} Technical: {{ nodes.technical.decision }} "
                "{{ nodes.technical.comment }}",
            ),
            node("result", "output", "Outcome", (5, 0.5), name="outcome"),
        ],
        [
            edge("submit", "legal", data="subject"),
            edge("submit", "technical", data="subject"),
            edge("legal", "join"),
            edge("technical", "join"),
            edge("join", "agreed"),
            edge("agreed", "accept", action="true"),
            edge("agreed", "decline", action="false"),
            edge("accept", "result", data="value"),
            edge("decline", "result", data="value"),
        ],
    ),
)  # fmt: skip
