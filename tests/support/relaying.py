"""Nodes and shortcuts for tests of what runs tell each other."""

from __future__ import annotations

from typing import Any, ClassVar

from tests.support.world import World, graph, registry
from workflows.engine.graphs import GraphProgram, parse
from workflows.engine.messages import Message
from workflows.engine.node import (
    BaseNode,
    Child,
    ChildrenRequest,
    ProcessingContext,
    SignalRequest,
    SuspendableNode,
    SuspensionRequest,
)

NOBODY = "01938c0e-6b7c-7000-8000-0000000000cc"


class Listen(SuspendableNode):
    """Waits for a signal, then gives its data."""

    node_type: ClassVar[str] = "listen"
    name: str = "paid"
    form: dict[str, Any] | None = None
    seconds: float | None = None

    async def process(self, context: ProcessingContext) -> Any:
        if context.resumed is None:
            signal = SignalRequest(self.name, context.inputs.get("key"))
            self.suspend(
                SuspensionRequest(
                    "Paid?", kind="event", signal=signal, schema=self.form, seconds=self.seconds
                )
            )
        return context.resumed["data"]


class Say(BaseNode):
    """Sends a signal when it completes."""

    node_type: ClassVar[str] = "say"

    async def process(self, context: ProcessingContext) -> Any:
        context.emit("paid", "42", {"from": context.node_id})


class One(SuspendableNode):
    """Starts one child and gives what it came to."""

    node_type: ClassVar[str] = "one"
    workflow: str = "child"
    version: int | None = None

    async def process(self, context: ProcessingContext) -> Any:
        if context.saved is None:
            wanted = ChildrenRequest(self.workflow, [Child(0, {})], version=self.version)
            self.suspend(SuspensionRequest("Waits", kind="children", children=wanted))
        return context.saved["children"][0]


NODES = (Listen, Say, One)


def world(nodes: dict[str, Any], *edges: str) -> World:
    return World(graph(nodes, edges), *NODES)


def publish(made: World, slug: str, nodes: dict[str, Any], *edges: str) -> None:
    program = GraphProgram(parse(graph(nodes, edges)), registry(*NODES))
    made.store.programs[(slug, 1)] = program


def listening(made: World, key: str | None = None) -> str:
    return made.run({"key": key} if key is not None else {})


def output(made: World, run: str, node: str = "a") -> Any:
    return next(
        record.event.output  # type: ignore[attr-defined]
        for record in made.log(run)
        if type(record.event).__name__ == "NodeCompleted" and record.event.node_id == node  # type: ignore[attr-defined]
    )


def leave(made: World, *messages: Message) -> None:
    """Keep messages as somebody does who dies before delivering them."""
    with made.store.transaction() as tx:
        tx.send(messages)


def left(made: World) -> list[Message]:
    return [kept.message for _, kept in made.store.messages]
