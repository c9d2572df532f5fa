"""How the events of tasks change a run's state: who is asked, who has decided, what is to come."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from .. import events as e
from .model import RunState, Suspension

_KNOWN = ("suspension", "users", "groups", "alarms", "replaces")
_LARGE = ("shown", "closing")
"""What the log keeps of a decision and the state does not."""


def _created(state: RunState, event: e.TaskCreated, record: e.Record) -> None:
    wait = state.suspensions[event.detail["suspension"]]
    wait.task = event.task
    wait.users, wait.groups = list(event.detail["users"]), list(event.detail["groups"])
    wait.ask = {key: value for key, value in event.detail.items() if key not in _KNOWN}
    wait.alarms = list(event.detail.get("alarms", ()))


def _claimed(wait: Suspension, event: e.TaskEvent, record: e.Record) -> None:
    wait.claimed_by = event.by


def _released(wait: Suspension, event: e.TaskEvent, record: e.Record) -> None:
    wait.claimed_by = None


def _handed(wait: Suspension, event: e.TaskEvent, record: e.Record) -> None:
    detail = event.detail
    wait.claimed_by = None
    wait.users = list(detail.get("users", wait.users))
    wait.groups = list(detail.get("groups", wait.groups))
    wait.delegates = dict(detail.get("delegates", {}))
    if isinstance(event, e.TaskEscalated):
        wait.info_from = None
        if "wake_at" in detail:
            wait.rules["escalated"] = True
            wait.wake_at = datetime.fromisoformat(detail["wake_at"])
        if "due_at" in detail:
            wait.ask["due_at"] = detail["due_at"]


def _commented(wait: Suspension, event: e.TaskEvent, record: e.Record) -> None:
    if event.detail.get("answers"):
        wait.info_from = None


def _info_requested(wait: Suspension, event: e.TaskEvent, record: e.Record) -> None:
    wait.info_from = event.detail["to"]


def _reminded(wait: Suspension, event: e.TaskEvent, record: e.Record) -> None:
    wait.reminded_at = record.at


def _prioritised(wait: Suspension, event: e.TaskEvent, record: e.Record) -> None:
    wait.ask["priority"] = event.detail["priority"]


def _decided(wait: Suspension, event: e.TaskEvent, record: e.Record) -> None:
    detail = event.detail
    kept = {key: value for key, value in detail.items() if key not in _LARGE}
    at = record.at.isoformat()
    wait.decisions.append({"by": event.by, "at": at, **kept})
    if "closing" in detail:
        told = {"by": event.by, "at": at, "via": detail["via"], "decision": detail["decision"]}
        wait.closing = {**detail["closing"], **told}


def _undone(wait: Suspension, event: e.TaskEvent, record: e.Record) -> None:
    wait.decisions = [item for item in wait.decisions if item["by"] != event.by]
    wait.closing = None


Case = Callable[[RunState, Any, e.Record], None]
OfWait = Callable[[Suspension, e.TaskEvent, e.Record], None]


def _for_its_wait(change: OfWait) -> Case:
    """Apply a change to the open wait of the event's task, with the alarms that it brings along."""

    def case(state: RunState, event: e.TaskEvent, record: e.Record) -> None:
        wait = next((s for s in state.suspensions.values() if s.task == event.task), None)
        if wait is None:
            return
        change(wait, event, record)
        if "alarms" in event.detail:
            wait.alarms = list(event.detail["alarms"])

    return case


TASK_CASES: Mapping[type[e.Event], Case] = {
    e.TaskCreated: _created,
    e.TaskClaimed: _for_its_wait(_claimed),
    e.TaskReleased: _for_its_wait(_released),
    e.TaskDelegated: _for_its_wait(_handed),
    e.TaskCommented: _for_its_wait(_commented),
    e.TaskInfoRequested: _for_its_wait(_info_requested),
    e.TaskReminded: _for_its_wait(_reminded),
    e.TaskPrioritised: _for_its_wait(_prioritised),
    e.TaskDecided: _for_its_wait(_decided),
    e.TaskUndone: _for_its_wait(_undone),
    e.TaskEscalated: _for_its_wait(_handed),
}
