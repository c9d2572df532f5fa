"""Whether this installation can take and do work: database, migrations, workers, the queue."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping

from django.db import DatabaseError, connection

from workflows.adapters.presence import living_workers
from workflows.adapters.upkeep.redis import queue_facts
from workflows.adapters.upkeep.schema import missing_migrations
from workflows.conf import load_conf

from .dashboard.invariants import broken
from .queries.operating.monitoring import due_runs

LOOK_SECONDS = 30.0
_looked: list[tuple[float, list[str]]] = []
"""When this process last looked at the invariants, and which were broken."""


def readiness() -> dict[str, bool]:
    """Return `{database, migrations, worker, queue}`; a check that cannot be made counts as failed.

    `queue` is told and does not count: without Redis work goes on.
    """
    return {
        "database": _holds(_database_answers),
        "migrations": _holds(lambda: not missing_migrations()),
        "worker": _holds(lambda: bool(living_workers())),
        "queue": _holds(_queue_answers),
    }


def is_ready(checks: Mapping[str, bool]) -> bool:
    """Say whether work can be taken and done."""
    return all(holds for name, holds in checks.items() if name != "queue")


def late_seconds() -> float | None:
    """Say for how long the first due run has been due; None when the database cannot be asked."""
    try:
        return round(due_runs().seconds, 1)
    except (DatabaseError, OSError):
        return None


def broken_invariants() -> list[str]:
    """Name the invariants that do not hold, looked at once in a while: strangers may ask this."""
    now = time.monotonic()
    if not _looked or now - _looked[0][0] > LOOK_SECONDS:
        try:
            found = [item.name for item in broken()]
        except (DatabaseError, OSError):
            # That the database fails is told by itself.
            return []
        _looked[:] = [(now, found)]
    return _looked[0][1]


def look_again() -> None:
    """Forget what was found last."""
    _looked.clear()


def _database_answers() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return bool(cursor.fetchone() == (1,))


def _queue_answers() -> bool:
    return load_conf().redis_url is None or queue_facts() is not None


def _holds(check: Callable[[], bool]) -> bool:
    try:
        return check()
    except (DatabaseError, OSError):
        return False
