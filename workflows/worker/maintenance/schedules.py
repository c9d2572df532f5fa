"""The look-out for schedules that are due: each embedded worker, or the timekeeper of Redis mode;
which slots count and that each starts one run is the services' work."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from django.db import DatabaseError, InterfaceError, connections

from workflows.services.triggers.schedules import fire_due

log = logging.getLogger(__name__)

LOOK_SECONDS = 1.0
"""The longest time between two looks: a schedule made meanwhile starts at most so late."""

SHORTEST_SECONDS = 0.01

Call = Callable[[Callable[[], Any]], Awaitable[Any]]


async def keep_schedules(call: Call) -> None:
    """Fire what is due until cancelled; ``call`` does database work elsewhere than in the loop."""
    while True:
        await asyncio.sleep(await call(run_once))


def run_once() -> float:
    """Fire what is due; give the seconds until the next look. Faults are logged, not raised."""
    try:
        seconds = fire_due()
    except (DatabaseError, InterfaceError) as error:
        log.warning("The database cannot be asked for schedules: %s", error)
        connections.close_all()
        return LOOK_SECONDS
    except Exception:
        # It stays due: the next look, or another process, tries again.
        log.exception("Schedules could not be fired.")
        return LOOK_SECONDS
    return LOOK_SECONDS if seconds is None else min(max(seconds, SHORTEST_SECONDS), LOOK_SECONDS)
