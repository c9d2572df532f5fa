"""Which tasks ask whom, as conditions for querysets: by name, by group, and for those who are away.

Groups and substitutions count as they are at the moment of the query.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.models import Group, User
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from workflows.models import Substitution, Task, TaskAssignee, Workflow


@dataclass(frozen=True, slots=True)
class StoodInFor:
    """Somebody who is away, his groups, and the workflows (the engine's names) it is about; None:
    all."""

    username: str
    groups: frozenset[str]
    workflows: frozenset[str] | None

    def covers(self, workflow: str) -> bool:
        """Say whether it is about a workflow (the engine's name)."""
        return self.workflows is None or workflow in self.workflows


def stood_in_for(user: User) -> tuple[StoodInFor, ...]:
    """List whom a person stands in for now; in one query when it is nobody."""
    rows = list(running_for(user).select_related("user"))
    if not rows:
        return ()
    scopes = _scopes([row.pk for row in rows])
    return tuple(
        StoodInFor(
            row.user.get_username(),
            frozenset(row.user.groups.values_list("name", flat=True)),
            scopes.get(row.pk),
        )
        for row in rows
    )


def _scopes(substitutions: Sequence[int]) -> dict[int, frozenset[str]]:
    """Name the workflows that each is limited to; those of other workspaces may not be shown, but
    a limit to them is one all the same."""
    limits = Substitution.workflows.through.objects.filter(substitution__in=substitutions)
    pairs = list(limits.values_list("substitution", "workflow"))
    named = Workflow.objects.filter(pk__in={workflow for _, workflow in pairs})
    keys = dict(named.values_list("pk", "key"))
    return {
        pk: frozenset(keys[workflow] for one, workflow in pairs if one == pk and workflow in keys)
        for pk, _ in pairs
    }


def running_for(user: User) -> QuerySet[Substitution]:
    """Select the substitutions that make a person act for somebody now."""
    now = timezone.now()
    return Substitution.objects.filter(
        substitute=user, starts_at__lte=now, ends_at__gt=now, user__is_active=True
    )


def asks(user: User) -> Exists:
    """Match the tasks that name the user, one of his groups, or whom he stands in for."""
    return Exists(TaskAssignee.objects.filter(asked_of(user), task=OuterRef("pk")))


def asked_of(user: User) -> Q:
    """Match the rows of assignees that name the user, one of his groups, or whom he stands in
    for."""
    named = Q(user=user) | Q(group__in=Group.objects.filter(user=user))
    if running_for(user).exists():
        mine = running_for(user).filter(
            Q(workflows__isnull=True) | Q(workflows=OuterRef("task__run__workflow"))
        )
        named |= Q(Exists(mine.filter(user=OuterRef("user"))))
        named |= Q(Exists(mine.filter(user__groups=OuterRef("group"))))
    return named


def asks_by_name(user: User) -> Exists:
    """Match the tasks that name the user himself."""
    return Exists(TaskAssignee.objects.filter(user=user, task=OuterRef("pk")))


def asks_team(user: User) -> Exists:
    """Match the tasks that name one of the user's groups, or somebody who shares one with him."""
    return Exists(TaskAssignee.objects.filter(asked_of_team(user), task=OuterRef("pk")))


def asked_of_team(user: User) -> Q:
    """Match the rows of assignees that name one of the user's groups, or somebody who shares one
    with him."""
    groups = Group.objects.filter(user=user)
    mates = User.objects.filter(groups__in=groups).values("pk")
    return Q(user=user) | Q(user__in=mates) | Q(group__in=groups)


def asks_anybody(users: Sequence[str], groups: Sequence[str]) -> Exists:
    """Match the tasks that name one of these usernames or group names."""
    named = Q(user__username__in=users) | Q(group__name__in=groups)
    return Exists(TaskAssignee.objects.filter(named, task=OuterRef("pk")))


def asks_nobody(found: QuerySet[Task]) -> QuerySet[Task]:
    """Select the tasks that name people or groups, among whom there is nobody active.

    Who is there is asked once, not for each task.
    """
    active = User.objects.filter(is_active=True)
    peopled = Group.objects.filter(user__is_active=True)
    named = Q(user__in=active.values("pk")) | Q(group__in=peopled.values("pk"))
    there = TaskAssignee.objects.filter(named, task=OuterRef("pk"))
    return found.filter(unassigned=False).exclude(Exists(there))
