"""Migrations of the database beside those of this code: which lack, which nobody here knows."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterable
from functools import cache

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

APP = "workflows"


@cache
def known() -> frozenset[str]:
    """List the migrations of our code. Read once: a deploy may change the files under a process."""
    from workflows import migrations

    return frozenset(module.name for module in pkgutil.iter_modules(migrations.__path__))


def newer() -> list[str]:
    """List the migrations that the database has and this code does not know."""
    # Empty, not a fault, where there are no tables yet.
    applied = MigrationRecorder(connection).applied_migrations()
    return sorted({name for app, name in applied if app == APP} - known())


def missing_migrations() -> list[str]:
    """Return the migrations that the database lacks, as `app.name`."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def applied_migrations() -> list[str]:
    """Return those that the database has."""
    return [f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations()]


def unknown_migrations(applied: Iterable[str]) -> list[str]:
    """Return those of the list that this code does not have: a newer release made them."""
    known = MigrationLoader(None).disk_migrations
    names = {f"{app}.{name}" for app, name in known}
    # Squashed ones stand for those that are gone.
    names |= {f"{app}.{name}" for item in known.values() for app, name in item.replaces}
    return [name for name in applied if name not in names]
