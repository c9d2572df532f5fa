"""What a retry or a fork starts again, and which effects on the world it may repeat."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from workflows.engine.decide.forking import in_flight
from workflows.engine.decide.retrying import failed_activations, steps_of
from workflows.engine.graphs import GraphProgram
from workflows.engine.program import BODY, Program
from workflows.engine.state import RunState
from workflows.models import Event, Run

from ..run_state import load_state
from ..suspensions import program_of


def of_retry(row: Run) -> dict[str, Any]:
    """Show what a retry of a failed run would do."""
    state = load_state(row)
    program = _program(row)
    closed = [item for item in state.activations.values() if item.status == "cancelled"]
    failed = failed_activations(state)
    again = [item for item in (*failed, *closed) if item.wait is None]
    starts = [name for item in again for name in (item.node_id, *steps_of(item))]
    reopens = [item.node_id for item in closed if item.wait is not None]
    shown = [node_shown(program, name) for name in starts]
    return {
        "restarts": shown,
        "reopens": [{"node_id": name, "title": _title(program, name)} for name in reopens],
        "may_repeat": [item for item in shown if item["effects"] != "none"],
    }


def of_fork(row: Run, seq: int, state: RunState) -> dict[str, Any]:
    """Show what a fork at a place would do."""
    program = _program(row)
    again = [item.node_id for item in in_flight(state)]
    later = Event.objects.filter(run=row, seq__gt=seq, type="NodeStarted", node_id__isnull=False)
    names = later.order_by("seq").values_list("node_id", flat=True)
    may = (node_shown(program, name) for name in dict.fromkeys([*again, *_texts(names)]))
    return {
        "seq": seq,
        "restarts": [node_shown(program, name) for name in again],
        "may_repeat": [item for item in may if item["effects"] != "none"],
        "state": state.state,
        "inputs": state.inputs,
    }


def _texts(names: Iterable[str | None]) -> list[str]:
    return [name for name in names if name]


def _program(row: Run) -> Program | None:
    return program_of(row.workflow.key, row.version.number)


def _title(program: Program | None, node_id: str) -> str:
    return program.title(node_id) if program is not None and program.knows(node_id) else node_id


def node_shown(program: Program | None, node_id: str) -> dict[str, str]:
    """Name a node with its effects on the world: ``none``, or what its class says."""
    # What is not known here, as a step of a function, may do anything. The function itself only
    # goes through its record again.
    effects = "none" if node_id == BODY else "sends"
    if isinstance(program, GraphProgram) and program.knows(node_id):
        effects = program.classes[node_id].node_effects
    return {"node_id": node_id, "title": _title(program, node_id), "effects": effects}
