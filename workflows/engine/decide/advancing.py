"""A holder takes a run up or looks again: the first start, due timers, deadlines and retries,
poison."""

from __future__ import annotations

from datetime import timedelta

from ..commands import Advance, PassTime
from ..errors import Refused
from ..events import (
    Json,
    NodeStarted,
    RunFailed,
    RunStarted,
    TaskEscalated,
)
from ..people.alarms import RELEASE, without
from ..program import open_waits
from ..state import Suspension, wait_timer
from .failing import finish_failed
from .pausing import go_on
from .people.deciding import end_of_window
from .people.ringing import ring
from .resuming import open_wait
from .settling import settle
from .turn import Answer, Turn, cancel_waiting, stop_children

MAX_CLAIMS = 5
"""Take-overs without any recorded outcome after which a run is parked."""


def advance(turn: Turn, command: Advance) -> None:
    """Do what is due by the database's clock, then whatever follows from it."""
    state = turn.state
    if state.finished:
        return
    if turn.claims > MAX_CLAIMS:
        _park(turn)
        return
    touched: list[str] | None = []
    if state.status == "queued":
        turn.emit(RunStarted())
        touched = None
    elif state.status == "running" and not state.active():
        # Somebody from outside let it go on without saying where.
        touched = None
    for wait in open_waits(state):
        # One of them may fail the run: then the others are closed, and nothing begins.
        if state.failure is None and _look_after(turn, wait):
            touched = None
    if state.failure is None:
        _start_retries(turn)
    settle(turn, touched)


def pass_time(turn: Turn, command: PassTime) -> None:
    """Do now what the wait's own time would do. Raises `Refused` without such a time."""
    wait = open_wait(turn.state, command.suspension)
    if wait.wake_at is None:
        raise Refused("It waits without an end: no time can pass.", code="no_deadline")
    if wait.closing is not None:
        end_of_window(turn, wait)
    else:
        _due(turn, wait)
    settle(turn, None)


def _start_retries(turn: Turn) -> None:
    for item in list(turn.state.activations.values()):
        if item.status == "retrying" and item.retry_at is not None and item.retry_at <= turn.now:
            turn.emit(NodeStarted(item.node_id, item.iteration, attempt=item.attempt + 1))


def _park(turn: Turn) -> None:
    """End a run that takes its worker down each time, so that it costs a bounded amount of work."""
    names = ", ".join(turn.program.title(item.node_id) for item in turn.state.active())
    message = f"Needs attention: the worker ended {turn.claims - 1} times while running {names}."
    cancel_waiting(turn, message, running=True)
    turn.emit(RunFailed({"type": "NeedsAttention", "message": message}))


def _look_after(turn: Turn, wait: Suspension) -> bool:
    """Do what is due of one wait; say whether it may have ended.

    One that is decided waits for nothing but the end of the time to take that back.
    """
    due = wait_timer(wait)
    if due is None or due > turn.now:
        return False
    if wait.closing is not None:
        end_of_window(turn, wait)
        return True
    if wait.wake_at is not None and wait.wake_at <= turn.now:
        _due(turn, wait)
        return True
    ring(turn, wait)
    return False


def _due(turn: Turn, wait: Suspension) -> None:
    """Fire a timer, or do what the deadline's rule says."""
    if wait.kind == "timer":
        _resume(turn, wait, None, None, "timer")
        return
    rule = _rule(turn, wait)
    if rule == "escalate":
        _escalate(turn, wait)
    elif rule == "resume":
        _resume(turn, wait, wait.rules.get("timeout_data"), "timeout", "deadline")
    else:
        error = {
            "type": "TimedOut",
            "message": f"Nobody answered in time: {wait.reason}",
            "attempt": turn.state.activations[wait.node_id].attempt,
        }
        common = {"error": error, "attempt": error["attempt"], "inputs": wait.inputs}
        stop_children(turn, wait)
        finish_failed(turn, wait.node_id, wait.iteration, common)


def _rule(turn: Turn, wait: Suspension) -> str:
    rule = wait.rules.get("on_timeout")
    if rule == "escalate" and wait.task and wait.rules.get("escalate_to") and not _escalated(wait):
        return "escalate"
    if rule in ("fail", "resume"):
        return str(rule)
    return "resume" if turn.program.actions(wait.node_id).timeout_edge else "fail"


def _escalated(wait: Suspension) -> bool:
    return bool(wait.rules.get("escalated"))


def _escalate(turn: Turn, wait: Suspension) -> None:
    """Hand the task to others with the same time again; once, then the default rule holds."""
    to = wait.rules["escalate_to"]
    until = turn.now + timedelta(seconds=float(wait.rules.get("timeout_seconds") or 0))
    detail: dict[str, Json] = {
        "users": list(to.get("users", [])),
        "groups": list(to.get("groups", [])),
        "wake_at": until.isoformat(),
        "due_at": until.isoformat(),
    }
    if any(alarm["do"] == RELEASE for alarm in wait.alarms):
        detail["alarms"] = without(wait.alarms, RELEASE)
    task = wait.task or ""
    turn.emit(TaskEscalated(wait.node_id, wait.iteration, task, detail=detail))


def _resume(turn: Turn, wait: Suspension, data: object, action: str | None, via: str) -> None:
    go_on(turn, wait, Answer(data, action, via=via))
