"""Advice: what goes wrong only once somebody waits is told, and what is meant so is not."""

from __future__ import annotations

from typing import Any

import pytest

from workflows.engine.graphs import advise, groups_named
from workflows.nodes.discovery import default_registry


def codes(nodes: list[Any], edges: list[Any] | None = None) -> list[str]:
    graph = {"schema": 1, "nodes": nodes, "edges": edges or []}
    return [item.code for item in advise(graph, default_registry())]


def node(kind: str, **properties: Any) -> dict[str, Any]:
    return {"id": "a", "type": kind, "properties": properties}


def line(action: str | None, target: str = "b") -> dict[str, Any]:
    return {"id": "e", "source": "a", "target": target, "action": action}


B = {"id": "b", "type": "constant", "properties": {"value": 1}}


def test_an_approval_that_names_nobody_is_told() -> None:
    assert codes([node("approval", title="Pay?", forbid_initiator=True)]) == ["nobody_asked"]


@pytest.mark.parametrize("who", [{"users": ["ann"]}, {"groups": {"$expr": "inputs.groups"}}])
def test_whoever_is_named_or_computed_is_somebody(who: Any) -> None:
    assert codes([node("approval", title="Pay?", forbid_initiator=False, **who)]) == []


def test_an_approval_that_says_nothing_of_the_requester_is_told() -> None:
    assert codes([node("approval", title="Pay?", groups=["managers"])]) == ["own_request"]


def test_a_time_limit_without_a_way_out_is_told() -> None:
    waits = node("wait", timeout_seconds="2h")
    assert codes([waits, B], [line(None)]) == ["no_way_out"]
    assert codes([waits, B], [line("timeout")]) == []
    assert codes([node("wait", timeout_seconds="2h", on_timeout="fail"), B], [line(None)]) == []
    assert codes([node("wait", timeout_seconds=0), B], [line(None)]) == []


def test_a_line_that_no_run_follows_is_told() -> None:
    rule = node("condition", expression="true")
    assert codes([rule, B], [line("maybe")]) == ["never_followed"]
    assert codes([rule, B], [line("true")]) == []
    assert codes([rule, B], [line("error")]) == []
    routed = {**rule, "options": {"routes": [{"when": "true", "action": "maybe"}]}}
    assert codes([routed, B], [line("maybe")]) == []


def test_what_a_wait_is_resumed_with_is_free() -> None:
    assert codes([node("wait"), B], [line("anything")]) == []


def test_what_is_no_graph_gets_no_advice() -> None:
    assert advise({"nodes": 5}, default_registry()) == []
    assert groups_named([]) == []


def test_groups_are_named_by_node() -> None:
    graph = {"nodes": [node("form", groups=["board", {"$expr": "1"}])]}
    assert groups_named(graph) == [("a", "board")]
