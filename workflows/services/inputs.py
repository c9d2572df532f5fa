"""The inputs of a run against what the graph's input nodes ask for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from workflows.engine.events import Json
from workflows.engine.schemas import validate

INPUT_TYPE = "input"


def check_inputs(graph: Mapping[str, Json], inputs: Mapping[str, Json]) -> None:
    """Raise `Invalid` with a fault for each wrong field; `attr` is its path, as `inputs.amount`."""
    for schema in schemas(graph):
        validate(dict(inputs), schema, "inputs")


def schemas(graph: Mapping[str, Json]) -> Iterator[Mapping[str, Any]]:
    """Give the schemas that the inputs of a run must satisfy; none means that anything goes."""
    for node in graph.get("nodes") or ():
        if node.get("type") == INPUT_TYPE:
            schema = (node.get("properties") or {}).get("schema")
            if isinstance(schema, Mapping) and schema and "$expr" not in schema:
                yield schema
