"""The inbox: which tasks are in which box, as rows; badge, list, bulk and socket share these."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from workflows.engine.errors import FieldError, Invalid
from workflows.models import Task, TaskDecision

from .families.relatives import SEPARATOR, paths
from .suspensions import Asker, assignees, program_of
from .times import iso
from .visible import asks, asks_team, find_task, visible_tasks

OPEN = (Task.State.OPEN, Task.State.CLAIMED)
BOXES = ("mine", "team", "all")
STATES = ("open", "done", "all")
# What people are told: the reasons for which a task closed undecided are in its history.
_SHOWN = {Task.State.OPEN: "open", Task.State.CLAIMED: "claimed", Task.State.DECIDED: "done"}
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
    if asked.get("workflow"):
        found = found.filter(run__workflow__slug=asked["workflow"])
    if asked.get("overdue", "").lower() in ("1", "true", "yes"):
        found = found.filter(due_at__lt=timezone.now())
    if asked.get("q"):
        words = asked["q"].strip()[:200]
        found = found.filter(Q(title__icontains=words) | Q(run__workflow__name__icontains=words))
    return _with_people(found).annotate(due_order=Coalesce("due_at", Value(_NEVER)))


def in_box(user: User, box: str, state: str) -> QuerySet[Task]:
    """Select the tasks of a box. `mine` holds what the user may decide, or decided himself."""
    found = visible_tasks(user)
    if state == "open":
        found = found.filter(state__in=OPEN)
    elif state == "done":
        found = found.exclude(state__in=OPEN)
    if box == "team":
        return found if user.is_superuser else found.filter(asks_team(user))
    return found.filter(_mine(user)) if box == "mine" else found


def inbox_count(user: User) -> int:
    """Count the open tasks in the user's own box: the figure on the badge."""
    return in_box(user, "mine", "open").count()


def present(user: User, page: Sequence[Task]) -> list[dict[str, Any]]:
    """Show a page of the list, with three queries more."""
    asker = Asker.of(user)
    people = assignees([row.pk for row in page])
    names = paths(row.run for row in page)
    return [summary(row, asker, people[row.pk], names=names) for row in page]


def summaries(user: User, ids: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Show the visible ones of these tasks, by id; ids must be UUIDs."""
    found = _with_people(visible_tasks(user).filter(pk__in=ids))
    return {shown["id"]: shown for shown in present(user, list(found))}


def summary(
    row: Task,
    asker: Asker,
    people: tuple[list[str], list[str]],
    *,
    four_eyes: bool = False,
    names: Mapping[int, str] | None = None,
) -> dict[str, Any]:
    """Show what the row of a task holds; `four_eyes`: whoever started the run may not decide.

    `names` are the paths of runs, read together for a page.
    """
    run, starter = row.run, row.run.started_by
    initiator = starter.get_username() if starter else None
    return {
        "id": str(row.pk),
        "run": str(run.uuid),
        "workflow": run.workflow.slug,
        "workflow_name": run.workflow.name,
        "node_id": row.node_id,
        "path": _path(row, names if names is not None else paths([run])),
        "title": row.title,
        "state": _SHOWN.get(Task.State(row.state), "closed"),
        "created_at": iso(row.created_at),
        "due_at": iso(row.due_at),
        "users": people[0],
        "groups": people[1],
        "claimed_by": row.claimed_by.get_username() if row.claimed_by else None,
        "initiator": initiator,
        "suspension": f"{run.uuid}.{row.suspension.seq}",
        "decision": row.decision,
        "decided_by": row.decided_by.get_username() if row.decided_by else None,
        "decided_at": iso(row.decided_at),
        "can_decide": row.state in OPEN and may_decide(row, asker, people, four_eyes),
    }


def _path(row: Task, names: Mapping[int, str]) -> str:
    """Name the workflows from the outermost run to this one, then the node."""
    program = program_of(row.run.workflow.slug, row.run.version.number)
    known = program is not None and program.knows(row.node_id)
    title = program.title(row.node_id) if program is not None and known else row.node_id
    return f"{names[row.run_id]}{SEPARATOR}{title}"


def may_decide(
    row: Task, asker: Asker, people: tuple[list[str], list[str]], four_eyes: bool
) -> bool:
    """Say whether the person may decide the open task now, by the engine's rules."""
    starter = row.run.started_by.get_username() if row.run.started_by else None
    if four_eyes and starter == asker.username:
        return False
    if asker.superuser:
        return True
    if row.claimed_by is not None and row.claimed_by.get_username() != asker.username:
        return False
    users, groups = people
    if not users and not groups:
        return asker.may_operate(starter)
    return asker.username in users or bool(asker.groups & set(groups))


def locate(user: User, task_id: str) -> Place:
    """Find a visible task's run and suspension; raises `NotFound`."""
    row = find_task(user, task_id)
    return Place(str(row.run.uuid), f"{row.run.uuid}.{row.suspension.seq}")


def choice(asked: Mapping[str, str], name: str, known: Sequence[str], default: str) -> str:
    """Read a parameter that has only certain values; raises `Invalid` with the list of them."""
    value = asked.get(name) or default
    if value not in known:
        listed = ", ".join(known)
        fault = FieldError("unknown_choice", f"One of: {listed}.", name)
        raise Invalid(f"{name} must be one of: {listed}.", errors=[fault])
    return value


def _mine(user: User) -> Q:
    """Match what asks the user and nobody else has taken, and what he decided."""
    taken = Q(claimed_by__isnull=False) & ~Q(claimed_by=user) & Q(state__in=OPEN)
    given = TaskDecision.objects.filter(task=OuterRef("pk"), user=user)
    asked = Q(asks(user))
    if user.has_perm("workflows.operate_run"):
        asked |= Q(unassigned=True)
    elif user.has_perm("workflows.edit_workflow"):
        asked |= Q(unassigned=True, run__started_by=user)
    return (asked & ~taken) | (Q(Exists(given)) & ~Q(state__in=OPEN))


def _with_people(found: QuerySet[Task]) -> QuerySet[Task]:
    return found.select_related(
        "run__workflow",
        "run__version",
        "run__started_by",
        "suspension",
        "claimed_by",
        "decided_by",
    ).defer("run__workflow__draft", "run__version__graph", "subject", "data", "instructions")
