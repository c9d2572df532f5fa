"""The timekeeper of Redis mode: queues drain jobs for what is due or left behind, which mends lost
bells, and does all jobs beside runs."""

from __future__ import annotations

import logging
import threading

from django.db import DatabaseError, InterfaceError, connections

from workflows.adapters.leases import seconds_to_next
from workflows.adapters.operating.flusher import add_figures
from workflows.adapters.operating.meters import FLUSH_SECONDS
from workflows.adapters.ports import current_ports
from workflows.worker.maintenance.beside import Job, beside
from workflows.worker.maintenance.jobs import all_jobs

log = logging.getLogger(__name__)

SWEEP_SECONDS = 1.0
"""A timer set meanwhile fires at most so late: nobody tells the timekeeper of it."""

BUSY_SECONDS = 0.5
"""While something is due and not yet taken, so often it is rung for again."""


# A worker's figures are added by its heartbeat.
FIGURES = Job("figures", lambda stop: add_figures(), FLUSH_SECONDS, FLUSH_SECONDS, add_figures)


def keep_time(stop: threading.Event) -> None:
    """Ring whenever something is due, until ``stop`` is set."""
    with beside([*all_jobs(), FIGURES]):
        while not stop.is_set():
            stop.wait(run_once())


def run_once() -> float:
    """Ring when something is due or to be delivered; give the seconds until the next look."""
    try:
        seconds = seconds_to_next()
        if current_ports().store.has_messages():
            # Delivering is a worker's: the timekeeper has no node types.
            seconds = 0
    except (DatabaseError, InterfaceError) as error:
        log.warning("The database cannot be asked for what is due: %s", error)
        connections.close_all()
        return 1.0
    if seconds is None:
        return SWEEP_SECONDS
    if seconds <= 0:
        current_ports().bell.ring([])
        return BUSY_SECONDS
    return min(seconds, SWEEP_SECONDS)
