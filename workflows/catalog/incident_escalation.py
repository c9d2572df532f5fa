"""Template: an incident that nobody takes in time goes to the next level."""

from .drawing import DemoWorkflow, choice, edge, expr, form, graph, node, text

WORKFLOW = DemoWorkflow(
    "incident-escalation",
    "Incident escalation",
    "Who is on duty has a quarter of an hour to take an incident; then management is asked.",
    graph(
        [
            node(
                "report", "input", "Report incident", (0, 0.5),
                schema=form(
                    ["what"],
                    what=text("What happened", minLength=1),
                    severity=choice("Severity", "minor", "major", "critical"),
                ),
            ),
            node(
                "on_duty", "approval", "On duty", (1, 0.5),
                title="Can you take this: {{ inputs.what }}?",
                groups=["operators"],
                timeout_seconds="15m",
                on_timeout="resume",
            ),
            node(
                "management", "approval", "Management", (2, 1),
                title="Nobody took this: {{ inputs.what }}. Will you?",
                subject=expr("inputs"),
                groups=["managers"],
            ),
            node(
                "work", "wait", "Solve incident", (3, 0),
                wait_reason="Being solved: {{ inputs.what }}",
                schema=form(["solution"], solution=text("Solution", format="textarea")),
            ),
            node(
                "close", "template", "Close", (4, 0),
                template="{{ inputs.what }}: {{ nodes.work.data.solution }}",
            ),
            node(
                "open", "template", "Leave open", (4, 1),
                template="{{ inputs.what }}: nobody took it.",
            ),
            node("result", "output", "Outcome", (5, 0.5), name="outcome"),
        ],
        [
            edge("report", "on_duty", data="subject"),
            edge("on_duty", "work", action="approved"),
            edge("on_duty", "management", action="rejected"),
            edge("on_duty", "management", action="timeout"),
            edge("management", "work", action="approved"),
            edge("management", "open", action="rejected"),
            edge("work", "close"),
            edge("close", "result", data="value"),
            edge("open", "result", data="value"),
        ],
    ),
)  # fmt: skip
