"""Advice on a graph: what may be meant so and yet goes wrong only once somebody waits; it stops
nothing. Who is in a group is not known here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..durations import parse_duration
from ..errors import FermataError
from ..events import Json
from ..registry import Registry
from .model import Edge, Graph, Node, parse
from .program import ANY_ACTION, ERROR_ACTION, TIMEOUT_ACTION
from .validation import Problem

ASKING = frozenset({"approval", "question", "form"})
_WHO = ("users", "groups", "fallback")


def advise(data: Json, registry: Registry) -> list[Problem]:
    """List what an author may want to look at again, in the order of the nodes."""
    try:
        graph = parse(data)
    except FermataError:
        return []
    found: list[Problem] = []
    for node in graph.nodes.values():
        found += _asking(node, graph)
        found += _out_of_time(node, graph, registry)
    for edge in graph.edges:
        found += _never(edge, graph, registry)
    return found


def groups_named(data: Json) -> list[tuple[str, str]]:
    """List the groups that nodes ask by their literal names, as (node, group)."""
    try:
        graph = parse(data)
    except FermataError:
        return []
    return [
        (node.id, name)
        for node in graph.nodes.values()
        for name in _names(node.properties.get("groups"))
    ]


def _names(value: Json) -> list[str]:
    return [name for name in value if isinstance(name, str)] if isinstance(value, list) else []


def _is_fed(node: Node, name: str, graph: Graph) -> bool:
    return any(edge.target_handle == name for edge in graph.incoming[node.id])


def _asking(node: Node, graph: Graph) -> Iterator[Problem]:
    if node.type not in ASKING:
        return
    given = [name for name in _WHO if node.properties.get(name) or _is_fed(node, name, graph)]
    if not given:
        told = "Nobody is named: whoever may resume runs decides."
        yield Problem("nobody_asked", told, node.id, pointer="/properties/groups")
    fixed = "forbid_initiator" in node.properties or _is_fed(node, "forbid_initiator", graph)
    if node.type == "approval" and not fixed:
        told = "Whoever starts the run may also approve it, when asked."
        yield Problem("own_request", told, node.id, pointer="/properties/forbid_initiator")


def _out_of_time(node: Node, graph: Graph, registry: Registry) -> Iterator[Problem]:
    cls = registry.get(node.type)
    if cls is None or not cls.is_suspendable() or node.properties.get("on_timeout"):
        return
    try:
        seconds = parse_duration(node.properties.get("timeout_seconds") or 0)
    except (FermataError, ValueError, TypeError):
        return
    ways = {edge.action for edge in graph.outgoing[node.id]}
    if seconds and not ways & {TIMEOUT_ACTION, ERROR_ACTION}:
        told = "When the time is over the run fails: no line leads on from there."
        yield Problem("no_way_out", told, node.id, pointer="/properties/on_timeout")


def _never(edge: Edge, graph: Graph, registry: Registry) -> Iterator[Problem]:
    source = graph.nodes.get(edge.source)
    cls = registry.get(source.type) if source is not None else None
    if source is None or cls is None or edge.action in (None, ANY_ACTION, ERROR_ACTION):
        return
    declared = cls.actions_of(source.properties)
    free = cls.is_suspendable() and set(declared) <= {TIMEOUT_ACTION}
    routed = {rule.get("action") for rule in _routes(source)}
    # The code of a step without declared actions may choose any.
    if not declared or free or edge.action in declared or edge.action in routed:
        return
    told = f"The step never finishes with {edge.action!r}: this line is followed by no run."
    yield Problem("never_followed", told, edge_id=edge.id, pointer="/action")


def _routes(node: Node) -> list[Mapping[str, Json]]:
    rules = node.options.get("routes")
    return [rule for rule in rules if isinstance(rule, Mapping)] if isinstance(rules, list) else []
