"""Noting what people do outside of runs; what happens in runs is in their logs."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib.auth.models import User

from workflows.adapters.audit.entries import Act, keep
from workflows.adapters.workspaces.places import workspace_of
from workflows.adapters.workspaces.walls import recording_in
from workflows.engine.events import Json
from workflows.engine.payload import ensure_json
from workflows.engine.workspaces import DEFAULT

from .origin import current_origin


def note(
    who: User | str | None, verb: str, obj: str = "", detail: Mapping[str, Json] | None = None
) -> None:
    """Note that somebody did something: `note(user, "token.created", "token wf_pat_abcd", {...})`.

    It stands or falls with the transaction around it: note within the transaction of the act. `who`
    None is the system. Never put a secret into `detail`. Raises `Invalid` for what is not JSON.
    """
    name = who if who is None or isinstance(who, str) else who.get_username()
    origin = current_origin()
    given = ensure_json(dict(detail), "detail") if detail else None
    place = workspace_of(who) if isinstance(who, User) and who.pk else DEFAULT
    with recording_in(place):
        keep(Act(name, verb, obj, given), origin.door, origin.address, place)
