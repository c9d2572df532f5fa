"""Business calendars as people keep them; counting in them is the engine's."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from workflows.engine.errors import FieldError, Forbidden, Invalid, Refused
from workflows.engine.people.calendars import read_calendar

from .. import policy
from ..audit import note
from ..queries.persons import calendars as table

_SLUG = re.compile(r"[a-z0-9][a-z0-9_-]{0,49}")
EMPTY: Mapping[str, Any] = {
    "zone": "UTC",
    "hours": {},
    "holidays": [],
    "country": "",
    "subdivision": "",
}

list_calendars = table.all_calendars


def get_calendar(who: User, slug: str) -> dict[str, Any]:
    """Show one; raises `NotFound`."""
    return table.show(table.find(who, slug))


def make_calendar(who: User, slug: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """Make one. `Forbidden`, `Invalid` by the field, `Refused` for a name that is taken."""
    _may_keep(who)
    if not _SLUG.fullmatch(slug):
        raise _invalid("slug", "Small letters, digits, - and _.")
    if table.is_taken(who, slug):
        raise Refused(f"There is a calendar {slug!r} already.", code="slug_taken")
    return _kept(who, "calendar.created", slug, {**EMPTY, **values})


def change_calendar(who: User, slug: str, changes: Mapping[str, Any]) -> dict[str, Any]:
    """Change one; questions that are open keep what they were asked with."""
    _may_keep(who)
    before = table.show(table.find(who, slug))
    del before["slug"]
    return _kept(who, "calendar.changed", slug, {**before, **changes})


@transaction.atomic
def drop_calendar(who: User, slug: str) -> None:
    """Delete one that no workflow names; `Refused` tells which do."""
    _may_keep(who)
    row = table.find(who, slug)
    if users := table.users_of(who, slug):
        told = f"It is used by: {', '.join(users[:5])}."
        raise Refused(told, code="in_use", detail={"workflows": users})
    table.drop(row)
    note(who, "calendar.removed", f"calendar {slug}")


@transaction.atomic
def _kept(who: User, verb: str, slug: str, values: Mapping[str, Any]) -> dict[str, Any]:
    name = " ".join(str(values.get("name") or "").split())
    if not name:
        raise _invalid("name", "A name.")
    read_calendar(values)
    _check_place(values.get("country") or "", values.get("subdivision") or "")
    shown = table.show(table.keep(who, slug, {**values, "name": name[:100]}))
    note(who, verb, f"calendar {slug}", {key: shown[key] for key in shown if key != "slug"})
    return shown


def _check_place(country: str, subdivision: str) -> None:
    import holidays

    known = holidays.list_supported_countries()
    if country and country not in known:
        raise _invalid("country", "A country of ISO 3166, as DE.")
    if subdivision and (not country or subdivision not in known[country]):
        raise _invalid("subdivision", "A part of the country by ISO 3166, as BY.")


def _may_keep(who: User) -> None:
    if not (policy.can(who, "edit_workflow") or who.is_superuser):
        raise Forbidden("Only authors keep calendars.")


def _invalid(attr: str, told: str) -> Invalid:
    return Invalid(told, errors=[FieldError("invalid", told, attr)])
