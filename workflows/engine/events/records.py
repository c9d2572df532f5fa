"""Events to records and back: type names and payloads; a log stays readable for later code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, fields
from typing import Any

from .base import Event, Json, NodeEvent
from .nodes import (
    ChildStarted,
    FunctionYielded,
    LoopEnded,
    NodeCancelled,
    NodeCompleted,
    NodeFailed,
    NodeResumed,
    NodeSkipped,
    NodeStarted,
    NodeSuspended,
)
from .people import (
    TaskClaimed,
    TaskCommented,
    TaskCreated,
    TaskDecided,
    TaskDelegated,
    TaskEscalated,
    TaskInfoRequested,
    TaskPrioritised,
    TaskReleased,
    TaskReminded,
    TaskUndone,
)
from .runs import (
    CheckpointSaved,
    ChildFinished,
    RunAdopted,
    RunCancelled,
    RunCompleted,
    RunCreated,
    RunFailed,
    RunForked,
    RunMigrated,
    RunResumed,
    RunRetried,
    RunStarted,
    RunSuspended,
    SignalReceived,
    StateChanged,
)

_TYPES: dict[str, type[Event]] = {
    cls.__name__: cls
    for cls in (
        RunCreated, RunForked, RunStarted, NodeStarted, NodeCompleted, NodeFailed, NodeSkipped,
        LoopEnded, NodeCancelled, NodeSuspended, NodeResumed, StateChanged, CheckpointSaved,
        TaskCreated, TaskClaimed, TaskReleased, TaskDelegated, TaskCommented, TaskDecided,
        TaskEscalated, TaskInfoRequested, TaskReminded, TaskPrioritised, TaskUndone, ChildStarted,
        FunctionYielded, RunRetried, RunMigrated, RunAdopted,
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
