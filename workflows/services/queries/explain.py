"""A run explained in structured form: what happened, what it waits for, who can act."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.contrib.auth.models import User

from workflows.engine.state import RunState
from workflows.models import Event, Run, Task

from .histories.missing import missing_types
from .run_state import load_state
from .runs import nodes
from .suspensions import Wait, of_state, program_of
from .times import iso
from .visible import find_run

_STEPS = {
    "NodeCompleted": "completed",
    "NodeSkipped": "skipped",
    "NodeCancelled": "cancelled",
}


def explain_run(who: User, run_id: str) -> dict[str, Any]:
    """Explain a run: `{status, summary, waits, path, failures, retries, counts}`; or `NotFound`."""
    row = find_run(who, run_id)
    state = load_state(row)
    program = program_of(row.workflow.slug, row.version.number)
    statuses = Counter(item["status"] for item in nodes(row, state, program).values())
    failures = _failures(row)
    due = dict(Task.objects.filter(run=row).values_list("suspension__seq", "due_at"))
    return {
        "status": state.status,
        "summary": _sentence(state, missing_types(row) if program is None else []),
        "waits": [
            _wait(wait, due.get(int(wait.id.rpartition(".")[2]))) for wait in of_state(state)
        ],
        "path": _path(row, state),
        "failures": [failure for failure, again in failures if not again],
        "retries": sum(again for _, again in failures),
        "counts": {"events": state.seq, "nodes": statuses.total(), **statuses},
    }


def _sentence(state: RunState, missing: list[str]) -> str:
    waits = of_state(state)
    if missing and not state.finished:
        return f"Waits for a worker that has the node type {', '.join(missing)}."
    if state.status == "failed" and state.error:
        return f"Failed: {state.error.get('message', '')}"
    if state.status == "cancelled" and state.ended_by:
        by = state.ended_by.get("by") or "the system"
        reason = state.ended_by.get("reason")
        return f"Stopped by {by}: {reason}" if reason else f"Stopped by {by}."
    if waits and state.status == "suspended":
        return "Waiting: " + "; ".join(wait.reason or wait.node_id for wait in waits)
    words = {"queued": "Not started yet.", "completed": "Completed.", "running": "Running."}
    return words.get(state.status, state.status.capitalize())


def _wait(wait: Wait, due: Any) -> dict[str, Any]:
    return {
        "suspension": wait.id,
        "node_id": wait.node_id,
        "kind": wait.kind,
        "reason": wait.reason,
        "since": iso(wait.opened_at),
        "due_at": iso(due or wait.wake_at),
        "users": list(wait.users),
        "groups": list(wait.groups),
    }


def _path(row: Run, state: RunState) -> list[dict[str, Any]]:
    """List what has ended in the order of the log, then what is going on."""
    ended = Event.objects.filter(run=row, type__in=[*_STEPS, "NodeFailed"]).order_by("seq")
    found = [
        {
            "node_id": event.node_id,
            "iteration": event.iteration,
            "status": _STEPS.get(event.type, "failed"),
            "action": event.payload.get("action"),
        }
        for event in ended
        if not event.payload.get("retry_at")
    ]
    going = [
        item
        for item in state.activations.values()
        if item.status in ("running", "retrying", "suspended")
    ]
    found += [
        {"node_id": a.node_id, "iteration": a.iteration, "status": a.status, "action": None}
        for a in going
    ]
    return found


def _failures(row: Run) -> list[tuple[dict[str, Any], bool]]:
    events = Event.objects.filter(run=row, type="NodeFailed").order_by("seq")
    return [(_failure(event), bool(event.payload.get("retry_at"))) for event in events]


def _failure(event: Event) -> dict[str, Any]:
    error = event.payload.get("error", {})
    return {
        "node_id": event.node_id,
        "type": error.get("type", ""),
        "message": error.get("message", ""),
        "attempt": event.payload.get("attempt", 1),
        "at": iso(event.at),
    }
