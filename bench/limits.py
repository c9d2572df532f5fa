"""What the machine can do at this moment: one small insert a commit, with no engine around it."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.db import connection, transaction

COUNT = 500
_TEXT = "x" * 100


def limit() -> dict[str, Any]:
    """Measure durable commits a second; the figures of an engine are to be read against it."""
    began = time.perf_counter()
    if connection.vendor == "sqlite":
        _sqlite(Path(settings.FERMATA["home"]) / "limit.sqlite3")
    else:
        _postgres()
    seconds = time.perf_counter() - began
    return {
        "n": COUNT,
        "concurrency": 1,
        "seconds": seconds,
        "per_second": COUNT / seconds,
        "notes": "limit: one insert a commit, without an engine",
    }


def rows_in_one_commit(rows: int) -> dict[str, Any]:
    """Measure so many small rows in one durable commit: what a batch of events cannot go below."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS limit_rows (number integer, text text)")
    began = time.perf_counter()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO limit_rows VALUES (%s, %s)", [(number, _TEXT) for number in range(rows)]
        )
    seconds = time.perf_counter() - began
    return {
        "n": rows,
        "concurrency": 1,
        "seconds": seconds,
        "per_second": rows / seconds,
        "notes": f"limit: {rows} rows in one commit, without an engine",
    }


def _sqlite(path: Path) -> None:
    database = sqlite3.connect(path, isolation_level=None)
    database.execute("PRAGMA journal_mode=WAL")
    database.execute("PRAGMA synchronous=FULL")
    database.execute("CREATE TABLE probe (number INTEGER, text TEXT)")
    for number in range(COUNT):
        database.execute("INSERT INTO probe VALUES (?, ?)", (number, _TEXT))
    database.close()


def _postgres() -> None:
    told = connection.get_connection_params()
    wanted = {name: told[name] for name in ("host", "port", "user", "password") if name in told}
    with psycopg.connect(dbname=told["dbname"], autocommit=True, **wanted) as database:
        database.execute("CREATE TABLE probe (number integer, text text)")
        for number in range(COUNT):
            database.execute("INSERT INTO probe VALUES (%s, %s)", (number, _TEXT))
