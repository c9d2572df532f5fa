"""How the nodes of a flow are linked: by their order, by ``after``, by edges that are drawn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum

from ..events import Json
from .canonical import edge_name


class Place(Enum):
    """Where a node stands whose author did not say ``after``."""

    PREVIOUS = "previous"


PREVIOUS = Place.PREVIOUS

After = str | Sequence[str] | None | Place
"""``"a"``, ``["a", "b"]``, None (a run begins here), or nothing said: the node before."""


@dataclass(slots=True)
class Declared:
    """A node as it was added; ``on`` and ``into`` belong to the edges that ``after`` draws."""

    node: dict[str, Json]
    after: After = None
    on: str | None = None
    into: str | None = None


@dataclass(slots=True)
class Drawn:
    """An edge as it was drawn; without an id it gets one."""

    edge: dict[str, Json] = field(default_factory=dict)


def edges_of(declared: Sequence[Declared | Drawn]) -> list[dict[str, Json]]:
    """Give the edges in the order in which nodes and edges were declared, each with its id.

    A node follows the one before it, unless it says ``after``, or an edge leads to it from a node
    that was added earlier. An edge from a later node leads back: it replaces nothing.
    """
    replaced = _reached_forwards(declared)
    edges: list[dict[str, Json]] = []
    before: str | None = None
    for item in declared:
        if isinstance(item, Drawn):
            edges.append(dict(item.edge))
            continue
        edges += _to(item, before, item.node["id"] in replaced)
        before = item.node["id"]
    return list(_named(edges))


def _reached_forwards(declared: Sequence[Declared | Drawn]) -> set[str]:
    order: dict[str, int] = {}
    for item in declared:
        if isinstance(item, Declared):
            order.setdefault(item.node["id"], len(order))
    drawn = [item.edge for item in declared if isinstance(item, Drawn)]
    return {
        edge["target"]
        for edge in drawn
        if edge["source"] in order
        and edge["target"] in order
        and order[edge["source"]] < order[edge["target"]]
    }


def _to(item: Declared, before: str | None, replaced: bool) -> Iterator[dict[str, Json]]:
    if isinstance(item.after, Place):
        sources = [before] if before is not None and not replaced else []
    elif isinstance(item.after, str):
        sources = [item.after]
    else:
        sources = list(item.after or ())
    for source in sources:
        yield {
            "id": None,
            "source": source,
            "target": item.node["id"],
            "source_handle": None,
            "target_handle": item.into,
            "action": item.on,
            "when": None,
        }


def _named(edges: Sequence[dict[str, Json]]) -> Iterator[dict[str, Json]]:
    taken = {edge["id"] for edge in edges}
    for edge in edges:
        if edge["id"] is None:
            name = base = edge_name(edge)
            number = 2
            while name in taken:
                name = f"{base[:95]}-{number}"
                number += 1
            taken.add(name)
            edge["id"] = name
        yield edge
