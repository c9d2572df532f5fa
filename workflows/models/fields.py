"""Column types of our tables: JSON as text, and instants as lean numbers; no table lives here."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from workflows.engine.payload import dumps, loads

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)

SEALED = "$sealed"
"""A key of payloads of which a part is sealed: the adapters open them as they are read."""

opener: list[Callable[[Any], Any]] = []
"""What opens a sealed payload; put in by the adapters, which have the keys."""

if TYPE_CHECKING:
    _Text = models.TextField[Any, Any]
    _Instant = models.DateTimeField[Any, Any]
else:
    _Text = models.TextField
    _Instant = models.DateTimeField


def to_micros(value: datetime) -> int:
    """Count the microseconds since 1970 of an aware time."""
    return (value - EPOCH) // _MICROSECOND


def from_micros(value: int) -> datetime:
    """Give the aware UTC time of a count of microseconds since 1970."""
    return EPOCH + timedelta(microseconds=value)


class JsonText(_Text):
    """A JSON value kept as text, the same on both databases; SQL cannot look inside."""

    description = "JSON as text"

    def from_db_value(self, value: Any, expression: Any, connection: BaseDatabaseWrapper) -> Any:
        """Read the text, and open what is sealed in it."""
        if value is None:
            return None
        return opener[0](loads(value)) if opener and SEALED in value else loads(value)

    def get_prep_value(self, value: Any) -> Any:
        """Write the value; None is SQL's NULL."""
        return None if value is None else dumps(value)

    def to_python(self, value: Any) -> Any:
        """Leave values alone: there is no text form that people type."""
        return value

    def value_to_string(self, obj: models.Model) -> str:
        """Serialise for dumps of the database."""
        return dumps(self.value_from_object(obj))


class MomentField(_Instant):
    """An instant, for the ORM a DateTimeField; on SQLite 8 bytes (microseconds), not 26 of text.

    Comparisons and ordering work on both databases; SQL functions of dates (``TruncDay``,
    ``Now``, differences) do not work on SQLite.
    """

    description = "Instant"

    def get_internal_type(self) -> str:
        """Keep SQLite's text converter away."""
        return "MomentField"

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        """Name the column's type."""
        return "bigint" if connection.vendor == "sqlite" else "timestamp with time zone"

    def get_db_prep_value(
        self, value: Any, connection: BaseDatabaseWrapper, prepared: bool = False
    ) -> Any:
        """Write the instant in the form of the database."""
        if connection.vendor != "sqlite":
            return super().get_db_prep_value(value, connection, prepared)
        value = value if prepared else self.get_prep_value(value)
        return to_micros(value) if isinstance(value, datetime) else value

    def from_db_value(self, value: Any, expression: Any, connection: BaseDatabaseWrapper) -> Any:
        """Read the instant as an aware UTC time."""
        return from_micros(value) if isinstance(value, int) else value
