"""Counting in working time: weekends, holidays, breaks, changes of the clocks."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workflows.engine.errors import Invalid
from workflows.engine.people.calendars import DAYS, BusinessCalendar, read_calendar

BERLIN = ZoneInfo("Europe/Berlin")
OFFICE: dict[str, Any] = {
    "zone": "Europe/Berlin",
    "hours": {day: [["09:00", "17:00"]] for day in DAYS[:5]},
    "holidays": ["2026-12-25"],
}
HOUR, DAY = 3_600, 86_400


def at(day: int, hour: int, minute: int = 0, month: int = 12) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("start", "seconds", "expected"),
    [
        (at(1, 10), HOUR, at(1, 11)),
        (at(1, 16), 2 * HOUR, at(2, 10)),
        (at(4, 15), 4 * HOUR, at(7, 11)),  # over the weekend
        (at(5, 12), HOUR, at(7, 10)),  # begins on a Saturday
        (at(1, 7), HOUR, at(1, 10)),  # before work begins
        (at(1, 20), HOUR, at(2, 10)),  # after work
        (at(24, 16), 2 * HOUR, at(28, 10)),  # a holiday and a weekend
        (at(1, 10), DAY, at(2, 10)),
        (at(4, 15), 2 * DAY, at(8, 15)),
        (at(24, 11), DAY, at(28, 11)),
        (at(5, 12), DAY, at(8, 9)),
        (at(1, 10), DAY + HOUR, at(2, 11)),
        (at(1, 16), DAY + 2 * HOUR, at(3, 10)),
        (at(1, 9), 8 * HOUR, at(1, 17)),
    ],
)
def test_working_time_is_counted(start: datetime, seconds: int, expected: datetime) -> None:
    assert read_calendar(OFFICE).after(start, seconds) == expected.astimezone(UTC)


def test_a_day_with_a_break_and_one_that_ends_early() -> None:
    hours = {"mon": [["08:00", "12:00"], ["13:00", "17:00"]], "tue": [["08:00", "10:00"]]}
    calendar = read_calendar({"zone": "UTC", "hours": hours})
    monday = datetime(2026, 12, 7, 11, 30, tzinfo=UTC)
    assert calendar.after(monday, HOUR) == datetime(2026, 12, 7, 13, 30, tzinfo=UTC)
    # The same time on Tuesday is after its last closing.
    assert calendar.after(monday, DAY) == datetime(2026, 12, 8, 10, tzinfo=UTC)


def test_hours_that_follow_the_local_clock_when_it_is_changed() -> None:
    night = {"zone": "Europe/Berlin", "hours": {"sun": [["00:00", "24:00"]]}}
    calendar = read_calendar(night)
    spring = datetime(2026, 3, 29, 0, 0, tzinfo=BERLIN)
    # That day has 23 hours: after 22 of them it is 23 o'clock.
    assert calendar.after(spring, 22 * HOUR) == datetime(2026, 3, 29, 23, tzinfo=BERLIN)
    autumn = datetime(2026, 10, 25, 0, 0, tzinfo=BERLIN)
    assert calendar.after(autumn, 23 * HOUR) == datetime(2026, 10, 25, 22, tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("change", "attr"),
    [
        ({"zone": "Mars/Base"}, "zone"),
        ({"zone": "../etc/passwd"}, "zone"),
        ({"hours": {}}, "hours"),
        ({"hours": {"mon": []}}, "hours"),
        ({"hours": {"funday": [["09:00", "17:00"]]}}, "hours"),
        ({"hours": {"mon": [["17:00", "09:00"]]}}, "hours.mon"),
        ({"hours": {"mon": [["09:00", "12:00"], ["11:00", "17:00"]]}}, "hours.mon"),
        ({"hours": {"mon": "09:00-17:00"}}, "hours.mon"),
        ({"hours": {"mon": [["nine", "five"]]}}, "hours.mon"),
        ({"holidays": ["Christmas"]}, "holidays"),
    ],
)
def test_a_wrong_calendar_is_refused_by_the_field(change: dict[str, Any], attr: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_calendar({**OFFICE, **change})
    assert refused.value.errors[0].attr == attr


def test_a_calendar_without_work_for_years_is_told_instead_of_counted_for_ever() -> None:
    every_monday = [
        (date(2026, 12, 7) + timedelta(weeks=number)).isoformat() for number in range(600)
    ]
    calendar = read_calendar(
        {"zone": "UTC", "hours": {"mon": [["09:00", "17:00"]]}, "holidays": every_monday}
    )
    for seconds in (HOUR, DAY):
        with pytest.raises(Invalid):
            calendar.after(datetime(2026, 12, 6, 10, tzinfo=UTC), seconds)


def is_open(calendar: BusinessCalendar, moment: datetime) -> bool:
    local = moment.astimezone(calendar.zone)
    if local.date() in calendar.holidays:
        return False
    spans = calendar.hours[local.weekday()]
    return any(opens <= local.time() < closes for opens, closes in spans)


STEP = timedelta(minutes=30)


def counted(calendar: BusinessCalendar, start: datetime, steps: int) -> datetime:
    """Count working half hours one by one: slow and obviously right."""
    moment = start
    while steps:
        if is_open(calendar, moment):
            steps -= 1
        moment += STEP
    return moment


@settings(deadline=None)
@given(
    st.integers(0, 60 * 48),
    st.integers(1, 40),
    st.lists(st.sampled_from([8, 9, 10, 12, 13, 15, 18]), min_size=2, max_size=4, unique=True),
    st.sets(st.sampled_from(DAYS), min_size=1),
    st.sampled_from(["UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata"]),
)
def test_it_is_what_counting_half_hours_gives(
    offset: int, steps: int, edges: list[int], days: set[str], zone: str
) -> None:
    hours = sorted(edges)[: len(edges) // 2 * 2]
    spans = [
        [time(opens).isoformat("minutes"), time(closes).isoformat("minutes")]
        for opens, closes in zip(hours[::2], hours[1::2], strict=True)
    ]
    calendar = read_calendar(
        {"zone": zone, "hours": dict.fromkeys(days, spans), "holidays": ["2026-03-30"]}
    )
    start = datetime(2026, 3, 1, tzinfo=UTC) + STEP * offset
    assert calendar.after(start, steps * STEP.seconds) == counted(calendar, start, steps)


@given(st.integers(0, 90 * 24 * 60), st.integers(0, 10 * DAY), st.integers(0, 3 * DAY))
def test_more_time_is_never_earlier_and_always_within_hours(
    offset: int, seconds: int, more: int
) -> None:
    calendar = read_calendar(OFFICE)
    start = datetime(2026, 9, 1, tzinfo=UTC) + timedelta(minutes=offset)
    first = calendar.after(start, seconds)
    assert first >= start
    local = first.astimezone(BERLIN)
    assert local.weekday() < 5
    assert time(9) <= local.time() <= time(17)
    if seconds % DAY == more % DAY == 0:
        assert calendar.after(start, seconds + more) >= first
