"""Claims about one command and its transaction: whose loss is tried again, and whose is told."""

from __future__ import annotations

import pytest
from django.db import OperationalError
from psycopg.errors import DeadlockDetected

from workflows.engine.commands import Stop
from workflows.engine.ports import Applied, Ports, Work
from workflows.services import applying

WORK = Work("r", Stop(None, "otto"))


def failing(times: int, cause: Exception | None) -> tuple[list[int], object]:
    """Make an `apply` that fails so often, and counts."""
    calls: list[int] = []

    def apply(ports: Ports, works: list[Work]) -> list[Applied]:
        calls.append(len(works))
        if len(calls) <= times:
            raise OperationalError("crossed") from cause
        return [Applied("r")]

    return calls, apply


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("times", "cause", "tries", "told"),
    [
        (2, DeadlockDetected(), 3, False),
        (3, DeadlockDetected(), 3, True),
        (1, None, 1, True),
    ],
)
def test_the_loser_of_a_deadlock_tries_again(
    monkeypatch: pytest.MonkeyPatch, times: int, cause: Exception | None, tries: int, told: bool
) -> None:
    calls, apply = failing(times, cause)
    monkeypatch.setattr(applying, "apply", apply)
    if told:
        with pytest.raises(OperationalError):
            applying.apply_work(WORK)
    else:
        assert applying.apply_work(WORK).run_id == "r"
    assert len(calls) == tries
