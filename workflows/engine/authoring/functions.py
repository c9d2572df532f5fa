"""The functions that nodes call, by name: those of flows, which a process knows once it has
imported their modules, and where ``@task`` functions are found."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..errors import NotFound

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


TaskFinder = Callable[[str], Any]
"""Gives the ``@task`` function of a name; raises ``NotFound`` with a sentence."""


def _no_tasks(name: str) -> Any:
    raise NotFound(f"There is no task {name!r} in this process.")


_tasks: dict[str, TaskFinder] = {"find": _no_tasks}


def look_for_tasks_with(find: TaskFinder) -> None:
    """Say where ``@task`` functions are found; those who discover them know."""
    _tasks["find"] = find


def find_task(name: str) -> Any:
    """Find a ``@task`` function; ``NotFound`` when its module is not known to this process."""
    return _tasks["find"](name)
