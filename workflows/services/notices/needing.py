"""Whether a mail is still needed when its turn comes; nothing is sent here."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User

from workflows.engine.errors import Forbidden
from workflows.engine.people import asked
from workflows.engine.workspaces import DEFAULT

from ..queries.inbox.boxes import OPEN
from ..queries.notices import happenings
from ..queries.standing.asked import asked_in, question_in
from ..queries.standing.asker import Asker
from ..workspaces.entering import enter
from . import kinds

SETTLED_AFTER = timedelta(seconds=1)


def still_needed(kind: str, task_id: UUID | None, user: User) -> bool | datetime:
    """Say whether to tell somebody now; a time: not before then, as a decision may yet be undone.

    What asks him to act is only needed while it does.
    """
    if kind not in kinds.TO_DO or task_id is None:
        return True
    task = happenings.of_task(task_id)
    if task is None or not enter(user, task.run.workspace_id or DEFAULT):
        return False
    if task.undo_until is not None:
        until: datetime = task.undo_until + SETTLED_AFTER
        return until
    if task.state not in OPEN:
        return False
    if kind == kinds.WANTED:
        return bool(task.info_from_id == user.pk)
    return is_asked(task, user)


def is_asked(task: Any, user: User) -> bool:
    """Say whether the task asks him now, for himself or for somebody, and he has not decided."""
    people = asked_in([task.pk])[task.pk]
    requester = task.run.started_by.get_username() if task.run.started_by else None
    question = question_in(task, people, requester)
    person = Asker.of(user).person(task.run.workflow.key, requester)
    try:
        standing = asked(question, person)
    except Forbidden:
        return False
    given = {user.get_username(), standing.acting_for} & set(question.voices)
    # Whoever may decide only since he administers is not asked.
    return not standing.override and not given
