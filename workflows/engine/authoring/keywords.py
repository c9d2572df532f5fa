"""The keywords of a flow's nodes: which are options, which the node's place and name, which its
properties."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..errors import Invalid
from ..events import Json
from ..payload import ensure_json
from ..retry import RetryPolicy

OPTIONS = (
    "join", "on_error", "max_iterations", "pause_before", "pause_after", "wait_for_input", "routes",
    "bypass",
)  # fmt: skip
"""Options of every node that are given by their own names."""

RESERVED = frozenset(
    {*OPTIONS, "retry", "timeout", "options", "properties", "label", "at", "ui"}
    | {"after", "on", "into"}
)
"""Names that are never properties; a property with such a name goes into ``properties={...}``."""

WAITING = frozenset(
    {"wait", "approval", "question", "form", "callback", "wait_for_event", "map", "subworkflow"}
)
"""Built-in types whose ``timeout`` is the time to wait, and not that of one attempt."""


def node_of(id: str, type: str, given: Mapping[str, Any], *, waits: bool) -> dict[str, Json]:
    """Build a node of graph JSON from what a flow's method was given.

    Raises ``Invalid`` naming the keyword when a value is no JSON.
    """
    properties = {name: value for name, value in given.items() if name not in RESERVED}
    properties |= _mapping(id, "properties", given)
    options = {name: given[name] for name in OPTIONS if name in given}
    if "retry" in given:
        options["retry"] = _retry(given["retry"])
    if "timeout" in given:
        (properties if waits else options)["timeout_seconds"] = given["timeout"]
    options |= _mapping(id, "options", given)
    node: dict[str, Json] = {
        "id": id,
        "type": type,
        "title": given.get("label") or "",
        "properties": ensure_json(properties, id),
        "options": ensure_json(options, id),
    }
    place = _place(id, given)
    return node if place is None else {**node, "ui": place}


def _mapping(id: str, name: str, given: Mapping[str, Any]) -> dict[str, Any]:
    value = given.get(name) or {}
    if not isinstance(value, Mapping):
        raise Invalid(f"{name} of the node {id!r} must be a dictionary.")
    return dict(value)


def _retry(value: Any) -> Json:
    """Take a number of attempts, a policy, or its fields."""
    if isinstance(value, RetryPolicy):
        return value.model_dump(mode="json", exclude_unset=True)
    if isinstance(value, int) and not isinstance(value, bool):
        return {"max_attempts": value}
    return value


def _place(id: str, given: Mapping[str, Any]) -> Json:
    if "ui" in given:
        return ensure_json(given["ui"], f"{id}.ui")
    if given.get("at") is None:
        return None
    try:
        x, y = given["at"]
    except (TypeError, ValueError):
        raise Invalid(f"at of the node {id!r} must be a pair: at=(x, y).") from None
    return ensure_json({"x": x, "y": y}, f"{id}.at")
