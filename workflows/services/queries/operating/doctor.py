"""What the tables and the database itself tell of an installation's health; nothing is judged."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db import connection
from django.utils import timezone

from workflows.adapters.dialects import reading
from workflows.models import Message, Run, WorkerBeat

from .. import troubles

_POSTGRES = ("server_version", "synchronous_commit", "default_transaction_read_only",
             "max_connections", "fsync")  # fmt: skip
_SQLITE = ("journal_mode", "synchronous", "foreign_keys", "mmap_size")


def database_settings() -> dict[str, str]:
    """Read what the database says of itself, by name; raises `DatabaseError`."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT name, setting FROM pg_settings WHERE name = ANY(%s)", [list(_POSTGRES)]
            )
            return {str(name): str(value) for name, value in cursor.fetchall()}
        found = {}
        for name in _SQLITE:
            cursor.execute(f"PRAGMA {name}")  # one of the names above
            row = cursor.fetchone()
            found[name] = str(row[0]) if row else ""
        cursor.execute("SELECT sqlite_version()")
        return {**found, "server_version": str(cursor.fetchone()[0])}


def connections_in_use() -> int:
    """Count PostgreSQL's connections."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE backend_type = %s",
                       ["client backend"])  # fmt: skip
        return int(cursor.fetchone()[0])


def damage() -> list[str]:
    """Let SQLite look for damage in its file; give what it says, nothing when all is well."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA quick_check(5)")
        return [str(row[0]) for row in cursor.fetchall() if row[0] != "ok"]


def clock_skew() -> float:
    """Say by how many seconds the database's clock is ahead of this machine's."""
    before = timezone.now()
    with reading() as session:
        theirs = session.now()
    after = timezone.now()
    middle: datetime = before + (after - before) / 2
    return (theirs - middle).total_seconds()


def stranded() -> int:
    """Count the runs that have not ended and that neither a worker, a time nor a wait moves."""
    return troubles.stuck(Run.objects.all()).count()


def failing_messages() -> tuple[int, int]:
    """Count the messages on their way, and those of them that could not be delivered before."""
    return Message.objects.count(), Message.objects.filter(attempts__gt=0).count()


def silent_workers(seconds: float) -> list[str]:
    """Name the workers that signed on within a day and have been silent for longer than this."""
    now = timezone.now()
    rows = WorkerBeat.objects.filter(
        seen_at__lt=now - timedelta(seconds=seconds), seen_at__gte=now - timedelta(days=1)
    )
    return list(rows.values_list("owner", flat=True))


def administrators() -> list[User]:
    """List the active superusers."""
    return list(User.objects.filter(is_active=True, is_superuser=True).order_by("pk"))


def people(names: list[str]) -> list[User]:
    """List the active users with these names."""
    return list(User.objects.filter(is_active=True, username__in=names))


def vendor() -> str:
    """Name the database: `sqlite` or `postgresql`."""
    return str(connection.vendor)


def place() -> Any:
    """Name SQLite's file."""
    return connection.settings_dict["NAME"]
