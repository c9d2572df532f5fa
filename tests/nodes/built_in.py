"""One attempt of one built-in node, and whole graphs of built-in nodes over the store in memory."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from tests.support.world import World
from workflows.engine.graphs import GraphProgram, parse, validate_graph
from workflows.engine.memory import MemoryBell, MemoryClock, MemoryFeed, MemoryStore
from workflows.engine.node import Output, ProcessingContext, StateView, bind
from workflows.engine.ports import Ports
from workflows.nodes.discovery import discover

REGISTRY = discover()
NOW = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)


def context(**more: Any) -> ProcessingContext:
    """Make a context outside a run; ``state`` may be a plain dict."""
    state = StateView(more.pop("state", {}))
    return ProcessingContext(run_id="r1", node_id="n", now=NOW, started_at=NOW, state=state, **more)


def attempt(
    type: str, properties: Mapping[str, Any], context_: ProcessingContext | None = None, **more: Any
) -> Output:
    """Execute one attempt and give output and action; suspensions and errors come out as raised."""
    cls = REGISTRY.get(type)
    assert cls is not None
    given = context_ or context(**more)
    value = asyncio.run(bind(cls.model_validate(properties), given).process(given))
    return value if isinstance(value, Output) else Output(value)


def resumed(data: Any = None, action: str | None = None, **more: Any) -> dict[str, Any]:
    """Say how a suspension was closed, 90 seconds after it opened."""
    return {
        "suspension": "r1.3",
        "kind": "wait",
        "reason": "Because",
        "opened_at": "2026-01-05T09:00:00+00:00",
        "at": "2026-01-05T09:01:30+00:00",
        "data": data,
        "action": action,
        "by": "maria",
        "via": "api",
        **more,
    }


class BuiltInWorld(World):
    """A world whose one workflow is a graph of built-in nodes."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        problems = validate_graph(data, REGISTRY)
        assert not problems, problems
        self.registry = REGISTRY
        self.clock = MemoryClock()
        self.store = MemoryStore(self.clock)
        self.bell, self.feed = MemoryBell(), MemoryFeed()
        self.ports = Ports(self.store, self.bell, self.feed)
        self.store.programs[("w", 1)] = GraphProgram(parse(data), self.registry)
