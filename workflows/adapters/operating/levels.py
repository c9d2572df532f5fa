"""Figures that go up and down and belong to one process: open sockets, the pool's connections."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import connection

LEVELS: dict[str, float] = {}
"""What parts of this process say of themselves, by name."""


def pool() -> Mapping[str, int]:
    """Tell of PostgreSQL's pool: `size`, `free`, `waiting` (requests); empty without one."""
    told = getattr(connection, "pool", None)
    if told is None:
        return {}
    stats = told.get_stats()
    names = {"size": "pool_size", "free": "pool_available", "waiting": "requests_waiting"}
    return {name: int(stats.get(key, 0)) for name, key in names.items()}
