"""Asking people: a task opens with its suspension, with its due date, its rules and its alarms."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from ...events import Json, TaskCreated
from ...people import UNDO_SECONDS, Level, TaskRequest
from ...people.alarms import ESCALATE, Alarm, first_reminder, ordered
from ...people.calendars import read_calendar
from ...state import Suspension
from ..turn import Turn


def due_at(now: datetime, task: TaskRequest) -> datetime | None:
    """Give when an answer is due, in the time of the task's calendar; None: never."""
    return _after(now, task.due_seconds, task.calendar) if task.due_seconds else None


def rules_of(task: TaskRequest) -> dict[str, Json]:
    """Give the rules by which answers are judged and the task is asked again, without defaults."""
    rules: dict[str, Json] = {
        "quorum": task.quorum if task.quorum != 1 else None,
        "reject_quorum": task.reject_quorum if task.reject_quorum != 1 else None,
        "forbid_initiator": task.forbid_initiator or None,
        "undo_seconds": task.undo_seconds if task.undo_seconds != UNDO_SECONDS else None,
        "on_unassigned": task.on_unassigned,
        "claim_seconds": task.claim_seconds or None,
        "comment_on_reject": task.comment_on_reject,
        "confirm": task.confirm or None,
        "decide_by_mail": task.decide_by_mail or None,
        "due_seconds": task.due_seconds or None,
        "remind_seconds": task.remind_seconds,
        "calendar": dict(task.calendar) if task.calendar else None,
        "escalations": [_level(level) for level in task.escalations] or None,
    }
    return {key: value for key, value in rules.items() if value is not None}


def ask(turn: Turn, wait: Suspension, task: TaskRequest) -> None:
    """Open the task of a wait that has just opened."""
    due = due_at(turn.now, task)
    detail: dict[str, Json] = {
        "suspension": wait.id,
        "title": task.title,
        "users": list(task.users),
        "groups": list(task.groups),
    }
    more = {
        "instructions": task.instructions or None,
        "subject": task.subject,
        "due_at": due.isoformat() if due else None,
        "quorum": task.quorum if task.quorum != 1 else None,
        "four_eyes": task.forbid_initiator or None,
        "priority": task.priority or None,
        "proposal": task.proposal,
        "alarms": _alarms(turn.now, due, wait.rules) or None,
    }
    detail |= {key: value for key, value in more.items() if value is not None}
    turn.emit(TaskCreated(wait.node_id, wait.iteration, task_id(turn, wait), detail=detail))


def ask_again(turn: Turn, wait: Suspension, old: Suspension) -> None:
    """Open the task of a wait that was closed and has opened anew; people get the whole time."""
    detail = {**old.ask, "suspension": wait.id, "users": old.users, "groups": old.groups}
    due = None
    if wait.rules.get("due_seconds"):
        due = _after(turn.now, wait.rules["due_seconds"], wait.rules.get("calendar"))
        detail["due_at"] = due.isoformat()
    alarms = _alarms(turn.now, due, wait.rules)
    if alarms:
        detail["alarms"] = alarms
    if old.task:
        detail["replaces"] = old.task
    turn.emit(TaskCreated(wait.node_id, wait.iteration, task_id(turn, wait), detail=detail))


def task_id(turn: Turn, wait: Suspension) -> str:
    """Give the id of a wait's task: made of its place, so that it needs no chance."""
    number = wait.id.rsplit(".", 1)[1]
    return str(uuid5(UUID(turn.state.run_id), f"task.{number}"))


def _after(now: datetime, seconds: float | None, calendar: Mapping[str, Json] | None) -> datetime:
    if calendar:
        return read_calendar(calendar).after(now, float(seconds or 0))
    return now + timedelta(seconds=float(seconds or 0))


def _alarms(now: datetime, due: datetime | None, rules: Mapping[str, Json]) -> list[Alarm]:
    alarms: list[Alarm] = []
    if due is not None and rules.get("remind_seconds"):
        alarms.append(first_reminder(now, due))
    for number, level in enumerate(rules.get("escalations") or (), 1):
        at = _after(now, level["after_seconds"], rules.get("calendar"))
        who = {"users": level["users"], "groups": level["groups"]}
        alarms.append({"at": at.isoformat(), "do": ESCALATE, "level": number, **who})
    return ordered(alarms)


def _level(level: Level) -> dict[str, Json]:
    return {
        "after_seconds": level.after_seconds,
        "users": list(level.users),
        "groups": list(level.groups),
    }
