"""How the socket's coroutines reach the database: a few threads of their own, never the loop's."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from django.contrib.auth.models import User
from django.db import connections

from workflows.services.workspaces import walls

P = ParamSpec("P")
T = TypeVar("T")

KEEP_SECONDS = 60.0
"""How long a thread keeps its connection: opening one costs thrice what a query does."""

RESTED_SECONDS = 1.0
"""A connection that was not used for so long is asked whether it still lives: the server may have
been away meanwhile, and whoever comes first would be refused for it."""

# Of their own, since the pages' threads may all be busy; few, since each has a connection.
THREADS = ThreadPoolExecutor(max_workers=3, thread_name_prefix="live")
_own = threading.local()


async def in_database(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Call a function that uses the database in one of our threads and give its result."""

    def call() -> T:
        broken = True
        try:
            _look()
            # What concerns somebody is asked in his workspace, what all sockets share of all.
            first = args[0] if args else None
            walls.show(first if isinstance(first, User) else walls.EVERYTHING)
            result = function(*args, **kwargs)
            broken = any(c.errors_occurred for c in connections.all(initialized_only=True))
            return result
        finally:
            _tidy(broken)

    return await asyncio.get_running_loop().run_in_executor(THREADS, call)


def _look() -> None:
    if time.monotonic() - getattr(_own, "used", 0.0) < RESTED_SECONDS:
        return
    for connection in connections.all(initialized_only=True):
        connection.health_check_done = False  # type: ignore[attr-defined]
        connection.close_if_health_check_failed()


def _tidy(broken: bool) -> None:
    walls.show(None)
    now = time.monotonic()
    since: float = getattr(_own, "since", now)
    if broken or now - since >= KEEP_SECONDS:
        connections.close_all()
        since = now
    _own.since = since
    _own.used = now
