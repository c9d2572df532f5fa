"""Whom a task asks now, one by one: people named, members of groups, substitutes of who is away."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db.models import Q
from django.utils import timezone

from workflows.models import Profile, Substitution, Task, TaskAssignee, TaskDecision

OPERATE = "workflows.operate_run"
BACKEND = "django.contrib.auth.backends.ModelBackend"


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who is told. ``group`` is through which he is asked (None: by name), ``stands_in``
    for whom, as he is away."""

    user: User
    group: str | None = None
    stands_in: str | None = None


def asked_now(task: Task) -> list[Reader]:
    """List who is asked: active people, each once, by name before by group.

    A task that names nobody asks those who look after runs. Under four eyes the requester is never
    among them, not even for somebody else.
    """
    found = _named(task)
    for user in operators() if task.unassigned else ():
        found.setdefault(user.pk, Reader(user))
    requester = task.run.started_by_id if task.four_eyes else None
    found.pop(requester or 0, None)
    for reader in _substitutes(task, found):
        if reader.user.pk != requester:
            found.setdefault(reader.user.pk, reader)
    return list(found.values())


def _named(task: Task) -> dict[int, Reader]:
    """Find the active people whom a task names, and the members of the groups that it names."""
    rows = TaskAssignee.objects.filter(task=task).select_related("user", "group").order_by("pk")
    found: dict[int, Reader] = {}
    groups: dict[int, str] = {}
    for row in rows:
        if row.user is not None and row.user.is_active:
            found[row.user.pk] = Reader(row.user)
        if row.group is not None:
            groups[row.group.pk] = row.group.name
    members = User.groups.through.objects.filter(group__in=groups, user__is_active=True)
    for member in members.select_related("user").order_by("group_id", "user_id"):
        found.setdefault(member.user_id, Reader(member.user, group=groups[member.group_id]))
    return found


def _substitutes(task: Task, away: Collection[int]) -> Iterable[Reader]:
    now = timezone.now()
    running = Substitution.objects.filter(
        Q(workflows__isnull=True) | Q(workflows=task.run.workflow_id),
        user__in=away,
        starts_at__lte=now,
        ends_at__gt=now,
        substitute__is_active=True,
    )
    for row in running.select_related("user", "substitute").order_by("pk").distinct():
        yield Reader(row.substitute, stands_in=row.user.get_username())


def voters(task: Task) -> set[str]:
    """Name those whose vote is given, by themselves or by somebody for them."""
    rows = TaskDecision.objects.filter(task=task)
    names = rows.values_list("user__username", "acting_for__username")
    return {name for pair in names for name in pair if name is not None}


def operators() -> list[User]:
    """List the active people who look after runs."""
    return list(User.objects.with_perm(OPERATE, include_superusers=False, backend=BACKEND))


def superusers() -> list[User]:
    """List the active administrators."""
    return list(User.objects.filter(is_active=True, is_superuser=True).order_by("pk"))


def active(names: Iterable[str]) -> dict[str, User]:
    """Find active people by their usernames."""
    found = User.objects.filter(username__in=list(names), is_active=True)
    return {user.get_username(): user for user in found}


def profiles(users: Iterable[User]) -> dict[int, Profile]:
    """Read what people have set; who has no row has the defaults."""
    pks = [user.pk for user in users]
    return {row.user_id: row for row in Profile.objects.filter(user__in=pks)}


def reader_of(user_id: int) -> tuple[User, Profile] | None:
    """Read somebody who is to get mail now, with his settings; None: not active any more."""
    user = User.objects.filter(pk=user_id, is_active=True).first()
    return None if user is None else (user, profile_of(user))


def profile_of(user: User) -> Profile:
    """Read what somebody has set; without a row, the defaults."""
    return Profile.objects.filter(user=user).first() or Profile(user=user)
