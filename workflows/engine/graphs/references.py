"""Which other workflows a graph runs; whether they exist is known to those who keep them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..errors import Invalid
from ..events import Json
from ..registry import Registry
from .model import parse


@dataclass(frozen=True, slots=True)
class Reference:
    """A workflow that a node names: its slug, and the place as problems name it."""

    slug: str
    node_id: str
    pointer: str


def references(data: Json, registry: Registry) -> Iterator[Reference]:
    """List the workflows that stand in graph JSON by name; computed names are not among them.

    A property names a workflow when its schema has the format ``workflow``.
    """
    try:
        graph = parse(data)
    except Invalid:
        return
    fields: dict[str, list[str]] = {}
    for node in graph.nodes.values():
        if node.type not in fields:
            fields[node.type] = _fields(node.type, registry)
        for name in fields[node.type]:
            slug = node.properties.get(name)
            if isinstance(slug, str) and slug:
                yield Reference(slug, node.id, f"/properties/{name}")


def _fields(type: str, registry: Registry) -> list[str]:
    cls = registry.get(type)
    schema = registry.describe(cls)["properties"]["properties"] if cls is not None else {}
    return [name for name, field in schema.items() if field.get("format") == "workflow"]
