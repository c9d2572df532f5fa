"""Checks made before Django starts, so that a broken set-up ends in one sentence."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing

import dj_database_url

from core.env import ConfigurationError, load_env

# Commands that work without a database: checks and generators; the doctor tells of it himself.
WITHOUT_DATABASE = {
    "check", "doctor", "help", "makemessages", "makemigrations", "spectacular", "version",
}  # fmt: skip


def check_database(argv: Sequence[str]) -> None:
    """Raise ConfigurationError when the command needs a database that cannot be opened."""
    env = load_env()
    command = argv[1] if len(argv) > 1 else "help"
    if command in WITHOUT_DATABASE or command.startswith("-"):
        return
    if env.database_url.startswith("sqlite:"):
        _open_sqlite(env.database_url)
    else:
        _open_postgres(env.database_url)


def _open_postgres(url: str) -> None:
    import psycopg

    try:
        psycopg.connect(url, connect_timeout=5).close()
    except (psycopg.Error, ValueError) as error:
        reason = " ".join(str(error).split()) or type(error).__name__
        raise ConfigurationError(f"DATABASE_URL does not lead to a database: {reason}") from error


def _open_sqlite(url: str) -> None:
    path = dj_database_url.parse(url)["NAME"]
    try:
        with closing(sqlite3.connect(path, timeout=5)) as connection:
            connection.execute("SELECT count(*) FROM sqlite_master")
    except sqlite3.Error as error:
        if "locked" in str(error):
            return  # busy is not broken: the command itself waits longer
        raise ConfigurationError(f"The database {path} cannot be opened: {error}.") from error
