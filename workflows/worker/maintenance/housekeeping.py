"""Sweeping up what is past by itself, and signing each day's heads: each embedded worker does, or
the timekeeper of Redis mode; what goes and what is signed is the services' to say."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import DatabaseError, InterfaceError, connections

from workflows.engine.errors import Invalid
from workflows.services.audit.signing import sign_day
from workflows.services.pruning import keep_house
from workflows.services.upkeep.standing import standstill

log = logging.getLogger(__name__)

EVERY_SECONDS = 3_600.0
FIRST_SECONDS = 60.0
"""A process that has just started has better things to do."""

Call = Callable[[Callable[[], Any]], Awaitable[Any]]


async def keep_swept(call: Call) -> None:
    """Sweep until cancelled; ``call`` does database work elsewhere than in the loop."""
    await asyncio.sleep(FIRST_SECONDS)
    while True:
        await call(sweep_once)
        # Reading what a day has brought may take seconds, and others wait for the loop's thread.
        await asyncio.to_thread(_sign_apart)
        await asyncio.sleep(EVERY_SECONDS)


def run_once() -> None:
    """Sweep, and sign unless today's heads are signed."""
    sweep_once()
    sign_once()


def sweep_once() -> None:
    """Sweep; faults are logged, not raised: the next hour is early enough."""
    _try(_sweep)


def sign_once() -> None:
    """Sign unless today's heads are signed; faults are logged, as above."""
    _try(_sign)


def _sign_apart() -> None:
    try:
        sign_once()
    finally:
        connections.close_all()


def _try(work: Callable[[], None]) -> None:
    try:
        work()
    except Invalid as error:
        log.error("%s", error.message)
    except (DatabaseError, InterfaceError) as error:
        log.warning("The database cannot be swept: %s", error)
        connections.close_all()
    except Exception:
        log.exception("Sweeping failed.")


def _sweep() -> None:
    gone = {name: count for name, count in keep_house().items() if count}
    if gone:
        log.info("Swept: %s", ", ".join(f"{count} {name}" for name, count in gone.items()))


def _sign() -> None:
    # What was just restored may be the wrong backup: its heads are not signed before somebody
    # has said that it is to go on.
    if standstill() is None and sign_day():
        log.info("The heads of all logs were signed.")


@contextmanager
def sweeping(
    first_seconds: float = FIRST_SECONDS, every_seconds: float = EVERY_SECONDS
) -> Iterator[None]:
    """Sweep and sign now and then while the block lasts, in a thread of its own."""
    stop = threading.Event()

    def run() -> None:
        rest = first_seconds
        while not stop.wait(rest):
            try:
                run_once()
            finally:
                connections.close_all()
            rest = every_seconds

    thread = threading.Thread(target=run, name="housekeeping", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(timeout=5)
