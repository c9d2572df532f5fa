"""Programs of what a runtime is given: flows, graphs, workflow functions; with their own code."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from workflows.engine.authoring import Flow, find_function, find_task
from workflows.engine.authoring.functions import function_name
from workflows.engine.errors import FieldError, Invalid
from workflows.engine.functions import FunctionProgram, WorkflowFunction
from workflows.engine.graphs import GraphProgram, parse, validate_graph
from workflows.engine.node import BaseNode
from workflows.engine.program import Program
from workflows.engine.registry import Registry, type_name
from workflows.nodes import FunctionNode, TaskNode

UNNAMED = "graph"
"""The slug of a graph that is run without a name."""


def program_of(thing: Any, registry: Registry) -> Program:
    """Make the program of a flow or of a workflow function.

    Raises ``Invalid`` with a fault for each problem, and ``UnknownNodeType``.
    """
    if isinstance(thing, WorkflowFunction):
        _ = thing.signature
        return FunctionProgram(thing)
    if not isinstance(thing, Flow):
        raise Invalid(
            f"A {type(thing).__name__} cannot be run: give a flow, a @workflow function, or JSON."
        )
    known = registry_with(thing, registry)
    graph = thing.to_json()
    problems = validate_graph(graph, known)
    if problems:
        told = "; ".join(_sentence(item.message, item.node_id or item.edge_id) for item in problems)
        faults = [FieldError(item.code, item.message, item.node_id) for item in problems]
        raise Invalid(f"{thing.slug} has problems: {told}", code="graph_problems", errors=faults)
    return GraphProgram(parse(graph), known)


def _sentence(message: str, place: str | None) -> str:
    return f"{place}: {message}" if place else message


def as_workflow(thing: Any) -> Any:
    """Take graph JSON for a flow; everything else as it is."""
    if isinstance(thing, Mapping):
        return Flow.from_json(thing, str(thing.get("slug") or UNNAMED))
    return thing


def registry_with(flow: Flow, registry: Registry) -> Registry:
    """Give the registry with the node classes of the flow, and its functions before all others."""
    if not flow.classes and not flow.functions and not flow.tasks:
        return registry
    classes = {type_name(cls): cls for cls in registry.types()} | flow.classes
    own = {function_name(flow.slug, name): call for name, call in flow.functions.items()}
    classes[type_name(FunctionNode)] = _finding(
        FunctionNode, lambda name: own.get(name) or find_function(name)
    )
    classes[type_name(TaskNode)] = _finding(
        TaskNode, lambda name: flow.tasks.get(name) or find_task(name)
    )
    return Registry(classes.values())


def _finding(cls: type[BaseNode], find: Callable[[str], Any]) -> type[BaseNode]:
    """Make a class that calls a flow's own code, whatever other flow has the same slug."""
    members = {
        "__module__": cls.__module__,
        "__doc__": cls.__doc__,
        "node_type": cls.node_type,
        "find": staticmethod(find),
    }
    return type(cls.__name__, (cls,), members)


def below(thing: Any) -> Iterator[Any]:
    """Give the workflows that a workflow runs, and those that they run, each once."""
    seen = {id(thing)}
    todo = list(_children(thing))
    while todo:
        child = todo.pop(0)
        if id(child) not in seen:
            seen.add(id(child))
            yield child
            todo += _children(child)


def _children(thing: Any) -> Iterator[Any]:
    """Give those of a flow's nodes, or those that the code of a function names."""
    if isinstance(thing, WorkflowFunction):
        named = inspect.getclosurevars(inspect.unwrap(thing.function))
        values = (*named.nonlocals.values(), *named.globals.values())
        yield from (item for item in values if isinstance(item, Flow | WorkflowFunction))
    else:
        yield from getattr(thing, "children", ())
