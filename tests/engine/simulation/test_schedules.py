"""Thousands of schedules hold every law; a failing one is repeated by its seed.

``SIMULATION_SEED=187`` runs that one; ``SIMULATION_RUNS=100000`` runs so many. In CI it is two
thousand, elsewhere a thousand, so that nobody waits for minutes.
"""

from __future__ import annotations

import os

import pytest

from .schedule import Schedule
from .turning import TurningSchedule

BLOCKS = 10
RUNS = int(os.environ.get("SIMULATION_RUNS") or (2_000 if os.environ.get("CI") else 1_000))
SEED = os.environ.get("SIMULATION_SEED")


def seeds(count: int) -> list[range]:
    """Give the seeds in blocks; the one that was asked for, alone."""
    if SEED is not None:
        return [range(int(SEED), int(SEED) + 1)]
    size = count // BLOCKS
    return [range(block * size, (block + 1) * size) for block in range(BLOCKS)]


@pytest.mark.parametrize("block", seeds(RUNS), ids=str)
def test_every_schedule_holds_the_laws_and_every_run_ends(block: range) -> None:
    for seed in block:
        Schedule(seed).run()


@pytest.mark.parametrize("block", seeds(RUNS // 10), ids=str)
def test_schedules_through_real_runners_hold_them_too(block: range) -> None:
    for seed in block:
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
