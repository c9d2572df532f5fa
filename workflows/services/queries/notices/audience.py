"""Whom a task asks now, one by one: people named, members of groups, substitutes of who is away."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db.models import Q
from django.utils import timezone

from workflows.adapters.workspaces.places import is_member, members, put_into
from workflows.engine.workspaces import DEFAULT
from workflows.models import Profile, Run, Substitution, Task, TaskAssignee, TaskDecision

from ..standing.reach import Reach, Role

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
    for user in operators(task.run) if task.unassigned else ():
        found.setdefault(user.pk, Reader(user))
    requester = task.run.started_by_id if task.four_eyes else None
    found.pop(requester or 0, None)
    for reader in _substitutes(task, found):
        if reader.user.pk != requester:
            found.setdefault(reader.user.pk, reader)
    here = _here(task.run, found)
    return [reader for pk, reader in found.items() if pk in here]


def _here(run: Run, users: Iterable[int]) -> set[int]:
    """Keep those who belong to the workspace of a run: others cannot see what they are asked."""
    found = members(_place(run)).filter(pk__in=list(users))
    return set(found.values_list("pk", flat=True))


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


def _place(run: Run) -> int:
    return run.workspace_id or DEFAULT


def operators(run: Run) -> list[User]:
    """List the active people who look after a run: of its workspace, and none to whom its workflow
    is closed."""
    found = User.objects.with_perm(OPERATE, include_superusers=False, backend=BACKEND)
    here = list(found.filter(is_member(_place(run))))
    for user in here:
        put_into(user, _place(run))
    return [user for user in here if Reach.of(user).allows(run, Role.OPERATOR, True)]


def superusers() -> list[User]:
    """List the active administrators."""
    return list(User.objects.filter(is_active=True, is_superuser=True).order_by("pk"))


def active(run: Run, names: Iterable[str]) -> dict[str, User]:
    """Find active people of the workspace of a run by their usernames."""
    found = members(_place(run)).filter(username__in=list(names), is_active=True)
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
