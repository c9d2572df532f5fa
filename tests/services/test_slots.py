"""Claims about when schedules are due: time zones, clocks put forward and back, and downtimes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from workflows.engine.errors import Invalid
from workflows.services.triggers.slots import AT_MOST, Schedule, parse_schedule

BERLIN = "Europe/Berlin"


def at(text: str) -> datetime:
    """Read a time; without an offset it is UTC."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def local(cron: str, zone: str, after: str, count: int) -> list[str]:
    """List the next slots as a clock on the wall shows them."""
    slots = islice(Schedule(cron, zone).after(at(after)), count)
    return [slot.astimezone(ZoneInfo(zone)).isoformat() for slot in slots]


def test_a_schedule_is_read_in_its_time_zone() -> None:
    assert local("0 9 * * 1-5", BERLIN, "2026-01-02T12:00", 2) == [
        "2026-01-05T09:00:00+01:00", "2026-01-06T09:00:00+01:00",
    ]  # fmt: skip
    assert local("0 9 * * *", "Asia/Kolkata", "2026-01-02T12:00", 1) == [
        "2026-01-03T09:00:00+05:30"
    ]


def test_a_slot_in_the_hour_that_is_left_out_fires_once_right_after_it() -> None:
    assert local("30 2 * * *", BERLIN, "2026-03-28T12:00", 2) == [
        "2026-03-29T03:00:00+02:00", "2026-03-30T02:30:00+02:00",
    ]  # fmt: skip
    assert local("0,30 2 * * *", BERLIN, "2026-03-28T12:00", 2) == [
        "2026-03-29T03:00:00+02:00", "2026-03-30T02:00:00+02:00",
    ]  # fmt: skip


def test_a_slot_in_the_hour_that_comes_twice_fires_once() -> None:
    assert local("30 2 * * *", BERLIN, "2026-10-24T12:00", 2) == [
        "2026-10-25T02:30:00+02:00", "2026-10-26T02:30:00+01:00",
    ]  # fmt: skip
    in_the_second_hour = "2026-10-25T02:15:00+01:00"
    assert local("30 2 * * *", BERLIN, in_the_second_hour, 1) == ["2026-10-26T02:30:00+01:00"]


def test_a_schedule_of_every_hour_goes_by_elapsed_time() -> None:
    assert local("0 * * * *", BERLIN, "2026-03-29T00:30+01:00", 2) == [
        "2026-03-29T01:00:00+01:00", "2026-03-29T03:00:00+02:00",
    ]  # fmt: skip
    assert local("0 * * * *", BERLIN, "2026-10-25T01:30+02:00", 3) == [
        "2026-10-25T02:00:00+02:00", "2026-10-25T02:00:00+01:00", "2026-10-25T03:00:00+01:00",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("cron", "moment", "newest"),
    [
        ("0 9 * * *", "2026-01-05T12:00", "2026-01-05T09:00"),
        ("0 9 * * *", "2026-01-05T09:00", "2026-01-05T09:00"),
        ("0 9 * * *", "2026-01-05T08:59:59", "2026-01-04T09:00"),
        ("* * * * *", "2026-01-05T08:59:59", "2026-01-05T08:59"),
        ("0 0 29 2 *", "2026-01-05T12:00", "2024-02-29T00:00"),
    ],
)
def test_the_newest_slot_is_found_going_back(cron: str, moment: str, newest: str) -> None:
    assert Schedule(cron).last_until(at(moment)) == at(newest)


def test_the_newest_slot_may_be_a_shifted_one() -> None:
    for moment in ("2026-03-29T03:00:00+02:00", "2026-03-29T03:00:01+02:00"):
        found = Schedule("30 2 * * *", BERLIN).last_until(at(moment))
        assert found == at("2026-03-29T01:00")


def test_all_missed_slots_fire_the_oldest_first_and_a_hundred_at_a_look() -> None:
    schedule = Schedule("* * * * *", "UTC", "all")
    slots, following = schedule.due(at("2026-01-05T09:00"), at("2026-01-05T12:00:30"))
    assert (len(slots), slots[0]) == (AT_MOST, at("2026-01-05T09:00"))
    assert list(slots) == sorted(slots)
    assert following == slots[-1] + timedelta(minutes=1) <= at("2026-01-05T12:00")
    slots, following = schedule.due(at("2026-01-05T12:00"), at("2026-01-05T12:00:30"))
    assert (list(slots), following) == ([at("2026-01-05T12:00")], at("2026-01-05T12:01"))


def test_of_the_missed_slots_the_last_fires() -> None:
    schedule = Schedule("*/10 * * * *", "UTC", "last")
    slots, following = schedule.due(at("2020-01-05T09:00"), at("2026-01-05T12:09"))
    assert (slots, following) == ([at("2026-01-05T12:00")], at("2026-01-05T12:10"))


def test_missed_slots_are_let_go_and_one_in_time_fires() -> None:
    schedule = Schedule("*/10 * * * *", "UTC", "none")
    late = schedule.due(at("2026-01-05T09:00"), at("2026-01-05T12:01:01"))
    assert late == ([], at("2026-01-05T12:10"))
    for now in ("2026-01-05T12:00", "2026-01-05T12:01"):
        slots, following = schedule.due(at("2026-01-05T12:00"), at(now))
        assert (slots, following) == ([at("2026-01-05T12:00")], at("2026-01-05T12:10"))


@pytest.mark.parametrize(
    "settings",
    [
        {}, {"cron": None}, {"cron": 5}, {"cron": ""}, {"cron": "* * * *"}, {"cron": "@daily"},
        {"cron": "61 * * * *"}, {"cron": "* * * * * *"}, {"cron": "0 0 31 2 *"}, {"cron": "²" * 9},
        {"cron": "* * */20 * 1L"}, {"cron": ", , , , ,"}, {"cron": "*/0 * * * *"},
        {"cron": "0 " * 200}, {"cron": "0 9 * * *", "timezone": "Mars/Olympus"},
        {"cron": "0 9 * * *", "timezone": "../etc"}, {"cron": "0 9 * * *", "timezone": None},
        {"cron": "0 9 * * *", "missed": "some"}, {"cron": "0 9 * * *", "missed": None},
    ],
)  # fmt: skip
def test_a_schedule_that_cannot_be_is_refused_with_a_sentence(settings: dict[str, Any]) -> None:
    with pytest.raises(Invalid) as refused:
        parse_schedule(settings)
    assert refused.value.message.endswith((".", "*", "5"))
    assert (refused.value.errors[0].attr or "").startswith("settings.")
