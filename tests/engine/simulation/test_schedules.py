"""Thousands of schedules hold every law; a failing one is repeated by its seed.

``SIMULATION_SEED=187`` runs that one; ``SIMULATION_RUNS=100000`` runs so many. In CI it is ten
thousand, elsewhere a thousand, so that nobody waits for minutes.
"""

from __future__ import annotations

import os

import pytest

from .schedule import Schedule
from .turning import TurningSchedule

BLOCKS = 10
RUNS = int(os.environ.get("SIMULATION_RUNS") or (10_000 if os.environ.get("CI") else 1_000))
SEED = os.environ.get("SIMULATION_SEED")


@pytest.mark.skipif(SEED is not None, reason="One schedule was asked for.")
@pytest.mark.parametrize("block", range(BLOCKS))
def test_every_schedule_holds_the_laws_and_every_run_ends(block: int) -> None:
    size = RUNS // BLOCKS
    for seed in range(block * size, (block + 1) * size):
        Schedule(seed).run()


@pytest.mark.skipif(SEED is not None, reason="One schedule was asked for.")
def test_schedules_through_real_runners_hold_them_too() -> None:
    for seed in range(RUNS // 20):
        TurningSchedule(seed).run()


@pytest.mark.parametrize("seed", [int(SEED)] if SEED else [7])
def test_a_schedule_is_the_same_each_time(seed: int) -> None:
    first, second = Schedule(seed), Schedule(seed)
    first.run()
    second.run()
    assert first.trace == second.trace
    assert [row.head for row in first.store.runs.values()] == [
        row.head for row in second.store.runs.values()
    ]
