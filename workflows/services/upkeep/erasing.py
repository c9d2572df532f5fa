"""Erasing what is known of a person: the key under which it was sealed goes, the log stays."""

from __future__ import annotations

from contextlib import suppress

from django.contrib.auth.models import User
from django.db import transaction

from workflows.adapters.personal import erasing as rows
from workflows.adapters.personal.erasing import Erased
from workflows.engine.errors import Forbidden, NotFound, Refused

from ..audit import note
from ..commands import stop_run

__all__ = ["Erased", "erase_person"]

REASON = "The person whom it is about is erased."
PASSES = 10
"""A stop may start something that is sealed, too: so often is looked again."""


def erase_person(who: User, subject: str, *, stop: bool = False) -> Erased:
    """Erase a subject: a username, or what the inputs of personal runs name.

    Raises `Forbidden`, `NotFound`, `Refused` while runs go on (unless ``stop``) or are held. What
    the audit keeps is the number of the key and of runs, not the subject.
    """
    if not (who.is_active and who.is_superuser):
        raise Forbidden("Only superusers may erase what is known of a person.")
    key = rows.find_key(subject.strip())
    if key is None:
        raise NotFound("Nothing that is personal is kept under this name.")
    if found := rows.held(key):
        told = f"{len(found)} runs are under a legal hold, the first is {found[0]}."
        raise Refused(told, code="held", detail={"runs": found})
    for _ in range(PASSES if stop else 0):
        for run_id in rows.going_on(key):
            with suppress(Refused):
                # The stop of another one has stopped it.
                stop_run(who, run_id, REASON)
    with transaction.atomic():
        if found := rows.going_on(key):
            told = f"{len(found)} runs about this person go on, the first is {found[0]}."
            raise Refused(told, code="going_on", detail={"runs": found})
        erased = rows.erase(key)
        counts = {"runs": erased.runs, **erased.rows}
        note(who, "person.erased", f"key {key}", counts)
    return erased
