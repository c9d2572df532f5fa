"""Example: Python code that fails at first; each retry waits longer, and holds no worker."""

from __future__ import annotations

from workflows.engine.authoring import Flow, expr
from workflows.engine.errors import TryAgain
from workflows.engine.events import Json
from workflows.engine.node import ProcessingContext

from ..drawing import form, number, place, text


def book(context: ProcessingContext, order: str, failures: int) -> dict[str, Json]:
    """Book an order with a carrier who answers only after some attempts.

    A real one would hand ``context.idempotency_key`` to the carrier: it is the same each time.
    """
    if context.attempt <= failures:
        raise TryAgain(f"The carrier did not answer attempt {context.attempt}.")
    context.log(f"Booked at attempt {context.attempt}")
    return {"order": order, "attempts": context.attempt}


flow = (
    Flow(
        "retry-with-backoff",
        description="An order is booked with a carrier who does not always answer: "
        "it is tried again after 2, 4 and 8 seconds.",
    )
    .input(
        "request",
        form(
            ["order"],
            order=text("Order", minLength=1),
            failures=number("Attempts that fail", default=2, minimum=0, maximum=10),
        ),
        label="Order a transport",
        at=place(0, 0.5),
    )
    .node(
        "book",
        book,
        arguments={
            "order": expr("inputs.order"),
            "failures": expr("has(inputs.failures) ? inputs.failures : 2"),
        },
        retry={"max_attempts": 4, "backoff_seconds": 2, "factor": 2},
        label="Book carrier",
        at=place(1, 0.5),
    )
    .template(
        "confirm",
        "{{ nodes.book.order }} was booked at attempt {{ nodes.book.attempts }}.",
        label="Confirm",
        at=place(2, 0),
    )
    .template(
        "give_up",
        "{{ inputs.order }} was not booked. {{ nodes.book.error.message }}",
        after="book",
        on="error",
        label="Give up",
        at=place(2, 1),
    )
    .output(
        "result",
        after=["confirm", "give_up"],
        into="value",
        name="outcome",
        label="Outcome",
        at=place(3, 0.5),
    )
)
