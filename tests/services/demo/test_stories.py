"""The company's month is whole on whatever day the demo is started."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from tests.services.demo.playing import MONDAY, Playhouse
from workflows.engine.events import event_type
from workflows.engine.state import fold
from workflows.services.demo import SMALL
from workflows.services.demo.stories import notable, refunds, stories

DAYS = (
    datetime(2026, 6, 15, 9, 30, tzinfo=UTC),  # a Monday morning
    datetime(2026, 6, 17, 15, 0, tzinfo=UTC),
    datetime(2026, 6, 20, 22, 10, tzinfo=UTC),  # a Saturday night
    datetime(2026, 6, 22, 0, 1, tzinfo=UTC),
    datetime(2026, 4, 6, 11, 0, tzinfo=UTC),  # Easter Monday
    datetime(2026, 12, 27, 12, 0, tzinfo=UTC),  # between the years
    datetime(2027, 1, 1, 0, 0, 30, tzinfo=UTC),
    datetime(2026, 3, 29, 1, 30, tzinfo=UTC),  # summer time begins
    datetime(2026, 10, 25, 0, 59, tzinfo=UTC),  # and ends
    datetime(2028, 2, 29, 17, 45, tzinfo=UTC),
)


@pytest.mark.parametrize("now", DAYS, ids=str)
def test_on_any_day_everything_is_to_be_found(now: datetime) -> None:
    states = Playhouse(now).month(SMALL + 16)
    assert Counter(state.status for state in states).keys() == {
        "completed", "failed", "cancelled", "suspended", "running",
    }  # fmt: skip
    waits = [wait for state in states for wait in state.suspensions.values()]
    assert {"approval", "form", "wait", "timer", "event", "callback"} <= {w.kind for w in waits}
    for_managers = [w for w in waits if "managers" in w.groups and w.claimed_by is None]
    for_maria = [w for w in waits if w.users == ["maria"]]
    in_her_name = [
        w for state in states for w in state.suspensions.values()
        if state.workflow == "expense-claim" and w.groups == ["board"]
    ]  # fmt: skip
    assert 10 <= len(for_managers) + len(for_maria) + len(in_her_name) <= 15
    asked = [wait for wait in waits if wait.task]
    assert 25 <= len(asked) <= 40
    assert {wait.ask.get("priority", 0) for wait in asked} == {-1, 0, 1, 2}
    assert any(wait.info_from == "nadia" for wait in asked)
    assert any(wait.claimed_by == "ben" for wait in asked)
    assert any(len(wait.decisions) == 1 for wait in asked)
    late = [
        w for w in asked if datetime.fromisoformat(w.ask.get("due_at", "9999-12-31T00:00Z")) < now
    ]
    assert 4 <= len(late) <= len(asked) / 2


def test_refunds_of_these_days_are_undecided_at_every_hour_of_a_week() -> None:
    for hours in range(0, 7 * 24, 4):
        house = Playhouse(DAYS[0] + timedelta(hours=hours))
        played = house.play(refunds.notable(house.desk)[:3])
        states = [fold(item.histories[0].run_id, item.histories[0].records) for item in played]
        assert [state.status for state in states] == ["suspended"] * 3, house.now


@pytest.mark.parametrize("now", DAYS[:4], ids=str)
def test_nothing_is_due_at_the_moment_of_the_start(now: datetime) -> None:
    for state in Playhouse(now).month(SMALL + 16):
        for wait in state.suspensions.values():
            times = [alarm["at"] for alarm in wait.alarms]
            assert all(datetime.fromisoformat(at) > now for at in times)
            assert wait.wake_at is None or wait.wake_at > now


def test_the_same_day_tells_the_same_month() -> None:
    def told() -> list[tuple[str, list[tuple[str, datetime]]]]:
        house = Playhouse()
        return [
            (history.run_id, [(event_type(r.event), r.at) for r in history.records])
            for played in house.play(stories(house.desk, SMALL))
            for history in played.histories
        ]

    assert told() == told()


def test_a_month_has_as_many_runs_as_were_wanted() -> None:
    house = Playhouse()
    for runs in (0, 1, 7, SMALL, SMALL + 15):
        assert sum(story.runs for story in stories(house.desk, runs)) == runs


def test_the_small_demo_has_all_that_is_to_be_found() -> None:
    found = notable(Playhouse().desk)
    assert sum(story.runs for story in found) <= SMALL
    assert len({story.slug for story in found}) == 10


def test_stories_begin_in_their_order_and_before_now() -> None:
    told = stories(Playhouse().desk, 200)
    begins = [story.at for story in told]
    assert begins == sorted(begins)
    assert begins[-1] < MONDAY
    assert MONDAY - begins[0] < timedelta(days=32)


def test_no_act_is_by_somebody_who_is_not_in_the_company() -> None:
    house = Playhouse()
    for story in stories(house.desk, 300):
        assert {story.who, *(act.who for act in story.acts)} <= house.company().names
