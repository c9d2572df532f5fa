"""Graph, Node, Edge: the parsed form of a workflow's JSON; what is wrong with one is in
``validation.py``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictBool, ValidationError

from ..durations import Seconds
from ..errors import FieldError, Invalid
from ..events import Json
from ..retry import RetryPolicy

MAX_NODES = 500
MAX_EDGES = 2_000


class Route(BaseModel):
    """One rule of where a finished node goes: the first whose ``when`` (CEL) is true counts."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    when: str = Field(min_length=1, max_length=4_000)
    action: str | None = Field(default=None, max_length=100)
    pause: StrictBool = False
    reason: str = Field(default="", max_length=1_000)


class NodeOptions(BaseModel):
    """What every node may be told beside its properties.

    ``wait_for_input`` is the key of the run's state without which the node does not start. A node
    with ``bypass`` does nothing and hands on what came; of its other options only those count that
    concern its place in the graph.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    join: Literal["all", "any"] = "all"
    on_error: Literal["fail", "continue"] = "fail"
    retry: RetryPolicy = Field(default_factory=RetryPolicy)
    timeout_seconds: Seconds = 0.0
    max_iterations: int = Field(default=1_000, ge=1, le=100_000)
    pause_before: StrictBool = False
    pause_after: StrictBool = False
    wait_for_input: str = Field(default="", max_length=200)
    routes: tuple[Route, ...] = Field(default=(), max_length=50)
    bypass: StrictBool = False

    def in_force(self) -> NodeOptions:
        """Give what counts of them."""
        if not self.bypass:
            return self
        return NodeOptions(join=self.join, max_iterations=self.max_iterations, bypass=True)


class Node(BaseModel):
    """A box of a graph."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    id: str = Field(min_length=1, max_length=100, pattern=r"^[A-Za-z_][A-Za-z0-9_\-]*$")
    type: str = Field(min_length=1, max_length=200)
    title: str = Field(default="", max_length=200)
    properties: dict[str, Any] = Field(default_factory=dict)
    options: dict[str, Any] = Field(default_factory=dict)

    @cached_property
    def settings(self) -> NodeOptions:
        """Give the parsed options; ``ValidationError`` when they are wrong (a problem of the
        graph)."""
        return NodeOptions.model_validate(self.options).in_force()

    @property
    def bypassed(self) -> bool:
        """Say whether the node does nothing and hands on what came."""
        return self.options.get("bypass") is True


class Edge(BaseModel):
    """An arrow: always control, with ``target_handle`` also data."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    id: str = Field(min_length=1, max_length=100)
    source: str
    target: str
    source_handle: str | None = None
    target_handle: str | None = None
    action: str | None = Field(default=None, max_length=100)
    when: str | None = None


class _GraphOptions(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    max_parallel: int = Field(default=16, ge=1, le=1_000)


class _Document(BaseModel):
    model_config = ConfigDict(extra="ignore", populate_by_name=True)

    schema_number: Literal[1] = Field(default=1, alias="schema")
    nodes: list[Node] = Field(default_factory=list, max_length=MAX_NODES)
    edges: list[Edge] = Field(default_factory=list, max_length=MAX_EDGES)
    options: _GraphOptions = Field(default_factory=_GraphOptions)
    trial: dict[str, Any] | None = None


@dataclass(slots=True)
class Graph:
    """A parsed graph; with duplicate ids the first one counts (and validation tells).

    ``trial`` is how a trial run differs from a real one; see ``trial.py``.
    """

    nodes: dict[str, Node]
    edges: Sequence[Edge]
    max_parallel: int = 16
    incoming: dict[str, list[Edge]] = field(default_factory=dict)
    outgoing: dict[str, list[Edge]] = field(default_factory=dict)
    trial: Mapping[str, Json] | None = None

    def __post_init__(self) -> None:
        """Index the edges by their ends; dangling ones are left out."""
        self.incoming = {name: [] for name in self.nodes}
        self.outgoing = {name: [] for name in self.nodes}
        for edge in self.edges:
            if edge.source in self.nodes and edge.target in self.nodes:
                self.outgoing[edge.source].append(edge)
                self.incoming[edge.target].append(edge)


def parse_document(data: Json) -> _Document:
    """Check the outer form of graph JSON.

    Raises ``Invalid`` with one error a fault; ``attr`` is the path, as ``graph.nodes.0.id``.
    """
    if not isinstance(data, Mapping):
        raise Invalid("A graph is a JSON object with nodes and edges.")
    try:
        return _Document.model_validate(data)
    except ValidationError as error:
        faults = [
            FieldError(
                item["type"], item["msg"], ".".join(["graph", *(str(part) for part in item["loc"])])
            )
            for item in error.errors(include_url=False, include_input=False)
        ]
        raise Invalid("The graph is not of the right form.", errors=faults) from error


def parse(data: Json) -> Graph:
    """Parse graph JSON (schema 1); raise ``Invalid`` when its outer form is wrong."""
    document = parse_document(data)
    nodes: dict[str, Node] = {}
    for node in document.nodes:
        nodes.setdefault(node.id, node)
    many = document.options.max_parallel
    return Graph(nodes, tuple(document.edges), many, trial=document.trial)
