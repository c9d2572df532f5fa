"""What a workflow function reports: its steps begin and end, it rests, it has ended; running it is
not done here."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from ..commands import Complete, Fail, FailStep, Outcome, Report, StartStep, Suspend, Yield
from ..events import (
    FunctionYielded,
    NodeCancelled,
    NodeCompleted,
    NodeFailed,
    NodeStarted,
    StateChanged,
)
from ..program import BODY
from ..state import Activation
from . import outcomes
from .settling import settle
from .signals import send
from .turn import Turn, stop_children

_LEFT = frozenset({"running", "retrying", "suspended"})


def report(turn: Turn, command: Report) -> None:
    """Record the parts one after the other; what was ended meanwhile is passed over."""
    for part in command.parts:
        ends = part.node_id == BODY and isinstance(part, (Complete, Fail))
        if ends and _current(turn, part) is not None:
            _drop_steps(turn, _LEFT, "The function ended without it.")
        rules = _OF_FUNCTION if part.node_id == BODY else _OF_STEP
        rules[type(part)](turn, part)


def _current(turn: Turn, command: Outcome) -> Activation | None:
    """Find the activation that the part is of, unless it was ended meanwhile."""
    item = turn.state.activations.get(command.node_id)
    if item is None or item.status != "running" or turn.state.finished:
        return None
    return item if item.attempt == command.attempt else None


def _start(turn: Turn, command: StartStep) -> None:
    body = turn.state.activations.get(BODY)
    if body is None or body.status != "running" or turn.state.failure is not None:
        return
    known = turn.state.activations.get(command.node_id)
    if known is not None and known.attempt >= command.attempt:
        # A report whose answer was lost is handed in again: this is recorded already.
        return
    turn.emit(
        NodeStarted(
            command.node_id, command.iteration, attempt=command.attempt, step=dict(command.step)
        )
    )


def _complete(turn: Turn, command: Complete) -> None:
    if _current(turn, command) is None:
        return
    turn.emit(
        NodeCompleted(
            command.node_id,
            command.iteration,
            output=command.output,
            action=command.action,
            set=command.set,
            delete=tuple(command.delete),
            seconds=round(command.seconds, 6),
            attempt=command.attempt,
            logs=command.logs,
        )
    )
    send(turn, command.signals)


def _fail(turn: Turn, command: FailStep) -> None:
    """Plan the next attempt, or hand the error to the function: it never fails the run itself."""
    item = turn.state.activations.get(command.node_id)
    gives_up_wait = command.permanent and item is not None and item.status in _LEFT
    if _current(turn, command) is None and not gives_up_wait:
        return
    delay = command.retry.next_delay(command.attempt, command.after_seconds)
    common: dict[str, Any] = {
        "error": {**command.error, "attempt": command.attempt},
        "attempt": command.attempt,
        "seconds": round(command.seconds, 6),
        "logs": command.logs,
    }
    wait = turn.state.suspension_of(command.node_id)
    if wait is not None:
        stop_children(turn, wait)
    if delay is None or command.permanent or turn.state.failure is not None:
        turn.emit(NodeFailed(command.node_id, command.iteration, handled=True, **common))
        return
    retry_at = (turn.now + timedelta(seconds=delay)).isoformat()
    turn.emit(NodeFailed(command.node_id, command.iteration, retry_at=retry_at, **common))


def _suspend(turn: Turn, command: Suspend) -> None:
    if _current(turn, command) is not None:
        outcomes.suspend(turn, command)


def _yield(turn: Turn, command: Yield) -> None:
    """Put the function to rest; it starts again at once when there is news for it already."""
    if _current(turn, command) is None:
        return
    if command.set or command.delete:
        turn.emit(StateChanged(set=dict(command.set), delete=tuple(command.delete)))
    # Nothing is being executed now: what still counts as running is asked for by nobody.
    _drop_steps(turn, {"running"}, "The function no longer asks for it.", command.seen)
    turn.emit(FunctionYielded(command.node_id, command.iteration, seen=command.seen))
    settle(turn, ())


def _drop_steps(
    turn: Turn, statuses: frozenset[str] | set[str], reason: str, seen: int | None = None
) -> None:
    """Cancel steps; with ``seen`` only those that have no news after it."""
    for item in list(turn.state.activations.values()):
        if item.step is None or item.status not in statuses:
            continue
        if seen is not None and (item.news or 0) > seen:
            continue
        wait = turn.state.suspension_of(item.node_id)
        if wait is not None:
            stop_children(turn, wait)
        turn.emit(NodeCancelled(item.node_id, item.iteration, reason))


_OF_STEP: dict[type[Outcome], Callable[[Turn, Any], None]] = {
    StartStep: _start,
    Complete: _complete,
    FailStep: _fail,
    Suspend: _suspend,
}
_OF_FUNCTION: dict[type[Outcome], Callable[[Turn, Any], None]] = {
    Complete: outcomes.complete,
    Fail: outcomes.fail,
    Yield: _yield,
}
