"""One run in full: its state, every node of its graph, its open suspensions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from django.contrib.auth.models import User

from workflows.engine.events import Json
from workflows.engine.graphs import GraphProgram
from workflows.engine.program import Program
from workflows.engine.state import Activation, RunState
from workflows.models import Event, Run, Version

from .callbacks import with_addresses
from .families import relatives as families
from .families.missing import missing_types
from .run_rows import present, rows, summary
from .run_state import load_state
from .standing.asker import Asker
from .suspensions import of_state, program_of, show
from .times import iso
from .visible import find_run

BODY = "@function"
"""The activation of a workflow function itself: it is no step, so nobody is shown it."""

__all__ = ["present", "rows", "run_detail", "summary"]


def run_detail(who: User, run_id: str, *, addresses: bool = True) -> dict[str, Any]:
    """Show a run in the shape of GET /api/runs/{id}/; raises `NotFound`.

    Without ``addresses`` nobody is shown where callbacks are answered.
    """
    row = find_run(who, run_id)
    state = load_state(row)
    asker = replace(Asker.of(who), addresses=addresses)
    program = program_of(row.workflow.key, row.version.number)
    found = nodes(row, state, program)
    may_operate = asker.may_operate(state, state.started_by)
    return {
        **summary(row),
        "status": state.status,
        "seq": state.seq,
        "started_at": iso(state.started_at),
        "finished_at": iso(state.finished_at),
        "error": state.error,
        "inputs": state.inputs,
        "state": state.state,
        "result": state.result,
        "kind": _kind(row, program),
        "missing_types": missing_types(row) if program is None else [],
        "nodes": with_addresses(found, run_id) if may_operate and addresses else found,
        "steps": _steps(state),
        "children": families.counts(row),
        "forked_from": state.forked_from,
        "suspensions": [show(wait, asker, program) for wait in of_state(state)],
        "can_operate": may_operate,
    }


def nodes(row: Run, state: RunState, program: Program | None) -> dict[str, dict[str, Any]]:
    """Show every node of the graph, `pending` where the run has not come; outputs from the log."""
    records = _outcomes(row, state.activations.values())
    found = (name for name in state.activations if name != BODY)
    names = list(dict.fromkeys([*_node_ids(row, program), *found]))
    shown = {name: _node(state.activations.get(name), records) for name in names}
    for name, item in state.activations.items():
        # What a fork took over is not in its own log.
        if item.output_seq is None and name in state.outputs and name in shown:
            shown[name]["output"] = state.outputs[name]
    return shown


def _node_ids(row: Run, program: Program | None) -> Iterable[str]:
    if isinstance(program, GraphProgram):
        return program.graph.nodes
    graph: Any = Version.every.values_list("graph", flat=True).get(pk=row.version_id)
    return [str(node.get("id")) for node in graph.get("nodes", [])]


def _kind(row: Run, program: Program | None) -> str:
    if program is not None:
        return "graph" if isinstance(program, GraphProgram) else "function"
    graph: Any = Version.every.values_list("graph", flat=True).get(pk=row.version_id)
    return "function" if "function" in graph else "graph"


def _steps(state: RunState) -> list[dict[str, Any]]:
    """Show the steps of a function in the order of their places."""
    steps = [item for item in state.activations.values() if item.step is not None]
    steps.sort(key=lambda item: _order(str((item.step or {}).get("position", ""))))
    return [
        {
            "node_id": item.node_id,
            **{key: (item.step or {}).get(key) for key in ("name", "kind", "position", "shown")},
            "status": item.status,
            "attempt": item.attempt,
            "started_at": iso(item.started_at),
            "finished_at": iso(item.finished_at),
        }
        for item in steps
    ]


def _order(position: str) -> list[tuple[int, str]]:
    """Sort "3.10" after "3.9"; a part that is no number comes first."""
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in position.split(".")]


def _outcomes(row: Run, activations: Iterable[Activation]) -> dict[int, Mapping[str, Json]]:
    places = [item.output_seq for item in activations if item.output_seq is not None]
    if not places:
        return {}
    found: Any = Event.objects.filter(run=row, seq__in=places).values_list("seq", "payload")
    return dict(found)


def _node(item: Activation | None, records: Mapping[int, Mapping[str, Json]]) -> dict[str, Any]:
    if item is None:
        item = Activation("", status="pending", attempt=0)
    record = records.get(item.output_seq or 0, {})
    return {
        "status": item.status,
        "iteration": item.iteration,
        "attempt": item.attempt,
        "action": item.action,
        "inputs": record.get("inputs", item.inputs),
        "output": record.get("output"),
        "error": item.error,
        "manual": item.manual,
        "started_at": iso(item.started_at),
        "finished_at": iso(item.finished_at),
    }
