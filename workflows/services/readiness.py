"""Whether this installation can take and do work: database, migrations, a living worker."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.db import DatabaseError, connection

from workflows.adapters.presence import living_workers
from workflows.adapters.upkeep.schema import missing_migrations

from .dashboard.invariants import broken

__all__ = ["broken_invariants", "look_again", "missing_migrations", "readiness"]

LOOK_SECONDS = 30.0
_looked: list[tuple[float, list[str]]] = []
"""When this process last looked at the invariants, and which were broken."""


def readiness() -> dict[str, bool]:
    """Return `{database, migrations, worker}`; a check that cannot be made counts as failed."""
    return {
        "database": _holds(_database_answers),
        "migrations": _holds(lambda: not missing_migrations()),
        "worker": _holds(lambda: bool(living_workers())),
    }


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


def _holds(check: Callable[[], bool]) -> bool:
    try:
        return check()
    except (DatabaseError, OSError):
        return False
