"""Whether this installation can take and do work: database, migrations, a living worker."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import cache

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from workflows.adapters.presence import living_workers

from .dashboard.invariants import broken

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


def missing_migrations() -> list[str]:
    """Return the migrations that the database lacks, as `app.name`."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def newer_migrations() -> list[str]:
    """Return the app's migrations that the database has and this code lacks, as `app.name`."""
    known = _known_migrations()
    applied = MigrationRecorder(connection).applied_migrations()
    ours = {app for app, _ in known}
    return sorted(f"{app}.{name}" for app, name in set(applied) - known if app in ours)


@cache
def _known_migrations() -> frozenset[tuple[str, str]]:
    found = MigrationLoader(None).disk_migrations
    return frozenset((app, name) for app, name in found if app == "workflows")


def _database_answers() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return bool(cursor.fetchone() == (1,))


def _holds(check: Callable[[], bool]) -> bool:
    try:
        return check()
    except (DatabaseError, OSError):
        return False
