"""Which nodes and edges differ between two graphs in JSON, wherever they stand; pure."""

from __future__ import annotations

from collections.abc import Mapping

from ..events import Json

PARTS = ("nodes", "edges")
_EMPTY: tuple[Json, ...] = (None, "", {}, [])


def changed_parts(before: Json, after: Json) -> dict[str, list[str]]:
    """List the ids of what was added, taken away or changed: ``{"nodes": […], "edges": […]}``.

    The place of a card is no change, and a field that is empty is as good as one that is missing.
    Anything may be given: a draft need not be a graph yet.
    """
    found: dict[str, list[str]] = {}
    for part in PARTS:
        old, new = _by_id(before, part), _by_id(after, part)
        found[part] = [name for name in {**old, **new} if old.get(name) != new.get(name)]
    return found


def _by_id(graph: Json, part: str) -> dict[str, Json]:
    items = graph.get(part) if isinstance(graph, Mapping) else None
    return {
        str(item["id"]): {
            key: value for key, value in item.items() if key != "ui" and value not in _EMPTY
        }
        for item in (items if isinstance(items, list) else ())
        if isinstance(item, Mapping) and "id" in item
    }
