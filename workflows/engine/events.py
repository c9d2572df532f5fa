"""Every event of a run's log, and their records; what an event changes is in ``state.py``.

An event says what happened, in the past tense, with JSON values only. Its place (run, seq), the
time and the lease epoch belong to the record, not to the event.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import MISSING, dataclass, field, fields
from datetime import datetime
from typing import Any

Json = Any
"""A JSON value: None, bool, int, float, str, list or dict with string keys."""


@dataclass(frozen=True, slots=True)
class Event:
    """Base of all events; ``node_id`` and ``iteration`` are columns of the record, not payload."""


@dataclass(frozen=True, slots=True)
class NodeEvent(Event):
    """An event of one activation: ``(node_id, iteration)``, iteration from 1."""

    node_id: str
    iteration: int


@dataclass(frozen=True, slots=True)
class RunCreated(Event):
    """A run exists; nothing has been executed."""

    inputs: Mapping[str, Json]
    workflow: str
    version: int
    by: str | None = None
    state: Mapping[str, Json] = field(default_factory=dict)
    parent: str | None = None
    forked_from: str | None = None


@dataclass(frozen=True, slots=True)
class RunForked(Event):
    """First event of a fork: ``snapshot`` is the folded state of the other run at ``seq``."""

    run: str
    seq: int
    snapshot: Mapping[str, Json]
    by: str | None = None


@dataclass(frozen=True, slots=True)
class RunStarted(Event):
    """A worker took the run up for the first time."""


@dataclass(frozen=True, slots=True)
class NodeStarted(NodeEvent):
    """An attempt of an activation begins.

    When it is a loop's header going into its next round: ``cleared`` edges lose their decision,
    the nodes of ``reset`` may be activated again, ``taken`` back edges led here.
    """

    attempt: int = 1
    cleared: Sequence[str] = ()
    reset: Sequence[str] = ()
    taken: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class NodeCompleted(NodeEvent):
    """An activation finished: its output, action, state changes and the decided outgoing edges.

    ``inputs`` are the evaluated dynamic properties. ``keep`` is False when nothing downstream
    reads the output, which then stays only in this record. ``left`` are the edges that close or
    leave a loop and are to be taken when its body has come to rest. ``manual`` names who completed
    it by hand, with the reason.
    """

    output: Json = None
    action: str | None = None
    set: Mapping[str, Json] = field(default_factory=dict)
    delete: Sequence[str] = ()
    seconds: float = 0.0
    attempt: int = 1
    taken: Sequence[str] = ()
    skipped: Sequence[str] = ()
    keep: bool = True
    inputs: Mapping[str, Json] = field(default_factory=dict)
    logs: Sequence[Mapping[str, Json]] = ()
    manual: Mapping[str, Json] | None = None
    left: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class NodeFailed(NodeEvent):
    """An attempt failed. With ``retry_at`` (ISO 8601) another follows; else the edges are decided.

    ``error`` is ``{"type", "message", "attempt", "traceback"?}``. ``handled`` says that an error
    edge
    or ``on_error: continue`` took the failure, so that it does not fail the run; ``output`` is what
    those who come after see.
    """

    error: Mapping[str, Json]
    attempt: int = 1
    retry_at: str | None = None
    handled: bool = False
    output: Json = None
    taken: Sequence[str] = ()
    skipped: Sequence[str] = ()
    seconds: float = 0.0
    inputs: Mapping[str, Json] = field(default_factory=dict)
    logs: Sequence[Mapping[str, Json]] = ()
    left: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class NodeSkipped(NodeEvent):
    """Every way into the node was skipped, so the node is, and its ``skipped`` outgoing edges."""

    skipped: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class LoopEnded(NodeEvent):
    """The body of the loop with this header came to rest: the edges that leave it are decided."""

    taken: Sequence[str] = ()
    skipped: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class NodeCancelled(NodeEvent):
    """A running or waiting activation was ended by a stop or by the failure of the run."""

    reason: str | None = None


@dataclass(frozen=True, slots=True)
class NodeSuspended(NodeEvent):
    """An activation waits. ``suspension`` is ``"<run_id>.<seq of this event>"``.

    ``state`` is the node's saved state, ``inputs`` its evaluated dynamic properties (a resumed node
    sees them again), ``wake_at`` (ISO 8601) the timer or deadline. ``rules`` holds what closing
    needs:
    ``schema``, ``options``, ``actions``, ``on_timeout``, ``timeout_data``, ``escalate_to``, and for
    tasks ``quorum``, ``forbid_initiator``. Absent keys mean "none".
    """

    suspension: str
    kind: str
    reason: str
    state: Mapping[str, Json] = field(default_factory=dict)
    metadata: Mapping[str, Json] = field(default_factory=dict)
    wake_at: str | None = None
    rules: Mapping[str, Json] = field(default_factory=dict)
    inputs: Mapping[str, Json] = field(default_factory=dict)
    set: Mapping[str, Json] = field(default_factory=dict)
    delete: Sequence[str] = ()
    logs: Sequence[Mapping[str, Json]] = ()


@dataclass(frozen=True, slots=True)
class NodeResumed(NodeEvent):
    """A suspension was closed with ``data`` and ``action``; ``via`` is the door it came through.

    Doors: ``ui api e-mail callback timer deadline signal child``.
    """

    suspension: str
    data: Json = None
    action: str | None = None
    by: str | None = None
    via: str = "api"


@dataclass(frozen=True, slots=True)
class StateChanged(Event):
    """The run's state changed outside a completion, or (``suspension``) a saved state did."""

    set: Mapping[str, Json] = field(default_factory=dict)
    delete: Sequence[str] = ()
    by: str | None = None
    suspension: str | None = None


