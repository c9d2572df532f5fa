"""The rows of workspaces and memberships, and the workspace that a person is in at the moment."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.signals import post_migrate

from workflows.engine.workspaces import DEFAULT
from workflows.models import Membership, Run, Workspace

_HERE = "fermata_workspace"
"""On the object of a user: the workspace he is in for as long as the object lives."""

HOME = "fermata_home"
"""On the object of a user, when it was read with it: the oldest of his memberships, or null."""


def connect() -> None:
    """Have the default workspace be there whenever the tables are."""
    post_migrate.connect(_make_default, dispatch_uid="fermata-default-workspace")


def with_home(users: QuerySet[User]) -> QuerySet[User]:
    """Read users together with where they are at home, in the same query."""
    oldest = Membership.objects.filter(user=OuterRef("pk")).order_by("pk")
    return users.annotate(**{HOME: Subquery(oldest.values("workspace")[:1])})


def workspace_of(user: User) -> int:
    """Give the workspace that somebody is in: the one he was put into, else his home."""
    found: int | None = getattr(user, _HERE, None)
    if found is None:
        found = _home_of(user)
        setattr(user, _HERE, found)
    return found


def put_into(user: User, workspace: int) -> None:
    """Let a user object see this workspace; whether he belongs there was checked before."""
    setattr(user, _HERE, workspace)


@contextmanager
def being_in(user: User, workspace: int) -> Iterator[None]:
    """Let a user object see this workspace for the block, what it read before is forgotten."""
    before = getattr(user, _HERE, None)
    setattr(user, _HERE, workspace)
    try:
        yield
    finally:
        setattr(user, _HERE, before)


def belongs_to(user: User, workspace: int) -> bool:
    """Say whether somebody may enter a workspace; administrators may enter each."""
    if user.is_superuser:
        return Workspace.objects.filter(pk=workspace).exists()
    mine = set(Membership.objects.filter(user=user).values_list("workspace", flat=True))
    return workspace in (mine or {DEFAULT})


def members(workspace: int) -> QuerySet[User]:
    """Select those who belong to a workspace, whether active or not."""
    return User.objects.filter(is_member(workspace))


def is_member(workspace: int, path: str = "") -> Q:
    """Match users who belong to a workspace; ``path`` leads to the user, as ``user__``."""
    reference = OuterRef(f"{path}pk") if path else OuterRef("pk")
    some = Membership.objects.filter(user=reference)
    here = Exists(some.filter(workspace=workspace))
    return Q(here) | ~Q(Exists(some)) if workspace == DEFAULT else Q(here)


def places_of(user: User) -> QuerySet[Workspace]:
    """Select the workspaces that somebody may enter, by name."""
    if user.is_superuser:
        return Workspace.objects.all()
    mine = Workspace.objects.filter(memberships__user=user)
    return mine if mine.exists() else Workspace.objects.filter(pk=DEFAULT)


def find(slug: str) -> Workspace | None:
    """Return a workspace by its slug."""
    return Workspace.objects.filter(slug=slug).first()


def slug_of(workspace: int) -> str:
    """Return the slug of a workspace; empty for none."""
    found = Workspace.objects.filter(pk=workspace).values_list("slug", flat=True)
    return found.first() or ""


def place_of_run(run: UUID) -> int | None:
    """Return the workspace of a run, of those that the database shows; None: there is none."""
    return Run.objects.filter(uuid=run).values_list("workspace", flat=True).first()


def place_of_task(task: UUID) -> int | None:
    """Return the workspace of a task's run, of those that the database shows."""
    return Run.objects.filter(tasks=task).values_list("workspace", flat=True).first()


def create(slug: str, name: str) -> Workspace | None:
    """Insert a workspace; None when the slug is taken."""
    try:
        with transaction.atomic():
            return Workspace.objects.create(slug=slug, name=name)
    except IntegrityError:
        return None


def rename(workspace: Workspace, name: str) -> None:
    """Change the name of a workspace."""
    Workspace.objects.filter(pk=workspace.pk).update(name=name)


def add(workspace: Workspace, users: Iterable[User]) -> int:
    """Make people members; give how many were not."""
    known = set(Membership.objects.filter(workspace=workspace).values_list("user", flat=True))
    fresh = [user for user in users if user.pk not in known]
    rows = [Membership(workspace=workspace, user=user) for user in fresh]
    Membership.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def take_out(workspace: Workspace, users: Iterable[User]) -> int:
    """End memberships; give how many."""
    gone = Membership.objects.filter(workspace=workspace, user__in=list(users))
    return gone.delete()[0]


def usernames(workspace: Workspace) -> list[str]:
    """Name those who have a membership."""
    found = Membership.objects.filter(workspace=workspace).order_by("user__username")
    return list(found.values_list("user__username", flat=True))


def people(names: Iterable[str]) -> list[User]:
    """Return the people with these usernames."""
    return list(User.objects.filter(username__in=list(names)))


def _home_of(user: User) -> int:
    if hasattr(user, HOME):
        return getattr(user, HOME) or DEFAULT
    oldest = Membership.objects.filter(user=user).order_by("pk")
    return oldest.values_list("workspace", flat=True).first() or DEFAULT


def _make_default(sender: Any, using: str, **_: Any) -> None:
    """Make it anew in a database that was emptied."""
    if sender.label == "workflows" and Workspace.objects.using(using).count() == 0:
        row = {"slug": "default", "name": "Default"}
        Workspace.objects.using(using).update_or_create(pk=DEFAULT, defaults=row)
