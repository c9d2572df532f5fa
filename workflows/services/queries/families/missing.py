"""The node types of a run's version that are installed nowhere here: it waits for who has them."""

from __future__ import annotations

from typing import Any

from workflows.models import Run, Version
from workflows.nodes.discovery import default_registry


def missing_types(row: Run) -> list[str]:
    """List the node types that this process lacks, each once, in the order of the graph."""
    graph: Any = Version.objects.values_list("graph", flat=True).get(pk=row.version_id)
    if not isinstance(graph, dict):
        return []
    known = default_registry()
    types = (str(node.get("type")) for node in graph.get("nodes", []))
    return [name for name in dict.fromkeys(types) if known.get(name) is None]
