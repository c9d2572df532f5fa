"""How the two databases are spoken to: raw statements, clocks, forms of times; no run is known here.

Statements go to the driver directly: the ORM's cursor would cost as much as the statement itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime
from typing import Any, Protocol

import psycopg
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from workflows.models.fields import from_micros, to_micros

Row = tuple[Any, ...]
Params = Sequence[Any]


class Session(Protocol):
    """A connection of this thread. Statements are written with ``%s``."""

    vendor: str

    def query(self, sql: str, params: Params = ()) -> list[Row]:
        """Read rows."""

    def many(self, sql: str, rows: Sequence[Params]) -> int:
        """Execute once for each row; give how many rows of the table were touched, or -1."""

    def now(self) -> datetime:
        """Ask the database's clock; aware UTC."""

    def moment(self, value: datetime | None) -> Any:
        """Give the form of a ``MomentField``."""

    def time(self, value: datetime | None) -> Any:
        """Give the form of a ``DateTimeField``."""

    def read_moment(self, value: Any) -> datetime:
        """Read a ``MomentField``."""


class SqliteSession:
    """SQLite: its clock is that of the host, in milliseconds."""

    vendor = "sqlite"
    NOW = "CAST((julianday('now') - 2440587.5) * 86400000 + 0.5 AS INTEGER) * 1000"
    _CLOCK = f"SELECT {NOW}"

    def __init__(self, raw: Any) -> None:
        """Take the driver's connection."""
        self._raw = raw

    def query(self, sql: str, params: Params = ()) -> list[Row]:
        """See ``Session``."""
        rows: list[Row] = self._raw.execute(_marks(sql), params).fetchall()
        return rows

    def many(self, sql: str, rows: Sequence[Params]) -> int:
        """See ``Session``."""
        count: int = self._raw.executemany(_marks(sql), rows).rowcount
        return count

    def now(self) -> datetime:
        """See ``Session``."""
        return from_micros(self._raw.execute(self._CLOCK).fetchone()[0])

    def moment(self, value: datetime | None) -> int | None:
        """See ``Session``."""
        return None if value is None else to_micros(value)

    def time(self, value: datetime | None) -> str | None:
        """See ``Session``; the text is that of Django's own columns."""
        return None if value is None else str(value.astimezone(UTC).replace(tzinfo=None))

    def read_moment(self, value: Any) -> datetime:
        """See ``Session``."""
        return from_micros(value)


_MARKED: dict[str, str] = {}


def _marks(sql: str) -> str:
    known = _MARKED.get(sql)
    if known is None:
        known = _MARKED[sql] = sql.replace("%s", "?")
    return known


class PostgresSession:
    """PostgreSQL: prepared statements, values bound by the server."""

    vendor = "postgresql"

    def __init__(self, raw: Any) -> None:
        """Take the driver's connection."""
        self._raw = raw

    def query(self, sql: str, params: Params = ()) -> list[Row]:
        """See ``Session``."""
        with psycopg.Cursor(self._raw) as cursor:
            return cursor.execute(sql, params, prepare=True).fetchall()

    def send(self, sql: str, params: Params = ()) -> None:
        """Execute without waiting for the answer when statements are pipelined."""
        psycopg.Cursor(self._raw).execute(sql, params, prepare=True)

    def many(self, sql: str, rows: Sequence[Params]) -> int:
        """See ``Session``; answers are not waited for, so nothing is counted."""
        for row in rows:
            self.send(sql, row)
        return -1

    def now(self) -> datetime:
        """See ``Session``."""
        return self.read_moment(self.query("SELECT clock_timestamp()")[0][0])

    def moment(self, value: datetime | None) -> datetime | None:
        """See ``Session``."""
        return value

    time = moment

    def read_moment(self, value: datetime) -> datetime:
        """See ``Session``."""
        return value.astimezone(UTC)


AnySession = SqliteSession | PostgresSession


def session_of(connection: BaseDatabaseWrapper) -> AnySession:
    """Speak through the connection of Django, opened when it is not."""
    connection.ensure_connection()
    if connection.vendor == "sqlite":
        return SqliteSession(connection.connection)
    return PostgresSession(connection.connection)


@contextmanager
def reading(using: str = "default") -> Iterator[AnySession]:
    """Read without a transaction, or within that of the caller."""
    connection = connections[using]
    with connection.wrap_database_errors:
        yield session_of(connection)


@contextmanager
def writing(using: str = "default") -> Iterator[AnySession]:
    """Write in one transaction: on SQLite BEGIN IMMEDIATE; on PostgreSQL statements are pipelined.

    Pipelined means that a statement whose answer nobody reads costs no round trip; its error is
    raised by a later one, at the latest by the commit.
    """
    connection = connections[using]
    with connection.wrap_database_errors:
        session = session_of(connection)
        raw: Any = connection.connection
        # Within somebody else's transaction an error must show before its savepoint is released.
        alone = not connection.in_atomic_block
        pipeline = raw.pipeline() if alone and connection.vendor != "sqlite" else nullcontext()
        with pipeline, transaction.atomic(using):
            yield session
