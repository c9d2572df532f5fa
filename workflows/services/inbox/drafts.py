"""Answers that are not given yet: kept for their writer alone, forgotten with the decision."""

from __future__ import annotations

from django.contrib.auth.models import User

from workflows.engine.errors import Refused
from workflows.engine.events import Json
from workflows.engine.payload import ensure_json

from ..queries.inbox import drafts


def save_draft(
    who: User, task_id: str, data: Json = None, decision: str | None = None,
    comment: str | None = None,
) -> None:  # fmt: skip
    """Keep what somebody has filled in so far. `NotFound`, `Refused` once the task is closed."""
    task = drafts.find_open(who, task_id)
    if task is None:
        raise Refused("The task is no longer open.", code="already_closed")
    drafts.keep(who, task, ensure_json(data, "data"), decision, comment)


def drop_draft(who: User, task_id: str) -> None:
    """Forget it; one that is not there is no error."""
    drafts.drop(who, task_id)
