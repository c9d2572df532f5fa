"""Drafts of answers as rows; each is its writer's alone."""

from __future__ import annotations

from django.contrib.auth.models import User

from workflows.engine.events import Json
from workflows.models import Task, TaskDraft

from ..visible import find_task
from .boxes import OPEN


def find_open(user: User, task_id: str) -> Task | None:
    """Return the task if it is open; raises `NotFound` for one that the user may not see."""
    row = find_task(user, task_id)
    return row if row.state in OPEN else None


def keep(user: User, task: Task, data: Json, decision: str | None, comment: str | None) -> None:
    """Write the draft of a person."""
    values = {"data": data, "decision": decision, "comment": comment}
    TaskDraft.objects.update_or_create(task=task, user=user, defaults=values)


def drop(user: User, task_id: str) -> None:
    """Delete the draft of a person."""
    TaskDraft.objects.filter(task=find_task(user, task_id), user=user).delete()
