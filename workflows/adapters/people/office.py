"""The office of nodes that ask people: who there is and which calendars, from the database."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import date
from functools import lru_cache, partial
from typing import Any

from django.contrib.auth.models import Group
from django.utils import timezone

from workflows.adapters.workspaces.places import members
from workflows.engine.people import Known
from workflows.engine.workspaces import DEFAULT, parted
from workflows.models import Calendar

YEARS = 5
"""Holidays of a country are written out for this year and the next ones: no deadline is later."""

Call = Callable[[Callable[[], Any]], Awaitable[Any]]
"""Does database work elsewhere than in the event loop, and gives what it came to."""


def known(users: Sequence[str], groups: Sequence[str], workspace: int = DEFAULT) -> Known:
    """Say which of these people of a workspace and groups there are, and whether anybody active is
    among them."""
    here = members(workspace).filter(is_active=True)
    people = here.filter(username__in=list(users))
    there = set(people.values_list("username", flat=True))
    named = set(Group.objects.filter(name__in=list(groups)).values_list("name", flat=True))
    in_groups = here.filter(groups__name__in=named)
    return Known(
        [name for name in users if name in there],
        [name for name in groups if name in named],
        bool(there) or in_groups.exists(),
    )


def calendar(slug: str, workspace: int = DEFAULT) -> Mapping[str, Any] | None:
    """Give the definition of a business calendar, the holidays of its country written out."""
    row = Calendar.objects.filter(workspace=workspace, slug=slug).first()
    return None if row is None else definition_of(row)


def definition_of(row: Calendar) -> dict[str, Any]:
    """Write a calendar as the engine takes it; see ``engine/people/calendars.py``."""
    own: list[str] = list(row.holidays or [])
    public = public_holidays(row.country, row.subdivision, timezone.now().year)
    return {
        "name": row.name,
        "zone": row.zone,
        "hours": dict(row.hours or {}),
        "holidays": sorted({*own, *public}),
    }


@lru_cache(maxsize=64)
def public_holidays(country: str, subdivision: str, year: int) -> tuple[str, ...]:
    """List the public holidays of some years from this one, as ISO dates; none without a country.

    ``KeyError``-like errors of unknown places become none: the calendar was checked when it was
    saved.
    """
    if not country:
        return ()
    import holidays

    try:
        found = holidays.country_holidays(
            country, subdiv=subdivision or None, years=range(year, year + YEARS)
        )
    except NotImplementedError:
        return ()
    return tuple(sorted(day.isoformat() for day in found if isinstance(day, date)))


class DatabaseOffice:
    """See :class:`workflows.engine.people.Office`."""

    def __init__(self, call: Call, workspace: int = DEFAULT) -> None:
        """Take what does database work, and whose office it is."""
        self._call = call
        self._workspace = workspace

    def beside(self, workflow: str) -> DatabaseOffice:
        """See the protocol."""
        return DatabaseOffice(self._call, parted(workflow)[0])

    async def known(self, users: Sequence[str], groups: Sequence[str]) -> Known:
        """See the protocol."""
        found: Known = await self._call(partial(known, users, groups, self._workspace))
        return found

    async def calendar(self, name: str) -> Mapping[str, Any] | None:
        """See the protocol."""
        found: Mapping[str, Any] | None = await self._call(partial(calendar, name, self._workspace))
        return found
