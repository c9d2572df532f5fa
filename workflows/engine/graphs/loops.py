"""Loops of a graph: natural loops by dominators, and circles without a single entry."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from .model import Edge, Graph


@dataclass(frozen=True, slots=True)
class Loop:
    """A natural loop. ``body`` holds the header too; ``inside`` are the edges with both ends in it.

    ``exits`` are the edges for which this is the outermost loop that they leave: they are decided
    when this body has come to rest.
    """

    header: str
    body: frozenset[str]
    backs: tuple[str, ...]
    inside: tuple[str, ...]
    exits: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Structure:
    """The loops, innermost first; ``backs`` the ids of all back edges; ``tangled`` the nodes of
    circles that can be entered at two places."""

    loops: tuple[Loop, ...]
    backs: frozenset[str]
    tangled: tuple[str, ...]


def structure_of(graph: Graph) -> Structure:
    """Find the loops of a graph, in O(nodes x edges) at worst."""
    order = _order(graph)
    parents = _dominators(graph, order)
    by_header: dict[str, list[Edge]] = {}
    for node_id in order:
        for edge in graph.outgoing[node_id]:
            if _dominates(edge.target, node_id, parents):
                by_header.setdefault(edge.target, []).append(edge)
    backs = frozenset(edge.id for edges in by_header.values() for edge in edges)
    bodies = {header: _body(graph, header, edges) for header, edges in by_header.items()}
    loops = [_loop(graph, header, bodies, by_header[header]) for header in bodies]
    loops.sort(key=lambda loop: len(loop.body))
    return Structure(tuple(loops), backs, tuple(_tangled(graph, backs)))


def _roots(graph: Graph) -> list[str]:
    """Give the nodes where a run begins; a circle that nothing leads into begins at its first."""
    roots = [name for name, edges in graph.incoming.items() if not edges]
    seen = _reached(graph, roots)
    for name in graph.nodes:
        if name not in seen:
            roots.append(name)
            seen |= _reached(graph, [name])
    return roots


def _reached(graph: Graph, start: Iterable[str]) -> set[str]:
    seen, stack = set(start), list(start)
    while stack:
        for edge in graph.outgoing[stack.pop()]:
            if edge.target not in seen:
                seen.add(edge.target)
                stack.append(edge.target)
    return seen


def _order(graph: Graph) -> list[str]:
    """List the nodes in reverse postorder of a depth-first walk."""
    done: list[str] = []
    seen: set[str] = set()
    for root in reversed(_roots(graph)):
        if root in seen:
            continue
        seen.add(root)
        stack = [(root, iter(graph.outgoing[root]))]
        while stack:
            name, edges = stack[-1]
            target = next((edge.target for edge in edges if edge.target not in seen), None)
            if target is None:
                done.append(name)
                stack.pop()
            else:
                seen.add(target)
                stack.append((target, iter(graph.outgoing[target])))
    return done[::-1]


def _dominators(graph: Graph, order: list[str]) -> dict[str, str | None]:
    """Give each node's immediate dominator; None stands for the start of the run.

    The algorithm of Cooper, Harvey and Kennedy ("A Simple, Fast Dominance Algorithm").
    """
    place = {name: number for number, name in enumerate(order)}
    roots = set(_roots(graph))
    parents: dict[str, str | None] = dict.fromkeys(roots)
    changed = True
    while changed:
        changed = False
        for name in order:
            if name in roots:
                continue
            known = [e.source for e in graph.incoming[name] if e.source in parents]
            parent: str | None = known[0]
            for other in known[1:]:
                parent = _meet(parent, other, parents, place)
            if name not in parents or parents[name] != parent:
                parents[name] = parent
                changed = True
    return parents


def _meet(
    one: str | None, two: str | None, parents: dict[str, str | None], place: dict[str, int]
) -> str | None:
    while one != two:
        if one is None or two is None:
            return None
        if place[one] > place[two]:
            one = parents[one]
        else:
            two = parents[two]
    return one


def _dominates(above: str, below: str, parents: dict[str, str | None]) -> bool:
    at: str | None = below
    while at is not None and at != above:
        at = parents[at]
    return at == above


def _body(graph: Graph, header: str, backs: Iterable[Edge]) -> frozenset[str]:
    body, stack = {header}, [edge.source for edge in backs]
    while stack:
        name = stack.pop()
        if name not in body:
            body.add(name)
            stack += [edge.source for edge in graph.incoming[name]]
    return frozenset(body)


def _loop(
    graph: Graph, header: str, bodies: dict[str, frozenset[str]], backs: Iterable[Edge]
) -> Loop:
    body = bodies[header]
    leaving = [e for name in body for e in graph.outgoing[name] if e.target not in body]
    inside = [e.id for name in body for e in graph.outgoing[name] if e.target in body]
    outer = [other for other in bodies.values() if other > body]
    exits = [edge.id for edge in leaving if not any(edge.target not in around for around in outer)]
    back_ids = tuple(edge.id for edge in backs)
    return Loop(header, body, back_ids, tuple(sorted(inside)), tuple(sorted(exits)))


def _tangled(graph: Graph, backs: frozenset[str]) -> list[str]:
    """Give the nodes that no order places even without the back edges (Kahn's algorithm)."""
    missing = {
        name: sum(edge.id not in backs for edge in edges) for name, edges in graph.incoming.items()
    }
    free = [name for name, count in missing.items() if count == 0]
    while free:
        for edge in graph.outgoing[free.pop()]:
            if edge.id in backs:
                continue
            missing[edge.target] -= 1
            if missing[edge.target] == 0:
                free.append(edge.target)
    stuck = {name for name, count in missing.items() if count > 0}
    return [n for n in graph.nodes if n in stuck and _in_circle(graph, n, stuck)]


def _in_circle(graph: Graph, name: str, stuck: set[str]) -> bool:
    seen: set[str] = set()
    stack = [name]
    while stack:
        for edge in graph.outgoing[stack.pop()]:
            if edge.target == name:
                return True
            if edge.target in stuck and edge.target not in seen:
                seen.add(edge.target)
                stack.append(edge.target)
    return False
