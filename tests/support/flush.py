"""Emptying the database after a test, past the triggers that let nobody do so otherwise.

What Django would execute is put between switching the guards off and on again, which only the owner
of the tables can; nothing in the product has a way around them for this.
"""

from importlib import import_module
from typing import Any

from django.db.backends.postgresql.base import DatabaseOperations as Postgres
from django.db.backends.sqlite3.base import DatabaseOperations as Sqlite

GUARDED = {
    "workflows_event": "workflows_event_no_truncate",
    "workflows_audit_entry": "workflows_audit_entry_no_truncate",
    "workflows_signed_head": "workflows_signed_head_no_truncate",
}

MIGRATIONS = ("0008_chain", "0014_signed_heads")


def empty_past_the_guards() -> None:
    """Change how both databases are flushed."""
    _change(Sqlite, _on_sqlite)
    _change(Postgres, _on_postgres)


def _change(operations: Any, around: Any) -> None:
    given = operations.sql_flush

    def sql_flush(self: Any, *args: Any, **options: Any) -> list[str]:
        statements: list[str] = given(self, *args, **options)
        return around(statements) if statements else []

    operations.sql_flush = sql_flush


def _on_sqlite(statements: list[str]) -> list[str]:
    """Delete runs first, as the log of a run that exists is kept; drop the guards of evidence."""
    ordered = sorted(statements, key=lambda sql: '"workflows_run"' not in sql)
    drop = "DROP TRIGGER {}_no_delete".format
    off = [drop(table) for table in ("workflows_audit_entry", "workflows_signed_head")]
    made = [import_module(f"workflows.migrations.{name}") for name in MIGRATIONS]
    on = [sql for module in made for sql in module.SQLITE if "BEFORE DELETE" in sql]
    return [*off, *ordered, *on]


def _on_postgres(statements: list[str]) -> list[str]:
    """Switch off what refuses to truncate."""
    switch = "ALTER TABLE {} {} TRIGGER {}".format
    off = [switch(table, "DISABLE", guard) for table, guard in GUARDED.items()]
    on = [switch(table, "ENABLE", guard) for table, guard in GUARDED.items()]
    return [*off, *statements, *on]
