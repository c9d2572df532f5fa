"""Events of tasks to the rows of the inbox, and to what is still to be told; no decision is made
here."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, ClassVar

from workflows.engine import events as e
from workflows.engine.events import Json, Record
from workflows.engine.payload import dumps

from ..dialects import AnySession

Rows = list[tuple[str, list[tuple[Any, ...]]]]
"""Statements in order, each with the rows it is executed for."""

_USER = "(SELECT id FROM auth_user WHERE username = %s)"

ANNOUNCE = "INSERT INTO workflows_announcement (kind, run_id, seq, at) VALUES (%s, %s, %s, %s)"

_OF_PLACE = "run_id = %s AND node_id = %s AND iteration = %s"
_GOING = "(state IN ('open', 'claimed') OR undo_until IS NOT NULL)"

ANNOUNCE_WANTED = """
    INSERT INTO workflows_announcement (kind, run_id, seq, at)
    SELECT %s, %s, %s, %s WHERE EXISTS (
        SELECT 1 FROM workflows_webhook WHERE active AND kinds LIKE %s
    )
"""
ANNOUNCE_END = f"""
    INSERT INTO workflows_announcement (kind, run_id, seq, at)
    SELECT %s, %s, %s, %s FROM workflows_task WHERE {_OF_PLACE} AND {_GOING}
"""
TASK_ENDED = f"""
    UPDATE workflows_task SET state = %s, closed_at = %s, closed_reason = %s, undo_until = NULL,
        info_from_id = NULL, claimed_until = NULL
    WHERE {_OF_PLACE} AND {_GOING}
"""

_ASK = """
    INSERT INTO workflows_task (id, run_id, suspension_id, node_id, iteration, title, instructions,
        subject, state, unassigned, quorum, four_eyes, priority, level, decisions, created_at,
        due_at)
    VALUES (%s, %s, (SELECT id FROM workflows_suspension WHERE run_id = %s AND seq = %s),
        %s, %s, %s, %s, %s, 'open', %s, %s, %s, %s, 0, 0, %s, %s)
"""
_SUPERSEDE = """
    UPDATE workflows_task SET state = 'superseded'
    WHERE id = %s AND state IN ('withdrawn', 'expired')
"""
_ASK_USER = f"""
    INSERT INTO workflows_task_assignee (task_id, user_id, acting_for_id)
    SELECT t.id, u.id, {_USER} FROM workflows_task t, auth_user u
    WHERE t.id = %s AND u.username = %s
"""
_ASK_GROUP = """
    INSERT INTO workflows_task_assignee (task_id, group_id)
    SELECT t.id, g.id FROM workflows_task t, auth_group g WHERE t.id = %s AND g.name = %s
"""
_ASK_NOBODY = "DELETE FROM workflows_task_assignee WHERE task_id = %s"
_HAND_ON = """
    UPDATE workflows_task SET state = 'open', claimed_by_id = NULL, claimed_until = NULL,
        unassigned = %s, level = %s + level WHERE id = %s
"""
_DUE = "UPDATE workflows_task SET due_at = %s WHERE id = %s"
_DEFER = """
    UPDATE workflows_suspension SET wake_at = %s
    WHERE run_id = %s AND node_id = %s AND iteration = %s AND closed_at IS NULL
"""
_CLAIM = f"""
    UPDATE workflows_task SET state = 'claimed', claimed_by_id = {_USER}, claimed_until = %s
    WHERE id = %s
"""
_RELEASE = """
    UPDATE workflows_task SET state = 'open', claimed_by_id = NULL, claimed_until = NULL
    WHERE id = %s
"""
_WATCH = """
    INSERT INTO workflows_task_watcher (task_id, user_id)
    SELECT t.id, u.id FROM workflows_task t, auth_user u WHERE t.id = %s AND u.username = %s
    AND NOT EXISTS (
        SELECT 1 FROM workflows_task_watcher w WHERE w.task_id = t.id AND w.user_id = u.id
    )
"""
_SAID = """
    UPDATE workflows_task SET comments = comments + 1, files = files + %s WHERE id = %s
