"""What people do with a task short of deciding it: claim, release, hand over, remark."""

from __future__ import annotations

from ..commands import ClaimTask
from ..errors import Forbidden, Invalid, Refused
from ..events import TaskClaimed, TaskCommented, TaskDelegated, TaskReleased
from ..state import Suspension
from .turn import Turn


def change_task(turn: Turn, command: ClaimTask) -> None:
    """Record the act, or refuse it because of who holds the task."""
    wait = next((s for s in turn.state.suspensions.values() if s.task == command.task), None)
    if wait is None:
        raise Refused("The task is no longer open.", code="already_closed")
    if not command.entitled:
        raise Forbidden("You are not among those who are asked.", code="not_asked")
    _VERBS[command.verb](turn, wait, command)


def _claim(turn: Turn, wait: Suspension, command: ClaimTask) -> None:
    if wait.claimed_by is not None and wait.claimed_by != command.by:
        raise Refused(
            f"{wait.claimed_by} has taken this task.",
            code="claimed",
            detail={"claimed_by": wait.claimed_by},
        )
    if wait.claimed_by is None:
        turn.emit(TaskClaimed(wait.node_id, wait.iteration, command.task, by=command.by))


def _release(turn: Turn, wait: Suspension, command: ClaimTask) -> None:
    if wait.claimed_by is None:
        raise Refused("Nobody has taken this task.", code="not_claimed")
    if wait.claimed_by != command.by:
        raise Refused(
            f"{wait.claimed_by} has taken this task.",
            code="claimed",
            detail={"claimed_by": wait.claimed_by},
        )
    turn.emit(TaskReleased(wait.node_id, wait.iteration, command.task, by=command.by))


def _delegate(turn: Turn, wait: Suspension, command: ClaimTask) -> None:
    if not command.to:
        raise Invalid("Say to whom.", code="required")
    if wait.claimed_by not in (None, command.by):
        raise Refused(f"{wait.claimed_by} has taken this task.", code="claimed")
    detail = {"to": command.to, "users": [command.to], "groups": []}
    turn.emit(TaskDelegated(wait.node_id, wait.iteration, command.task, command.by, detail))


def _comment(turn: Turn, wait: Suspension, command: ClaimTask) -> None:
    if not command.text or not command.text.strip():
        raise Invalid("A comment needs a text.", code="required")
    detail = {"text": command.text.strip()[:5_000]}
    turn.emit(TaskCommented(wait.node_id, wait.iteration, command.task, command.by, detail))


_VERBS = {"claim": _claim, "release": _release, "delegate": _delegate, "comment": _comment}
