"""The graphs that are measured."""

from __future__ import annotations

from itertools import pairwise
from typing import Any


def chain(length: int) -> dict[str, Any]:
    """Make a chain of steps that hand a number on."""
    names = [f"s{number}" for number in range(1, length + 1)]
    return _graph(
        [{"id": name, "type": "bench.add_one"} for name in names],
        list(pairwise(names)),
        data=True,
    )


def wait_between() -> dict[str, Any]:
    """Make a graph that does a step, waits, and does another one."""
    nodes = [
        {"id": "before", "type": "bench.add_one"},
        {"id": "wait", "type": "wait", "properties": {"wait_reason": "Is the receipt there?"}},
        {"id": "after", "type": "bench.add_one"},
    ]
    return _graph(nodes, [("before", "wait"), ("wait", "after")])


def five_with_a_wait() -> dict[str, Any]:
    """Make the five nodes of the endurance scenario: two steps, a wait, two steps."""
    names = ["s1", "s2", "wait", "s4", "s5"]
    nodes = [{"id": name, "type": "wait" if name == "wait" else "bench.add_one"} for name in names]
    return _graph(nodes, list(pairwise(names)))


def sleep_until() -> dict[str, Any]:
    """Make a graph that sleeps until the moment among its inputs."""
    return _graph(
        [{"id": "nap", "type": "sleep", "properties": {"until": {"$expr": "inputs.until"}}}], []
    )


def linked(nodes: list[dict[str, Any]]) -> dict[str, Any]:
    """Make a chain of given nodes."""
    return _graph(nodes, list(pairwise([node["id"] for node in nodes])))


def fan(width: int) -> dict[str, Any]:
    """Make a step, so many after it side by side, and one that joins them."""
    parts = [f"p{number}" for number in range(width)]
    nodes = [{"id": name, "type": "bench.add_one"} for name in ["fork", *parts, "join"]]
    lines = [("fork", name) for name in parts] + [(name, "join") for name in parts]
    return {**_graph(nodes, lines), "options": {"max_parallel": max(width, 1)}}


def slow_chain(length: int) -> dict[str, Any]:
    """Make a chain of steps that take 20 ms and leave a line each."""
    names = [f"s{number}" for number in range(1, length + 1)]
    return _graph([{"id": name, "type": "bench.slow"} for name in names], list(pairwise(names)))


def _graph(
    nodes: list[dict[str, Any]], edges: list[tuple[str, str]], data: bool = False
) -> dict[str, Any]:
    ports = {"source_handle": "output", "target_handle": "value"} if data else {}
    lines = [
        {"id": f"e{number}", "source": source, "target": target, **ports}
        for number, (source, target) in enumerate(edges, 1)
    ]
    return {"schema": 1, "nodes": nodes, "edges": lines}
