"""The inputs of a run against what its workflow asks for, before anything is made of them."""

from __future__ import annotations

from collections.abc import Mapping

from workflows.engine.events import Json
from workflows.engine.program import Program
from workflows.engine.schemas import validate


def check_inputs(program: Program, inputs: Mapping[str, Json]) -> None:
    """Raise `Invalid` with a fault for each wrong field; `attr` is its path, as `inputs.amount`."""
    for schema in program.input_schemas():
        validate(dict(inputs), schema, "inputs")
