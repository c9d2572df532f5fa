"""What the database shows to this process at a time; see ``adapters/workspaces/walls.py``."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib.auth.models import User

from workflows.adapters.workspaces import walls
from workflows.adapters.workspaces.places import workspace_of

EVERYTHING = walls.EVERYTHING


@contextmanager
def shown(what: User | str | None) -> Iterator[None]:
    """Show the workspace that somebody is in, or everything, for the block; None: nothing."""
    show(what)
    try:
        yield
    finally:
        walls.show_nothing()


def show(what: User | str | None) -> None:
    """Show it from now on, within a block of ``shown`` or a call of the socket's threads."""
    if isinstance(what, User):
        walls.show(workspace_of(what))
    elif what is None:
        walls.show_nothing()
    else:
        walls.show(what)
