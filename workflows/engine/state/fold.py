"""evolve and fold: the only place where a run's state changes; why is not decided here."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from copy import deepcopy
from datetime import datetime
from typing import Any

from .. import events as e
from ..events import Json
from .model import Activation, RunState, Suspension
from .snapshot import dump_suspension, restore
from .tasks import TASK_CASES


def evolve(state: RunState, record: e.Record) -> None:
    """Apply one event in its place; raise ``ValueError`` when it is not the next one."""
    if record.seq != state.seq + 1:
        raise ValueError(f"Event {record.seq} cannot follow event {state.seq} of {state.run_id}.")
    _CASES[type(record.event)](state, record.event, record)
    state.seq = record.seq


def fold(run_id: str, records: Iterable[e.Record], start: RunState | None = None) -> RunState:
    """Add up events to a state, from zero or from a checkpointed state (which is changed)."""
    state = start if start is not None else RunState(run_id)
    for record in records:
        evolve(state, record)
    return state


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _change(values: dict[str, Json], update: Any, remove: Iterable[str]) -> None:
    values.update(update)
    for key in remove:
        values.pop(key, None)


def _decide_edges(state: RunState, taken: Iterable[str], skipped: Iterable[str]) -> None:
    for edge in taken:
        state.edges[edge] = True
    for edge in skipped:
        state.edges[edge] = False


def _run_created(state: RunState, event: e.RunCreated, record: e.Record) -> None:
    state.inputs = dict(event.inputs)
    state.state = dict(event.state)
    state.workflow, state.version = event.workflow, event.version
    state.first = dict(event.state)
    state.started_by, state.parent = event.by, event.parent
    state.parent_suspension, state.parent_index = event.parent_suspension, event.parent_index
    state.depth = event.depth
    state.created_at = record.at


def _run_forked(state: RunState, event: e.RunForked, record: e.Record) -> None:
    # The state goes on, the event stays as it is.
    copy = restore(state.run_id, deepcopy(dict(event.snapshot)))
    for name in RunState.__slots__:
        setattr(state, name, getattr(copy, name))
    state.seq = record.seq - 1
    state.created_at, state.started_by = record.at, event.by
    state.forked_from = event.run


def _run_started(state: RunState, event: e.RunStarted, record: e.Record) -> None:
    state.status, state.started_at = "running", record.at


def _node_started(state: RunState, event: e.NodeStarted, record: e.Record) -> None:
    if event.reset:
        _next_round(state, event)
    known = state.activations.get(event.node_id)
    if known is not None and known.iteration == event.iteration:
        if known.step is not None and known.status == "failed":
            known.again = [*(known.again or ()), [known.output_seq or 0, record.seq]]
        known.status, known.attempt, known.retry_at = "running", event.attempt, None
        known.finished_at, known.handled = None, False
    else:
        state.activations[event.node_id] = Activation(
            event.node_id, event.iteration, attempt=event.attempt, started_at=record.at
        )
    item = state.activations[event.node_id]
    if event.step is not None:
        item.step, item.begun = dict(event.step), record.seq
    _tell_function(item, record)


def _tell_function(item: Activation, record: e.Record) -> None:
    if item.step is not None:
        item.news = record.seq


def _next_round(state: RunState, event: e.NodeStarted) -> None:
    for edge in event.cleared:
        state.edges.pop(edge, None)
        state.pending.pop(edge, None)
    for node_id in event.reset:
        if node_id in state.activations:
            state.activations[node_id].stale = True
    _decide_edges(state, event.taken, ())


def _loop_ended(state: RunState, event: e.LoopEnded, record: e.Record) -> None:
    state.activations[event.node_id].rested = True
    _decide_edges(state, event.taken, event.skipped)
    for edge in (*event.taken, *event.skipped):
        state.pending.pop(edge, None)


def _node_completed(state: RunState, event: e.NodeCompleted, record: e.Record) -> None:
    item = state.activations[event.node_id]
    item.status, item.action, item.output_seq = "completed", event.action, record.seq
    item.finished_at = record.at
    item.saved = item.resumed = item.inputs = None
    _tell_function(item, record)
    if event.manual is not None:
        item.manual, item.error = dict(event.manual), None
        if event.manual.get("do") == "skip":
            item.status = "skipped"
    if event.keep:
        state.outputs[event.node_id] = event.output
    _change(state.state, event.set, event.delete)
    _decide_edges(state, event.taken, event.skipped)
    state.pending.update(dict.fromkeys(event.left, True))


def _node_failed(state: RunState, event: e.NodeFailed, record: e.Record) -> None:
    item = state.activations[event.node_id]
    item.error, item.attempt = dict(event.error), event.attempt
    _tell_function(item, record)
    expired = state.suspension_of(event.node_id)
    if expired is not None:
        del state.suspensions[expired.id]
    if event.retry_at is not None:
        item.status, item.retry_at = "retrying", _time(event.retry_at)
        return
    item.status, item.finished_at, item.output_seq = "failed", record.at, record.seq
    item.handled = event.handled
    if event.handled:
        state.outputs[event.node_id] = event.output
        _decide_edges(state, event.taken, event.skipped)
        state.pending.update(dict.fromkeys(event.left, True))
    elif state.failure is None:
        state.failure = {"node_id": event.node_id, **event.error}


def _node_skipped(state: RunState, event: e.NodeSkipped, record: e.Record) -> None:
    state.activations[event.node_id] = Activation(
        event.node_id, event.iteration, "skipped", finished_at=record.at
    )
    _decide_edges(state, (), event.skipped)


def _node_cancelled(state: RunState, event: e.NodeCancelled, record: e.Record) -> None:
    item = state.activations[event.node_id]
    item.status, item.finished_at = "cancelled", record.at
    open_wait = state.suspension_of(event.node_id)
    if open_wait is not None:
        item.saved, item.inputs = open_wait.state, open_wait.inputs
        item.wait = dump_suspension(open_wait)
        del state.suspensions[open_wait.id]


def _node_suspended(state: RunState, event: e.NodeSuspended, record: e.Record) -> None:
    item = state.activations[event.node_id]
    item.status, item.saved, item.resumed, item.inputs = "suspended", None, None, None
    item.wait = None
    state.suspensions[event.suspension] = Suspension(
        id=event.suspension,
        node_id=event.node_id,
        iteration=event.iteration,
        kind=event.kind,
        reason=event.reason,
        opened_at=record.at,
        seq=record.seq,
        state=dict(event.state),
        metadata=dict(event.metadata),
        wake_at=_time(event.wake_at),
        rules=dict(event.rules),
        inputs=dict(event.inputs),
    )
    _change(state.state, event.set, event.delete)


def _node_resumed(state: RunState, event: e.NodeResumed, record: e.Record) -> None:
    wait = state.suspensions.pop(event.suspension)
    item = state.activations[event.node_id]
    data = event.data if isinstance(event.data, dict) else {}
    item.status = "running"
    _tell_function(item, record)
    if not wait.rules.get("before"):
        item.saved, item.inputs = {**wait.state, **data}, wait.inputs
    item.resumed = {
        "suspension": wait.id,
        "kind": wait.kind,
        "reason": wait.reason,
        "opened_at": wait.opened_at.isoformat(),
        "at": record.at.isoformat(),
        "data": event.data,
        "action": event.action,
        "by": event.by,
        "via": event.via,
    }
    if wait.decisions:
        item.resumed["decisions"] = wait.decisions
    if event.patch:
        item.resumed["patch"] = item.patch = dict(event.patch)


def _state_changed(state: RunState, event: e.StateChanged, record: e.Record) -> None:
    if event.suspension is None:
        _change(state.state, event.set, event.delete)
        return
    wait = state.suspensions.get(event.suspension)
    if wait is not None:
        _change(wait.state, event.set, event.delete)
        return
    for item in state.activations.values():
        if (
            item.resumed
            and item.resumed["suspension"] == event.suspension
            and item.saved is not None
        ):
            _change(item.saved, event.set, event.delete)


def _child_started(state: RunState, event: e.ChildStarted, record: e.Record) -> None:
    if wait := state.suspensions.get(event.suspension):
        wait.children[str(event.index)] = {"run": event.run}


def _child_finished(state: RunState, event: e.ChildFinished, record: e.Record) -> None:
    wait = state.suspensions.get(event.suspension or "")
    if wait is not None:
        told = {"run": event.run, "status": event.status, "result": event.result}
        if event.error is not None:
            told["error"] = dict(event.error)
        wait.children[str(event.index)] = told


def _function_yielded(state: RunState, event: e.FunctionYielded, record: e.Record) -> None:
    item = state.activations[event.node_id]
    item.status, item.news = "suspended", event.seen or record.seq


def _run_retried(state: RunState, event: e.RunRetried, record: e.Record) -> None:
    state.status, state.finished_at = "running", None
    state.error = state.failure = None
    if event.adopted_by is not None:
        state.parent_suspension = event.adopted_by


def _run_adopted(state: RunState, event: e.RunAdopted, record: e.Record) -> None:
    state.parent_suspension = event.suspension


def _run_migrated(state: RunState, event: e.RunMigrated, record: e.Record) -> None:
    state.version, state.moved = event.version, True
    if state.status == "suspended":
        # A worker looks what the other version says; it comes to rest again by itself.
        state.status = "running"
    state.edges.update(event.edges)
    state.outputs.update(event.outputs)
    state.pending.update(dict.fromkeys(event.left, True))


def _nothing(state: RunState, event: e.Event, record: e.Record) -> None:
    """Leave the state alone: the event is kept for the reader of the log."""


def _run_suspended(state: RunState, event: e.RunSuspended, record: e.Record) -> None:
    state.status, state.moved = "suspended", False


def _run_resumed(state: RunState, event: e.RunResumed, record: e.Record) -> None:
    state.status = "running"


def _end(state: RunState, status: str, record: e.Record) -> None:
    state.status, state.finished_at, state.moved = status, record.at, False


def _run_completed(state: RunState, event: e.RunCompleted, record: e.Record) -> None:
    _end(state, "completed", record)
    state.result = event.result


def _run_failed(state: RunState, event: e.RunFailed, record: e.Record) -> None:
    _end(state, "failed", record)
    state.error = dict(event.error)


def _run_cancelled(state: RunState, event: e.RunCancelled, record: e.Record) -> None:
    _end(state, "cancelled", record)
    state.ended_by = {"by": event.by, "at": record.at.isoformat(), "reason": event.reason}


_CASES: dict[type[e.Event], Callable[[RunState, Any, e.Record], None]] = {
    e.RunCreated: _run_created,
    e.RunForked: _run_forked,
    e.RunStarted: _run_started,
    e.NodeStarted: _node_started,
    e.NodeCompleted: _node_completed,
    e.NodeFailed: _node_failed,
    e.NodeSkipped: _node_skipped,
    e.LoopEnded: _loop_ended,
    e.NodeCancelled: _node_cancelled,
    e.NodeSuspended: _node_suspended,
    e.NodeResumed: _node_resumed,
    e.StateChanged: _state_changed,
    e.CheckpointSaved: _nothing,
    **TASK_CASES,
    e.SignalReceived: _nothing,
    e.ChildFinished: _child_finished,
    e.ChildStarted: _child_started,
    e.FunctionYielded: _function_yielded,
    e.RunRetried: _run_retried,
    e.RunAdopted: _run_adopted,
    e.RunMigrated: _run_migrated,
    e.RunSuspended: _run_suspended,
    e.RunResumed: _run_resumed,
    e.RunCompleted: _run_completed,
    e.RunFailed: _run_failed,
    e.RunCancelled: _run_cancelled,
}
