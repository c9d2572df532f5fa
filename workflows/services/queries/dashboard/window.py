"""The time that figures are about, cut into buckets for trends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import F, Func, IntegerField
from django.db.models.sql.compiler import SQLCompiler
from django.utils import timezone

from workflows.engine.errors import FieldError, Invalid
from workflows.models.fields import MomentField, to_micros

WINDOWS: Mapping[str, tuple[int, int]] = {
    "1h": (300, 12),
    "24h": (3_600, 24),
    "7d": (21_600, 28),
    "30d": (86_400, 30),
}
"""The seconds of a bucket and their number, by name."""

_JULIAN_EPOCH = 2_440_587.5
_DAY = 86_400


@dataclass(frozen=True, slots=True)
class Window:
    """From ``since`` until ``at``, in ``buckets`` of ``seconds``; ``today`` began at the midnight
    of whoever looks.

    ``at`` is ``now`` in whole seconds, so that addresses with instants stay readable.
    """

    name: str
    now: datetime
    at: datetime
    since: datetime
    seconds: int
    buckets: int
    today: datetime

    @classmethod
    def ending_now(cls, name: str, zone: str = "") -> Window:
        """Make the window of that name; raises `Invalid` for unknown names and zones."""
        if name not in WINDOWS:
            known = ", ".join(WINDOWS)
            fault = FieldError("unknown_window", f"One of: {known}.", "window")
            raise Invalid(f"The window must be one of: {known}.", errors=[fault])
        seconds, buckets = WINDOWS[name]
        now = timezone.now()
        at = now.replace(microsecond=0)
        midnight = at.astimezone(_zone(zone)).replace(hour=0, minute=0, second=0)
        since = at - timedelta(seconds=seconds * buckets)
        return cls(name, now, at, since, seconds, buckets, midnight.astimezone(UTC))

    @property
    def earliest(self) -> datetime:
        """Give the beginning of the window or of today, whichever is earlier."""
        return min(self.since, self.today)


def _zone(name: str) -> Any:
    if not name:
        return UTC
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        fault = FieldError("unknown_zone", "As Europe/Berlin.", "zone")
        raise Invalid(f"There is no time zone {name[:50]!r}.", errors=[fault]) from None


class Bucket(Func):
    """Number the bucket of an instant, from 0; -1 for what is before the window.

    The last one has what happens while the figures are read as well: see `fold`.
    """

    output_field = IntegerField()

    def __init__(self, column: str, window: Window) -> None:
        """Take the name of the column."""
        super().__init__(F(column))
        self.window = window

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any
    ) -> Any:
        """Count microseconds, or days of text."""
        source = self.source_expressions[0]
        sql, params = compiler.compile(source)
        more: list[Any]
        since, width = to_micros(self.window.since), self.window.seconds
        if isinstance(source.output_field, MomentField):
            place, more = f"({sql} - %s) / %s", [since, width * 1_000_000]
        else:
            place = f"CAST((julianday({sql}) - %s) * %s AS INTEGER)"
            more = [since / 1e6 / _DAY + _JULIAN_EPOCH, _DAY / width]
        low, at = f"CASE WHEN {sql} < %s THEN -1 ELSE {place} END", self._since(source, connection)
        return low, [*params, at, *params, *more]

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any
    ) -> tuple[str, list[Any]]:
        """Count seconds."""
        sql, params = compiler.compile(self.source_expressions[0])
        place = f"FLOOR(EXTRACT(EPOCH FROM {sql} - %s) / %s)::int"
        return f"GREATEST(-1, {place})", [*params, self.window.since, self.window.seconds]

    def _since(self, source: Any, connection: BaseDatabaseWrapper) -> Any:
        return source.output_field.get_db_prep_value(self.window.since, connection)


def fold(counts: Mapping[int, int], window: Window) -> list[int]:
    """Write counts by bucket as a list; what came after the window's end counts as its end."""
    found = [0] * window.buckets
    for bucket, count in counts.items():
        if bucket >= 0:
            found[min(bucket, window.buckets - 1)] += count
    return found
