"""How the socket's coroutines reach the database: a few threads of their own, never the loop's."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, ParamSpec, TypeVar

from django.contrib.auth.models import User
from django.db import connections

from workflows.services.workspaces import walls

P = ParamSpec("P")
T = TypeVar("T")

KEEP_SECONDS = 60.0
"""How long a thread keeps its connection: opening one costs thrice what a query does."""

# Of their own, since the pages' threads may all be busy; few, since each has a connection.
THREADS = ThreadPoolExecutor(max_workers=3, thread_name_prefix="live")
_own = threading.local()


async def in_database(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Call a function that reads from the database in one of our threads and give its result.

    A connection that the server has closed while it rested is noticed by whoever uses it next: he
    is not refused for it, but the function is called once more.
    """
    return await _in_thread(partial(function, *args, **kwargs), _place(args), again=True)


async def once_in_database(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Do the same with a function that changes something: it is called no second time."""
    return await _in_thread(partial(function, *args, **kwargs), _place(args), again=False)


def _place(args: tuple[Any, ...]) -> User | str:
    """What concerns somebody is asked in his workspace, what all sockets share of all."""
    return args[0] if args and isinstance(args[0], User) else walls.EVERYTHING


async def _in_thread(work: Callable[[], T], place: User | str, *, again: bool) -> T:
    def look() -> T:
        walls.show(place)
        return work()

    def call() -> T:
        broken = True
        try:
            result = _asked_again(look) if again else look()
            broken = any(c.errors_occurred for c in connections.all(initialized_only=True))
            return result
        finally:
            _tidy(broken)

    return await asyncio.get_running_loop().run_in_executor(THREADS, call)


def _asked_again(look: Callable[[], T]) -> T:
    try:
        return look()
    except Exception:
        if not _is_lost():
            raise
    connections.close_all()
    return look()


def _is_lost() -> bool:
    """Say whether the server has closed a connection of this thread."""
    kept = connections.all(initialized_only=True)
    return any(one.connection is not None and not one.is_usable() for one in kept)


def _tidy(broken: bool) -> None:
    walls.show(None)
    now = time.monotonic()
    since: float = getattr(_own, "since", now)
    if broken or now - since >= KEEP_SECONDS:
        connections.close_all()
        since = now
    _own.since = since
