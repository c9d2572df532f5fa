"""Who may see and do what: one function `can`, and the visible rows; nothing else decides."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser, User

from .queries.visible import visible_runs, visible_tasks, visible_workflows

EDIT, OPERATE, TEAM = "edit_workflow", "operate_run", "see_team_tasks"
PERMISSIONS = (EDIT, OPERATE, TEAM)

__all__ = [
    "PERMISSIONS",
    "can",
    "entitled",
    "group_names",
    "permissions_of",
    "visible_runs",
    "visible_tasks",
    "visible_workflows",
]


def can(user: AbstractBaseUser | AnonymousUser, verb: str, obj: Any = None) -> bool:
    """Say whether the user may do the verb to an object that he may see.

    Verbs: `edit_workflow` (create to delete), `start_run`, `operate_run` (resume, stop,
    checkpoint; `obj` has `started_by`, a username), `see_team_tasks`. Whether somebody may decide a
    task depends on who is asked: see `entitled`.
    """
    if not isinstance(user, User) or not user.is_active:
        return False
    if verb == "start_run":
        return _has(user, OPERATE) or _has(user, EDIT)
    if verb == "operate_run":
        own = obj is not None and started_by(obj) == user.username
        return _has(user, OPERATE) or (own and _has(user, EDIT))
    if verb in PERMISSIONS:
        return _has(user, verb)
    raise ValueError(f"Nobody knows the verb {verb!r}.")


def started_by(run: Any) -> str | None:
    """Return the username of whoever started a run: a state or a row."""
    found = getattr(run, "started_by", None)
    name: str | None = getattr(found, "username", found)
    return name


def entitled(user: User, users: Iterable[str], groups: Iterable[str]) -> bool:
    """Say whether the user is among those asked, by the groups he is in now."""
    if not user.is_active:
        return False
    wanted = set(groups)
    return user.username in set(users) or bool(wanted and wanted & group_names(user))


def group_names(user: User) -> set[str]:
    """Read the user's group names from the database each time: membership may just have ended."""
    return set(user.groups.values_list("name", flat=True))


def permissions_of(user: User) -> list[str]:
    """List the product's permissions that the user has."""
    return [name for name in PERMISSIONS if _has(user, name)]


def _has(user: User, name: str) -> bool:
    return user.has_perm(f"workflows.{name}")
