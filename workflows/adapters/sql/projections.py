"""Events to rows that people query: suspensions, tasks, decisions; the log stays the truth."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from workflows.engine import events as e
from workflows.engine.events import Record
from workflows.engine.payload import dumps
from workflows.engine.ports import Write

from ..dialects import AnySession
from .exchange import channel_of

Rows = list[tuple[str, list[tuple[Any, ...]]]]
"""Statements in order, each with the rows it is executed for."""

_USER = "(SELECT id FROM auth_user WHERE username = %s)"

_OPEN = """
    INSERT INTO workflows_suspension
        (run_id, seq, node_id, iteration, kind, reason, opened_at, wake_at,
        signal_channel, signal_name, signal_key)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
"""
_ANSWERED = """
    UPDATE workflows_suspension SET closed_at = %s, closed_by = %s, closed_via = %s, action = %s
    WHERE run_id = %s AND seq = %s AND closed_at IS NULL
"""
_ENDED = """
    UPDATE workflows_suspension SET closed_at = %s, closed_via = %s
    WHERE run_id = %s AND node_id = %s AND iteration = %s AND closed_at IS NULL
"""
_DEFER = """
    UPDATE workflows_suspension SET wake_at = %s
    WHERE run_id = %s AND node_id = %s AND iteration = %s AND closed_at IS NULL
"""
_ASK = """
    INSERT INTO workflows_task (id, run_id, suspension_id, node_id, iteration, title, instructions,
        subject, state, unassigned, quorum, decisions, created_at, due_at)
    VALUES (%s, %s, (SELECT id FROM workflows_suspension WHERE run_id = %s AND seq = %s),
        %s, %s, %s, %s, %s, 'open', %s, %s, 0, %s, %s)
"""
_ASK_USER = """
    INSERT INTO workflows_task_assignee (task_id, user_id)
    SELECT t.id, u.id FROM workflows_task t, auth_user u WHERE t.id = %s AND u.username = %s
"""
_ASK_GROUP = """
    INSERT INTO workflows_task_assignee (task_id, group_id)
    SELECT t.id, g.id FROM workflows_task t, auth_group g WHERE t.id = %s AND g.name = %s
"""
_ASK_NOBODY = "DELETE FROM workflows_task_assignee WHERE task_id = %s"
_HAND_ON = """
    UPDATE workflows_task SET state = 'open', claimed_by_id = NULL, unassigned = %s WHERE id = %s
"""
_DUE = "UPDATE workflows_task SET due_at = %s WHERE id = %s"
_CLAIM = f"UPDATE workflows_task SET state = 'claimed', claimed_by_id = {_USER} WHERE id = %s"
_RELEASE = "UPDATE workflows_task SET state = 'open', claimed_by_id = NULL WHERE id = %s"
_DECISION = f"""
    INSERT INTO workflows_task_decision
        (task_id, user_id, decision, comment, data, via, override, at)
    VALUES (%s, {_USER}, %s, %s, %s, %s, %s, %s)
"""
_DECIDED = f"""
    UPDATE workflows_task SET decisions = decisions + 1, decided_by_id = {_USER}, decided_at = %s,
        decision = %s, comment = %s, data = %s WHERE id = %s
"""
_TASK_ENDED = """
    UPDATE workflows_task SET state = %s WHERE run_id = %s AND node_id = %s AND iteration = %s
    AND state IN ('open', 'claimed')
