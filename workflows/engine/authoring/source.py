"""A graph as Python source: a module that builds the same graph; reading one is in ``reading.py``.

Only literals are written, each as ``repr`` escapes it: nothing of a graph becomes code.
"""

from __future__ import annotations

import keyword
import re
from collections.abc import Mapping, Sequence

from ..errors import Invalid
from ..events import Json
from .canonical import edge_name
from .flow import Flow
from .keywords import OPTIONS, RESERVED, WAITING
from .literals import bracketed, literal, text

METHODS: dict[str, tuple[str, ...]] = {
    "input": ("schema",),
    "output": (),
    "constant": ("value",),
    "transform": ("expression",),
    "template": ("template",),
    "set_state": ("values",),
    "log": ("message",),
    "condition": ("expression",),
    "switch": ("cases",),
    "merge": (),
    "fail": ("message",),
    "sleep": (),
    "wait": (),
    "approval": (),
    "question": ("question",),
    "form": ("schema",),
    "callback": (),
    "wait_for_event": ("name",),
    "emit_event": ("name",),
    "map": ("workflow", "items"),
    "subworkflow": ("workflow",),
    "http_request": ("url",),
    "send_email": (),
    "task": ("function",),
}
"""Methods of a flow that are named like their type, and the properties they take by place."""

_OPTIONAL = {"input", "set_state", "log", "question", "form"}
_CHAIN = 100
"""Calls in one expression; a longer chain would be too deep for Python's own parser."""

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")

Arguments = tuple[list[str], dict[str, str]]
"""The arguments of one call, written: by place and by name."""


def to_python(graph: Json, name: str) -> str:
    """Write a module whose ``flow`` builds this graph; ``name`` is the flow's slug.

    An exported file's name and description come along. Raises ``Invalid`` when the graph's form is
    wrong, the slug too, or when two nodes or two edges share an id.
    """
    flow = Flow.from_json(graph, name)
    made = flow.to_json()
    for kind in ("nodes", "edges"):
        _distinct(kind, made[kind])
    calls = _calls(made)
    uses_expressions = any("expr(" in call for call in calls)
    chained = len(calls) < _CHAIN
    lines = [
        f'"""The workflow {flow.slug}: ``flow.to_json()`` gives its graph."""',
        "",
        f"from workflows import Flow{', expr' if uses_expressions else ''}",
        "",
        "flow = (" if chained else f"flow = {_begin(flow)}",
    ]
    if chained:
        lines += [f"    {_begin(flow)}", *(f"    .{call}" for call in calls), ")"]
    else:
        lines += [f"flow.{call}" for call in calls]
    return "\n".join([*lines, ""])


def _distinct(kind: str, items: Sequence[Mapping[str, Json]]) -> None:
    seen: set[str] = set()
    for item in items:
        if item["id"] in seen:
            raise Invalid(f"Two {kind} of the graph have the id {item['id']!r}.")
        seen.add(item["id"])


def _begin(flow: Flow) -> str:
    named = {"name": flow.name, "description": flow.description}
    if flow.name == Flow(flow.slug).name:
        del named["name"]
    given = {key: literal(value, 2) for key, value in named.items() if value}
    if flow.max_parallel is not None:
        given["max_parallel"] = str(flow.max_parallel)
    return _call("Flow", [text(flow.slug)], given, 1)


def _calls(graph: Mapping[str, Json]) -> list[str]:
    """Write the calls: nodes, with the edges that their order and ``after`` can say; the rest."""
    edges = list(graph["edges"])
    folded = _folded(graph["nodes"], edges)
    rest = edges[sum(len(item) for item in folded.values()) :]
    placed = {node["id"]: number for number, node in enumerate(graph["nodes"])}
    forwards = {e["target"] for e in rest if _place(e, placed) == "forward"}
    calls = []
    before: str | None = None
    for node in graph["nodes"]:
        name = node["id"]
        links = _links(folded.get(name, []), before, name in forwards)
        method, arguments = _node(node)
        calls.append(_call(method, arguments[0], {**links, **arguments[1]}, 1))
        before = name
    return calls + [_edge(edge) for edge in rest]


def _place(edge: Mapping[str, Json], placed: Mapping[str, int]) -> str:
    source, target = placed.get(edge["source"]), placed.get(edge["target"])
    if source is None or target is None:
        return "dangling"
    return "forward" if source < target else "back"


def _folded(
    nodes: Sequence[Mapping[str, Json]], edges: Sequence[Mapping[str, Json]]
) -> dict[str, list[Mapping[str, Json]]]:
    """Find the first edges that need no call: each node's own, plain, in the order of the nodes."""
    found: dict[str, list[Mapping[str, Json]]] = {}
    placed = {node["id"]: number for number, node in enumerate(nodes)}
    at = 0
    for node in nodes:
        own: list[Mapping[str, Json]] = []
        while at < len(edges) and _folds(edges[at], node["id"], own, placed):
            own.append(edges[at])
            at += 1
        if own:
            found[node["id"]] = own
    return found


