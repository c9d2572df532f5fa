"""Following the policy of retention; which runs go is the services' to say."""

from __future__ import annotations

import logging
import threading

from workflows.services.pruning import follow_policy

from .beside import Job

log = logging.getLogger(__name__)

EVERY_SECONDS = 600.0
REST_SECONDS = 0.2
"""Between two batches: SQLite has one writer at a time, and those who wait for it only poll."""


def retaining() -> Job:
    """Look now and then whether it is due."""
    return Job("retention", look, EVERY_SECONDS, EVERY_SECONDS)


def look(stop: threading.Event) -> None:
    """Follow the policy once if that is due; broken off between two batches by the end."""
    gone = follow_policy(lambda: not stop.wait(REST_SECONDS))
    if gone is not None:
        log.info("Retention deleted %d runs.", gone.rows.get("Run", 0))
