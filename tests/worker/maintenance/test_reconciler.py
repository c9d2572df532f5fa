"""The reconciler tells in the log what is broken, once, and what holds again; one process looks."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest

from workflows.adapters.upkeep import seat
from workflows.services.dashboard.invariants import Broken
from workflows.worker.maintenance import reconciler
from workflows.worker.maintenance.reconciler import AGAIN, Reconciler

STUCK = Broken("stuck_runs", 2, "2 runs are stuck.", advice="Wake them.")


@pytest.fixture
def found(monkeypatch: pytest.MonkeyPatch) -> list[Broken]:
    """Give what the reconciler finds, to be changed."""
    things: list[Broken] = []
    monkeypatch.setattr(reconciler, "broken", lambda: list(things))
    return things


@pytest.fixture
def looker(db: None) -> Iterator[Reconciler]:
    """A reconciler within the test's transaction."""
    made = Reconciler()
    yield made
    made.leave()


def warnings(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.message for record in caplog.records if record.levelno == logging.WARNING]


def test_what_breaks_is_told_once_and_again_after_an_hour(
    looker: Reconciler, found: list[Broken], caplog: pytest.LogCaptureFixture
) -> None:
    looker.look()
    assert warnings(caplog) == []
    found.append(STUCK)
    for _ in range(AGAIN):
        looker.look()
    said = "The invariant stuck_runs is broken: 2 runs are stuck. Wake them."
    assert warnings(caplog) == [said]
    looker.look()
    assert warnings(caplog) == [said, said]


def test_what_holds_again_is_told(
    looker: Reconciler, found: list[Broken], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    found.append(STUCK)
    looker.look()
    found.clear()
    looker.look()
    looker.look()
    assert caplog.text.count("The invariant stuck_runs holds again.") == 1
    found.append(STUCK)
    looker.look()
    assert len(warnings(caplog)) == 2


def test_another_process_does_not_look_meanwhile(
    looker: Reconciler, found: list[Broken], monkeypatch: pytest.MonkeyPatch
) -> None:
    found.append(STUCK)
    assert looker.look() == [STUCK]
    # On PostgreSQL one connection may take its own lock twice: the other is another one.
    monkeypatch.setattr(seat.Seat, "take", lambda self: False)
    assert Reconciler().look() is None


def test_who_fails_leaves_the_seat_and_the_next_look_goes_on(
    looker: Reconciler, found: list[Broken], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> list[Broken]:
        raise OSError("away")

    with monkeypatch.context() as patch:
        patch.setattr(reconciler, "broken", fail)
        with pytest.raises(OSError, match="away"):
            looker.look()
    other = Reconciler()
    assert other.look() == []
    assert looker.look() is None
    other.leave()
    found.append(STUCK)
    assert looker.look() == [STUCK]
