"""How the examples are drawn: nodes in columns and rows, edges between them, fields of forms; what
they do is in their own files."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from workflows.engine.authoring import Flow
from workflows.engine.events import Json

# Cards are 224 px wide, and up to 200 px high while they wait: columns leave 96 px between them,
# rows 40 px; half a row is on the grid of 20 px too.
COLUMN, ROW = 320, 240


@dataclass(frozen=True, slots=True)
class DemoWorkflow:
    """An example workflow as it is created: ``graph`` is graph JSON (schema 1)."""

    slug: str
    name: str
    description: str
    graph: dict[str, Json] = field(repr=False)

    @classmethod
    def of(cls, flow: Flow) -> DemoWorkflow:
        """Take one that is written in Python."""
        return cls(flow.slug, flow.name, flow.description, flow.to_json())

    def as_dict(self) -> dict[str, Json]:
        """Give the shape of the gallery; the graph is a copy."""
        return {
            "slug": self.slug,
            "name": self.name,
            "description": self.description,
            "graph": deepcopy(self.graph),
        }


def place(column: float, row: float) -> tuple[int, int]:
    """Give the place of a column and a row, from 0; rows may be halves."""
    return int(column * COLUMN), int(row * ROW)


def node(
    id: str, type: str, title: str, at: tuple[float, float], /, **properties: Any
) -> dict[str, Json]:
    """Draw a node in a column and a row, from 0; rows may be halves."""
    x, y = place(*at)
    ui = {"x": x, "y": y}
    return {"id": id, "type": type, "title": title, "properties": properties, "ui": ui}


def edge(
    source: str,
    target: str,
    *,
    action: str | None = None,
    when: str | None = None,
    data: str | None = None,
) -> dict[str, Json]:
    """Draw an edge; ``data`` is ``"property"`` or ``"port > property"``: what it also carries."""
    given, _, taken = (data or "").rpartition(" > ")
    return {
        "id": "-".join(part for part in (source, action, target, taken) if part),
        "source": source,
        "target": target,
        "source_handle": given or None,
        "target_handle": taken or None,
        "action": action,
        "when": when,
    }


def graph(nodes: Sequence[dict[str, Json]], edges: Sequence[dict[str, Json]]) -> dict[str, Json]:
    """Put a graph together."""
    return {"schema": 1, "nodes": list(nodes), "edges": list(edges)}


def expr(source: str) -> dict[str, Json]:
    """Mark CEL source as the value of a property."""
    return {"$expr": source}


def form(required: Sequence[str] = (), /, **fields: dict[str, Json]) -> dict[str, Json]:
    """Make the JSON Schema of a form."""
    schema: dict[str, Json] = {"type": "object", "properties": fields}
    return {**schema, "required": list(required)} if required else schema


def text(title: str, **more: Json) -> dict[str, Json]:
    """Make a field for text."""
    return {"type": "string", "title": title, **more}


def number(title: str, **more: Json) -> dict[str, Json]:
    """Make a field for a number."""
    return {"type": "number", "title": title, **more}


def choice(title: str, *options: str, **more: Json) -> dict[str, Json]:
    """Make a field that offers options."""
    return {"type": "string", "title": title, "enum": list(options), **more}
