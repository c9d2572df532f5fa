"""Example: a message that goes out after a while; the timer holds no process."""

from .drawing import DemoWorkflow, edge, expr, form, graph, node, text

WORKFLOW = DemoWorkflow(
    "delayed-notification",
    "Delayed notification",
    "A message is prepared, waits for the time that was asked for, and is sent.",
    graph(
        [
            node(
                "request", "input", "Request reminder", (0, 0),
                schema=form(
                    ["message"],
                    recipient=text("For whom", default="the team"),
                    message=text("Message", minLength=1),
                    delay=text("Send after", default="5s", description="30s, 5m, 2h or 3d"),
                ),
            ),
            node(
                "delay", "sleep", "Wait for the time", (1, 0),
                duration_seconds=expr("has(inputs.delay) ? inputs.delay : '5s'"),
            ),
            node(
                "compose", "template", "Write message", (2, 0),
                template="To {{ recipient }}: {{ inputs.message }}",
                values={
                    "recipient": expr("has(inputs.recipient) ? inputs.recipient : 'the team'")
                },
            ),
            node("notify", "log", "Send notification", (3, 0)),
            node("result", "output", "Outcome", (4, 0), name="notification"),
        ],
        [
            edge("request", "delay"),
            edge("delay", "compose"),
            edge("compose", "notify", data="message"),
            edge("notify", "result", data="value"),
        ],
    ),
)  # fmt: skip
