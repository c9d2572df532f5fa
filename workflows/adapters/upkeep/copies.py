"""Whole copies of an SQLite database and of the files beside it: taken, checked, put in place; what
is packed with them and when that is allowed is the services' to say."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.core.files.storage import storages
from django.db import connection

from ..hub import SUFFIX
from ..people.files import place_of

COUNTED = (
    "workflows_workflow", "workflows_version", "workflows_run", "workflows_event",
    "workflows_suspension", "workflows_task", "workflows_attachment", "workflows_delivery",
    "workflows_audit_entry", "auth_user",
)  # fmt: skip
"""Tables whose rows are counted for the manifest."""


class Damaged(Exception):
    """A database that SQLite itself finds faults in; the message holds the first ones."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a copy holds: rows by table, migrations as `app.name`, files by place with SHA-256."""

    counts: dict[str, int]
    migrations: list[str]
    files: dict[str, str]


def database_path() -> Path | None:
    """Give the file of the database; None: it is no SQLite database."""
    if connection.vendor != "sqlite":
        return None
    return Path(str(connection.settings_dict["NAME"]))


def files_root() -> Path:
    """Give the folder of the files that people handed in."""
    return Path(storages["attachments"].path(""))


def copy_database(target: Path) -> None:
    """Copy the live database as of one moment, writers go on meanwhile. Raises ``Damaged``.

    In one step: a copy in several begins anew whenever somebody writes.
    """
    with closing(sqlite3.connect(str(database_path()), timeout=20)) as source:
        _check(source)
        with closing(sqlite3.connect(str(target))) as copy:
            source.backup(copy)
            # One file, without a log beside it.
            copy.execute("PRAGMA journal_mode=DELETE")


def check_copy(path: Path) -> None:
    """Have SQLite look through a copy; raises ``Damaged``."""
    with closing(sqlite3.connect(str(path))) as copy:
        _check(copy)


def facts_of(path: Path) -> Facts:
    """Read what a copy holds."""
    with closing(sqlite3.connect(str(path))) as copy:
        counts = {
            name: copy.execute(f"SELECT count(*) FROM {name}").fetchone()[0]  # noqa: S608
            for name in COUNTED
        }
        rows = copy.execute("SELECT app, name FROM django_migrations ORDER BY id")
        migrations = [f"{app}.{name}" for app, name in rows]
        found = copy.execute("SELECT id, sha256 FROM workflows_attachment ORDER BY id")
        files = {place_of(UUID(file_id)): digest for file_id, digest in found}
    return Facts(counts, migrations, files)


def drop_unnamed(root: Path, database: Path) -> int:
    """Delete the files below a folder that no row names, as those of erased people; give how many.

    Their rows went with an erasure that speaks to a copy, which cannot reach the copied files.
    """
    named = {root / place for place in facts_of(database).files}
    gone = [path for path in root.rglob("*") if path.is_file() and path not in named]
    for path in gone:
        path.unlink()
    return len(gone)


@contextmanager
def speaking_to(path: Path) -> Iterator[None]:
    """Let Django speak to another file while the block lasts; closed and one file at its end."""
    settings = connection.settings_dict
    before = settings["NAME"]
    connection.close()
    settings["NAME"] = str(path)
    try:
        yield
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        connection.close()
        settings["NAME"] = before


def in_use(path: Path, run_dir: Path) -> str | None:
    """Say who has the database open: a sentence, or None."""
    import socket

    for ear in sorted(run_dir.glob(f"*{SUFFIX}")):
        with closing(socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)) as caller:
            if caller.connect_ex(str(ear)) == 0:
                return f"The process of {ear.stem} is running."
    if not path.exists() or path.stat().st_size == 0:
        return None
    try:
        with closing(sqlite3.connect(str(path), timeout=0.2)) as database:
            # Only who is alone can leave the journal of many.
            database.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.OperationalError as error:
        return f"Somebody has the database open ({error})."
    except sqlite3.DatabaseError:
        # It is no database any more: a good reason to restore one.
        return None
    return None


def beside(path: Path) -> Sequence[Path]:
    """Name the files that belong to a database file, itself first."""
    return [path, *(path.with_name(path.name + ending) for ending in ("-wal", "-shm", "-journal"))]


def _check(database: sqlite3.Connection) -> None:
    try:
        found = [row[0] for row in database.execute("PRAGMA quick_check(5)")]
    except sqlite3.DatabaseError as error:
        raise Damaged(str(error)) from error
    if found != ["ok"]:
        raise Damaged("; ".join(found)[:500])
