"""Links that decide without signing in: when a mail has one, and whom it lets decide what."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import User

from workflows.adapters.notices import links as table
from workflows.adapters.notices.webhooks import now as database_now
from workflows.engine.errors import NotFound, Refused
from workflows.engine.workspaces import DEFAULT

from ..inbox.deciding import DecideRequest, Door, decide_task
from ..queries.notices import happenings
from ..workspaces.entering import enter
from . import kinds

LIVES = timedelta(hours=72)


class Over(Refused):
    """The link lets nobody in any more, or never again."""

    code = "link_over"


@dataclass(frozen=True, slots=True)
class Pass:
    """What a link lets its person do: look at one task, and decide it once (``used``: he has)."""

    key: int
    task: str
    who: User
    used: bool
    link: Any


def make(delivery: Any, now: datetime) -> str | None:
    """Make the link of a mail (the same one, when it is written again) and give its token; it is
    committed by then. None where the author wants none, or four eyes are needed."""
    if delivery.kind not in kinds.ASKS or delivery.task_id is None:
        return None
    task = happenings.of_task(delivery.task_id)
    if task is None or not may_be_used(task):
        return None
    token = table.token_of(delivery.key, delivery.user_id)
    table.keep(token, task.pk, delivery.user_id, now, now + LIVES)
    return token


def may_be_used(task: Any) -> bool:
    """Say whether a task may be decided without signing in."""
    rules = happenings.rules_of(task)
    return bool(rules.get("decide_by_mail")) and not task.four_eyes


def pass_of(token: str) -> Pass:
    """Say what a token lets its bearer do. `NotFound` for none of ours, `Over`."""
    return _pass(table.find(token))


def pass_by_key(key: int) -> Pass:
    """Say what a link lets its person do now; its key is told in signed cookies only."""
    return _pass(table.find_by_key(key))


def decide_by_link(given: Pass, request: DecideRequest) -> None:
    """Decide as the link's person, once, for good; whose mailbox it was is kept.

    Raises what :func:`workflows.services.inbox.deciding.decide_task` raises, and `Over`.
    """
    if given.used:
        raise Over("This link has been used.")
    # Nobody who may come back to take it back has signed in.
    final = replace(request, undo_seconds=0)
    decide_task(given.who, given.task, final, Door("e-mail", given.who.email))
    table.use_up(given.link, database_now())


def _pass(link: Any) -> Pass:
    if link is None:
        raise NotFound("There is no such link.")
    task = happenings.of_task(link.task_id)
    if link.expires_at <= database_now() or not link.user.is_active or task is None:
        raise Over("This link is over.")
    if not enter(link.user, task.run.workspace_id or DEFAULT):
        raise Over("This link is over.")
    if not may_be_used(task):
        raise Over("This is decided by signing in.")
    return Pass(link.pk, str(link.task_id), link.user, link.used_at is not None, link)
