"""Example: a message that goes out after a while; the timer holds no process."""

from workflows.engine.authoring import Flow, expr

from ..drawing import form, place, text

flow = (
    Flow(
        "delayed-notification",
        description="A message is prepared, waits for the time that was asked for, and is sent.",
    )
    .input(
        "request",
        form(
            ["message"],
            recipient=text("For whom", default="the team"),
            message=text("Message", minLength=1),
            delay=text("Send after", default="5s", description="30s, 5m, 2h or 3d"),
        ),
        label="Request reminder",
        at=place(0, 0),
    )
    .sleep(
        "delay",
        seconds=expr("has(inputs.delay) ? inputs.delay : '5s'"),
        label="Wait for the time",
        at=place(1, 0),
    )
    .template(
        "compose",
        "To {{ recipient }}: {{ inputs.message }}",
        values={"recipient": expr("has(inputs.recipient) ? inputs.recipient : 'the team'")},
        label="Write message",
        at=place(2, 0),
    )
    .log("notify", into="message", label="Send notification", at=place(3, 0))
    .output("result", into="value", name="notification", label="Outcome", at=place(4, 0))
)
