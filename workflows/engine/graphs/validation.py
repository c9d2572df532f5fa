"""Problems of a graph: what stops a draft from being published; nothing is executed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Any

from pydantic import ValidationError

from ..errors import ExpressionError, Invalid
from ..events import Json
from ..expressions import compile_expression, expressions_in
from ..node import BaseNode
from ..registry import Registry
from ..schemas import fits, types_of
from .loops import structure_of
from .model import Edge, Graph, Node, parse, parse_document

MAX_RULES = 200
"""So many conditions are evaluated at most when one node has finished."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault: a stable code, a sentence, and where: node, edge, a JSON pointer below it."""

    code: str
    message: str
    node_id: str | None = None
    edge_id: str | None = None
    pointer: str | None = None

    def as_dict(self) -> dict[str, Json]:
        """Give the shape of the API."""
        return asdict(self)


def validate_graph(data: Json, registry: Registry) -> list[Problem]:
    """List everything that is wrong with graph JSON; an empty list can be published."""
    try:
        document = parse_document(data)
    except Invalid as error:
        return [
            Problem(item.code, item.detail, pointer=_pointer(item.attr)) for item in error.errors
        ]
    graph = parse(data)
    problems = list(_form(document.nodes, document.edges, graph))
    for node in graph.nodes.values():
        problems += _node(node, graph, registry)
    for edge in graph.edges:
        if edge.source in graph.nodes and edge.target in graph.nodes:
            problems += _edge(edge, graph, registry)
    problems += [*_rules(graph), *_cycles(graph)]
    return problems


def _pointer(attr: str | None) -> str | None:
    if not attr:
        return None
    return "".join(f"/{part}" for part in attr.split(".")[1:])


def _form(nodes: list[Node], edges: list[Edge], graph: Graph) -> Iterator[Problem]:
    if not nodes:
        yield Problem("empty", "The graph has no nodes yet.")
    for name, count in _twice(node.id for node in nodes):
        yield Problem("duplicate_id", f"{count} nodes have the id {name!r}.", node_id=name)
    for name, count in _twice(edge.id for edge in edges):
        yield Problem("duplicate_id", f"{count} edges have the id {name!r}.", edge_id=name)
    for edge in edges:
        for end in (edge.source, edge.target):
            if end not in graph.nodes:
                yield Problem(
                    "dangling_edge", f"The edge leads to no node: {end!r}.", edge_id=edge.id
                )


def _twice(ids: Iterable[str]) -> list[tuple[str, int]]:
    return [(name, count) for name, count in Counter(ids).items() if count > 1]


def _node(node: Node, graph: Graph, registry: Registry) -> Iterator[Problem]:
    cls = registry.get(node.type)
    if cls is None:
        yield Problem("unknown_type", f"There is no node type {node.type!r}.", node_id=node.id)
    if node.bypassed:
        # What it is set to is not looked at when it runs either.
        yield from _bypass(node)
        yield from _options(node, graph)
        return
    if cls is not None:
        wrong = list(_expressions(node, cls, graph))
        told = {problem.pointer for problem in wrong}
        # The property's own check compiles the expression too: one fault is told once.
        yield from (item for item in _properties(node, cls, graph) if item.pointer not in told)
        yield from wrong
    for pointer, source in expressions_in(node.properties):
        yield from _expression(source, graph, node_id=node.id, pointer=f"/properties{pointer}")
    yield from _options(node, graph)


def _bypass(node: Node) -> Iterator[Problem]:
    if node.type == "input":
        told = "An input cannot be bypassed: the run would begin with nothing."
        yield Problem("input_bypassed", told, node.id, pointer="/options/bypass")


def _options(node: Node, graph: Graph) -> Iterator[Problem]:
    try:
        routes = node.settings.routes
    except ValidationError as error:
        for item in error.errors(include_url=False, include_input=False):
            path = "/".join(str(part) for part in item["loc"])
            yield Problem("invalid_option", item["msg"], node.id, pointer=f"/options/{path}")
        return
    for place, route in enumerate(routes):
        pointer = f"/options/routes/{place}/when"
        yield from _expression(route.when, graph, node_id=node.id, pointer=pointer, decides=True)


def _expressions(node: Node, cls: type[BaseNode], graph: Graph) -> Iterator[Problem]:
    for pointer, source in cls.expressions_of(node.properties):
        if isinstance(source, str):
            yield from _expression(source, graph, node_id=node.id, pointer=f"/properties{pointer}")


def _properties(node: Node, cls: type[BaseNode], graph: Graph) -> Iterator[Problem]:
    dynamic = {name for name, value in node.properties.items() if expressions_in(value)}
    fed = {edge.target_handle for edge in graph.incoming[node.id] if edge.target_handle}
    literals = {name: value for name, value in node.properties.items() if name not in dynamic}
    known = property_names(cls)
    for name in [*node.properties, *fed]:
        if name not in known:
            yield Problem(
                "unknown_property",
                f"{node.type} has no property {name!r}.",
                node.id,
                pointer=f"/properties/{name}",
            )
    try:
        cls.model_validate({name: value for name, value in literals.items() if name in known})
    except ValidationError as error:
        given = dynamic | fed
        for item in error.errors(include_url=False, include_input=False):
            if given and (not item["loc"] or (str(item["loc"][0]) in given)):
                continue
            yield _property_problem(node, item)


