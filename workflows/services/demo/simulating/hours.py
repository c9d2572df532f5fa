"""When things happen in the company: mostly in office hours, seldom at weekends; by chance that is
the same each time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from math import log
from random import Random
from typing import Any

from workflows.engine.people.calendars import DAY_SECONDS, BusinessCalendar, read_calendar

DAYS = 30
"""So many days back the company's runs begin."""

LATEST = timedelta(minutes=4)
"""Nothing begins later than so long ago: what begins needs a moment."""

QUIET = 0.07
"""How much of a working day's work there is on a day without."""

_RUSH = ((10.2, 1.6, 0.55), (14.6, 1.8, 0.45))
"""The hours at which most work comes in: their middle, their spread, their part."""


class Hours:
    """The company's hours up to one moment, ``now`` (aware UTC)."""

    def __init__(self, calendar: Mapping[str, Any], now: datetime, chance: Random) -> None:
        """Take the definition of the business calendar."""
        self.now = now
        self._calendar: BusinessCalendar = read_calendar(calendar)
        self._chance = chance

    def later(self, start: datetime, hours: float) -> datetime:
        """Give the time so many hours of work after ``start``; each 24 are one working day."""
        return self._calendar.after(start, hours * 3_600)

    def pause(self, typical: float) -> float:
        """Draw hours of work until somebody does something: mostly few, now and then many."""
        drawn = self._chance.lognormvariate(log(typical), 0.9)
        return min(max(drawn, 0.05), 60.0)

    def ago(self, *, days: float = 0, hours: float = 0, most_days: float = DAYS) -> datetime:
        """Give a moment in the past; from 12 hours on, the last one before it in office hours.

        ``most_days``: never longer ago, though nobody was in the office meanwhile.
        """
        moment = self.now - timedelta(days=days, hours=hours)
        if self.now - moment < timedelta(hours=12):
            return moment
        return max(self._found(moment, self._open), self.now - timedelta(days=most_days))

    def due_since(self, due_days: float, hours: float) -> datetime:
        """Give a beginning of which so many working days were over at least so many hours ago."""
        wanted = self.now - timedelta(hours=hours)
        seconds = due_days * DAY_SECONDS
        return self._found(
            wanted,
            lambda start: self._open(start) and self._calendar.after(start, seconds) <= wanted,
        )

    def starts(self, count: int) -> list[datetime]:
        """Draw when so many runs begin, in their order."""
        days = [self.now - timedelta(days=number) for number in range(DAYS)]
        weights = [self._weight(day, number) for number, day in enumerate(days)]
        found: list[datetime] = []
        while len(found) < count:
            (day,) = self._chance.choices(days, weights)
            moment = self._hour_of(day)
            if self.now - timedelta(days=DAYS) < moment < self.now - LATEST:
                found.append(moment)
        return sorted(found)

    def _weight(self, day: datetime, number: int) -> float:
        """Say how much begins on a day: the company grows a little."""
        noon = day.astimezone(self._calendar.zone).replace(hour=12, minute=0)
        return (1.0 if self._open(noon) else QUIET) * (1.2 - 0.4 * number / DAYS)

    def _hour_of(self, day: datetime) -> datetime:
        middle, spread, _ = self._chance.choices(_RUSH, [part for *_, part in _RUSH])[0]
        hour = min(max(self._chance.gauss(middle, spread), 7.0), 21.0)
        local = day.astimezone(self._calendar.zone)
        morning = local.replace(hour=0, minute=0, second=0, microsecond=0)
        seconds = hour * 3_600 + self._chance.random()
        return (morning + timedelta(seconds=seconds)).astimezone(self.now.tzinfo)

    def _open(self, moment: datetime) -> bool:
        return self._calendar.after(moment, 0) <= moment

    def _found(self, moment: datetime, fits: Callable[[datetime], bool]) -> datetime:
        """Go back half an hour at a time, then some minutes more, so that not all is at once."""
        step = timedelta(minutes=30)
        for _ in range(48 * 40):
            if fits(moment):
                earlier = moment - timedelta(minutes=self._chance.uniform(0, 29))
                return earlier if fits(earlier) else moment
            moment -= step
        return moment
