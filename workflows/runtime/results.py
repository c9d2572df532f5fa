"""What a runtime tells of a run: its result, what it knows, what it waits for; plain data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from workflows.engine.events import (
    Json,
    NodeCompleted,
    NodeFailed,
    Record,
    RunForked,
    complete_payload,
    event_type,
)
from workflows.engine.program import open_waits
from workflows.engine.state import RunState, Suspension


@dataclass(frozen=True, slots=True)
class RunContext:
    """What a run knows: its inputs, its state, and the last output of each node."""

    inputs: dict[str, Json] = field(default_factory=dict)
    state: dict[str, Json] = field(default_factory=dict)
    outputs: dict[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RunResult:
    """How a run stands when it has ended or waits.

    ``status``: ``completed failed cancelled suspended``, and ``running`` while only a later retry
    is to come. ``errors``: what failed it, ``{node_id, type, message, attempt}`` each.
    ``suspensions``: what it waits for, ``{id, node_id, kind, reason, metadata, users, groups,
    wake_at, task}`` each.
    """

    status: str
    run_id: str
    result: Json = None
    errors: list[dict[str, Json]] = field(default_factory=list)
    context: RunContext = field(default_factory=RunContext)
    suspensions: list[dict[str, Json]] = field(default_factory=list)
    runtime: Any = field(default=None, repr=False, compare=False)

    @property
    def completed(self) -> bool:
        """Say whether the run has completed."""
        return self.status == "completed"

    @property
    def suspended(self) -> bool:
        """Say whether the run waits."""
        return self.status == "suspended"

    @property
    def failed(self) -> bool:
        """Say whether the run has failed."""
        return self.status == "failed"


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A run as it was at a named place of its log; ``nodes`` are the statuses by node."""

    id: str
    run_id: str
    name: str
    seq: int
    at: datetime
    status: str
    context: RunContext
    nodes: dict[str, str]


def result_of(state: RunState, records: Sequence[Record], runtime: Any = None) -> RunResult:
    """Tell how a run stands."""
    return RunResult(
        status=state.status,
        run_id=state.run_id,
        result=state.result,
        errors=_errors(state),
        context=context_of(state, records),
        suspensions=[show_wait(wait) for wait in open_waits(state)],
        runtime=runtime,
    )


def context_of(state: RunState, records: Sequence[Record]) -> RunContext:
    """Tell what a run knows; outputs that nothing reads any more come from its log."""
    outputs: dict[str, Json] = {}
    for record in records:
        event = record.event
        if isinstance(event, RunForked):
            outputs |= event.snapshot.get("outputs", {})
        elif isinstance(event, NodeCompleted) or (isinstance(event, NodeFailed) and event.handled):
            outputs[event.node_id] = event.output
    return RunContext(dict(state.inputs), dict(state.state), {**outputs, **state.outputs})


def _errors(state: RunState) -> list[dict[str, Json]]:
    if state.error is None:
        return []
    failed = [
        {"node_id": item.node_id, "attempt": item.attempt, **(item.error or {})}
        for item in state.activations.values()
        if item.status == "failed" and not item.handled
    ]
    return failed or [{"node_id": None, **state.error}]


def show_wait(wait: Suspension) -> dict[str, Json]:
    """Show an open wait."""
    return {
        "id": wait.id,
        "node_id": wait.node_id,
        "kind": wait.kind,
        "reason": wait.reason,
        "metadata": wait.metadata,
        "users": list(wait.users),
        "groups": list(wait.groups),
        "wake_at": wait.wake_at.isoformat() if wait.wake_at else None,
        "task": wait.task,
    }


def show_task(run_id: str, wait: Suspension) -> dict[str, Json]:
    """Show what people are asked, as far as a run knows it."""
    return {
        "id": wait.task,
        "run": run_id,
        "node_id": wait.node_id,
        "suspension": wait.id,
        "kind": wait.kind,
        "title": wait.ask.get("title") or wait.reason,
        "instructions": wait.ask.get("instructions", ""),
        "subject": wait.ask.get("subject"),
        "schema": wait.rules.get("schema"),
        "options": wait.rules.get("options"),
        "users": list(wait.users),
        "groups": list(wait.groups),
        "claimed_by": wait.claimed_by,
        "created_at": wait.opened_at.isoformat(),
        "due_at": wait.ask.get("due_at") or (wait.wake_at.isoformat() if wait.wake_at else None),
    }


def show_event(record: Record) -> dict[str, Json]:
    """Show an event as the API does: ``{seq, type, node_id, iteration, payload, at}``."""
    return {
        "seq": record.seq,
        "type": event_type(record.event),
        "node_id": getattr(record.event, "node_id", None),
        "iteration": getattr(record.event, "iteration", None),
        "payload": complete_payload(record.event),
        "at": record.at.isoformat(),
    }
