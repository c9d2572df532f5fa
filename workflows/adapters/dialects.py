"""How the two databases are spoken to: transactions, statements, clocks; no run is known here.

The drivers are used directly: the ORM's cursor costs as much as a statement itself. Statements are
written with ``%s``. What is only said, not asked, may be sent later, at the latest by the commit.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from workflows.models.fields import from_micros, to_micros

from .postgres import PostgresSession, Row

Params = Sequence[Any]


class SqliteSession:
    """SQLite: its clock is that of the host, in milliseconds."""

    vendor = "sqlite"
    NOW = "CAST((julianday('now') - 2440587.5) * 86400000 + 0.5 AS INTEGER) * 1000"
    _CLOCK = f"SELECT {NOW}"

    def __init__(self, raw: Any) -> None:
        """Take the driver's connection."""
        self._raw = raw

    def begin(self) -> None:
        """Open a transaction with the right to write: one that reads first could fail later."""
        self._raw.execute("BEGIN IMMEDIATE")

    def commit(self) -> None:
        """End the transaction well."""
        self._raw.execute("COMMIT")

    def rollback(self) -> None:
        """Undo the transaction, unless the database did."""
        if self._raw.in_transaction:
            self._raw.execute("ROLLBACK")

    def flush(self) -> None:
        """Do nothing: statements are never kept back."""

    def query(self, sql: str, params: Params = ()) -> list[Row]:
        """Read rows."""
        rows: list[Row] = self._raw.execute(_marks(sql), params).fetchall()
        return rows

    def many(self, sql: str, rows: Sequence[Params]) -> int:
        """Execute once for each row; give how many rows of the table were touched."""
        count: int = self._raw.executemany(_marks(sql), rows).rowcount
        return count

    def now(self) -> datetime:
        """Ask the database's clock; aware UTC."""
        return from_micros(self._raw.execute(self._CLOCK).fetchone()[0])

    def moment(self, value: datetime | None) -> int | None:
        """Give the form of a ``MomentField``."""
        return None if value is None else to_micros(value)

    @staticmethod
    def blob(value: bytes | None) -> bytearray | None:
        """Give the form in which bytes travel to the statements of the store.

        The driver takes a ``bytearray`` as it is; for ``bytes`` it looks for a converter each time.
        """
        return None if value is None else bytearray(value)

    def time(self, value: datetime | None) -> str | None:
        """Give the form of a ``DateTimeField``; the text is that of Django's own columns."""
        return None if value is None else str(value.astimezone(UTC).replace(tzinfo=None))

    def read_moment(self, value: Any) -> datetime:
        """Read a ``MomentField``, or the clock."""
        return from_micros(value)


def dashed(uuid: str | UUID) -> str:
    """Give the outside form of a UUID as either database gives it."""
    text = uuid if isinstance(uuid, str) else str(uuid)
    if len(text) == 36:
        return text
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


_MARKED: dict[str, str] = {}


def _marks(sql: str) -> str:
    known = _MARKED.get(sql)
    if known is None:
        known = _MARKED[sql] = sql.replace("%s", "?")
    return known


AnySession = SqliteSession | PostgresSession


def session_of(connection: BaseDatabaseWrapper) -> AnySession:
    """Speak through the connection of Django, opened when it is not."""
    if connection.connection is None:
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
    """Write in one transaction; within one of the caller's, in a part of it that can be undone.

    In a transaction of ours Django believes to be in autocommit mode: the block may read through
    the ORM, but must not use ``atomic`` or ``on_commit``.
    """
    connection = connections[using]
    with connection.wrap_database_errors:
        if connection.in_atomic_block:
            with transaction.atomic(using):
                session = session_of(connection)
                yield session
                session.flush()
            return
        session = session_of(connection)
        session.begin()
        try:
            yield session
            session.commit()
        except BaseException:
            # A connection that is lost has undone everything by itself.
            with contextlib.suppress(Exception):
                session.rollback()
            raise
