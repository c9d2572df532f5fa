"""The table of the functions that flows call, by name; a process knows those whose modules it has
imported."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

FlowFunction = Callable[..., Any]
"""``fn(context, **arguments)``, sync or async."""

_functions: dict[str, FlowFunction] = {}


def function_name(slug: str, node_id: str) -> str:
    """Name the function of a node as it stands in the graph."""
    return f"{slug}.{node_id}"


def register_function(name: str, function: FlowFunction) -> None:
    """Keep a function; the last one of a name counts, as in a notebook's cell that runs again."""
    _functions[name] = function


def find_function(name: str) -> FlowFunction | None:
    """Find a function; None when the module of its flow is not imported in this process."""
    return _functions.get(name)
