"""Template: a new colleague; several people prepare the first day at the same time."""

from .drawing import DemoWorkflow, edge, expr, form, graph, node, text

WORKFLOW = DemoWorkflow(
    "onboarding",
    "Onboarding",
    "Account, workplace and a plan for the first week are prepared side by side.",
    graph(
        [
            node(
                "hire", "input", "New colleague", (0, 1),
                schema=form(
                    ["name", "role"],
                    name=text("Name", minLength=1),
                    role=text("Role", minLength=1),
                    first_day=text("First day", format="date"),
                ),
            ),
            node(
                "account", "wait", "Set up account", (1, 0),
                wait_reason="Account for {{ inputs.name }}",
                schema=form(["username"], username=text("Username", minLength=1)),
            ),
            node(
                "workplace", "wait", "Prepare workplace", (1, 1),
                wait_reason="Desk and computer for {{ inputs.name }}",
            ),
            node(
                "plan", "approval", "Plan for the first week", (1, 2),
                title="Is the first week of {{ inputs.name }} planned?",
                subject=expr("inputs"),
                groups=["managers"],
                due_seconds="5d",
            ),
            node("ready", "merge", "All is ready", (2, 1)),
            node(
                "welcome", "template", "Write welcome", (3, 1),
                template="Welcome {{ inputs.name }}, your account is "
                "{{ nodes.account.data.username }}.",
            ),
            node("result", "output", "Welcome", (4, 1), name="welcome"),
        ],
        [
            edge("hire", "account"),
            edge("hire", "workplace"),
            edge("hire", "plan"),
            edge("account", "ready"),
            edge("workplace", "ready"),
            edge("plan", "ready"),
            edge("ready", "welcome"),
            edge("welcome", "result", data="value"),
        ],
    ),
)  # fmt: skip
