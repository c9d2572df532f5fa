"""PostgreSQL's simple protocol: prepared statements, and no more round trips than answers.

A round trip costs as much as a durable commit, and the driver's cursors as much CPU as the whole
engine. So statements are put together as text, sent in one message, and answered as text.

The driver is loaded by whoever has a connection: an installation on SQLite does without it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from workflows.models.fields import from_micros

if TYPE_CHECKING:
    from psycopg import pq

Row = tuple[Any, ...]

_READ: dict[str, Callable[[bytes], Any]] = {
    "i": int,
    "s": bytes.decode,
    "b": lambda value: bytes.fromhex(value[2:].decode()),
}
"""How answers are read: whole numbers, texts, bytes. Times are asked for as microseconds."""

_BAD = (5, 6, 7)
"""In libpq's enumeration: a bad response, an error that is not fatal, one that is."""

# Every statement here finds few rows by an index, one by one. Where a table is young or of middling
# size the planner expects so many rows of a list that it would rather read the whole table.
_OFF = ("enable_seqscan", "enable_hashjoin", "enable_mergejoin")
# A process that freezes, or whose line goes dead, within a transaction keeps its locks: no
# other could take its runs up, for claims pass over what is locked. Ours never rest for so long.
_PATIENCE = "SET LOCAL idle_in_transaction_session_timeout='5s'"
_BEGIN = ";".join(["BEGIN", _PATIENCE, *[f"SET LOCAL {name}=off" for name in _OFF]])
_prepared: WeakKeyDictionary[Any, set[str]] = WeakKeyDictionary()


class Prepared:
    """A statement that each connection prepares once. ``reads`` has a letter a column: i, s, b."""

    def __init__(self, name: str, types: str, sql: str, reads: str = "") -> None:
        """Take the name, the types of the parameters and the SQL with $1, $2 …"""
        self.name = f"fermata_{name}"
        self.text = f"PREPARE {self.name} ({types}) AS {sql}"
        self.reads = tuple(_READ[letter] for letter in reads)


class PostgresSession:
    """A connection of this thread."""

    vendor = "postgresql"

    def __init__(self, raw: Any) -> None:
        """Take the driver's connection."""
        from psycopg import pq

        self._raw = raw
        self._pg: pq.abc.PGconn = raw.pgconn
        self._escape = pq.Escaping(self._pg).escape_literal
        self._kept: list[str] = []

    def begin(self) -> None:
        """Open a transaction, with the first statement that is sent."""
        self._kept.append(_BEGIN)

    def commit(self) -> None:
        """Send what was kept back, and end the transaction well."""
        if self._kept == [_BEGIN]:
            self._kept.clear()
            return
        self._kept.append("COMMIT")
        self.flush()

    def rollback(self) -> None:
        """Undo the transaction."""
        from psycopg import pq

        self._kept.clear()
        if self._pg.transaction_status != pq.TransactionStatus.IDLE:
            self._exchange("ROLLBACK")

    def flush(self) -> None:
        """Send what was kept back."""
        if self._kept:
            text, self._kept = ";".join(self._kept), []
            self._exchange(text)

    def call(self, statement: Prepared, *params: Any) -> list[Row]:
        """Execute a prepared statement and read its rows, in one round trip with what was kept."""
        self.say(statement, *params)
        text, self._kept = ";".join(self._kept), []
        result, reads = self._exchange(text), statement.reads
        get = result.get_value
        rows = []
        for row in range(result.ntuples):
            values = [get(row, column) for column in range(len(reads))]
            rows.append(
                tuple(
                    None if value is None else read(value)
                    for read, value in zip(reads, values, strict=True)
                )
            )
        return rows

    def say(self, statement: Prepared, *params: Any) -> None:
        """Execute a prepared statement some time before the commit."""
        known = _prepared.setdefault(self._raw, set())
        if statement.name not in known:
            # A statement that cannot be prepared must not spoil the transaction for a retry.
            self._exchange(statement.text)
            known.add(statement.name)
        values = ",".join([self._literal(value) for value in params])
        self._kept.append(f"EXECUTE {statement.name} ({values})")

    def query(self, sql: str, params: Sequence[Any] = ()) -> list[Row]:
        """Read rows through the driver, in its types."""
        from psycopg import Cursor

        self.flush()
        with Cursor(self._raw) as cursor:
            return cursor.execute(sql, params).fetchall()

    def many(self, sql: str, rows: Sequence[Sequence[Any]]) -> int:
        """Execute once for each row, some time before the commit; nothing is counted."""
        literal = self._literal
        for row in rows:
            self._kept.append(sql % tuple([literal(value) for value in row]))
        return -1

    def now(self) -> datetime:
        """Ask the database's clock; aware UTC."""
        return self.read_moment(self.query("SELECT clock_timestamp()")[0][0])

    def moment(self, value: datetime | None) -> datetime | None:
        """Give the form of a ``MomentField``."""
        return value

    time = moment

    @staticmethod
    def blob(value: bytes | None) -> str | None:
        """Give the form in which bytes travel to the statements of the store: hexadecimal."""
        return None if value is None else value.hex()

    def read_moment(self, value: Any) -> datetime:
        """Read an instant: microseconds of our statements, or the driver's type."""
        if isinstance(value, int):
            return from_micros(value)
        read: datetime = value.astimezone(UTC)
        return read

    def _literal(self, value: Any) -> str:
        if value is None:
            return "NULL"
        if isinstance(value, bool):
            return "TRUE" if value else "FALSE"
        if isinstance(value, int | float):
            return repr(value)
        if isinstance(value, str):
            return self._escape(value.encode()).decode()
        if isinstance(value, bytes):
            return f"'\\x{value.hex()}'::bytea"
        if isinstance(value, datetime):
            return f"'{value.isoformat()}'"
        raise TypeError(f"{type(value).__name__} has no literal.")

    def _exchange(self, text: str) -> pq.abc.PGresult:
        with self._raw.lock:
            result = self._pg.exec_(text.encode())
        if result.status in _BAD:
            from psycopg import OperationalError
            from psycopg.errors import ReadOnlySqlTransaction, error_from_result

            error = error_from_result(result)
            lost = self._raw.closed
            if lost or isinstance(error, ReadOnlySqlTransaction):
                # Of a lost connection there is no code of the server's, so the driver knows no
                # class for it; a server that is a standby for a while is an internal error to it.
                # Whoever retries must see that the database is away, and not the statement wrong.
                raise OperationalError(str(error)) from error
            raise error
        return result
