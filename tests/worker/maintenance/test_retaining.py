"""Following the policy of retention beside runs: an end is soon."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from workflows.services.pruning import Pruned
from workflows.worker.maintenance import retaining
from workflows.worker.maintenance.beside import Job, beside


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
    with beside([Job("retention", retaining.look, 60.0)]):
        assert looked.wait(10)
    # It was resting between two batches, and was told at once.
    assert answers == [False]
