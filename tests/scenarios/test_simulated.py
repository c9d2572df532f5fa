"""Schedules of workers, people, time and accidents over the real store hold every law."""

from __future__ import annotations

import os

import pytest
from django.db import connection

from tests.engine.simulation.database import DatabaseSchedule
from tests.support.clock import moved_clock

GIVEN = os.environ.get("SIMULATION_DATABASE_RUNS")
USUAL = {"sqlite": 80, "postgresql": 40}


@pytest.mark.django_db
def test_schedules_over_the_database_hold_the_laws() -> None:
    usual = USUAL[connection.vendor] if os.environ.get("CI") else 30
    with moved_clock() as clock:
        for seed in range(int(GIVEN or usual)):
            DatabaseSchedule(seed, clock).run()
