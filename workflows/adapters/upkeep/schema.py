"""Migrations of the database beside those of this code: which lack, which nobody here knows."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterable
from contextlib import suppress
from functools import cache
from importlib import import_module

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
    if app not in apps.app_configs:
        return frozenset()
    try:
        package = import_module(_package(app))
    except ModuleNotFoundError:
        return frozenset()
    return frozenset(module.name for module in pkgutil.iter_modules(package.__path__))


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
    """Squashed ones stand for those that are gone; they are read when a name is not there."""
    return name in known(app) or (app, name) in _replaced(app)


@cache
def _replaced(app: str) -> frozenset[tuple[str, str]]:
    found: set[tuple[str, str]] = set()
    for name in known(app):
        with suppress(ModuleNotFoundError):  # a deploy has taken the file away meanwhile
            migration = import_module(f"{_package(app)}.{name}").Migration
            found |= {(app, name) for app, name in migration.replaces}
    return frozenset(found)


def _package(app: str) -> str:
    return str(MigrationLoader.migrations_module(app)[0])