"""
_ASK_INFO = f"UPDATE workflows_task SET info_from_id = {_USER} WHERE id = %s"
_GOT_INFO = "UPDATE workflows_task SET info_from_id = NULL WHERE id = %s"
_ATTACH = "UPDATE workflows_attachment SET task_id = %s, run_id = %s WHERE id = %s"
_REMINDED = "UPDATE workflows_task SET reminded_at = %s WHERE id = %s"
_PRIORITY = "UPDATE workflows_task SET priority = %s WHERE id = %s"
_DECISION = f"""
    INSERT INTO workflows_task_decision
        (task_id, user_id, acting_for_id, decision, comment, data, via, override, at)
    VALUES (%s, {_USER}, {_USER}, %s, %s, %s, %s, %s, %s)
"""
_DECIDED = f"""
    UPDATE workflows_task SET decisions = decisions + 1, decided_by_id = {_USER}, decided_at = %s,
        decision = %s, comment = %s, data = %s WHERE id = %s
"""
_CLOSING = "UPDATE workflows_task SET state = 'decided', undo_until = %s WHERE id = %s"
_FORGET_DRAFT = f"DELETE FROM workflows_task_draft WHERE task_id = %s AND user_id = {_USER}"
# Who decided may not be known here: the history came from elsewhere. Then the last one is meant.
_TAKE_BACK = f"""
    DELETE FROM workflows_task_decision WHERE id = (
        SELECT MAX(id) FROM workflows_task_decision
        WHERE task_id = %s AND COALESCE(user_id, 0) = COALESCE({_USER}, 0)
    )
"""
_LAST = "(SELECT {} FROM workflows_task_decision WHERE task_id = %s ORDER BY at DESC LIMIT 1)"
_UNDONE = f"""
    UPDATE workflows_task SET decisions = decisions - 1, undo_until = NULL,
        state = CASE WHEN claimed_by_id IS NULL THEN 'open' ELSE 'claimed' END,
        decided_by_id = {_LAST.format("user_id")}, decided_at = {_LAST.format("at")},
        decision = {_LAST.format("decision")}, comment = {_LAST.format("comment")},
        data = {_LAST.format("data")}
    WHERE id = %s
