"""Business calendars: counting in working time; which calendars there are is the application's.

A definition is JSON: ``{"zone": "Europe/Berlin", "hours": {"mon": [["09:00", "12:00"], …], …},
"holidays": ["2026-12-25", …]}``. Whoever asks people keeps the definition with the question, so
that a deadline stays as it was recorded when the calendar is changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from ..errors import FieldError, Invalid

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY_SECONDS = 86_400
MOST_DAYS = 3_660
"""A deadline further away than ten years of days without work is a mistake in the calendar."""

Span = tuple[time, time]


@dataclass(frozen=True, slots=True)
class BusinessCalendar:
    """Working hours in a zone: for each weekday from Monday the spans from opening to closing."""

    zone: ZoneInfo
    hours: tuple[tuple[Span, ...], ...]
    holidays: frozenset[date]

    def after(self, start: datetime, seconds: float) -> datetime:
        """Give the time that lies so much working time after ``start`` (aware); UTC.

        Whole days (of 86,400 seconds) are working days: the same time of day on a later one, or
        that day's last closing where it closes earlier. What is left over is counted while work is
        open.
        """
        days, rest = divmod(seconds, DAY_SECONDS)
        moment = self._opened(start)
        for _ in range(int(days)):
            moment = self._same_time(moment)
        return self._worked(moment, rest).astimezone(UTC)

    def _spans(self, day: date) -> list[tuple[datetime, datetime]]:
        if day in self.holidays:
            return []
        return [
            (self._at(day, opens), self._at(day, closes))
            for opens, closes in self.hours[day.weekday()]
        ]

    def _at(self, day: date, hour: time) -> datetime:
        # In UTC: between two local times of one zone Python ignores a change of clocks.
        if hour == time.max:
            return datetime.combine(day + timedelta(days=1), time(), self.zone).astimezone(UTC)
        return datetime.combine(day, hour, self.zone).astimezone(UTC)

    def _from(self, day: date) -> Iterator[tuple[datetime, datetime]]:
        for number in range(MOST_DAYS):
            yield from self._spans(day + timedelta(days=number))
        raise _endless()

    def _opened(self, moment: datetime) -> datetime:
        """Give the moment, or the next opening when work is closed then."""
        local = moment.astimezone(self.zone).date()
        for opens, closes in self._from(local - timedelta(days=1)):
            if moment < closes:
                return max(moment, opens)
        raise AssertionError("unreachable")

    def _same_time(self, moment: datetime) -> datetime:
        """Give the same time of day on the next working day, within its hours."""
        local = moment.astimezone(self.zone)
        days = (local.date() + timedelta(days=number) for number in range(1, MOST_DAYS))
        spans = next((found for day in days if (found := self._spans(day))), None)
        if spans is None:
            raise _endless()
        day = spans[0][0].astimezone(self.zone).date()
        wanted = datetime.combine(day, local.time(), self.zone).astimezone(UTC)
        for opens, closes in spans:
            if wanted <= closes:
                return max(wanted, opens)
        return spans[-1][1]

    def _worked(self, moment: datetime, seconds: float) -> datetime:
        left = timedelta(seconds=seconds)
        local = moment.astimezone(self.zone).date()
        for opens, closes in self._from(local - timedelta(days=1)):
            begins = max(opens, moment)
            if begins > closes:
                continue
            if begins + left <= closes:
                return begins + left
            left -= closes - begins
        raise AssertionError("unreachable")


def read_calendar(definition: Mapping[str, Any]) -> BusinessCalendar:
    """Build a calendar of its definition; ``Invalid`` (code ``calendar``) names the wrong field."""
    zone = _zone(definition.get("zone") or "UTC")
    given = definition.get("hours")
    if not isinstance(given, Mapping) or (unknown := set(given) - set(DAYS)):
        raise _invalid("hours", f"Hours for days from: {', '.join(DAYS)}.")
    del unknown
    hours = tuple(_day(name, given.get(name) or []) for name in DAYS)
    if not any(hours):
        raise _invalid("hours", "At least one day needs working hours.")
    return BusinessCalendar(zone, hours, _holidays(definition.get("holidays") or []))


def _zone(name: Any) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, TypeError, OSError):
        raise _invalid("zone", "A zone such as Europe/Berlin.") from None


def _day(name: str, spans: Any) -> tuple[Span, ...]:
    told = 'Spans such as ["09:00", "17:00"], one after another.'
    found: list[Span] = []
    for span in spans if isinstance(spans, list) else [None]:
        if not isinstance(span, list | tuple) or len(span) != 2:
            raise _invalid(f"hours.{name}", told)
        opens, closes = _hour(span[0]), _hour(span[1])
        if opens is None or closes is None or opens >= closes:
            raise _invalid(f"hours.{name}", told)
        if found and found[-1][1] > opens:
            raise _invalid(f"hours.{name}", told)
        found.append((opens, closes))
    return tuple(found)


def _hour(text: Any) -> time | None:
    if text == "24:00":
        return time.max
    try:
        hour = time.fromisoformat(text)
    except (TypeError, ValueError):
        return None
    return hour if hour.tzinfo is None else None


def _holidays(days: Any) -> frozenset[date]:
    try:
        return frozenset(date.fromisoformat(day) for day in days)
    except (TypeError, ValueError):
        raise _invalid("holidays", "Dates such as 2026-12-25.") from None


def _endless() -> Invalid:
    return Invalid("The calendar has no working time for years.", code="calendar")


def _invalid(attr: str, told: str) -> Invalid:
    return Invalid(f"The calendar is wrong: {told}", code="calendar", errors=[
        FieldError("calendar", told, attr)
    ])  # fmt: skip
