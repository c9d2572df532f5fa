"""A run explained in structured form: what happened, what it waits for, who can act."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime

from ..events import (
    Event,
    Json,
    NodeCancelled,
    NodeCompleted,
    NodeEvent,
    NodeFailed,
    NodeSkipped,
    Record,
)
from ..program import open_waits
from ..state import RunState, Suspension

BODY = "@function"
"""The activation of a workflow function itself: it is no step, so nobody is shown it."""

OUTCOMES: tuple[type[Event], ...] = (NodeCompleted, NodeSkipped, NodeCancelled, NodeFailed)
"""The events that an explanation is made of, beside the state."""

_STATUSES: Mapping[type[Event], str] = {
    NodeCompleted: "completed",
    NodeSkipped: "skipped",
    NodeCancelled: "cancelled",
    NodeFailed: "failed",
}
_WORDS = {"queued": "Not started yet.", "completed": "Completed.", "running": "Running."}


def explain(
    state: RunState,
    outcomes: Iterable[Record],
    node_ids: Iterable[str] = (),
    due: Mapping[str, str | None] | None = None,
    missing: Sequence[str] = (),
) -> dict[str, Json]:
    """Explain a run: ``{status, summary, waits, path, failures, retries, counts}``.

    ``outcomes`` are the run's records of :data:`OUTCOMES` in their order (others are passed over),
    ``node_ids`` all nodes of its graph, ``due`` due dates by suspension where they are not those of
    the state, ``missing`` what no process known here can run.
    """
    ended = [record for record in outcomes if isinstance(record.event, OUTCOMES)]
    failures = [record for record in ended if isinstance(record.event, NodeFailed)]
    waits = open_waits(state)
    return {
        "status": state.status,
        "summary": _sentence(state, waits, missing),
        "waits": [_wait(wait, due or {}) for wait in waits],
        "path": _path(state, ended),
        "failures": [_failure(record) for record in failures if not _again(record.event)],
        "retries": sum(_again(record.event) for record in failures),
        "counts": _counts(state, node_ids),
    }


def _sentence(state: RunState, waits: Sequence[Suspension], missing: Sequence[str]) -> str:
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
    return _WORDS.get(state.status, state.status.capitalize())


def _wait(wait: Suspension, due: Mapping[str, str | None]) -> dict[str, Json]:
    asked = None if wait.rules.get("escalated") else wait.ask.get("due_at")
    return {
        "suspension": wait.id,
        "node_id": wait.node_id,
        "kind": wait.kind,
        "reason": wait.reason,
        "since": _iso(wait.opened_at),
        "due_at": due.get(wait.id) or asked or _iso(wait.wake_at),
        "users": list(wait.users),
        "groups": list(wait.groups),
        "claimed_by": wait.claimed_by,
        "closing": _closing(wait),
    }


def _closing(wait: Suspension) -> dict[str, Json] | None:
    """Tell of a decision that may still be taken back: the run goes on when that time is over."""
    if wait.closing is None:
        return None
    return {key: wait.closing.get(key) for key in ("by", "at", "via", "decision", "until")}


def _path(state: RunState, ended: Iterable[Record]) -> list[dict[str, Json]]:
    """List what has ended in the order of the log, then what is going on."""
    found = [
        {
            "node_id": event.node_id,
            "iteration": event.iteration,
            "status": _STATUSES[type(event)],
            "action": getattr(event, "action", None),
        }
        for event in (record.event for record in ended)
        if isinstance(event, NodeEvent) and event.node_id != BODY and not _again(event)
    ]
    going = [
        item
        for item in state.activations.values()
        if item.status in ("running", "retrying", "suspended") and item.node_id != BODY
    ]
    found += [
        {"node_id": a.node_id, "iteration": a.iteration, "status": a.status, "action": None}
        for a in going
    ]
    return found


def _again(event: Event) -> bool:
    return isinstance(event, NodeFailed) and event.retry_at is not None


def _failure(record: Record) -> dict[str, Json]:
    event = record.event
    if not isinstance(event, NodeFailed):
        raise TypeError(f"{type(event).__name__} is no failure.")
    return {
        "node_id": event.node_id,
        "type": event.error.get("type", ""),
        "message": event.error.get("message", ""),
        "attempt": event.attempt,
        "at": _iso(record.at),
    }


def _counts(state: RunState, node_ids: Iterable[str]) -> dict[str, Json]:
    names = dict.fromkeys([*node_ids, *(name for name in state.activations if name != BODY)])
    known = (state.activations.get(name) for name in names)
    statuses = Counter(item.status if item is not None else "pending" for item in known)
    return {"events": state.seq, "nodes": statuses.total(), **statuses}


def _iso(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).isoformat() if moment is not None else None