@dataclass(frozen=True, slots=True)
class CheckpointSaved(Event):
    """A named checkpoint of the state up to this event was asked for."""

    checkpoint: str
    name: str
    by: str | None = None


@dataclass(frozen=True, slots=True)
class TaskEvent(NodeEvent):
    """An event of a task: what somebody was asked, and did."""

    task: str
    by: str | None = None
    detail: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TaskCreated(TaskEvent):
    """People are asked: ``suspension title instructions subject users groups due_at``."""


@dataclass(frozen=True, slots=True)
class TaskClaimed(TaskEvent):
    """Somebody took the task for himself."""


@dataclass(frozen=True, slots=True)
class TaskReleased(TaskEvent):
    """A claim was given back."""


@dataclass(frozen=True, slots=True)
class TaskDelegated(TaskEvent):
    """The task was handed to ``detail.to``."""


@dataclass(frozen=True, slots=True)
class TaskCommented(TaskEvent):
    """A remark, ``detail.text``."""


@dataclass(frozen=True, slots=True)
class TaskDecided(TaskEvent):
    """One person's decision: ``detail`` has ``decision data comment via override``."""


@dataclass(frozen=True, slots=True)
class TaskEscalated(TaskEvent):
    """A deadline passed: ``detail`` has ``users groups due_at`` from now on."""


@dataclass(frozen=True, slots=True)
class SignalReceived(Event):
    """A named signal reached this run."""

    name: str
    data: Json = None
    key: str | None = None
    by: str | None = None


@dataclass(frozen=True, slots=True)
class ChildFinished(Event):
    """A child run ended; the suspension that waits for it is told."""

    run: str
    status: str
    result: Json = None
    suspension: str | None = None


@dataclass(frozen=True, slots=True)
class RunSuspended(Event):
    """Nothing can go on: the worker lets go. ``reason`` is that of the first open suspension."""

    reason: str


@dataclass(frozen=True, slots=True)
class RunResumed(Event):
    """The first resumption after a ``RunSuspended``."""

    by: str | None = None


@dataclass(frozen=True, slots=True)
class RunCompleted(Event):
    """Nothing is left to do; ``result`` is what the run gives."""

    result: Json = None


@dataclass(frozen=True, slots=True)
class RunFailed(Event):
    """The run cannot go on; ``error`` has ``type``, ``message``, ``node_id`` of a failed node."""

    error: Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class RunCancelled(Event):
    """Somebody stopped the run."""

    reason: str | None = None
    by: str | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """An event in its place: seq from 1, time from the database's clock, epoch of the lease (0:
    outside)."""

    seq: int
    event: Event
    at: datetime
    epoch: int = 0


_TYPES: dict[str, type[Event]] = {
    cls.__name__: cls
    for cls in (
        RunCreated, RunForked, RunStarted, NodeStarted, NodeCompleted, NodeFailed, NodeSkipped,
        LoopEnded, NodeCancelled, NodeSuspended, NodeResumed, StateChanged, CheckpointSaved,
        TaskCreated, TaskClaimed, TaskReleased, TaskDelegated, TaskCommented, TaskDecided,
        TaskEscalated,
        SignalReceived, ChildFinished, RunSuspended, RunResumed, RunCompleted, RunFailed,
        RunCancelled,
    )
}  # fmt: skip


def _plan(cls: type[Event]) -> tuple[tuple[str, Any], ...]:
    """List the payload fields of an event with the default that is left out of records."""
    missing = object()
    plan: list[tuple[str, Any]] = []
    for item in fields(cls):
        if item.name in ("node_id", "iteration"):
            continue
        default: Any = missing
        if item.default is not MISSING:
            default = item.default
        elif item.default_factory is not MISSING:
            default = item.default_factory()
        plan.append((item.name, default))
    return tuple(plan)


_PLANS = {name: _plan(cls) for name, cls in _TYPES.items()}


def event_type(event: Event) -> str:
    """Name the type as it stands in the log."""
    return type(event).__name__


def to_payload(event: Event) -> dict[str, Json]:
    """Give the event's payload without the fields that hold their default (the log stays small)."""
    payload: dict[str, Json] = {}
    for name, default in _PLANS[type(event).__name__]:
        value = getattr(event, name)
        if value is not default and (value != default or type(value) is not type(default)):
            if default == () and not value:
                continue
            payload[name] = list(value) if isinstance(value, tuple) else value
    return payload


def from_record(
    type_name: str, node_id: str | None, iteration: int | None, payload: Mapping[str, Json]
) -> Event:
    """Build the event of a stored record; unknown payload fields are ignored.

    Raises ``ValueError`` for a type that this code does not know: such a run must be left to a
    newer worker.
    """
    cls = _TYPES.get(type_name)
    if cls is None:
        raise ValueError(f"The log holds an event of the unknown type {type_name!r}.")
    known = {name: payload[name] for name, _ in _PLANS[type_name] if name in payload}
    if issubclass(cls, NodeEvent):
        return cls(node_id=node_id or "", iteration=iteration or 1, **known)
    return cls(**known)


def complete_payload(event: Event) -> dict[str, Json]:
    """Give the payload with every field, defaults too: what programs outside see."""
    payload: dict[str, Json] = {}
    for name, _ in _PLANS[type(event).__name__]:
        value = getattr(event, name)
        payload[name] = list(value) if isinstance(value, tuple) else value
    return payload
