"""Events of a task: what somebody was asked, and did."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from .base import Json, NodeEvent


@dataclass(frozen=True, slots=True)
class TaskEvent(NodeEvent):
    """An event of a task: what somebody was asked, and did."""

    task: str
    by: str | None = None
    detail: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TaskCreated(TaskEvent):
    """People are asked: ``suspension title users groups``, and where it is so ``instructions
    subject due_at quorum four_eyes priority proposal alarms``; ``replaces`` is the task that it
    supersedes.

    ``alarms``, here and in the events below, are those that are still to come; see
    :mod:`workflows.engine.people.alarms`.
    """


@dataclass(frozen=True, slots=True)
class TaskClaimed(TaskEvent):
    """Somebody took the task for himself; ``until`` when it goes back by itself, ``alarms``."""


@dataclass(frozen=True, slots=True)
class TaskReleased(TaskEvent):
    """A claim was given back; ``auto`` when its time was over, ``alarms``."""


@dataclass(frozen=True, slots=True)
class TaskDelegated(TaskEvent):
    """The task was handed to ``to``: it asks ``users groups`` from now on.

    ``delegates`` maps people to those whose vote they have; ``comment`` is what was said with it.
    """


@dataclass(frozen=True, slots=True)
class TaskCommented(TaskEvent):
    """A remark, ``text``; ``mentions`` are usernames, ``attachments`` files ``{id name size
    sha256}``; ``answers``: it gives the information that was asked for."""


@dataclass(frozen=True, slots=True)
class TaskInfoRequested(TaskEvent):
    """``to`` is asked for information, ``text``; the task stays open. ``attachments`` as above."""


@dataclass(frozen=True, slots=True)
class TaskReminded(TaskEvent):
    """Those asked are reminded: ``kind`` is ``soon overdue again`` or, by hand, ``nudge``."""


@dataclass(frozen=True, slots=True)
class TaskPrioritised(TaskEvent):
    """The task is more or less urgent now: ``priority``."""


@dataclass(frozen=True, slots=True)
class TaskDecided(TaskEvent):
    """One person's decision: ``decision data comment via``.

    ``for`` is whose vote it was, ``override`` and ``reason`` tell of a superuser, ``mailbox`` of a
    link in a mail. ``changes`` are those to the proposal, ``form`` the digest of the form's schema,
    ``attachments`` the files of the answer, ``shown`` what the decider saw. Until ``until`` it may
    be taken back. ``closing``: it decides the task, by ``{until, action, data}``.
    """


@dataclass(frozen=True, slots=True)
class TaskUndone(TaskEvent):
    """A decision was taken back by who made it: ``decision``."""


@dataclass(frozen=True, slots=True)
class TaskEscalated(TaskEvent):
    """Others are asked from now on: ``users groups``; ``due_at wake_at`` when a deadline passed,
    ``level alarms`` at a level of escalation."""