def _folds(
    edge: Mapping[str, Json],
    target: str,
    own: Sequence[Mapping[str, Json]],
    placed: Mapping[str, int],
) -> bool:
    plain = not edge["source_handle"] and not edge["when"] and edge["id"] == edge_name(edge)
    if edge["target"] != target or not plain or _place(edge, placed) != "forward":
        return False
    same = ("action", "target_handle")
    return not own or all(edge[key] == own[0][key] for key in same)


def _links(own: Sequence[Mapping[str, Json]], before: str | None, drawn: bool) -> dict[str, str]:
    """Say what a node follows, where its place does not say it."""
    if not own:
        return {} if before is None or drawn else {"after": "None"}
    sources = [edge["source"] for edge in own]
    links = {}
    if drawn or sources != [before]:
        links["after"] = text(sources[0]) if len(sources) == 1 else literal(sources, 2)
    if own[0]["action"]:
        links["on"] = text(own[0]["action"])
    if own[0]["target_handle"]:
        links["into"] = text(own[0]["target_handle"])
    return links


def _node(node: Mapping[str, Json]) -> tuple[str, Arguments]:
    """Write a node's call: its own method where that says the same, else ``node``."""
    type_, properties = node["type"], dict(node["properties"])
    method, places = "node", [text(node["id"]), text(type_)]
    taken = _taken(type_, properties)
    if taken is not None:
        method = type_
        places = [text(node["id"]), *(literal(properties.pop(name), 2) for name in taken)]
    named = {}
    if method == "sleep" and properties.get("duration_seconds") is not None:
        named["seconds"] = literal(properties.pop("duration_seconds"), 2)
    if method == "output" and properties.get("name") == node["id"]:
        del properties["name"]
    if node["title"]:
        named["label"] = literal(node["title"], 2)
    named |= _properties(properties)
    named |= _options(node["options"], type_ in WAITING)
    named |= _ui(node.get("ui"))
    return method, (places, named)


def _taken(type_: str, properties: Mapping[str, Json]) -> list[str] | None:
    """List the properties that the type's method takes by place; None: the method does not fit."""
    if type_ not in METHODS or (type_ == "output" and "name" not in properties):
        return None
    listed = [name for name in METHODS[type_] if name in properties]
    if any(properties[name] is None for name in listed):
        return None
    if type_ not in _OPTIONAL and METHODS[type_] and METHODS[type_][0] not in listed:
        return None
    if type_ == "switch" and not isinstance(properties["cases"], list):
        return None
    named = {"task": "function", "map": "workflow", "subworkflow": "workflow"}.get(type_)
    if named and not isinstance(properties[named], str | Mapping):
        return None
    return listed


def _properties(properties: Mapping[str, Json]) -> dict[str, str]:
    named, rest = {}, {}
    for name, value in properties.items():
        if _NAME.fullmatch(name) and not keyword.iskeyword(name) and name not in _KEPT:
            named[name] = literal(value, 2)
        else:
            rest[name] = value
    return {**named, "properties": literal(rest, 2)} if rest else named


_KEPT = RESERVED | {"seconds"}


def _options(options: Mapping[str, Json], waits: bool) -> dict[str, str]:
    named, rest = {}, {}
    for name, value in options.items():
        if name == "retry" and isinstance(value, Mapping):
            attempts = value.get("max_attempts")
            brief = list(value) == ["max_attempts"] and type(attempts) is int
            named[name] = literal(attempts if brief else value, 2)
        elif name == "timeout_seconds" and not waits:
            named["timeout"] = literal(value, 2)
        elif name in OPTIONS:
            named[name] = literal(value, 2)
        else:
            rest[name] = value
    return {**named, "options": literal(rest, 2)} if rest else named


def _ui(ui: Json) -> dict[str, str]:
    if not ui:
        return {}
    if isinstance(ui, Mapping) and list(ui) == ["x", "y"]:
        return {"at": f"({literal(ui['x'], 2)}, {literal(ui['y'], 2)})"}
    return {"ui": literal(ui, 2)}


def _edge(edge: Mapping[str, Json]) -> str:
    places = [text(edge["source"]), text(edge["target"])]
    if edge["action"]:
        places.append(text(edge["action"]))
    named = {}
    if edge["when"]:
        named["when"] = text(edge["when"])
    fed, port = edge["target_handle"], edge["source_handle"]
    if port:
        named["data"] = f"({text(port)}, {literal(fed)})"
    elif fed:
        named["data"] = text(fed)
    if edge["id"] != edge_name(edge):
        named["id"] = text(edge["id"])
    return _call("edge", places, named, 1)


def _call(name: str, places: Sequence[str], named: Mapping[str, str], indent: int) -> str:
    parts = [*places, *(f"{key}={value}" for key, value in named.items())]
    return bracketed(f"{name}(", parts, ")", indent)
