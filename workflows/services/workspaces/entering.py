"""Being in a workspace: which of his somebody sees, for a request, a token or a mail."""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

from django.contrib.auth.models import User

from workflows.adapters.workspaces import places
from workflows.engine.errors import NotFound

from . import walls

CHOSEN = "workspace"
"""In the session: the workspace that its person has chosen; without it he is at home."""


def enter(user: User, workspace: int) -> bool:
    """Put somebody into a workspace while this object of him lives, if he belongs there."""
    if not places.belongs_to(user, workspace):
        return False
    places.put_into(user, workspace)
    return True


def enter_chosen(user: User, chosen: Any) -> None:
    """Put somebody into the workspace that a session or a token names; one that he does not belong
    to any more is forgotten: he is at home."""
    if isinstance(chosen, int):
        enter(user, chosen)


def choose(user: User, slug: str) -> int:
    """Enter a workspace by its slug. Raises `NotFound` for one that he does not belong to."""
    row = places.places_of(user).filter(slug=slug).first()
    if row is None:
        raise NotFound(f"There is no workspace {slug[:50]!r}.")
    places.put_into(user, row.pk)
    return int(row.pk)


def follow(user: User, kind: Literal["run", "task"], key: UUID) -> int | None:
    """Put somebody who opens a run or a task into its workspace, if he belongs there.

    Returns the workspace that he came into; None when he stays where he is.
    """
    if len(places.places_of(user)[:2]) < 2:
        return None
    with walls.shown(walls.EVERYTHING):
        found = places.place_of_run(key) if kind == "run" else places.place_of_task(key)
    if found in (None, places.workspace_of(user)) or not enter(user, found):
        return None
    return found


def current(user: User) -> str:
    """Give the slug of the workspace that somebody is in."""
    return places.slug_of(places.workspace_of(user))
