"""The node types of a run's version that are installed nowhere here: it waits for who has them."""

from __future__ import annotations

from typing import Any

from workflows.engine.registry import Registry
from workflows.models import Run, Version
from workflows.nodes.discovery import default_functions, default_registry


def missing_types(row: Run) -> list[str]:
    """List the node types that this process lacks, each once, in the order of the graph.

    A type that is here without the function that a node calls is named with that function.
    """
    return types_missing_in(row.version_id)


def types_missing_in(version: int) -> list[str]:
    """List those of a version, by its row."""
    graph: Any = Version.every.values_list("graph", flat=True).get(pk=version)
    if not isinstance(graph, dict):
        return []
    if "function" in graph:
        name = str(graph["function"]["name"])
        return [] if default_functions().workflow(name) else [f"@workflow {name}"]
    known = default_registry()
    lacking = (_lacking(known, node) for node in graph.get("nodes", []))
    return [name for name in dict.fromkeys(lacking) if name is not None]


def _lacking(known: Registry, node: dict[str, Any]) -> str | None:
    type_, properties = str(node.get("type")), node.get("properties") or {}
    cls = known.get(type_)
    if cls is None:
        return type_
    return None if cls.missing(properties) is None else f"{type_} {properties.get('function')}"
