"""The bell: a person's notices as the API and the socket show them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet

from workflows.adapters.workspaces.places import workspace_of
from workflows.models import Notice

from ..families.relatives import SEPARATOR, paths
from ..inbox import tasks
from ..standing.reach import alone
from ..suspensions import program_of
from ..times import iso

MOST_MOVED = 1_000


def rows(user: User, *, unread: bool = False) -> QuerySet[Notice]:
    """Select a person's notices."""
    found = _here(user)
    if unread:
        found = found.filter(read_at=None)
    return found.select_related("run__workflow", "run__version", "task").defer(
        "run__workflow__draft", "run__version__graph", "task__subject", "task__data",
        "task__instructions",
    )  # fmt: skip


def unread(user: User) -> int:
    """Count what is unread."""
    return _here(user).filter(read_at=None).count()


def _here(user: User) -> QuerySet[Notice]:
    """Select a person's notices of what happens in the workspace that he is in."""
    rows = Notice.objects.filter(user=user)
    if alone():
        return rows
    return rows.filter(Q(run=None) | Q(run__workspace=workspace_of(user)))


def find(user: User, notice: int) -> dict[str, Any] | None:
    """Show one notice of a person; None when it is not his, or gone."""
    found = list(rows(user).filter(pk=notice))
    return present(user, found)[0] if found else None


def present(user: User, page: Sequence[Notice]) -> list[dict[str, Any]]:
    """Show a page, with a fixed number of queries more; a task as the person may see it now."""
    ids = [str(row.task_id) for row in page if row.task_id is not None]
    shown = tasks.summaries(user, ids) if ids else {}
    names = paths(row.run for row in page if row.run is not None)
    return [_show(row, shown.get(str(row.task_id)), names.get(row.run_id or 0)) for row in page]


def changed_since(mark: datetime, limit: int = MOST_MOVED) -> tuple[datetime, dict[int, int]]:
    """Tell whose bell has changed since a mark, with the latest notice of each; and a new mark."""
    found = Notice.objects.filter(changed_at__gt=mark).order_by("changed_at")
    latest = mark
    changed = {}
    for user, notice, at in found.values_list("user_id", "pk", "changed_at")[:limit]:
        changed[user], latest = notice, at
    return latest, changed


def latest_change() -> datetime | None:
    """Give when a bell last changed."""
    return Notice.objects.order_by("-changed_at").values_list("changed_at", flat=True).first()


def _show(row: Notice, task: dict[str, Any] | None, path: str | None) -> dict[str, Any]:
    run = row.run
    return {
        "id": row.pk,
        "kind": row.kind,
        "title": row.title,
        "path": _path(row, path),
        "workflow": run.workflow.slug if run else None,
        "workflow_name": run.workflow.name if run else None,
        "run": str(run.uuid) if run else None,
        "task_id": str(row.task_id) if row.task_id else None,
        "task": task,
        "facts": row.facts,
        "count": row.count,
        "at": iso(row.at),
        "read": row.read_at is not None,
        "over": row.over,
    }


def _path(row: Notice, path: str | None) -> str | None:
    """Name the workflows from the outermost run to this one, then the step."""
    run = row.run
    if run is None or path is None or row.task is None:
        return path
    program = program_of(run.workflow.key, run.version.number)
    known = program is not None and program.knows(row.task.node_id)
    title = program.title(row.task.node_id) if program is not None and known else row.task.node_id
    return f"{path}{SEPARATOR}{title}"
