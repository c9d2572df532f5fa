"""When things happen in the company: in its hours, before now, the same each time."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from random import Random
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from tests.services.demo.playing import Playhouse
from workflows.services.demo.simulating.clock import TickingClock, uuid7_at
from workflows.services.demo.simulating.hours import DAYS, Hours
from workflows.services.demo.simulating.story import Story

moments = st.datetimes(datetime(2026, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


def hours(now: datetime, seed: int = 1) -> Hours:
    return Hours(Playhouse(now).calendar, now, Random(seed))


@given(moments, st.floats(0.6, 25))
def test_what_was_days_ago_was_at_work(now: datetime, days: float) -> None:
    clock = hours(now)
    found = clock.ago(days=days)
    assert found <= now - timedelta(days=days)
    # Nothing is between it and the next time at work but itself.
    assert clock.later(found, 0) - found <= timedelta(minutes=30)


@given(moments, st.sampled_from([1, 2, 5]), st.floats(1, 40))
def test_what_is_overdue_is_overdue_by_so_much(now: datetime, due: int, over: float) -> None:
    clock = hours(now)
    start = clock.due_since(due, over)
    assert clock.later(start, due * 24) <= now - timedelta(hours=over) + timedelta(minutes=30)
    assert now - start < timedelta(days=40)


@given(moments)
def test_all_runs_begin_within_the_month(now: datetime) -> None:
    found = hours(now).starts(40)
    assert found == sorted(found)
    assert now - timedelta(days=DAYS) < found[0]
    assert found[-1] < now


def test_work_comes_on_working_days_and_by_day() -> None:
    now = datetime(2026, 6, 15, 9, 30, tzinfo=UTC)
    clock = hours(now)
    found = clock.starts(1_000)
    weekend = sum(moment.weekday() >= 5 for moment in found)
    assert 0.01 < weekend / len(found) < 0.08
    by_day = [moment for moment in found if 5 <= moment.hour < 18]
    assert len(by_day) / len(found) > 0.95
    days = Counter(moment.date() for moment in found)
    assert len(days) > 22


def test_chance_is_the_same_each_time() -> None:
    now = datetime(2026, 6, 15, 9, 30, tzinfo=UTC)
    assert hours(now, 7).starts(50) == hours(now, 7).starts(50)
    assert hours(now, 7).starts(50) != hours(now, 8).starts(50)


@given(moments, st.integers())
def test_an_id_has_its_time(moment: datetime, seed: int) -> None:
    made = UUID(uuid7_at(moment, Random(seed)))
    assert made.version == 7
    assert made.variant == "specified in RFC 4122"
    assert made.int >> 80 == int(moment.timestamp() * 1_000)


def test_a_clock_goes_on_when_somebody_looks_and_never_back() -> None:
    start = datetime(2026, 6, 15, 9, 30, tzinfo=UTC)
    clock = TickingClock(start, Random(1))
    times = [clock() for _ in range(20)]
    assert times == sorted(set(times))
    clock.reach(start)
    assert clock.time == times[-1]


@given(st.floats(0.06, 200), st.lists(st.floats(0.05, 60), max_size=8))
def test_a_story_that_is_told_to_its_end_ends_before_now(
    hours_ago: float, pauses: list[float]
) -> None:
    now = datetime(2026, 6, 15, 9, 30, tzinfo=UTC)
    later = hours(now).later
    story = Story("w", "nadia", now - timedelta(hours=hours_ago), {}, now, later)
    for pause in pauses:
        story.then(pause, "comment", "nadia")
    times = [story.at, *(act.at for act in story.told().acts)]
    assert times == sorted(times)
    assert times[-1] < now
    # Nobody acts before a decision can no longer be taken back.
    gaps = [b - a for a, b in pairwise(times)]
    assert all(gap > timedelta(seconds=15) for gap in gaps)
