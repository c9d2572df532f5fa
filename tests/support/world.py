"""A small world for engine tests: a store in memory, a clock moved by hand, obedient nodes."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from uuid_utils.compat import uuid7

from workflows.engine.commands import CreateRun, Resume, Stop
from workflows.engine.errors import Permanent
from workflows.engine.events import Record, event_type
from workflows.engine.execution import InlineWorker
from workflows.engine.graphs import GraphProgram, parse, validate_graph
from workflows.engine.memory import MemoryBell, MemoryClock, MemoryFeed, MemoryStore
from workflows.engine.node import (
    BaseNode,
    Output,
    ProcessingContext,
    SuspendableNode,
    SuspensionRequest,
)
from workflows.engine.people import TaskRequest
from workflows.engine.ports import Applied, NewRun, Ports, RequestKey, Work
from workflows.engine.registry import Registry
from workflows.engine.state import RunState
from workflows.engine.transition import apply


class Step(BaseNode):
    """Gives its value, or fails, or chooses an action."""

    node_type: ClassVar[str] = "step"
    value: Any = None
    action: str | None = None
    error: str | None = None
    put: dict[str, Any] = {}

    async def process(self, context: ProcessingContext) -> Any:
        CALLS.append((context.run_id, context.node_id, context.attempt))
        for key, value in self.put.items():
            context.state.set(key, value)
        if self.error:
            raise Permanent(self.error)
        return Output(self.value, self.action)


class Hold(SuspendableNode):
    """Waits, then gives what it was resumed with."""

    node_type: ClassVar[str] = "hold"
    reason: str = "Waiting"
    form: dict[str, Any] | None = None

    async def process(self, context: ProcessingContext) -> Any:
        CALLS.append((context.run_id, context.node_id, context.attempt))
        if not self.is_resuming():
            await self.suspend_workflow(
                self.reason, {"kept": 1}, {"colour": "red"}, schema=self.form
            )
        saved = await self.get_saved_state()
        assert context.resumed is not None
        return Output({"saved": saved, "data": context.resumed["data"]}, context.resumed["action"])


class Ask(SuspendableNode):
    """Asks people for an approval."""

    node_type: ClassVar[str] = "ask"
    node_actions: ClassVar[tuple[str, ...]] = ("approved", "rejected")
    users: list[str] = []
    groups: list[str] = []
    quorum: int = 1
    forbid_initiator: bool = False
    due_seconds: float | None = None

    async def process(self, context: ProcessingContext) -> Any:
        if context.resumed is None:
            self.suspend(
                SuspensionRequest(
                    "Approve?",
                    kind="approval",
                    task=TaskRequest(
                        "Approve?",
                        users=self.users,
                        groups=self.groups,
                        quorum=self.quorum,
                        forbid_initiator=self.forbid_initiator,
                        due_seconds=self.due_seconds,
                    ),
                )
            )
        return Output(context.resumed["data"], context.resumed["action"])


class Timer(SuspendableNode):
    """Sleeps."""

    node_type: ClassVar[str] = "timer"
    seconds: float = 5

    async def process(self, context: ProcessingContext) -> Any:
        if not self.is_resuming():
            await self.suspend_workflow("Sleeping", {}, kind="timer", seconds=self.seconds)
        return {"slept": self.seconds}


class Named(BaseNode):
    """Names a result."""

    node_type: ClassVar[str] = "output"
    name: str
    value: Any = None

    async def process(self, context: ProcessingContext) -> Any:
        return {"name": self.name, "value": self.value}


CALLS: list[tuple[str, str, int]] = []
NODES: tuple[type[BaseNode], ...] = (Step, Hold, Ask, Timer, Named)


def registry(*more: type[BaseNode]) -> Registry:
    """Make a registry of the test nodes."""
    made = Registry()
    for cls in (*NODES, *more):
        made.add(cls)
    return made


def graph(nodes: Mapping[str, Any], edges: Sequence[str]) -> dict[str, Any]:
    """Write a graph briefly: ``{"a": "step"}`` or ``{"a": ("step", properties, options)}``.

    Edges are ``a>b``; one may go on with ``:action``, ``?when`` or ``/source_port>property``.
    """
    made_nodes = []
    for name, what in nodes.items():
        kind, properties, options = (what, {}, {}) if isinstance(what, str) else (*what, {})[:3]
        made_nodes.append({"id": name, "type": kind, "properties": properties, "options": options})
    made_edges = []
    for number, text in enumerate(edges):
        rest, _, when = text.partition("?")
        rest, _, action = rest.partition(":")
        rest, _, ports = rest.partition("/")
        source, target = rest.split(">")
        edge: dict[str, Any] = {"id": f"e{number}", "source": source, "target": target}
        edge |= {"action": action or None, "when": when or None}
        if ports:
            edge["source_handle"], edge["target_handle"] = ports.split(">")
        made_edges.append(edge)
    return {"schema": 1, "nodes": made_nodes, "edges": made_edges}


class World:
    """One store, one workflow ``w``; runs are started, drained, answered and looked at."""

    def __init__(self, data: Mapping[str, Any], *more: type[BaseNode]) -> None:
        self.registry = registry(*more)
        problems = validate_graph(data, self.registry)
        assert not problems, problems
        self.clock = MemoryClock()
        self.store = MemoryStore(self.clock)
        self.bell, self.feed = MemoryBell(), MemoryFeed()
        self.ports = Ports(self.store, self.bell, self.feed)
        self.store.programs[("w", 1)] = GraphProgram(parse(data), self.registry)

    def start(
        self,
        inputs: Any = None,
        by: str | None = "alice",
        key: str | None = None,
        state: Mapping[str, Any] | None = None,
    ) -> str:
        run_id = str(uuid7())
        command = CreateRun(inputs or {}, state or {}, by=by)
        request = RequestKey("start", key, repr(inputs)) if key else None
        work = Work(run_id, command, new=NewRun(run_id, "w", 1, started_by=by), key=request)
        applied = self.apply(work)
        return applied.replayed or run_id

    def apply(self, work: Work) -> Applied:
        applied = apply(self.ports, [work])[0]
        if applied.error is not None:
            raise applied.error
        return applied

    def drain(self) -> None:
        asyncio.run(InlineWorker(self.ports).drain())

    def run(self, inputs: Any = None, **more: Any) -> str:
        run_id = self.start(inputs, **more)
        self.drain()
        return run_id

    def resume(self, run_id: str, data: Any = None, action: str | None = None, **more: Any) -> None:
        more.setdefault("by", "maria")
        self.apply(Work(run_id, Resume(data=data, action=action, **more)))

    def stop(self, run_id: str, reason: str | None = None) -> None:
        self.apply(Work(run_id, Stop(reason, "otto")))

    def state(self, run_id: str) -> RunState:
        return self.store.state(run_id)

    def log(self, run_id: str) -> list[Record]:
        return self.store.runs[run_id].records

    def types(self, run_id: str) -> list[str]:
        return [event_type(record.event) for record in self.log(run_id)]

    def statuses(self, run_id: str) -> dict[str, str]:
        return {name: item.status for name, item in self.state(run_id).activations.items()}