"""

_NO_CHANNEL = (None, None, None)


class Projection:
    """Collects the statements of one transaction, in the order of the events."""

    def __init__(self, session: AnySession) -> None:
        """Begin without statements."""
        self._session = session
        self.rows: Rows = []

    def add(self, write: Write, run: int) -> None:
        """Take the new events of one run, whose row has the id ``run``."""
        for record in write.records:
            case = _CASES.get(type(record.event))
            if case is not None:
                case(self, record, record.event, run)

    def say(self, sql: str, *params: Any) -> None:
        """Add one execution of a statement."""
        if self.rows and self.rows[-1][0] == sql:
            self.rows[-1][1].append(params)
        else:
            self.rows.append((sql, [params]))

    def suspended(self, record: Record, event: e.NodeSuspended, run: int) -> None:
        """Open a suspension."""
        moment = self._session.moment
        place = (run, record.seq, event.node_id, event.iteration)
        opened, wake_at = moment(record.at), moment(_time(event.wake_at))
        signal = event.rules.get("signal")
        channel = channel_of(signal["name"], signal["key"]) if signal else _NO_CHANNEL
        self.say(_OPEN, *place, event.kind, event.reason, opened, wake_at, *channel)

    def resumed(self, record: Record, event: e.NodeResumed, run: int) -> None:
        """Close a suspension that was answered, and its task."""
        seq = int(event.suspension.rpartition(".")[2])
        closed = self._session.moment(record.at)
        self.say(_ANSWERED, closed, event.by, event.via, event.action, run, seq)
        state = "expired" if event.via in ("timer", "deadline") else "decided"
        self.say(_TASK_ENDED, state, run, event.node_id, event.iteration)

    def cancelled(self, record: Record, event: e.NodeCancelled, run: int) -> None:
        """Close what waited."""
        self._end(record, event, run, "cancelled", "withdrawn")

    def failed(self, record: Record, event: e.NodeFailed, run: int) -> None:
        """Close what waited too long."""
        self._end(record, event, run, "failed", "expired")

    def _end(self, record: Record, event: e.NodeEvent, run: int, via: str, state: str) -> None:
        closed = self._session.moment(record.at)
        self.say(_ENDED, closed, via, run, event.node_id, event.iteration)
        self.say(_TASK_ENDED, state, run, event.node_id, event.iteration)

    def asked(self, record: Record, event: e.TaskCreated, run: int) -> None:
        """Open a task."""
        detail, time, task = event.detail, self._session.time, self._task(event.task)
        seq = int(detail["suspension"].rpartition(".")[2])
        subject = detail.get("subject")
        self.say(
            _ASK,
            task,
            run,
            run,
            seq,
            event.node_id,
            event.iteration,
            detail["title"],
            detail.get("instructions", ""),
            None if subject is None else dumps(subject),
            not detail["users"] and not detail["groups"],
            detail.get("quorum", 1),
            time(record.at),
            time(_time(detail.get("due_at"))),
        )
        self._assign(task, detail["users"], detail["groups"])

    def handed_on(self, record: Record, event: e.TaskDelegated | e.TaskEscalated, run: int) -> None:
        """Ask others instead."""
        detail, task = event.detail, self._task(event.task)
        users, groups = detail.get("users", ()), detail.get("groups", ())
        self.say(_ASK_NOBODY, task)
        self.say(_HAND_ON, not users and not groups, task)
        self._assign(task, users, groups)
        if "due_at" in detail:
            self.say(_DUE, self._session.time(_time(detail["due_at"])), task)
        if "wake_at" in detail:
            until = self._session.moment(_time(detail["wake_at"]))
            self.say(_DEFER, until, run, event.node_id, event.iteration)

    def _assign(self, task: Any, users: Sequence[str], groups: Sequence[str]) -> None:
        for name in dict.fromkeys(users):
            self.say(_ASK_USER, task, name)
        for name in dict.fromkeys(groups):
            self.say(_ASK_GROUP, task, name)

    def claimed(self, record: Record, event: e.TaskClaimed, run: int) -> None:
        """Note who has taken a task."""
        self.say(_CLAIM, event.by, self._task(event.task))

    def released(self, record: Record, event: e.TaskReleased, run: int) -> None:
        """Note that a task was given back."""
        self.say(_RELEASE, self._task(event.task))

    def decided(self, record: Record, event: e.TaskDecided, run: int) -> None:
        """Note one person's decision."""
        detail, task, at = event.detail, self._task(event.task), self._session.time(record.at)
        data = None if detail.get("data") is None else dumps(detail["data"])
        decision, comment = detail["decision"], detail.get("comment")
        via, override = detail.get("via", "api"), bool(detail.get("override"))
        self.say(_DECISION, task, event.by, decision, comment, data, via, override, at)
        self.say(_DECIDED, event.by, at, decision, comment, data, task)

    def _task(self, task: str) -> str:
        # SQLite keeps UUIDs as 32 hexadecimal digits.
        return task.replace("-", "") if self._session.vendor == "sqlite" else task


_CASES: dict[type[e.Event], Callable[[Projection, Record, Any, int], None]] = {
    e.NodeSuspended: Projection.suspended,
    e.NodeResumed: Projection.resumed,
    e.NodeCancelled: Projection.cancelled,
    e.NodeFailed: Projection.failed,
    e.TaskCreated: Projection.asked,
    e.TaskClaimed: Projection.claimed,
    e.TaskReleased: Projection.released,
    e.TaskDelegated: Projection.handed_on,
    e.TaskEscalated: Projection.handed_on,
    e.TaskDecided: Projection.decided,
}


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
