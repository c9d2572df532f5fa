"""Laws of quiet hours and digests, also where clocks are changed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.services.notices.timing import (
    GIVE_UP_AFTER,
    PAUSES,
    Habits,
    after_quiet,
    is_quiet,
    leaves_at,
    pause_after,
    zone_of,
)

ZONES = (
    "UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe",
    "Pacific/Apia", "America/St_Johns", "Asia/Kathmandu", "Africa/Casablanca",
)  # fmt: skip
MINUTES = st.integers(0, 24 * 60 - 1)
SECONDS = st.integers(0, 4 * 365 * 86_400 * 1_000)
MOMENTS = SECONDS.map(
    lambda number: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(milliseconds=number)
)
# The nights on which clocks change are where the laws could break.
NIGHTS = st.builds(
    lambda night, minutes: night + timedelta(minutes=minutes),
    st.sampled_from(
        [datetime(2026, month, day, tzinfo=UTC) for month, day in
         ((3, 28), (10, 24), (3, 7), (10, 31), (4, 4), (10, 3))]
    ),
    st.integers(0, 2 * 24 * 60),
)  # fmt: skip
HABITS = st.builds(
    Habits,
    zone=st.sampled_from(ZONES),
    digest=st.sampled_from(("off", "hourly", "daily")),
    digest_minute=MINUTES,
    quiet_from=st.none() | MINUTES,
    quiet_until=st.none() | MINUTES,
)


def at(text: str, zone: str, fold: int = 0) -> datetime:
    # In UTC: Python holds times that come twice for unequal to any other.
    local = datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone), fold=fold)
    return local.astimezone(UTC)


@given(MOMENTS | NIGHTS, HABITS)
def test_mail_never_leaves_in_quiet_hours_nor_before_it_is_written(
    now: datetime, habits: Habits
) -> None:
    leaves = leaves_at(now, habits)
    assert leaves >= now
    assert not is_quiet(leaves, habits)
    assert leaves.tzinfo is UTC


@given(MOMENTS | NIGHTS, HABITS)
def test_no_mail_waits_longer_than_its_digest_and_one_night(now: datetime, habits: Habits) -> None:
    longest = {"off": 24, "hourly": 25, "daily": 49}[habits.digest] + 1
    assert leaves_at(now, habits) - now <= timedelta(hours=longest)


@given(MOMENTS | NIGHTS, HABITS)
def test_what_is_put_off_leaves_when_the_quiet_hours_end(now: datetime, habits: Habits) -> None:
    end = after_quiet(now, habits)
    if is_quiet(now, habits):
        assert is_quiet(end - timedelta(microseconds=1), habits)
    else:
        assert end == now


@given(MOMENTS | NIGHTS, HABITS, st.integers(0, 3_000))
def test_what_is_written_later_leaves_no_earlier(
    now: datetime, habits: Habits, minutes: int
) -> None:
    later = now + timedelta(minutes=minutes)
    assert leaves_at(later, habits) >= leaves_at(now, habits)


@given(MOMENTS | NIGHTS, st.sampled_from(ZONES), MINUTES)
def test_digests_leave_by_the_persons_clock(now: datetime, zone: str, minute: int) -> None:
    hourly = leaves_at(now, Habits(zone, digest="hourly"))
    daily = leaves_at(now, Habits(zone, digest="daily", digest_minute=minute))
    # Across a change of clocks there may be no such minute, or half an hour between two hours.
    if _offset(hourly, zone) == _offset(now, zone):
        assert _wall(hourly, zone) % 60 == 0
        assert hourly - now <= timedelta(hours=1)
    if _offset(daily - timedelta(hours=3), zone) == _offset(daily, zone):
        assert _wall(daily, zone) == minute


def _offset(moment: datetime, zone: str) -> timedelta | None:
    return moment.astimezone(ZoneInfo(zone)).utcoffset()


def _wall(moment: datetime, zone: str) -> int:
    local = moment.astimezone(ZoneInfo(zone))
    return local.hour * 60 + local.minute


NIGHT = Habits("Europe/Berlin", quiet_from=22 * 60, quiet_until=7 * 60)


@pytest.mark.parametrize(
    ("now", "leaves"),
    [
        ("2026-12-02T21:59", "2026-12-02T21:59"),
        ("2026-12-02T22:00", "2026-12-03T07:00"),
        ("2026-12-03T03:00", "2026-12-03T07:00"),
        ("2026-12-03T06:59", "2026-12-03T07:00"),
        ("2026-12-03T07:00", "2026-12-03T07:00"),
        # The nights on which clocks are put forward and back: seven o'clock by the clock.
        ("2026-03-28T23:00", "2026-03-29T07:00"),
        ("2026-10-24T23:00", "2026-10-25T07:00"),
    ],
)
def test_quiet_hours_end_by_the_persons_clock(now: str, leaves: str) -> None:
    assert leaves_at(at(now, NIGHT.zone), NIGHT) == at(leaves, NIGHT.zone)


def test_where_the_end_of_the_night_is_left_out_it_ends_with_the_change() -> None:
    habits = Habits("Europe/Berlin", quiet_from=22 * 60, quiet_until=150)
    # 02:30 does not exist on that night: at 02:00 it is 03:00.
    assert after_quiet(at("2026-03-29T01:30", habits.zone), habits) == at(
        "2026-03-29T03:00", habits.zone
    )


def test_where_the_end_of_the_night_comes_twice_both_are_ends() -> None:
    habits = Habits("Europe/Berlin", quiet_from=22 * 60, quiet_until=150)
    first, second = (at("2026-10-25T02:30", habits.zone, fold) for fold in (0, 1))
    assert after_quiet(at("2026-10-25T01:00", habits.zone), habits) == first
    assert after_quiet(at("2026-10-25T02:10", habits.zone, fold=1), habits) == second


def test_hours_without_a_length_are_none() -> None:
    assert not is_quiet(at("2026-12-02T03:00", "UTC"), Habits(quiet_from=180, quiet_until=180))
    assert not is_quiet(at("2026-12-02T03:00", "UTC"), Habits(quiet_from=180))


def test_a_zone_that_is_not_known_is_utc() -> None:
    assert {zone_of(name).key for name in ("", "Nowhere/Land", "../etc/passwd")} == {"UTC"}


def test_pauses_grow_and_a_day_of_them_is_some_attempts() -> None:
    pauses = [pause_after(number).total_seconds() for number in range(1, 8)]
    assert pauses[:5] == list(PAUSES)
    assert pauses == sorted(pauses)
    spent, attempts = timedelta(0), 1
    while spent < GIVE_UP_AFTER:
        spent, attempts = spent + pause_after(attempts), attempts + 1
    assert 20 < attempts < 60
