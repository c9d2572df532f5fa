"""Example: one of three ways, chosen by what was filled in."""

from .drawing import DemoWorkflow, choice, edge, form, graph, node, text

WORKFLOW = DemoWorkflow(
    "conditional-workflow",
    "Conditional workflow",
    "A support request takes one of three ways by its priority: at once, today, or in the queue.",
    graph(
        [
            node(
                "request", "input", "Support request", (0, 1),
                schema=form(
                    ["subject", "priority"],
                    subject=text("Subject", minLength=1),
                    priority=choice("Priority", "urgent", "normal", "low"),
                ),
            ),
            node(
                "route", "switch", "By priority", (1, 1),
                cases=[
                    {"when": "inputs.priority == 'urgent'", "action": "urgent"},
                    {"when": "inputs.priority == 'normal'", "action": "normal"},
                ],
                default="low",
            ),
            node(
                "page", "template", "Call who is on duty", (2, 0),
                template="On duty was called about {{ inputs.subject }}.",
            ),
            node(
                "assign", "template", "Assign for today", (2, 1),
                template="{{ inputs.subject }} is on today's list.",
            ),
            node(
                "queue", "template", "Put in the queue", (2, 2),
                template="{{ inputs.subject }} waits in the queue.",
            ),
            node("result", "output", "Outcome", (3, 1), name="outcome"),
        ],
        [
            edge("request", "route"),
            edge("route", "page", action="urgent"),
            edge("route", "assign", action="normal"),
            edge("route", "queue", action="low"),
            edge("page", "result", data="value"),
            edge("assign", "result", data="value"),
            edge("queue", "result", data="value"),
        ],
    ),
)  # fmt: skip
