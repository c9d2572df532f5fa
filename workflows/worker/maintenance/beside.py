"""Jobs beside the work on runs, each in a thread of its own; what a job does is the services' work,
and which jobs there are is in ``jobs.py``."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import DatabaseError, InterfaceError, connections

from workflows.engine.errors import Invalid

log = logging.getLogger(__name__)

TROUBLE_SECONDS = 2.0
"""After a fault nobody looks sooner than that."""

KEPT_SECONDS = 5.0
"""Who rests for longer leaves no connection open meanwhile."""

END_SECONDS = 5.0
"""All together have so long to end; what they do is whole or undone, so they may be left."""


@dataclass(frozen=True, slots=True)
class Job:
    """What is done again and again: ``work`` is given the event that ends it, and may give the
    seconds until the next time; else that is ``every``. ``first``: the seconds before the first
    time. ``end`` is called last, in the same thread."""

    name: str
    work: Callable[[threading.Event], float | None]
    every: float
    first: float = 0.0
    end: Callable[[], None] = lambda: None


@contextmanager
def beside(jobs: Sequence[Job]) -> Iterator[None]:
    """Do all of them while the block lasts."""
    stop = threading.Event()
    threads = [
        threading.Thread(target=_keep, args=(job, stop), name=job.name, daemon=True) for job in jobs
    ]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        ends = time.monotonic() + END_SECONDS
        for thread in threads:
            thread.join(max(ends - time.monotonic(), 0.0))


def look(job: Job, stop: threading.Event) -> float:
    """Do a job once; give the seconds until the next time. Faults are logged, not raised: what was
    to be done is still to be done then."""
    found: list[float | None] = []
    if not attempt(job.name, lambda: found.append(job.work(stop))):
        return max(job.every, TROUBLE_SECONDS)
    return job.every if found[0] is None else found[0]


def attempt(name: str, work: Callable[[], object]) -> bool:
    """Do it, and log a fault of it; say whether there was none."""
    try:
        work()
    except (DatabaseError, InterfaceError) as error:
        log.warning("%s: the database cannot be asked: %s", name, error)
        connections.close_all()
    except Invalid as error:
        log.error("%s: %s", name, error.message)
    except Exception:
        log.exception("%s: it failed.", name)
    else:
        return True
    return False


def _keep(job: Job, stop: threading.Event) -> None:
    rest = job.first
    try:
        while not stop.wait(rest):
            rest = look(job, stop)
            if rest > KEPT_SECONDS:
                connections.close_all()
        attempt(job.name, job.end)
    finally:
        connections.close_all()
