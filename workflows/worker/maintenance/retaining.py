"""Following the policy of retention beside the work on runs: each embedded worker looks, or the
timekeeper of Redis mode; which runs go is the services' to say."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError, InterfaceError, connections

from workflows.services.pruning import follow_policy

log = logging.getLogger(__name__)

EVERY_SECONDS = 600.0
REST_SECONDS = 0.2
"""Between two batches: SQLite has one writer at a time, and those who wait for it only poll."""


def look(stop: threading.Event) -> None:
    """Follow the policy once if that is due; faults are logged, not raised."""
    try:
        gone = follow_policy(lambda: not stop.wait(REST_SECONDS))
        if gone is not None:
            log.info("Retention deleted %d runs.", gone.rows.get("Run", 0))
    except (DatabaseError, InterfaceError) as error:
        log.warning("Retention could not work: %s", error)
    except Exception:
        log.exception("Retention failed.")
    finally:
        connections.close_all()


@contextmanager
def retaining(every_seconds: float = EVERY_SECONDS) -> Iterator[None]:
    """Look now and then while the block lasts, in a thread of its own."""
    stop = threading.Event()

    def run() -> None:
        while not stop.wait(every_seconds):
            look(stop)

    thread = threading.Thread(target=run, name="retention", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(timeout=5)
