"""Migrations only add: the release before goes on working on the tables of the next one.

What has to go goes in two releases: the first stops using it, the second removes it and says so by
``removes = "since 0.2.0 nobody reads it"`` in its class.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from django.db import migrations, models
from django.db.migrations.operations.base import Operation
from django.db.models.fields import NOT_PROVIDED

from workflows import migrations as ours

RELEASED = "0011_trying"
"""The last migration of the first release; those up to it never met an older one."""

TAKES_AWAY = (
    migrations.RemoveField, migrations.RenameField, migrations.DeleteModel, migrations.RenameModel,
    migrations.AlterModelTable, migrations.AlterField, migrations.AddConstraint,
    migrations.AlterUniqueTogether,
)  # fmt: skip
DESTROYS = re.compile(
    r"\b(DROP\s+(TABLE|COLUMN)|RENAME\s+(TO|COLUMN)|SET\s+NOT\s+NULL|TRUNCATE|ALTER\s+TYPE)\b", re.I
)


def faults(operations: Iterable[Operation]) -> Iterator[str]:
    """Name what the release before would fail on."""
    for operation in operations:
        name = type(operation).__name__
        if isinstance(operation, migrations.SeparateDatabaseAndState):
            yield from faults(operation.database_operations)
        elif isinstance(operation, migrations.AddField):
            if not may_be_left_out(operation.field):
                yield f"{name} {operation.model_name}.{operation.name}: null or db_default"
        elif isinstance(operation, TAKES_AWAY):
            yield f"{name} {getattr(operation, 'name', '')}"
        elif isinstance(operation, migrations.RunSQL) and DESTROYS.search(str(operation.sql)):
            yield f"{name}: {str(operation.sql)[:60]}"


def may_be_left_out(field: models.Field[Any, Any]) -> bool:
    """Say whether a row can be written by code that does not know the column.

    A ``default`` alone is Django's, not the database's.
    """
    return field.null or field.many_to_many or field.db_default is not NOT_PROVIDED


def later() -> list[str]:
    names = sorted(module.name for module in pkgutil.iter_modules(ours.__path__))
    return [name for name in names if name > RELEASED]


def test_no_migration_takes_away_what_the_release_before_uses() -> None:
    found = []
    for name in later():
        migration = importlib.import_module(f"workflows.migrations.{name}").Migration
        if not getattr(migration, "removes", ""):
            found += [f"{name}: {fault}" for fault in faults(migration.operations)]
    assert found == []


TEXT, LEFT = models.TextField(default=""), models.TextField(null=True)


@pytest.mark.parametrize(
    "operation",
    [
        migrations.RemoveField("run", "tags"),
        migrations.RenameField("run", "tags", "labels"),
        migrations.DeleteModel("Signal"),
        migrations.AddField("run", "note", TEXT),
        migrations.AlterField("run", "error", models.CharField(max_length=10)),
        migrations.RunSQL("ALTER TABLE workflows_run\n DROP COLUMN tags"),
        migrations.SeparateDatabaseAndState([migrations.RemoveField("run", "tags")], []),
    ],
    ids=lambda operation: type(operation).__name__,
)
def test_what_takes_away_is_found(operation: Operation) -> None:
    assert list(faults([operation]))


def test_what_adds_is_not() -> None:
    index = models.Index(fields=["error"], name="x")
    fields = [("id", models.BigAutoField(primary_key=True)), ("text", TEXT)]
    added = [
        migrations.AddField("run", "note", LEFT),
        migrations.AddField("run", "rank", models.IntegerField(db_default=0)),
        migrations.CreateModel("Note", fields),
        migrations.AddIndex("run", index),
        migrations.SeparateDatabaseAndState([], [migrations.RemoveField("run", "tags")]),
    ]
    assert list(faults(added)) == []
    assert later()
