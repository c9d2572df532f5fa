"""Tasks in lists, as rows and as they are shown; which box they are in is in ``boxes.py``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.contrib.auth.models import User
from django.db.models import QuerySet, Value
from django.db.models.functions import Coalesce

from workflows.engine.people import may_decide
from workflows.models import Task

from ..families.relatives import SEPARATOR, paths
from ..standing.asked import Asked, asked_in, question_in
from ..standing.asker import Asker
from ..suspensions import program_of
from ..times import iso
from ..visible import find_task, visible_tasks
from .boxes import BOXES, OPEN, STATES, in_box, inbox_count
from .filters import choice, narrowed

__all__ = ["Place", "choice", "inbox_count", "locate", "present", "rows", "summaries", "summary"]

_NEVER = datetime(9999, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a task belongs: its run and its suspension, by their public ids."""

    run_id: str
    suspension: str


def rows(user: User, asked: Mapping[str, str]) -> QuerySet[Task]:
    """Select the visible tasks that match the parameters of the API; raises `Invalid`."""
    state = choice(asked, "state", STATES, "open")
    found = in_box(user, choice(asked, "box", BOXES, "mine"), state)
    found = narrowed(found, asked, user)
    return _with_people(found).annotate(
        due_order=Coalesce("due_at", Value(_NEVER)),
        decided_order=Coalesce("decided_at", "closed_at", "created_at"),
    )


def present(user: User, page: Sequence[Task]) -> list[dict[str, Any]]:
    """Show a page of the list, with a fixed number of queries more."""
    asker, tasks = Asker.of(user), [row.pk for row in page]
    people = asked_in(tasks)
    names = paths(row.run for row in page)
    return [summary(row, asker, people[row.pk], names=names) for row in page]


def summaries(user: User, ids: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Show the visible ones of these tasks, by id; ids must be UUIDs."""
    found = _with_people(visible_tasks(user).filter(pk__in=ids))
    return {shown["id"]: shown for shown in present(user, list(found))}


def summary(
    row: Task,
    asker: Asker,
    people: Asked,
    *,
    names: Mapping[int, str] | None = None,
) -> dict[str, Any]:
    """Show what the row of a task holds; `names` are the paths of runs, read together for a
    page."""
    run, starter = row.run, row.run.started_by
    requester = starter.get_username() if starter else None
    question = question_in(row, people, requester)
    approvals = [vote for vote in people.votes if vote["decision"] == "approved"]
    last = people.votes[-1] if people.votes else {}
    return {
        "id": str(row.pk),
        "run": str(run.uuid),
        "workflow": run.workflow.slug,
        "workflow_name": run.workflow.name,
        "test": run.draft,
        "node_id": row.node_id,
        "path": _path(row, names if names is not None else paths([run])),
        "kind": row.suspension.kind,
        "title": row.title,
        "state": row.state,
        "priority": row.priority,
        "created_at": iso(row.created_at),
        "due_at": iso(row.due_at),
        "users": people.users,
        "groups": people.groups,
        "claimed_by": _name(row.claimed_by),
        "claimed_until": iso(row.claimed_until),
        "initiator": requester,
        "suspension": f"{run.uuid}.{row.suspension.seq}",
        "quorum": row.quorum,
        "agreed": len(approvals),
        "level": row.level,
        "info_from": _name(row.info_from),
        "decision": row.decision,
        "decided_by": _name(row.decided_by),
        "decided_at": iso(row.decided_at),
        "acting_for": last.get("for"),
        "undo_until": iso(row.undo_until),
        "closed_at": iso(row.closed_at),
        "closed_reason": row.closed_reason,
        "comments_count": row.comments,
        "files_count": row.files,
        "can_decide": row.state in OPEN
        and may_decide(question, asker.person(run.workflow.key, requester)),
    }


def _name(user: User | None) -> str | None:
    return user.get_username() if user else None


def _path(row: Task, names: Mapping[int, str]) -> str:
    """Name the workflows from the outermost run to this one, then the node."""
    program = program_of(row.run.workflow.key, row.run.version.number)
    known = program is not None and program.knows(row.node_id)
    title = program.title(row.node_id) if program is not None and known else row.node_id
    return f"{names[row.run_id]}{SEPARATOR}{title}"


def locate(user: User, task_id: str) -> Place:
    """Find a visible task's run and suspension; raises `NotFound`."""
    row = find_task(user, task_id)
    return Place(str(row.run.uuid), f"{row.run.uuid}.{row.suspension.seq}")


def _with_people(found: QuerySet[Task]) -> QuerySet[Task]:
    return found.select_related(
        "run__workflow",
        "run__version",
        "run__started_by",
        "suspension",
        "claimed_by",
        "decided_by",
        "info_from",
    ).defer("run__workflow__draft", "run__version__graph", "subject", "data", "instructions")
