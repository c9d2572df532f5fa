"""The inputs of a run against what its workflow asks for, and the files that come with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.contrib.auth.models import User

from workflows.adapters.ports import current_ports
from workflows.engine.errors import FermataError
from workflows.engine.events import Json
from workflows.engine.program import Program
from workflows.engine.schemas import validate

from .queries.inbox import files


def check_inputs(program: Program, inputs: Mapping[str, Json]) -> None:
    """Raise `Invalid` with a fault for each wrong field; `attr` is its path, as `inputs.amount`."""
    for schema in program.input_schemas():
        validate(dict(inputs), schema, "inputs")


def files_in(workflow: str, version: int, inputs: Mapping[str, Json]) -> list[str]:
    """List the ids of files in the file fields of the inputs of a run of a workflow (the engine's
    name)."""
    try:
        program = current_ports().store.program(workflow, version)
    except FermataError:
        # Starting will say what is wrong.
        return []
    return [
        file_id
        for schema in program.input_schemas()
        for _, file_id in files.file_fields(schema, inputs)
    ]


def bind_files(who: User, run_id: str, ids: Sequence[str]) -> None:
    """Have the files belong to a run that was just made; `Invalid` when one is not his to give."""
    files.bind_inputs(who, UUID(run_id), ids)
