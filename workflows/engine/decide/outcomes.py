"""What an attempt came to: completed, failed, suspended; only its holder reports these."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from ..commands import Complete, Fail, Outcome, SaveState, Suspend
from ..errors import ExpressionError, NotFound
from ..events import (
    Json,
    NodeCancelled,
    NodeFailed,
    NodeSuspended,
    StateChanged,
)
from ..messages import WaitOpened
from ..node import SuspensionRequest
from ..state import Activation, Suspension
from ..workspaces import signal_beside
from .children import children_rules, start_children
from .failing import finish_failed
from .pausing import finished, pause_after, record_completed
from .people.asking import ask, due_at, rules_of
from .settling import settle
from .signals import send
from .turn import Turn


def _current(turn: Turn, command: Outcome) -> Activation | None:
    """Find the activation that the outcome is of, unless it was ended meanwhile."""
    item = turn.state.activations.get(command.node_id)
    if item is None or item.status != "running":
        return None
    if (item.iteration, item.attempt) != (command.iteration, command.attempt):
        return None
    return item


def _saturated(turn: Turn) -> bool:
    return len(turn.state.active()) >= turn.program.max_parallel


def complete(turn: Turn, command: Complete) -> None:
    """Record the output, the state's changes and the edges, and start what follows; or pause."""
    if _current(turn, command) is None:
        return
    saturated = _saturated(turn)
    try:
        ended = finished(turn, command)
        if not pause_after(turn, command, ended):
            record_completed(turn, command, ended[0])
    except ExpressionError as error:
        fail(turn, _routing_failed(command, error))
        return
    send(turn, command.signals)
    settle(turn, (command.node_id,), saturated=saturated)


def _routing_failed(command: Complete, error: ExpressionError) -> Fail:
    """Turn a condition that cannot be evaluated into a failure: an error is never an answer."""
    return Fail(
        command.node_id,
        command.iteration,
        command.attempt,
        error={"type": "ExpressionError", "message": error.message},
        permanent=True,
        seconds=command.seconds,
        inputs=command.inputs,
        logs=command.logs,
    )


def fail(turn: Turn, command: Fail) -> None:
    """Plan the next attempt, or let the error edge, ``on_error`` or the run have the failure."""
    if _current(turn, command) is None:
        return
    saturated = _saturated(turn)
    policy = turn.program.policy(command.node_id)
    delay = policy.retry.next_delay(command.attempt, command.after_seconds)
    error = {**command.error, "attempt": command.attempt}
    common: dict[str, Any] = {
        "error": error,
        "attempt": command.attempt,
        "seconds": round(command.seconds, 6),
        "inputs": command.inputs,
        "logs": command.logs,
    }
    if delay is not None and not command.permanent and turn.state.failure is None:
        retry_at = (turn.now + timedelta(seconds=delay)).isoformat()
        turn.emit(NodeFailed(command.node_id, command.iteration, retry_at=retry_at, **common))
        settle(turn, (), saturated=saturated)
        return
    finish_failed(turn, command.node_id, command.iteration, common)
    settle(turn, (command.node_id,), saturated=saturated)


def suspend(turn: Turn, command: Suspend) -> None:
    """Open the wait, ask the people it names, and let go of the run when nothing else can go on."""
    item = _current(turn, command)
    if item is None or (item.resumed or {}).get("suspension") != command.after:
        return
    if turn.state.failure is not None:
        # The failure has closed every wait: this one is closed before it opens.
        turn.emit(NodeCancelled(command.node_id, command.iteration, "The run failed."))
        settle(turn, ())
        return
    saturated = _saturated(turn)
    request = command.request
    suspension = turn.new_suspension()
    wake_at = _wake_at(turn, request)
    turn.emit(
        NodeSuspended(
            command.node_id,
            command.iteration,
            suspension=suspension,
            kind=request.kind,
            reason=request.reason,
            state=request.state,
            metadata=request.metadata,
            wake_at=wake_at,
            rules=_rules(request, turn.state.workflow),
            inputs=command.inputs,
            set=command.set,
            delete=tuple(command.delete),
            logs=command.logs,
        )
    )
    opened(turn, turn.state.suspensions[suspension])
    if request.task is not None:
        ask(turn, turn.state.suspensions[suspension], request.task)
    settle(turn, (), saturated=saturated)


def opened(turn: Turn, wait: Suspension) -> None:
    """Do what a wait asks for when it opens: look for a kept signal, start child runs."""
    signal = wait.rules.get("signal")
    if signal is not None:
        turn.send(WaitOpened(turn.state.run_id, wait.id, signal["name"], signal["key"]))
    if wait.kind == "children":
        start_children(turn, wait)


def _deadline_seconds(request: SuspensionRequest) -> float | None:
    if request.seconds:
        return request.seconds
    # A task's due date is only that, unless it is said what happens when it passes.
    if request.task is not None and request.on_timeout is not None:
        return request.task.due_seconds
    return None


def _wake_at(turn: Turn, request: SuspensionRequest) -> str | None:
    if request.until is not None:
        return request.until.isoformat()
    seconds, task = _deadline_seconds(request), request.task
    if task is not None and not request.seconds and seconds:
        # The due date is the deadline, and so counted in the same time.
        due = due_at(turn.now, task)
        return due.isoformat() if due else None
    return (turn.now + timedelta(seconds=seconds)).isoformat() if seconds else None


def _rules(request: SuspensionRequest, workflow: str) -> dict[str, Json]:
    task = request.task
    rules: dict[str, Json] = {
        "schema": request.schema,
        "options": list(request.options) if request.options is not None else None,
        "actions": list(request.actions) if request.actions is not None else None,
        "on_timeout": request.on_timeout,
        "timeout_data": request.timeout_data,
        "escalate_to": request.escalate_to,
        "timeout_seconds": _deadline_seconds(request),
        **request.rules,
    }
    if request.signal is not None:
        name = signal_beside(workflow, request.signal.name)
        rules["signal"] = {"name": name, "key": request.signal.key}
    if request.children is not None:
        rules["children"] = children_rules(request.children)
    if task is not None:
        rules |= rules_of(task)
    return {key: value for key, value in rules.items() if value is not None}


def save_state(turn: Turn, command: SaveState) -> None:
    """Change the saved state of an open suspension, or of the one its node is resuming from."""
    known = command.suspension in turn.state.suspensions or any(
        item.status == "running"
        and item.resumed
        and item.resumed["suspension"] == command.suspension
        for item in turn.state.activations.values()
    )
    if not known:
        raise NotFound("There is no such open suspension in this run.")
    turn.emit(StateChanged(set=command.updates, by=command.by, suspension=command.suspension))
