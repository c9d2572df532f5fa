"""The thread that follows the policy of retention: a fault ends nothing, an end is soon."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import OperationalError

from workflows.services.pruning import Pruned
from workflows.worker.maintenance import retaining


@pytest.mark.parametrize("fault", [OperationalError("away"), RuntimeError("odd")])
def test_a_fault_is_logged_and_the_next_look_tries_again(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, fault: Exception
) -> None:
    def fail(go_on: Callable[[], bool]) -> Pruned:
        raise fault

    monkeypatch.setattr(retaining, "follow_policy", fail)
    retaining.look(threading.Event())
    assert "Retention" in caplog.text


def test_it_looks_now_and_then_and_breaks_off_when_the_process_ends(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looked, answers = threading.Event(), []

    def follow(go_on: Callable[[], bool]) -> Pruned:
        looked.set()
        answers.append(go_on())
        return Pruned()

    monkeypatch.setattr(retaining, "follow_policy", follow)
    monkeypatch.setattr(retaining, "REST_SECONDS", 20.0)
    with retaining.retaining(0.01):
        assert looked.wait(10)
    # It was resting between two batches, and was told at once.
    assert answers == [False]
