"""Bypassed nodes do nothing, hand on what came, and are left by an action that a line follows."""

from __future__ import annotations

from typing import Any

import pytest

from tests.nodes.built_in import REGISTRY, BuiltInWorld
from workflows.engine.graphs import validate_graph
from workflows.engine.graphs.bypass import way_out
from workflows.engine.graphs.model import Edge


def node(id: str, kind: str, *, bypass: bool = False, **properties: Any) -> dict[str, Any]:
    options = {"bypass": True, "pause_before": True, "wait_for_input": "x"} if bypass else {}
    return {"id": id, "type": kind, "properties": properties, "options": options}


def edge(source: str, target: str, action: str | None = None, **more: Any) -> dict[str, Any]:
    name = f"{source}-{action}-{target}"
    return {"id": name, "source": source, "target": target, "action": action, **more}


def drawn(nodes: list[dict[str, Any]], edges: list[dict[str, Any]]) -> dict[str, Any]:
    return {"schema": 1, "nodes": nodes, "edges": edges}


REVIEW = drawn(
    [
        node("ask", "input"),
        node("review", "approval", bypass=True, title="Pay {{ nodes.nobody.x }}?"),
        node("pay", "transform", expression="nodes.review.amount"),
        node("deny", "fail", message="No"),
        node("result", "output", name="paid"),
    ],
    [
        edge("ask", "review"),
        edge("review", "deny", "rejected"),
        edge("review", "pay", "approved"),
        edge("pay", "result", target_handle="value"),
    ],
)


def test_a_bypassed_approval_asks_nobody_and_goes_on_as_approved() -> None:
    assert validate_graph(REVIEW, REGISTRY) == []
    here = BuiltInWorld(REVIEW)
    run = here.run({"amount": 12})
    state = here.state(run)
    assert (state.status, state.result) == ("completed", {"paid": 12})
    assert not state.suspensions
    assert here.statuses(run)["deny"] == "skipped"


def test_several_that_come_are_handed_on_as_a_list() -> None:
    graph = drawn(
        [
            node("a", "constant", value=1),
            node("b", "constant", value=2),
            node("both", "http_request", bypass=True),
            node("result", "output", name="both"),
        ],
        [edge("a", "both"), edge("b", "both"), edge("both", "result", target_handle="value")],
    )
    here = BuiltInWorld(graph)
    assert here.state(here.run({})).result == {"both": [1, 2]}


def test_an_input_cannot_be_bypassed() -> None:
    graph = drawn([node("ask", "input", bypass=True)], [])
    (found,) = validate_graph(graph, REGISTRY)
    assert (found.code, found.pointer) == ("input_bypassed", "/options/bypass")


@pytest.mark.parametrize(
    ("actions", "followed", "out"),
    [
        ((), (None,), None),
        (("approved", "rejected", "timeout"), ("approved",), "approved"),
        (("approved", "rejected", "timeout"), ("rejected",), "rejected"),
        (("approved", "rejected", "timeout"), ("timeout",), "approved"),
        (("timeout",), (None,), "timeout"),
        (("true", "false"), (), "true"),
    ],
)
def test_the_way_out_is_the_first_that_a_line_follows(
    actions: tuple[str, ...], followed: tuple[str | None, ...], out: str | None
) -> None:
    edges = [
        Edge(id=str(place), source="a", target="b", action=action)
        for place, action in enumerate(followed)
    ]
    assert way_out(actions, edges) == out
