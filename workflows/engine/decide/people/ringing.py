"""Alarms that are due: reminders are recorded, tasks handed up a level, claims end."""

from __future__ import annotations

from datetime import datetime

from ...events import Json, TaskEscalated, TaskReminded
from ...people.alarms import ESCALATE, RELEASE, REMIND, Alarm, due_alarms, next_reminder, ordered
from ...state import Suspension
from ..turn import Turn
from .acting import released


def ring(turn: Turn, wait: Suspension) -> None:
    """Do what the due alarms of a task say, each once, the earliest first."""
    for alarm in due_alarms(wait.alarms, turn.now):
        if alarm["do"] == RELEASE:
            if wait.claimed_by is not None:
                released(turn, wait, by=None)
        elif alarm["do"] == ESCALATE:
            _escalate(turn, wait, alarm)
        elif alarm["do"] == REMIND:
            _remind(turn, wait, alarm)


def _left(wait: Suspension, rung: Alarm) -> list[Alarm]:
    return [alarm for alarm in wait.alarms if alarm != rung]


def _escalate(turn: Turn, wait: Suspension, alarm: Alarm) -> None:
    """Ask those of the level from now on; whoever had taken the task has it no longer."""
    left = [item for item in _left(wait, alarm) if item["do"] != RELEASE]
    detail: dict[str, Json] = {
        "users": alarm["users"],
        "groups": alarm["groups"],
        "level": alarm["level"],
        "alarms": left,
    }
    turn.emit(TaskEscalated(wait.node_id, wait.iteration, wait.task or "", detail=detail))


def _remind(turn: Turn, wait: Suspension, alarm: Alarm) -> None:
    due = wait.ask.get("due_at")
    following = next_reminder(
        alarm,
        turn.now,
        datetime.fromisoformat(due) if due else None,
        wait.rules.get("remind_seconds"),
    )
    left = _left(wait, alarm)
    detail: dict[str, Json] = {
        "kind": alarm["kind"],
        "alarms": ordered([*left, following]) if following else left,
    }
    turn.emit(TaskReminded(wait.node_id, wait.iteration, wait.task or "", detail=detail))
