"""Template: access to a system; sensitive ones need the security team as well."""

from .drawing import DemoWorkflow, choice, edge, form, graph, node, text

WORKFLOW = DemoWorkflow(
    "access-request",
    "Access request",
    "The manager approves access to a system; for sensitive systems security must approve as well.",
    graph(
        [
            node(
                "request", "input", "Request access", (0, 1),
                schema=form(
                    ["person", "system", "level"],
                    person=text("Who needs access", minLength=1),
                    system=text("To which system", minLength=1),
                    level=choice("Level", "read", "write", "admin"),
                    reason=text("Why", format="textarea"),
                ),
            ),
            node(
                "manager", "approval", "Manager", (1, 1),
                title="May {{ inputs.person }} use {{ inputs.system }}?",
                groups=["managers"],
                forbid_initiator=True,
                due_seconds="1d",
            ),
            node(
                "sensitive", "condition", "Is it sensitive?", (2, 0.5),
                expression="inputs.level == 'admin'",
            ),
            node(
                "security", "approval", "Security", (3, 0),
                title="Give {{ inputs.person }} admin rights on {{ inputs.system }}?",
                instructions="Two people must agree.",
                groups=["managers"],
                quorum=2,
                forbid_initiator=True,
                due_seconds="1d",
            ),
            node(
                "grant", "template", "Grant access", (4, 0.5),
                template="{{ inputs.person }} has access to {{ inputs.system }}.",
            ),
            node(
                "refuse", "template", "Refuse", (4, 1.5),
                template="{{ inputs.person }} has no access to {{ inputs.system }}.",
            ),
            node("result", "output", "Outcome", (5, 1), name="outcome"),
        ],
        [
            edge("request", "manager", data="subject"),
            edge("manager", "sensitive", action="approved"),
            edge("manager", "refuse", action="rejected"),
            edge("sensitive", "security", action="true"),
            edge("sensitive", "grant", action="false"),
            edge("security", "grant", action="approved"),
            edge("security", "refuse", action="rejected"),
            edge("grant", "result", data="value"),
            edge("refuse", "result", data="value"),
        ],
    ),
)  # fmt: skip
