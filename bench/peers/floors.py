"""What the stores allow at that moment, without any engine: the limits of the table."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from statistics import median
from typing import Any

import psycopg

_TEXT = "x" * 100
_BATCH = 50
_KNOWN = 200
"""So many rows are there to be read and changed. A limit has the name of the figure it bounds."""


def floors(work: str, store: str, folder: Path, url: str) -> dict[str, float]:
    """Measure those of a work on a store of its own: rows a second, milliseconds, seconds."""
    with closing(_open(store, folder, url)) as base:
        base.execute("CREATE TABLE probe (number integer PRIMARY KEY, text text)")
        limits = _limits(base, "?" if store == "sqlite" else "%s")
        return {name: limit() for name, limit in limits.items() if name.startswith(work)}


def _limits(base: Any, mark: str) -> dict[str, Callable[[], float]]:
    insert = f"INSERT INTO probe VALUES ({mark}, {mark})"
    update = f"UPDATE probe SET text = 'y' || text WHERE number = {mark}"
    read = f"SELECT text FROM probe WHERE number = {mark}"
    many = _grouped(base, insert, 200_000)
    _grouped(base, insert, 500_000)(0, _KNOWN)

    def known(act: Callable[[int], Any]) -> float:
        return median([_timed(lambda n=n: act(500_000 + n)) for n in range(_KNOWN)])

    def single() -> float:
        return _rate(300, 1, _single(base, insert))

    def grouped() -> float:
        return _rate(5_000, _BATCH, _grouped(base, insert, 100_000))

    def change() -> float:
        return known(lambda n: base.execute(update, (n,)))

    return {
        "W1 one steps/s": single,
        "W1 many steps/s": grouped,
        "W2 p50 ms": change,
        "W3 starts/s": grouped,
        "W3 resume p50 ms": change,
        "W4 last late s": lambda: _timed(lambda: many(0, 4_000)) / 1_000,
        "W5 steps/s": single,
        "W5 restart ms": lambda: known(lambda n: base.execute(read, (n,)).fetchall()),
        "W6 join s": lambda: _timed(lambda: many(10_000, 400)) / 1_000,
    }


def _open(store: str, folder: Path, url: str) -> Any:
    if store == "postgres":
        return psycopg.connect(url, autocommit=True)
    base = sqlite3.connect(folder / "floor.sqlite3", isolation_level=None)
    base.execute("PRAGMA journal_mode=WAL")
    base.execute("PRAGMA synchronous=FULL")
    return base


def _single(base: Any, insert: str) -> Callable[[int, int], None]:
    return lambda first, count: base.execute(insert, (first, _TEXT))


def _grouped(base: Any, insert: str, offset: int) -> Callable[[int, int], None]:
    def act(first: int, count: int) -> None:
        rows = [(offset + number, _TEXT) for number in range(first, first + count)]
        base.execute("BEGIN")
        base.cursor().executemany(insert, rows)
        base.execute("COMMIT")

    return act


def _rate(count: int, batch: int, act: Callable[[int, int], None]) -> float:
    began = time.perf_counter()
    for first in range(0, count, batch):
        act(first, batch)
    return count / (time.perf_counter() - began)


def _timed(act: Callable[[], Any]) -> float:
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1_000