"""


class PeopleProjection:
    """The part about tasks: who is asked, who took it, what was said and decided."""

    CASES: ClassVar[Mapping[type[e.Event], Callable[[Any, Record, Any, int], None]]]

    def __init__(self, session: AnySession) -> None:
        """Begin without statements."""
        self._session = session
        self.rows: Rows = []

    def say(self, sql: str, *params: Any) -> None:
        """Add one execution of a statement."""
        if self.rows and self.rows[-1][0] == sql:
            self.rows[-1][1].append(params)
        else:
            self.rows.append((sql, [params]))

    def announce(self, kind: str, record: Record, run: int) -> None:
        """Have it told to people and programs, after this transaction."""
        self.say(ANNOUNCE, kind, run, record.seq, self._session.moment(record.at))

    def asked(self, record: Record, event: e.TaskCreated, run: int) -> None:
        """Open a task."""
        detail, time, task = event.detail, self._session.time, self._uuid(event.task)
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
            bool(detail.get("four_eyes")),
            detail.get("priority", 0),
            time(record.at),
            time(_time(detail.get("due_at"))),
        )
        if "replaces" in detail:
            self.say(_SUPERSEDE, self._uuid(detail["replaces"]))
        self._assign(task, detail)
        self.announce("task.created", record, run)

    def delegated(self, record: Record, event: e.TaskDelegated, run: int) -> None:
        """Ask another instead."""
        self._hand_on(event, 0)
        self.announce("task.delegated", record, run)

    def escalated(self, record: Record, event: e.TaskEscalated, run: int) -> None:
        """Ask others instead."""
        detail, task = event.detail, self._uuid(event.task)
        self._hand_on(event, 1)
        self.say(_GOT_INFO, task)
        if "due_at" in detail:
            self.say(_DUE, self._session.time(_time(detail["due_at"])), task)
        if "wake_at" in detail:
            until = self._session.moment(_time(detail["wake_at"]))
            self.say(_DEFER, until, run, event.node_id, event.iteration)
        self.announce("task.escalated", record, run)

    def _hand_on(self, event: e.TaskEvent, levels: int) -> None:
        detail, task = event.detail, self._uuid(event.task)
        self.say(_ASK_NOBODY, task)
        nobody = not detail.get("users") and not detail.get("groups")
        self.say(_HAND_ON, nobody, levels, task)
        self._assign(task, detail)

    def _assign(self, task: Any, detail: Mapping[str, Json]) -> None:
        delegates = detail.get("delegates", {})
        for name in dict.fromkeys(detail.get("users", ())):
            self.say(_ASK_USER, delegates.get(name), task, name)
        for name in dict.fromkeys(detail.get("groups", ())):
            self.say(_ASK_GROUP, task, name)

    def claimed(self, record: Record, event: e.TaskClaimed, run: int) -> None:
        """Note who has taken a task."""
        until = self._session.time(_time(event.detail.get("until")))
        self.say(_CLAIM, event.by, until, self._uuid(event.task))

    def released(self, record: Record, event: e.TaskReleased, run: int) -> None:
        """Note that a task was given back."""
        self.say(_RELEASE, self._uuid(event.task))

    def commented(self, record: Record, event: e.TaskCommented, run: int) -> None:
        """Note who was drawn in, and the files that came along."""
        detail, task = event.detail, self._uuid(event.task)
        self._said(task, detail.get("mentions", ()), detail, run)
        if detail.get("answers"):
            self.say(_GOT_INFO, task)
        self.announce("task.commented", record, run)

    def info_requested(self, record: Record, event: e.TaskInfoRequested, run: int) -> None:
        """Note who was asked for information."""
        detail, task = event.detail, self._uuid(event.task)
        people = (detail["to"], *detail.get("mentions", ()))
        self._said(task, people, detail, run)
        self.say(_ASK_INFO, detail["to"], task)
        self.announce("task.info_requested", record, run)

    def _said(self, task: str, people: Sequence[str], detail: Mapping[str, Json], run: int) -> None:
        files = detail.get("attachments", ())
        self.say(_SAID, len(files), task)
        for name in dict.fromkeys(people):
            self.say(_WATCH, task, name)
        for file in files:
            self.say(_ATTACH, task, run, self._uuid(file["id"]))

    def reminded(self, record: Record, event: e.TaskReminded, run: int) -> None:
        """Note when people were reminded."""
        self.say(_REMINDED, self._session.time(record.at), self._uuid(event.task))
        self.announce("task.reminded", record, run)

    def prioritised(self, record: Record, event: e.TaskPrioritised, run: int) -> None:
        """Note how urgent a task is."""
        self.say(_PRIORITY, event.detail["priority"], self._uuid(event.task))

    def decided(self, record: Record, event: e.TaskDecided, run: int) -> None:
        """Note one person's decision, and whether it decides the task unless it is taken back."""
        detail, task, at = event.detail, self._uuid(event.task), self._session.time(record.at)
        data = None if detail.get("data") is None else dumps(detail["data"])
        decision, comment = detail["decision"], detail.get("comment")
        via, override = detail.get("via", "api"), bool(detail.get("override"))
        told = (decision, comment, data, via, override, at)
        self.say(_DECISION, task, event.by, detail.get("for"), *told)
        self.say(_DECIDED, event.by, at, decision, comment, data, task)
        self.say(_FORGET_DRAFT, task, event.by)
        for file in detail.get("attachments", ()):
            self.say(_ATTACH, task, run, self._uuid(file["id"]))
        if "closing" in detail:
            until = self._session.time(_time(detail["closing"]["until"]))
            self.say(_CLOSING, until, task)

    def undone(self, record: Record, event: e.TaskUndone, run: int) -> None:
        """Take a decision back."""
        task = self._uuid(event.task)
        self.say(_TAKE_BACK, task, event.by)
        self.say(_UNDONE, *[task] * 6)

    def _uuid(self, text: str) -> str:
        # SQLite keeps UUIDs as 32 hexadecimal digits.
        return text.replace("-", "") if self._session.vendor == "sqlite" else text


PeopleProjection.CASES = {
    e.TaskCreated: PeopleProjection.asked,
    e.TaskClaimed: PeopleProjection.claimed,
    e.TaskReleased: PeopleProjection.released,
    e.TaskDelegated: PeopleProjection.delegated,
    e.TaskEscalated: PeopleProjection.escalated,
    e.TaskCommented: PeopleProjection.commented,
    e.TaskInfoRequested: PeopleProjection.info_requested,
    e.TaskReminded: PeopleProjection.reminded,
    e.TaskPrioritised: PeopleProjection.prioritised,
    e.TaskDecided: PeopleProjection.decided,
    e.TaskUndone: PeopleProjection.undone,
}


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
