"""Who may see and do what: one function `can`, and the visible rows; nothing else decides."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser, User

from workflows.engine.errors import Forbidden
from workflows.engine.people import Person

from .queries.standing.asker import Asker
from .queries.standing.reach import Reach, Role, alone
from .queries.visible import find_run, find_workflow, visible_runs, visible_tasks, visible_workflows

EDIT, OPERATE, TEAM, AUDIT = "edit_workflow", "operate_run", "see_team_tasks", "see_audit"
HOLD = "add_legalhold"
PERMISSIONS = (EDIT, OPERATE, TEAM, AUDIT)
CREDENTIALS, MACHINERY = "manage_credentials", "see_machinery"
_ROLES = {EDIT: Role.EDITOR, OPERATE: Role.OPERATOR, "start_run": Role.OPERATOR}

__all__ = [
    "AUDIT",
    "CREDENTIALS",
    "HOLD",
    "MACHINERY",
    "PERMISSIONS",
    "can",
    "find_editable",
    "find_operable",
    "permissions_of",
    "person_of",
    "visible_runs",
    "visible_tasks",
    "visible_workflows",
]


def can(user: AbstractBaseUser | AnonymousUser, verb: str, obj: Any = None) -> bool:
    """Say whether the user may do the verb to an object that he may see.

    Verbs: `edit_workflow` (create to delete), `share_workflow` (say who may do what to it),
    `start_run`, `operate_run` (resume, stop, checkpoint; `obj` has `started_by`, a username),
    `see_team_tasks`, `see_audit`, `add_legalhold`, `manage_credentials`, `see_machinery` (workers,
    queues and what is broken of the whole installation: operators, as long as there is one
    workspace). `obj` is the row of the workflow or of a run; without one the answer is what his
    groups say of any. Whether somebody may decide a task is the engine's rule: see `person_of`.
    """
    if not isinstance(user, User) or not user.is_active:
        return False
    if verb == MACHINERY:
        return _has(user, OPERATE) and (user.is_superuser or alone())
    if verb == "share_workflow":
        return _may_share(user, obj)
    role = _ROLES.get(verb)
    if role is not None:
        return Reach.of(user).allows(obj, role, _by_groups(user, verb, obj))
    if verb in (*PERMISSIONS, CREDENTIALS, HOLD):
        return _has(user, verb)
    raise ValueError(f"Nobody knows the verb {verb!r}.")


def _by_groups(user: User, verb: str, obj: Any) -> bool:
    """Say whether somebody's groups let him do it to what is not restricted."""
    if verb == "start_run":
        return _has(user, OPERATE) or _has(user, EDIT)
    if verb == "operate_run":
        own = obj is not None and started_by(obj) == user.username
        return _has(user, OPERATE) or (own and _has(user, EDIT))
    return _has(user, verb)


def _may_share(user: User, workflow: Any) -> bool:
    """Owners may, as long as they may edit it; and administrators, so that none is lost."""
    if user.is_superuser:
        return True
    owner = Reach.of(user).standing(workflow).owner
    return owner and can(user, EDIT, workflow)


def find_editable(user: User, slug: str) -> Any:
    """Give the row of a workflow that he may change. Raises `NotFound`, `Forbidden`."""
    workflow = find_workflow(user, slug)
    if not can(user, EDIT, workflow):
        raise Forbidden("You may not change this workflow.")
    return workflow


def find_operable(user: User, run_id: str, verb: str = "change") -> Any:
    """Give the row of a run that he may operate; ``verb`` is for the sentence. Raises `NotFound`,
    `Forbidden`."""
    run = find_run(user, run_id)
    if not can(user, OPERATE, run):
        raise Forbidden(f"You may not {verb} this run.")
    return run


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
