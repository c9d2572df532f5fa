"""Pointing this process at the database of a site, so that tests and oracle read it directly."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import dj_database_url
from django.db import InterfaceError, OperationalError, connections

from core.stores import POSTGRES_POOL, SQLITE_OPTIONS
from workflows.adapters.ports import forget_ports

OURS = "chaos-oracle"
"""How our own sessions are called: faults of the database spare them."""


def close_all() -> None:
    """Close this thread's connections and the pool behind them."""
    for connection in connections.all(initialized_only=True):
        connection.close()
        close_pool = getattr(connection, "close_pool", None)
        if close_pool is not None:
            close_pool()


def holds(question: Callable[[], Any]) -> bool:
    """Ask the database; one that is out of reach says no."""
    try:
        return bool(question())
    except (OperationalError, InterfaceError):
        close_all()
        return False


@contextmanager
def looking_at(url: str) -> Iterator[None]:
    """Have Django's default connection lead there for as long as the block lasts."""
    given = connections.settings["default"]
    told: dict[str, Any] = {**given, **dj_database_url.parse(url)}
    lite = told["ENGINE"].endswith("sqlite3")
    told["OPTIONS"] = SQLITE_OPTIONS if lite else {"pool": POSTGRES_POOL, "application_name": OURS}
    _point(told)
    try:
        yield
    finally:
        _point(given)


def _point(told: dict[str, Any]) -> None:
    close_all()
    connections.settings["default"] = told
    if connections.all(initialized_only=True):
        del connections["default"]
    forget_ports()
