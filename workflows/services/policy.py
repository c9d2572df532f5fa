"""Who may see and do what: one function `can`, and the visible rows; nothing else decides."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser, User

from workflows.engine.people import Person

from .queries.standing.asker import Asker
from .queries.visible import visible_runs, visible_tasks, visible_workflows

EDIT, OPERATE, TEAM, AUDIT = "edit_workflow", "operate_run", "see_team_tasks", "see_audit"
HOLD = "add_legalhold"
PERMISSIONS = (EDIT, OPERATE, TEAM, AUDIT)

__all__ = [
    "AUDIT",
    "HOLD",
    "PERMISSIONS",
    "can",
    "permissions_of",
    "person_of",
    "visible_runs",
    "visible_tasks",
    "visible_workflows",
]


def can(user: AbstractBaseUser | AnonymousUser, verb: str, obj: Any = None) -> bool:
    """Say whether the user may do the verb to an object that he may see.

    Verbs: `edit_workflow` (create to delete), `start_run`, `operate_run` (resume, stop,
    checkpoint; `obj` has `started_by`, a username), `see_team_tasks`, `see_audit`,
    `add_legalhold`. Whether somebody may decide a task is the engine's rule: see `person_of`.
    """
    if not isinstance(user, User) or not user.is_active:
        return False
    if verb == "start_run":
        return _has(user, OPERATE) or _has(user, EDIT)
    if verb == "operate_run":
        own = obj is not None and started_by(obj) == user.username
        return _has(user, OPERATE) or (own and _has(user, EDIT))
    if verb in (*PERMISSIONS, HOLD):
        return _has(user, verb)
    raise ValueError(f"Nobody knows the verb {verb!r}.")


def started_by(run: Any) -> str | None:
    """Return the username of whoever started a run: a state or a row."""
    found = getattr(run, "started_by", None)
    name: str | None = getattr(found, "username", found)
    return name


def person_of(user: User, workflow: str, started_by: str | None) -> Person:
    """Read what of a user counts for the tasks of a run: his groups and whom he stands in for now.

    Read each time: membership may just have ended. Whether he may decide says the engine's rule.
    """
    return Asker.of(user).person(workflow, started_by)


def permissions_of(user: User) -> list[str]:
    """List the product's permissions that the user has."""
    return [name for name in PERMISSIONS if _has(user, name)]


def _has(user: User, name: str) -> bool:
    return user.has_perm(f"workflows.{name}")
