"""The demo's company: its people with their settings, its calendar, and who is away when."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import User

from workflows.catalog.company.places import OFFICE
from workflows.engine.people import Person

from ..accounts import DEMO_PEOPLE, ensure_demo_users
from ..people.calendars import make_calendar
from ..people.settings import change_settings
from ..people.substitution import Absence, arrange
from ..queries.persons import calendars, profiles

AUTHOR = "alice"
_GROUPS = {person.username: person.groups for person in DEMO_PEOPLE}
NAMES = frozenset(_GROUPS)

_LONG, _SHORT = [["09:00", "17:30"]], [["09:00", "16:00"]]
CALENDAR: Mapping[str, Any] = {
    "name": "Office hours, Berlin",
    "zone": "Europe/Berlin",
    "hours": {**dict.fromkeys(("mon", "tue", "wed", "thu"), _LONG), "fri": _SHORT},
    "country": "DE",
    "subdivision": "BE",
}


@dataclass(frozen=True, slots=True)
class Away:
    """Who is away, who stands in, from when until when (days from now), for which workflows."""

    user: str
    substitute: str
    begins: float
    ends: float
    workflows: Sequence[str] = ()


AWAY = (
    Away("henry", "maria", -3, 4, ("expense-claim",)),
    Away("ben", "greta", 5, 12),
)


def ensure_company() -> dict[str, User]:
    """Make people, groups and calendar that are missing; what somebody has changed stays."""
    users = {user.username: user for user in ensure_demo_users()}
    for person in DEMO_PEOPLE:
        settings = {"zone": person.zone, "language": person.language}
        if any(settings.values()) and not profiles.has_chosen(users[person.username]):
            change_settings(users[person.username], settings)
    if not calendars.is_taken(users[AUTHOR], OFFICE):
        make_calendar(users[AUTHOR], OFFICE, CALENDAR)
    return users


def arrange_absences(users: Mapping[str, User], now: datetime) -> None:
    """Have one stand in for another now, and one soon."""
    for away in AWAY:
        begins, ends = now + timedelta(days=away.begins), now + timedelta(days=away.ends)
        arrange(users[away.user], Absence(away.substitute, begins, ends, away.workflows))


def person_at(now: datetime, name: str, moment: datetime, workflow: str) -> Person:
    """Say what of somebody counted at a moment, as the rows would have said it."""
    groups = _GROUPS[name]
    return Person(name, groups, _stood_in_for(now, name, moment, workflow), "operators" in groups)


def _stood_in_for(
    now: datetime, name: str, moment: datetime, workflow: str
) -> dict[str, Collection[str]]:
    days = (moment - now) / timedelta(days=1)
    return {
        away.user: _GROUPS[away.user]
        for away in AWAY
        if away.substitute == name
        and away.begins <= days < away.ends
        and workflow in (away.workflows or (workflow,))
    }
