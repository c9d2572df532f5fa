"""The one way to write a graph: every field of nodes and edges, defaults too; what is wrong with a
graph is not looked for."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from ..errors import Invalid
from ..events import Json

_EDGE = ("source_handle", "target_handle", "action", "when")


def canonical(graph: Json) -> dict[str, Json]:
    """Give a copy of graph JSON (schema 1) with all that may be left out; other keys are dropped.

    Places (``ui``) and the graph's ``options`` are kept where there are any. Raises ``Invalid`` for
    what is no graph.
    """
    if not isinstance(graph, Mapping):
        raise Invalid("A graph is a JSON object with nodes and edges.")
    made: dict[str, Json] = {
        "schema": 1,
        "nodes": [canonical_node(item) for item in _items(graph, "nodes")],
        "edges": [canonical_edge(item) for item in _items(graph, "edges")],
    }
    if graph.get("options"):
        made["options"] = deepcopy(dict(graph["options"]))
    return made


def _items(graph: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    found = graph.get(key) or []
    if not isinstance(found, list) or not all(isinstance(item, Mapping) for item in found):
        raise Invalid(f"The graph's {key} must be a list of objects.")
    return found


def canonical_node(node: Mapping[str, Any]) -> dict[str, Json]:
    """Give a node with title, properties and options."""
    made: dict[str, Json] = {
        "id": node.get("id"),
        "type": node.get("type"),
        "title": node.get("title") or "",
        "properties": deepcopy(node.get("properties") or {}),
        "options": deepcopy(node.get("options") or {}),
    }
    if node.get("ui"):
        made["ui"] = deepcopy(node["ui"])
    return made


def canonical_edge(edge: Mapping[str, Any]) -> dict[str, Json]:
    """Give an edge with all seven fields; absent ones are null."""
    return {
        "id": edge.get("id"),
        "source": edge.get("source"),
        "target": edge.get("target"),
        **{key: edge.get(key) or None for key in _EDGE},
    }


def edge_name(edge: Mapping[str, Any]) -> str:
    """Give the id that an edge gets by itself: its ends, with the action and what it feeds."""
    parts = (edge["source"], edge["action"], edge["target"], edge["target_handle"])
    return "-".join(part for part in parts if part)[:100]
