"""Erasing what is known of a person: the key under which it was sealed goes, the log stays."""

from __future__ import annotations

import os
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import orjson
from django.contrib.auth.models import User
from django.db import transaction

from workflows.adapters.upkeep import erasing as rows
from workflows.adapters.upkeep.erasing import Erased
from workflows.adapters.workspaces.places import workspace_of
from workflows.conf import load_conf
from workflows.engine.commands import Stop
from workflows.engine.errors import Forbidden, Invalid, NotFound, Refused
from workflows.engine.ports import Work

from ..applying import apply_work
from ..audit import note

__all__ = ["ERASURES", "Erased", "erase_again", "erase_person"]

ERASURES = "erased.jsonl"
"""The file in the home that says which keys were erased: backups do not hold it, since it is what
a restored one must be told."""

REASON = "The person whom it is about is erased."
PASSES = 10
"""A stop may start something that is sealed, too: so often is looked again."""


def erase_person(who: User, subject: str, *, stop: bool = False) -> Erased:
    """Erase a subject of the workspace that ``who`` is in: a username, or what the inputs of
    personal runs name; `user:` or `input:` before it says which, where there are both.

    Raises `Forbidden`, `NotFound`, `Invalid` where both are meant, `Refused` while runs go on
    (unless ``stop``) or are held. What the audit keeps is the number of the key and of runs, not
    the subject.
    """
    if not (who.is_active and who.is_superuser):
        raise Forbidden("Only superusers may erase what is known of a person.")
    key = _key_of(who, subject.strip())
    _refuse_held(key)
    if stop:
        _stop(key, who.username)
    with transaction.atomic():
        rows.lock(key)
        # Somebody may have held them meanwhile; nobody can any more.
        _refuse_held(key)
        if found := rows.going_on(key):
            told = f"{len(found)} runs about this person go on, the first is {found[0]}."
            raise Refused(told, code="going_on", detail={"runs": found})
        erased = rows.erase(key)
        counts = {"runs": erased.runs, **erased.rows}
        note(who, "person.erased", f"key {key}", counts)
        # Last: what cannot be written down for a restore is not erased.
        _write_down(erased)
    return erased


def erase_again(file: Path | None = None) -> int:
    """Erase in a restored database what was erased since its backup; give how many keys.

    ``file`` is a file like the home's; without one that is taken, if it is there. Raises `Invalid`.
    """
    place = file or load_conf().home / ERASURES
    if file is None and not place.exists():
        return 0
    again = 0
    for number, made_at in _written(place):
        key = rows.find_made(number, made_at)
        if key is None:
            continue
        _stop(key, None)
        with transaction.atomic():
            erased = rows.erase(key)
            note(None, "person.erased", f"key {key}", {"runs": erased.runs, "again": True})
        again += 1
    return again


def _key_of(who: User, subject: str) -> int:
    found = rows.find_keys(workspace_of(who), subject)
    if not found:
        raise NotFound("Nothing that is personal is kept under this name.")
    if len(found) > 1:
        told = "A user has this name, and inputs say it: put user: or input: before it."
        raise Invalid(told, code="ambiguous")
    return found[0]


def _refuse_held(key: int) -> None:
    if found := rows.held(key):
        told = f"{len(found)} runs are under a legal hold, the first is {found[0]}."
        raise Refused(told, code="held", detail={"runs": found})


def _stop(key: int, by: str | None) -> None:
    for _ in range(PASSES):
        for run_id in rows.going_on(key):
            with suppress(Refused):
                # The stop of another one may have stopped it.
                apply_work(Work(run_id, Stop(REASON, by)))


def _write_down(erased: Erased) -> None:
    line = orjson.dumps({"key": erased.key, "made_at": erased.made_at.isoformat()})
    with (load_conf().home / ERASURES).open("ab") as file:
        file.write(line + b"\n")
        file.flush()
        os.fsync(file.fileno())


def _written(place: Path) -> list[tuple[int, datetime]]:
    try:
        lines = [orjson.loads(line) for line in place.read_bytes().splitlines()]
        return [(int(line["key"]), datetime.fromisoformat(line["made_at"])) for line in lines]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Invalid(f"{place} does not say what was erased: {error}.") from error
