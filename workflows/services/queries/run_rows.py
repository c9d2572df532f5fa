"""Runs in lists, as rows and as they are shown; what narrows a list is in `run_filters.py`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Prefetch, QuerySet

from workflows.models import Run, Suspension

from .run_filters import narrowed
from .standing.asked import Asked, assignees
from .times import iso
from .visible import visible_runs
from .workflows import kinds_of


def rows(user: User, asked: Mapping[str, str]) -> QuerySet[Run]:
    """Select the visible runs that match the parameters of the API; raises `Invalid`."""
    found = narrowed(visible_runs(user), asked)
    waits = Suspension.objects.filter(closed_at=None).order_by("seq").select_related("task")
    # Of a waiting task only the id is shown: what people wrote into it may be large.
    waits = waits.defer("task__subject", "task__data", "task__instructions")
    return (
        found.select_related("workflow", "version", "started_by", "parent")
        .defer("workflow__draft", "version__graph")
        .prefetch_related(Prefetch("suspensions", waits, to_attr="open_waits"))
    )


def present(page: list[Run]) -> list[dict[str, Any]]:
    """Show a page of the list; each run with its open waits in brief."""
    open_waits = {row.pk: vars(row)["open_waits"] for row in page}
    tasks = [getattr(wait, "task", None) for waits in open_waits.values() for wait in waits]
    asked = assignees([task.pk for task in tasks if task])
    kinds = kinds_of(row.workflow_id for row in page)
    return [
        {
            **summary(row),
            "kind": kinds[row.workflow_id],
            "suspensions": [_wait(row, wait, asked) for wait in open_waits[row.pk]],
        }
        for row in page
    ]


def summary(row: Run) -> dict[str, Any]:
    """Show what the row of a run holds."""
    return {
        "id": str(row.uuid),
        "workflow": row.workflow.slug,
        "workflow_name": row.workflow.name,
        "version": row.version.number,
        "draft": row.draft,
        "status": row.status,
        "tags": row.tags or [],
        "priority": row.priority,
        "created_by": row.started_by.get_username() if row.started_by else None,
        "created_at": iso(row.created_at),
        "started_at": iso(row.started_at),
        "finished_at": iso(row.finished_at),
        "seq": row.seq,
        "parent": str(row.parent.uuid) if row.parent else None,
        "error": {"type": "RunFailed", "message": row.error} if row.error else None,
    }


def _wait(row: Run, wait: Suspension, asked: Mapping[Any, Asked]) -> dict[str, Any]:
    task = getattr(wait, "task", None)
    people = asked[task.pk] if task else Asked()
    return {
        "id": f"{row.uuid}.{wait.seq}",
        "node_id": wait.node_id,
        "kind": wait.kind,
        "reason": wait.reason,
        "opened_at": iso(wait.opened_at),
        "wake_at": iso(wait.wake_at),
        "task": str(task.pk) if task else None,
        "users": people.users,
        "groups": people.groups,
    }
