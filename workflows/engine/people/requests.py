"""What a node asks people for, as data; opening the task is in ``decide/people/asking.py``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Json = Any

UNDO_SECONDS = 8.0
"""How long a decision made on a page may be taken back, unless the node says otherwise."""


@dataclass(frozen=True, slots=True)
class Level:
    """One level of escalation: so long after the task was opened it is handed to these."""

    after_seconds: float
    users: Sequence[str] = ()
    groups: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class TaskRequest:
    """What people are asked: who (usernames, group names), until when, and under which rules.

    ``due_seconds`` is the due date from now; ``subject`` is any JSON value that is shown with the
    question. ``calendar`` is the definition of a business calendar (see ``calendars.py``), in whose
    time due date and ``escalations`` are counted. Reminders need a due date: they come when three
    quarters of the time are over, when it is due, and then every ``remind_seconds``; None: never.
    ``claim_seconds`` 0: a claim has no end. ``proposal`` is what the form begins with.
    ``quorum`` people must approve; ``reject_quorum`` rejections end it. ``comment_on_reject`` None
    leaves it to the page to ask for a reason. ``confirm`` must be typed by who approves.
    ``decide_by_mail`` allows links that decide without signing in.
    """

    title: str
    instructions: str = ""
    subject: Json = None
    users: Sequence[str] = ()
    groups: Sequence[str] = ()
    quorum: int = 1
    reject_quorum: int = 1
    forbid_initiator: bool = False
    priority: int = 0
    due_seconds: float | None = None
    calendar: Mapping[str, Json] | None = None
    remind_seconds: float | None = None
    escalations: Sequence[Level] = ()
    claim_seconds: float = 0
    undo_seconds: float = UNDO_SECONDS
    on_unassigned: str | None = None
    proposal: Json = None
    comment_on_reject: bool | None = None
    confirm: str = ""
    decide_by_mail: bool = False
