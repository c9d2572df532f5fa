"""The database's clock, moved by hand: leases, timers and deadlines come without waiting."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from django.db import connection
from django.db.backends.signals import connection_created

_SHADOWS = """
    CREATE SCHEMA moved;
    CREATE FUNCTION moved.clock_timestamp() RETURNS timestamptz LANGUAGE sql VOLATILE AS $$
        SELECT pg_catalog.clock_timestamp()
            + make_interval(secs => current_setting('moved.seconds')::float8) $$;
    CREATE FUNCTION moved.statement_timestamp() RETURNS timestamptz LANGUAGE sql STABLE AS $$
        SELECT pg_catalog.statement_timestamp()
            + make_interval(secs => current_setting('moved.seconds')::float8) $$;
"""
_EPOCH_DAY = 2440587.5


class DatabaseClock:
    """Moves the clock that this process's connections to the test database see."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def forward(self, seconds: float) -> None:
        """Move on (or back, below zero)."""
        self.seconds += seconds
        if connection.vendor == "postgresql":
            self._say(f"SET moved.seconds = '{self.seconds}'")

    def _julian(self, at: str | float | None) -> float | None:
        """Do as SQLite's own: the connection keeps it, also when the clock is uncovered again."""
        if not isinstance(at, str):
            return at
        if at == "now":
            return (time.time() + self.seconds) / 86_400 + _EPOCH_DAY
        moment = datetime.fromisoformat(at)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return round(moment.timestamp(), 3) / 86_400 + _EPOCH_DAY

    def _say(self, sql: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(sql)

    def shadow(self, **more: Any) -> None:
        """Put the moved clock before the database's own."""
        if connection.vendor == "sqlite":
            connection.ensure_connection()
            # Twice: SQLite forgets the statements it has compiled when a function of ours is
            # replaced, and not when one of its own is hidden for the first time.
            for _ in range(2):
                connection.connection.create_function("julianday", 1, self._julian)
        else:
            self._say(f"SET moved.seconds = '{self.seconds}'")
            self._say("SET search_path = moved, public, pg_catalog")

    def uncover(self) -> None:
        """Have the database's own clock again."""
        self.seconds = 0.0
        if connection.vendor == "postgresql":
            self._say("RESET search_path")
            self._say("DROP SCHEMA moved CASCADE")


@contextmanager
def moved_clock() -> Iterator[DatabaseClock]:
    """Give a clock over that of the database; within one test."""
    clock = DatabaseClock()
    if connection.vendor == "postgresql":
        clock._say(_SHADOWS)
    clock.shadow()
    connection_created.connect(clock.shadow)
    try:
        yield clock
    finally:
        connection_created.disconnect(clock.shadow)
        clock.uncover()