def _property_problem(node: Node, item: Any) -> Problem:
    path = "/".join(str(part) for part in item["loc"])
    pointer = f"/properties/{path}" if path else "/properties"
    if item["type"] == "missing":
        return Problem("missing_property", f"{path!r} is needed.", node.id, pointer=pointer)
    message = str(item["msg"]).removeprefix("Value error, ")
    sentence = f"{path}: {message}".lstrip(": ").rstrip(".") + "."
    return Problem("invalid_property", sentence, node.id, pointer=pointer)


def property_names(cls: type[BaseNode]) -> set[str]:
    """Give the names of a node class's properties as they stand in graph JSON."""
    return {field.alias or name for name, field in cls.model_fields.items()}


def _expression(
    source: Any, graph: Graph, *, node_id: str | None = None, edge_id: str | None = None,
    pointer: str, decides: bool = False,
) -> Iterator[Problem]:  # fmt: skip
    try:
        expression = compile_expression(source)
    except ExpressionError as error:
        yield Problem("expression", error.message, node_id, edge_id, pointer)
        return
    if decides and not expression.may_decide:
        message = "The expression must give true or false."
        yield Problem("expression", message, node_id, edge_id, pointer)
    for name in sorted(expression.reads or ()):
        if name not in graph.nodes:
            message = f"The expression reads nodes.{name}, which does not exist."
            yield Problem("expression", message, node_id, edge_id, pointer)


def _edge(edge: Edge, graph: Graph, registry: Registry) -> Iterator[Problem]:
    if edge.source == edge.target and edge.action is None:
        yield Problem(
            "self_loop", "An edge from a node to itself needs an action.", edge_id=edge.id
        )
    if edge.when:
        yield from _expression(edge.when, graph, edge_id=edge.id, pointer="/when", decides=True)
    source, target = graph.nodes[edge.source], graph.nodes[edge.target]
    given, taker = registry.get(source.type), registry.get(target.type)
    if edge.target_handle is None or given is None or taker is None:
        return
    ports = given.outputs_of(source.properties)
    if edge.source_handle and ports and len(ports) > 1 and edge.source_handle not in ports:
        message = f"{source.title or source.id} has no output {edge.source_handle!r}."
        yield Problem("unknown_port", message, edge_id=edge.id, pointer="/source_handle")
    wanted = _property_schema(taker, edge.target_handle)
    if isinstance(wanted, Mapping) and wanted.get("x-port") is False:
        message = f"{target.title or target.id} takes {edge.target_handle!r} from no line: set it."
        yield Problem("no_port", message, edge_id=edge.id, pointer="/target_handle")
        return
    offered = _port_schema(given, source.properties, edge.source_handle)
    if not fits(offered, wanted):
        message = f"{target.title or target.id} needs {_words(wanted)}, got {_words(offered)}."
        yield Problem("incompatible", message, edge_id=edge.id, pointer="/target_handle")


@lru_cache(maxsize=1_024)
def _property_schema(cls: type[BaseNode], name: str) -> Json:
    schema = cls.model_json_schema()
    found = schema.get("properties", {}).get(name)
    if isinstance(found, Mapping) and "$ref" in found:
        named = schema.get("$defs", {}).get(str(found["$ref"]).rsplit("/", 1)[-1])
        found = {**(named or {}), **{key: found[key] for key in found if key != "$ref"}}
    return found


def _port_schema(cls: type[BaseNode], properties: Mapping[str, Json], handle: str | None) -> Json:
    ports = cls.outputs_of(properties) or {}
    if handle is None:
        return None if len(ports) != 1 else next(iter(ports.values()))
    return ports.get(handle)


_NAMES = {
    "string": "a text", "number": "a number", "integer": "a whole number", "boolean": "yes or no",
    "array": "a list", "object": "an object", "null": "nothing",
}  # fmt: skip


def _words(schema: Json) -> str:
    names = sorted(types_of(schema) or ())
    return " or ".join(_NAMES.get(name, name) for name in names if name != "null") or "nothing"


def _rules(graph: Graph) -> Iterator[Problem]:
    """Bound what one decision evaluates: the routes of a node and the conditions of its lines."""
    for name, node in graph.nodes.items():
        routes = node.options.get("routes")
        count = sum(bool(edge.when) for edge in graph.outgoing[name])
        count += len(routes) if isinstance(routes, list) else 0
        if count > MAX_RULES:
            told = f"A node has at most {MAX_RULES} rules and conditions behind it, not {count}."
            yield Problem("too_many_rules", told, name)


def _cycles(graph: Graph) -> Iterator[Problem]:
    for name in structure_of(graph).tangled:
        message = "The node is in a circle that can be entered at two places."
        yield Problem("two_entries", message, name)
