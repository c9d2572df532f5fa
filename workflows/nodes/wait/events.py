"""The nodes ``wait_for_event`` and ``emit_event``: signals between runs, and from outside; how they
are delivered is the engine's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, WithJsonSchema

from workflows.engine.callbacks import CALLBACK
from workflows.engine.errors import Permanent
from workflows.engine.events import Json
from workflows.engine.node import (
    BaseNode,
    Output,
    ProcessingContext,
    SignalRequest,
    SuspendableNode,
    SuspensionRequest,
)

from ..texts import Text, reads_of, render_in

RECEIVED, TIMEOUT = "received", "timeout"
MAX_NAME, MAX_KEY = 200, 500


def _key(value: object) -> object:
    """Take a number, as an id often is, for its text."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return value


Name = Annotated[
    Text,
    Field(
        min_length=1,
        max_length=MAX_NAME,
        title="Event",
        description="The event's name, as order.paid.",
    ),
]
Key = Annotated[
    str | None,
    BeforeValidator(_key),
    Field(
        title="Key",
        description="Which one of many, as {{ inputs.order_id }}; without a key only events "
        "without one count.",
    ),
    WithJsonSchema({"type": ["string", "number"], "format": "template", "maxLength": MAX_KEY}),
]


def channel(context: ProcessingContext, name: str, key: str | None) -> tuple[str, str | None]:
    """Give name and key as they are meant here; an empty key is none.

    Raises ``Permanent`` for a name that is empty, too long, or kept for callbacks.
    """
    wanted = render_in(context, name).strip()
    if not wanted or len(wanted) > MAX_NAME:
        raise Permanent(f"The event needs a name of at most {MAX_NAME} characters.")
    if wanted.startswith(CALLBACK):
        raise Permanent(f"Names that begin with {CALLBACK} are kept for callbacks.")
    which = render_in(context, key).strip() if key is not None else ""
    if len(which) > MAX_KEY:
        raise Permanent(f"The key of an event has at most {MAX_KEY} characters.")
    return wanted, which or None


class WaitForEventNode(SuspendableNode):
    """Waits for an event with a name and a key, from another run or from outside."""

    node_type = "wait_for_event"
    node_title = "Wait for event"
    node_icon = "broadcast"
    node_tags = ("signal", "event", "receive", "listen", "message")
    node_actions = (RECEIVED, TIMEOUT)
    node_outputs = {"data": {"title": "What the event brought"}}
    reads_outputs = "none"

    name: Name
    key: Key = None

    async def process(self, context: ProcessingContext) -> Output:
        """Suspend; give what the event brought and leave by ``received``."""
        if context.resumed is None:
            name, key = channel(context, self.name, self.key)
            which = f" ({key})" if key is not None else ""
            request = SuspensionRequest(
                f"Waiting for the event {name}{which}",
                kind="event",
                signal=SignalRequest(name, key),
            )
            self.suspend(request)
        return Output({"data": brought(context.resumed)}, context.resumed["action"] or RECEIVED)

    @classmethod
    def expressions_of(cls, properties: Mapping[str, Json]) -> Sequence[tuple[str, str]]:
        """List the nodes that name and key read."""
        return reads_of(properties, ("name", "key"))


def brought(resumed: Mapping[str, Json]) -> Json:
    """Give the data of a signal; an answer by hand, or of a deadline, is the data itself."""
    data = resumed["data"]
    if resumed["via"] in ("signal", "callback") and isinstance(data, Mapping):
        return data.get("data")
    return data


class EmitEventNode(BaseNode):
    """Sends an event to every run that waits for it, and starts the workflows that listen."""

    node_type = "emit_event"
    node_title = "Send event"
    node_category = "Connect"
    node_icon = "send"
    node_tags = ("signal", "event", "emit", "publish", "notify", "message")
    node_outputs = {
        "name": {"type": "string", "title": "Event"},
        "key": {"type": ["string", "null"], "title": "Key"},
    }
    node_effects = "sends"
    reads_outputs = "none"

    name: Name
    key: Key = None
    data: Any = Field(
        default=None, title="Data", description="What the event brings to those who receive it."
    )

    async def process(self, context: ProcessingContext) -> Json:
        """Send the event with the completion of this step: exactly once."""
        name, key = channel(context, self.name, self.key)
        context.emit(name, key, self.data)
        return {"name": name, "key": key}

    def rehearse(self, context: ProcessingContext) -> Json:
        """Name the event that nobody is sent."""
        name, key = channel(context, self.name, self.key)
        return {"name": name, "key": key}

    @classmethod
    def expressions_of(cls, properties: Mapping[str, Json]) -> Sequence[tuple[str, str]]:
        """List the nodes that name and key read."""
        return reads_of(properties, ("name", "key"))
