"""Sweeping up what is past by itself, and signing each day's heads; what goes and what is signed is
the services' to say."""

from __future__ import annotations

import logging
import threading

from workflows.services.audit.signing import sign_day
from workflows.services.pruning import keep_house
from workflows.services.upkeep.standing import standstill

from .beside import Job

log = logging.getLogger(__name__)

EVERY_SECONDS = 3_600.0
FIRST_SECONDS = 60.0
"""A process that has just started has better things to do."""


def sweeping() -> Job:
    """Sweep each hour."""
    return Job("sweeping", sweep, EVERY_SECONDS, FIRST_SECONDS)


def signing() -> Job:
    """Look each hour whether today's heads are signed. Reading what a day has brought may take
    seconds, so nothing else waits for it."""
    return Job("signing", sign, EVERY_SECONDS, FIRST_SECONDS)


def sweep(stop: threading.Event) -> None:
    """Sweep once."""
    gone = {name: count for name, count in keep_house().items() if count}
    if gone:
        log.info("Swept: %s", ", ".join(f"{count} {name}" for name, count in gone.items()))


def sign(stop: threading.Event) -> None:
    """Sign unless today's heads are signed."""
    # What was just restored may be the wrong backup: its heads are not signed before somebody
    # has said that it is to go on.
    if standstill() is None and sign_day():
        log.info("The heads of all logs were signed.")
