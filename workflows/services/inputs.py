"""The inputs of a run against what the graph's input nodes ask for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from workflows.engine.events import Json
from workflows.engine.graphs import GraphProgram
from workflows.engine.program import Program
from workflows.engine.schemas import validate

INPUT_TYPE = "input"


def check_inputs(program: Program, inputs: Mapping[str, Json]) -> None:
    """Raise `Invalid` with a fault for each wrong field; `attr` is its path, as `inputs.amount`."""
    for schema in schemas(program):
        validate(dict(inputs), schema, "inputs")


def schemas(program: Program) -> Iterator[Mapping[str, Any]]:
    """Give the schemas that the inputs of a run must satisfy; none means that anything goes."""
    if not isinstance(program, GraphProgram):
        return
    for node in program.graph.nodes.values():
        schema = node.properties.get("schema") if node.type == INPUT_TYPE else None
        if isinstance(schema, Mapping) and schema and "$expr" not in schema:
            yield schema
