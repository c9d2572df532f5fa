"""Migrations of the database beside those of this code: which lack, which nobody here knows."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from django.apps import apps
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

APP = "workflows"


@cache
def known(app: str) -> frozenset[str]:
    """List the migrations of our code for an app; none for an app that is not here.

    Read once: a deploy may change the files under a process. Their names are enough for that.
    """
    config = apps.app_configs.get(app)
    folders = [] if config is None else [str(Path(config.path) / "migrations")]
    return frozenset(module.name for module in pkgutil.iter_modules(folders))


def newer() -> list[str]:
    """List the migrations that the database has and this code does not know."""
    # Empty, not a fault, where there are no tables yet.
    applied = MigrationRecorder(connection).applied_migrations()
    return sorted(name for app, name in applied if app == APP and not _is_known(app, name))


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
    return [name for name in applied if not _is_known(*name.split(".", 1))]


def _is_known(app: str, name: str) -> bool:
    return name in known(app) or (app, name) in _replaced()


@cache
def _replaced() -> frozenset[tuple[str, str]]:
    """List what squashed ones of our code stand for; read when a name is not there otherwise."""
    found = MigrationLoader(None).disk_migrations.items()
    return frozenset(
        gone for (app, name), item in found if name in known(app) for gone in item.replaces
    )
