"""Reminders, levels and claims as plans of times: throttled, ordered, never for ever."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from workflows.engine.people import alarms

T0 = datetime(2026, 1, 5, 9, tzinfo=UTC)
DAY = 86_400.0


def all_reminders(
    due: datetime, every: float | None, lag: timedelta = timedelta(0)
) -> list[datetime]:
    """Ring each reminder when it is due (or so much later) and list when that was."""
    rung = []
    alarm: alarms.Alarm | None = alarms.first_reminder(T0, due)
    while alarm is not None:
        now = datetime.fromisoformat(alarm["at"]) + lag
        rung.append(now)
        alarm = alarms.next_reminder(alarm, now, due, every)
    return rung


def test_a_task_is_reminded_of_soon_when_due_and_then_again_and_again() -> None:
    due = T0 + timedelta(days=4)
    found = all_reminders(due, DAY)
    assert found[:4] == [T0 + timedelta(days=n) for n in (3, 4, 5, 6)]
    assert len(found) == alarms.MOST_REMINDERS


def test_without_an_interval_there_are_two() -> None:
    assert len(all_reminders(T0 + timedelta(days=4), None)) == 2


def test_a_short_task_is_not_reminded_of_twice_within_four_hours() -> None:
    found = all_reminders(T0 + timedelta(hours=1), DAY)
    assert found[1] - found[0] == timedelta(hours=4)


@given(
    st.integers(60, 30 * 86_400), st.one_of(st.none(), st.integers(1, 9 * 86_400)),
    st.integers(0, 5 * 86_400),
)  # fmt: skip
def test_no_two_reminders_are_nearer_than_four_hours(
    length: int, every: int | None, lag: int
) -> None:
    due = T0 + timedelta(seconds=length)
    found = all_reminders(due, every, timedelta(seconds=lag))
    gaps = [later - earlier for earlier, later in pairwise(found)]
    assert all(gap >= alarms.LEAST_GAP for gap in gaps)
    assert T0 < found[0] < due + timedelta(seconds=lag)
    assert len(found) <= alarms.MOST_REMINDERS


def test_a_reminder_by_hand_holds_the_next_one_back_and_nothing_else() -> None:
    reminder = alarms.first_reminder(T0, T0 + timedelta(hours=4))
    level = {"at": (T0 + timedelta(hours=1)).isoformat(), "do": "escalate", "level": 1}
    held = alarms.held_back([level, reminder], T0 + timedelta(hours=2))
    assert held[0] == level
    assert held[1]["at"] == (T0 + timedelta(hours=6)).isoformat()


def test_due_alarms_come_in_the_order_of_their_times() -> None:
    times = [3, 1, 2, 9]
    planned = [{"at": (T0 + timedelta(hours=n)).isoformat(), "do": "remind"} for n in times]
    due = alarms.due_alarms(planned, T0 + timedelta(hours=3))
    assert [item["at"] for item in due] == sorted(item["at"] for item in planned)[:3]
    assert alarms.next_alarm(planned) == T0 + timedelta(hours=1)
    assert alarms.next_alarm([]) is None
