"""Emptying SQLite after a test: runs first, as the log of a run that exists is kept."""

from typing import Any

from django.db.backends.sqlite3.base import DatabaseOperations


def empty_runs_first() -> None:
    """Put the order right in which Django's flush deletes; on PostgreSQL it truncates."""
    given = DatabaseOperations.sql_flush

    def sql_flush(self: DatabaseOperations, *args: Any, **options: Any) -> list[str]:
        statements: list[str] = given(self, *args, **options)
        return sorted(statements, key=lambda sql: '"workflows_run"' not in sql)

    DatabaseOperations.sql_flush = sql_flush  # type: ignore[method-assign]
