"""The draft as it is tried, the test data of a workflow, and what a past run knew; read only."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import User

from workflows.adapters.ports import current_ports
from workflows.engine.errors import FermataError
from workflows.engine.events import Json
from workflows.engine.program import Program
from workflows.models import Run, TestSet, Workflow

from ..run_state import load_state
from ..runs import nodes
from ..times import iso
from ..visible import find_run, visible_runs


def draft_of(workflow: str) -> dict[str, Any]:
    """Give the draft's graph as it is saved."""
    draft: Any = Workflow.objects.values_list("draft", flat=True).get(key=workflow)
    return dict(draft)


def sets_of(workflow: str) -> list[dict[str, Any]]:
    """List the test data of a workflow by name."""
    rows = TestSet.objects.filter(workflow__key=workflow).select_related("updated_by")
    return [
        {
            "name": row.name,
            "inputs": row.inputs,
            "pins": row.pins,
            "updated_by": row.updated_by.get_username() if row.updated_by else None,
            "updated_at": iso(row.updated_at),
        }
        for row in rows.order_by("name")
    ]


def past_names(who: User, slug: str, run_id: str | None) -> tuple[str | None, dict[str, Json]]:
    """Give a run's id and what an expression would see after it; of no run the last that began.

    Raises ``NotFound`` for a run that is not to be seen. Without any run there are no names.
    """
    row = find_run(who, run_id) if run_id else _last(who, slug)
    if row is None:
        return None, {}
    state = load_state(row)
    shown = nodes(row, state, _program(row))
    outputs = {name: node["output"] for name, node in shown.items() if _has_come(node)}
    names: dict[str, Json] = {
        "inputs": state.inputs,
        "state": state.state,
        "nodes": outputs,
        "run": {"id": state.run_id, "started_at": iso(state.started_at)},
        "attempt": 1,
    }
    if "item" in state.inputs and "index" in state.inputs:
        names |= {"item": state.inputs["item"], "index": state.inputs["index"]}
    return state.run_id, names


def action_of(names: Mapping[str, Json], who: User, run_id: str, node_id: str) -> dict[str, Json]:
    """Give ``output`` and ``action`` as they were when a node had finished."""
    row = find_run(who, run_id)
    item = load_state(row).activations.get(node_id)
    outputs = names.get("nodes", {})
    if item is None or node_id not in outputs:
        return {}
    return {"output": outputs[node_id], "action": item.action}


def _has_come(node: Mapping[str, Json]) -> bool:
    return node["status"] in ("completed", "failed") or node["output"] is not None


def _last(who: User, slug: str) -> Run | None:
    rows = visible_runs(who).filter(workflow__slug=slug).exclude(status=Run.Status.QUEUED)
    found = rows.select_related("workflow", "version").defer("workflow__draft", "version__graph")
    return found.order_by("-pk").first()


def _program(row: Run) -> Program | None:
    try:
        return current_ports().store.program(row.workflow.key, row.version.number)
    except FermataError:
        return None
