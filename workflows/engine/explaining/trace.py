"""A run's trace: its steps in the order in which they began, with what happened at each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from .. import events as e
from ..events import Json, Record
from ..payload import dumps
from ..program import Program
from ..state import RunState, restore
from ..workspaces import slug_of
from .explanation import BODY, explain

_NOTE_CHARACTERS = 200
_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(slots=True)
class Step:
    """One execution of a node, or one step of a function; ``notes`` are sentences in their order.

    ``status`` as of an activation; ``children`` are the ids of the runs that it started.
    """

    node_id: str
    title: str
    iteration: int = 1
    status: str = "running"
    attempt: int = 1
    action: str | None = None
    output: Json = None
    error: Mapping[str, Json] | None = None
    started_at: datetime | None = None
    finished_at: datetime | None = None
    notes: list[str] = field(default_factory=list)
    children: list[str] = field(default_factory=list)

    @property
    def seconds(self) -> float | None:
        """Give how long it took, waits included; None while it goes on."""
        if self.started_at is None or self.finished_at is None:
            return None
        return (self.finished_at - self.started_at).total_seconds()


@dataclass(slots=True)
class Trace:
    """A run and its steps; ``summary`` is one sentence on how it stands."""

    run_id: str
    workflow: str
    version: int
    status: str
    summary: str
    steps: list[Step]
    inputs: Mapping[str, Json] = field(default_factory=dict)
    result: Json = None
    started_by: str | None = None
    created_at: datetime | None = None
    finished_at: datetime | None = None
    events: int = 0


def trace_of(state: RunState, records: Iterable[Record], program: Program | None = None) -> Trace:
    """Read the log of a run; ``state`` is what it adds up to, the program gives the titles."""
    log = list(records)
    told = explain(state, log)
    reader = _Reader(program)
    for record in log:
        reader.read(record)
    return Trace(
        run_id=state.run_id,
        workflow=slug_of(state.workflow),
        version=state.version,
        status=state.status,
        summary=told["summary"],
        steps=[step for step in reader.steps.values() if step.node_id != BODY],
        inputs=dict(state.inputs),
        result=state.result,
        started_by=state.started_by,
        created_at=state.created_at,
        finished_at=state.finished_at,
        events=state.seq,
    )


def node_path(trace: Trace) -> list[str]:
    """List the nodes that were executed, in the order in which they began; skipped ones are not."""
    return [step.node_id for step in trace.steps if step.status != "skipped"]


class _Reader:
    """Goes through a log once; steps are kept by node and iteration."""

    def __init__(self, program: Program | None) -> None:
        self.steps: dict[tuple[str, int], Step] = {}
        self._program = program
        self._reasons: dict[str, str] = {}

    def read(self, record: Record) -> None:
        event = record.event
        if isinstance(event, e.RunForked):
            self._take_over(event)
        if not isinstance(event, e.NodeEvent):
            return
        step = self._step(event)
        case = _CASES.get(type(event))
        if case is not None:
            case(step, event, record)

    def _take_over(self, event: e.RunForked) -> None:
        """Begin with what the other run had done; what it had under way begins anew here."""
        past = restore(event.run, dict(event.snapshot))
        done = [item for item in past.activations.values() if item.finished_at is not None]
        for item in sorted(done, key=lambda item: item.started_at or item.finished_at or _NEVER):
            step = self._at(item.node_id, item.iteration)
            step.status, step.action, step.error = item.status, item.action, item.error
            step.started_at, step.finished_at = item.started_at, item.finished_at
            step.output = past.outputs.get(item.node_id)
            step.notes.append(f"Taken over from run {event.run}.")

    def _step(self, event: e.NodeEvent) -> Step:
        return self._at(event.node_id, event.iteration)

    def _at(self, node_id: str, iteration: int) -> Step:
        key = (node_id, iteration)
        if key not in self.steps:
            program = self._program
            known = program is not None and program.knows(node_id)
            title = program.title(node_id) if program is not None and known else node_id
            self.steps[key] = Step(node_id, title, iteration)
        return self.steps[key]


def brief(value: Json, most: int = _NOTE_CHARACTERS) -> str:
    """Write a JSON value in one short line; signs that would steer a terminal are left out."""
    text = value if isinstance(value, str) else dumps(value)
    text = "".join(sign for sign in " ".join(text.split()) if sign.isprintable())
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _started(step: Step, event: e.NodeStarted, record: Record) -> None:
    step.status, step.attempt = "running", event.attempt
    step.started_at = step.started_at or record.at
    step.finished_at = None
    if event.step is not None:
        step.title = str(event.step.get("name") or step.title)


def _completed(step: Step, event: e.NodeCompleted, record: Record) -> None:
    step.status, step.finished_at = "completed", record.at
    step.output, step.action, step.error = event.output, event.action, None
    _logs(step, event.logs)
    if event.manual is not None:
        deed = "Skipped" if event.manual.get("do") == "skip" else "Completed"
        step.status = "skipped" if deed == "Skipped" else step.status
        by, reason = event.manual.get("by"), event.manual.get("reason")
        step.notes.append(f"{deed} by hand by {by or 'somebody'}: {brief(reason or '')}")


def _failed(step: Step, event: e.NodeFailed, record: Record) -> None:
    step.error = event.error
    _logs(step, event.logs)
    message = brief(event.error.get("message") or event.error.get("type") or "")
    if event.retry_at is not None:
        step.status = "retrying"
        step.notes.append(f"Attempt {event.attempt} failed: {message} Again at {event.retry_at}.")
        return
    step.status, step.finished_at, step.attempt = "failed", record.at, event.attempt
    step.output = event.output
    step.notes.append(f"Attempt {event.attempt} failed: {message}")


def _skipped(step: Step, event: e.NodeSkipped, record: Record) -> None:
    step.status, step.finished_at = "skipped", record.at


def _cancelled(step: Step, event: e.NodeCancelled, record: Record) -> None:
    step.status, step.finished_at = "cancelled", record.at
    if event.reason:
        step.notes.append(f"Cancelled: {brief(event.reason)}")


def _suspended(step: Step, event: e.NodeSuspended, record: Record) -> None:
    step.status = "suspended"
    _logs(step, event.logs)
    until = f" until {event.wake_at}" if event.wake_at else ""
    step.notes.append(f"Waits ({event.kind}){until}: {brief(event.reason)}")


def _resumed(step: Step, event: e.NodeResumed, record: Record) -> None:
    step.status = "running"
    by = f" by {event.by}" if event.by else ""
    action = f" with {event.action}" if event.action else ""
    data = f" {brief(event.data)}" if event.data not in (None, {}) else ""
    step.notes.append(f"Resumed{by} ({event.via}){action}{data}")


def _asked(step: Step, event: e.TaskCreated, record: Record) -> None:
    who = [*event.detail.get("users", ()), *event.detail.get("groups", ())]
    step.notes.append(f"Asked: {', '.join(who) or 'whoever may resume the run'}")


def _decided(step: Step, event: e.TaskDecided, record: Record) -> None:
    comment = event.detail.get("comment")
    words = f": {brief(comment)}" if comment else ""
    step.notes.append(f"{event.by} decided {event.detail.get('decision')}{words}")


def _escalated(step: Step, event: e.TaskEscalated, record: Record) -> None:
    who = [*event.detail.get("users", ()), *event.detail.get("groups", ())]
    step.notes.append(f"Escalated to {', '.join(who) or 'others'}")


def _child(step: Step, event: e.ChildStarted, record: Record) -> None:
    step.children.append(event.run)


def _logs(step: Step, logs: Iterable[Mapping[str, Json]]) -> None:
    step.notes += [f"{line.get('level')}: {brief(line.get('message'))}" for line in logs]


_CASES: dict[type[e.Event], Callable[[Step, Any, Record], None]] = {
    e.NodeStarted: _started,
    e.NodeCompleted: _completed,
    e.NodeFailed: _failed,
    e.NodeSkipped: _skipped,
    e.NodeCancelled: _cancelled,
    e.NodeSuspended: _suspended,
    e.NodeResumed: _resumed,
    e.TaskCreated: _asked,
    e.TaskDecided: _decided,
    e.TaskEscalated: _escalated,
    e.ChildStarted: _child,
}
