"""The look-out for a newer release: when the database has migrations that this code lacks, its
workers end, so that only code that knows the tables writes to them."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from django.db import DatabaseError, InterfaceError, connections

from workflows.services.readiness import newer_migrations

log = logging.getLogger(__name__)

LOOK_SECONDS = 5.0

Call = Callable[[Callable[[], Any]], Awaitable[Any]]


async def outdated(call: Call) -> str:
    """Wait until the database is newer than this code; name its first migration unknown here.

    ``call`` does database work elsewhere than in the loop.
    """
    while True:
        unknown = await call(run_once)
        if unknown:
            return str(unknown[0])
        await asyncio.sleep(LOOK_SECONDS)


def run_once() -> list[str]:
    """Look once; faults are logged, not raised."""
    try:
        return newer_migrations()
    except (DatabaseError, InterfaceError) as error:
        log.warning("The database cannot be asked for its migrations: %s", error)
        connections.close_all()
        return []
