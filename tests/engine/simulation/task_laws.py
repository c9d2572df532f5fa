"""What must hold of tasks, read from the log alone: windows, votes, reminders, levels, claims."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from workflows.engine import events as e
from workflows.engine.events import Record
from workflows.engine.state import RunState, Suspension

GAP = timedelta(hours=4)


class Violation(AssertionError):
    """A law does not hold."""


def hold(law: object, sentence: str, *about: object) -> None:
    """Raise ``Violation`` unless the law holds."""
    if not law:
        raise Violation(" ".join([sentence, *map(str, about)]))


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def wait_due(wait: Suspension) -> datetime | None:
    """Say when a wait is due, by its parts."""
    if wait.closing is not None:
        return _at(wait.closing["until"])
    times = [_at(alarm["at"]) for alarm in wait.alarms]
    return min([*times, *([wait.wake_at] if wait.wake_at else [])], default=None)


@dataclass
class Known:
    """One task as its events have told of it."""

    suspension: str
    asked: set[str]
    votes: dict[str, dict[str, Any]] = field(default_factory=dict)
    closing: dict[str, Any] | None = None
    by: str | None = None
    claimed_by: str | None = None
    reminded: datetime | None = None
    level: int = 0
    over: bool = False


class TaskLaws:
    """The tasks of one run."""

    def __init__(self) -> None:
        self.known: dict[str, Known] = {}

    def take(self, record: Record, before: RunState) -> None:
        """Look at the next record; ``before`` is the state that it changes."""
        event = record.event
        if isinstance(event, e.RunForked):
            self.known.clear()
        if isinstance(event, e.NodeResumed):
            self._resumed(event, record)
        if isinstance(event, e.NodeCancelled | e.NodeFailed):
            self._ended(event, before)
        look = getattr(self, f"_{type(event).__name__}", None)
        if look is not None:
            look(event, record)

    def _of(self, suspension: str) -> Known | None:
        return next((k for k in self.known.values() if k.suspension == suspension), None)

    def _ended(self, event: e.NodeEvent, before: RunState) -> None:
        wait = before.suspension_of(event.node_id)
        known = self._of(wait.id) if wait else None
        if known is None:
            return
        if isinstance(event, e.NodeFailed):
            hold(known.closing is None, "A decided task timed out:", event)
        known.over = True

    def _resumed(self, event: e.NodeResumed, record: Record) -> None:
        known = self._of(event.suspension)
        if known is None:
            return
        known.over = True
        if known.closing is None:
            mine = event.via in ("deadline", "timer") or event.by in known.votes
            hold(mine, "Nobody decided, and the run went on:", event)
            if event.by in known.votes:
                ends = [_at(vote["until"]) for vote in known.votes.values() if vote.get("until")]
                over = all(end <= record.at for end in ends)
                hold(over, "It took effect while it could be taken back:", event)
            return
        hold(_at(known.closing["until"]) <= record.at, "It took effect within the window:", event)
        same = (event.by, event.action) == (known.by, known.closing["action"])
        hold(same, "Another decision took effect:", event, known.closing)

    def _TaskCreated(self, event: e.TaskCreated, record: Record) -> None:
        hold(event.task not in self.known, "A task was created twice:", event)
        self.known[event.task] = Known(event.detail["suspension"], set(event.detail["users"]))

    def _live(self, event: e.TaskEvent) -> Known:
        known = self.known[event.task]
        hold(not known.over, "A task that is over goes on:", event)
        return known

    def _undecided(self, event: e.TaskEvent) -> Known:
        known = self._live(event)
        hold(known.closing is None, "Something happened to a decided task:", event)
        return known

    def _TaskDecided(self, event: e.TaskDecided, record: Record) -> None:
        known, detail = self._undecided(event), event.detail
        hold(event.by not in known.votes, "Somebody decided twice:", event)
        if detail.get("until"):
            hold(_at(detail["until"]) > record.at, "A window that is over:", event)
        known.votes[event.by or ""] = dict(detail)
        if "closing" in detail:
            known.closing, known.by = dict(detail["closing"]), event.by
            ends = [_at(vote["until"]) for vote in known.votes.values() if vote.get("until")]
            hold(_at(detail["closing"]["until"]) == max(ends), "A window was cut short:", event)

    def _TaskUndone(self, event: e.TaskUndone, record: Record) -> None:
        known = self._live(event)
        vote = known.votes.pop(event.by or "", None)
        hold(vote is not None, "What nobody decided was taken back:", event)
        until = (vote or {}).get("until")
        hold(until and _at(until) > record.at, "It was taken back too late:", event)
        known.closing = None

    def _TaskReminded(self, event: e.TaskReminded, record: Record) -> None:
        known = self._undecided(event)
        gap = known.reminded is None or record.at - known.reminded >= GAP
        hold(gap, "They were reminded too often:", event)
        known.reminded = record.at

    def _TaskEscalated(self, event: e.TaskEscalated, record: Record) -> None:
        known = self._undecided(event)
        level = event.detail.get("level")
        if level is not None:
            hold(level == known.level + 1, "A level was passed over or came twice:", event)
            known.level = level
        known.claimed_by = None

    def _TaskClaimed(self, event: e.TaskClaimed, record: Record) -> None:
        known = self._undecided(event)
        hold(known.claimed_by is None, "A task was taken twice:", event)
        known.claimed_by = event.by

    def _TaskReleased(self, event: e.TaskReleased, record: Record) -> None:
        known = self._undecided(event)
        hold(known.claimed_by is not None, "What nobody took was given back:", event)
        known.claimed_by = None

    def _TaskDelegated(self, event: e.TaskDelegated, record: Record) -> None:
        self._undecided(event).claimed_by = None

    def _TaskInfoRequested(self, event: e.TaskInfoRequested, record: Record) -> None:
        self._undecided(event)

    def _TaskPrioritised(self, event: e.TaskPrioritised, record: Record) -> None:
        self._undecided(event)

    def _TaskCommented(self, event: e.TaskCommented, record: Record) -> None:
        self._live(event)
