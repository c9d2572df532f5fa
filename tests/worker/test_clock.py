"""A clock that is set is told, with how far; one that merely goes on is not."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta

import pytest

from tests.support.clock import moved_clock
from workflows.worker import heartbeat
from workflows.worker.clock import ClockWatch
from workflows.worker.heartbeat import Heartbeat

NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)


def watch(*steady: float) -> ClockWatch:
    """Give a watch whose steady clock shows these, look by look."""
    return ClockWatch(iter(steady).__next__)


@pytest.mark.parametrize("seconds", [3_600, -3_600, 61])
def test_a_jump_is_told_once(seconds: int, caplog: pytest.LogCaptureFixture) -> None:
    clock = watch(0, 10, 20)
    assert clock.look(NOON) is None
    jumped = NOON + timedelta(seconds=10 + seconds)
    assert clock.look(jumped) == timedelta(seconds=seconds)
    assert f"jumped by {seconds:+d} s" in caplog.text
    assert clock.look(jumped + timedelta(seconds=10)) is None


def test_a_machine_that_slept_and_a_clock_that_is_corrected_are_no_jump() -> None:
    clock = watch(0, 7_200, 7_210)
    clock.look(NOON)
    assert clock.look(NOON + timedelta(hours=2)) is None
    assert clock.look(NOON + timedelta(hours=2, seconds=12)) is None


@pytest.mark.django_db
def test_the_heartbeat_looks(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING, heartbeat.__name__)
    heart = Heartbeat("w1", 30, list, lambda lost: None)
    with moved_clock() as clock:
        heart._beat()
        clock.forward(3_600)
        heart._beat()
    assert "jumped by +3600 s" in caplog.text
