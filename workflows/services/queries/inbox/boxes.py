"""Which tasks are in which box; badge, tabs, lists, bulk and socket share these conditions."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from workflows.models import Task, TaskDecision

from ..standing.asks import asks, asks_by_name, asks_nobody, asks_team
from ..visible import visible_tasks

OPEN = (Task.State.OPEN, Task.State.CLAIMED)
GONE = (Task.State.WITHDRAWN, Task.State.EXPIRED)
BOXES = ("mine", "unassigned", "team", "all")
STATES = ("open", "done", "recent", "all")

SHOWN_WITHDRAWN = timedelta(days=1)
"""So long a task that nobody has to decide any more stays in the list, with the reason."""


def in_box(user: User, box: str, state: str) -> QuerySet[Task]:
    """Select the tasks of a box. ``mine`` holds what the user may decide, or decided himself;
    ``unassigned`` what asks one of his groups and nobody has taken."""
    found = visible_tasks(user)
    if state == "open":
        found = found.filter(state__in=OPEN)
    elif state == "done":
        found = found.exclude(state__in=OPEN)
    elif state == "recent":
        since = timezone.now() - SHOWN_WITHDRAWN
        found = found.filter(Q(state__in=OPEN) | Q(state__in=GONE, closed_at__gte=since))
    if box == "team":
        return found if user.is_superuser else found.filter(asks_team(user))
    if box == "mine":
        return found.filter(_mine(user))
    if box == "unassigned":
        return found.filter(_asked(user), ~asks_by_name(user), claimed_by=None)
    return found


def inbox_count(user: User) -> int:
    """Count the open tasks in the user's own box: the figure on the badge."""
    return in_box(user, "mine", "open").count()


def counts(user: User) -> dict[str, int]:
    """Count the open tasks of the boxes, and what of the user's own is overdue."""
    mine = in_box(user, "mine", "open")
    return {
        "mine": mine.count(),
        "unassigned": in_box(user, "unassigned", "open").count(),
        "team": in_box(user, "team", "open").count(),
        "overdue": mine.filter(due_at__lt=timezone.now()).count(),
    }


def nobody_there() -> int:
    """Count the open tasks, whoever may see them, that ask only people who are not there."""
    return asks_nobody(Task.objects.filter(state__in=OPEN)).count()


def asking_nobody(most: int) -> list[tuple[str, str]]:
    """Name such tasks, each with its run, the oldest first."""
    rows = asks_nobody(Task.objects.filter(state__in=OPEN)).order_by("created_at")
    return [(str(run), str(task)) for run, task in rows.values_list("run__uuid", "pk")[:most]]


def _mine(user: User) -> Q:
    """Match what asks the user and nobody else has taken, and what he decided."""
    taken = Q(claimed_by__isnull=False) & ~Q(claimed_by=user) & Q(state__in=OPEN)
    own = Q(user=user) | Q(acting_for=user)
    given = TaskDecision.objects.filter(own, task=OuterRef("pk"))
    # Under four eyes the requester is never asked.
    theirs = Q(four_eyes=True, run__started_by=user)
    voted = Q(Exists(given)) & Q(state__in=OPEN)
    return (_asked(user) & ~taken & ~theirs & ~voted) | (Q(Exists(given)) & ~Q(state__in=OPEN))


def _asked(user: User) -> Q:
    asked = Q(asks(user))
    if user.has_perm("workflows.operate_run"):
        asked |= Q(unassigned=True)
    elif user.has_perm("workflows.edit_workflow"):
        asked |= Q(unassigned=True, run__started_by=user)
    return asked
