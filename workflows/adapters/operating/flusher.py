"""Adding a process's figures to the table: by its heartbeat, or else by a thread of its own."""

from __future__ import annotations

import logging
import os
import threading

from django.db import connections

from .meters import FLUSH_SECONDS, METERS

log = logging.getLogger(__name__)

_begun: set[int] = set()


def add_figures() -> None:
    """Add what was counted; a database that is away gets it the next time."""
    try:
        METERS.flush()
    except Exception as error:
        log.warning("The figures could not be added: %s", error)
        connections.close_all()


def keep_adding() -> None:
    """Begin the thread, once a process."""
    if os.getpid() not in _begun:
        _begun.add(os.getpid())
        threading.Thread(target=_run, name="figures", daemon=True).start()


def _run() -> None:
    rest = threading.Event()
    while not rest.wait(FLUSH_SECONDS):
        if METERS.pending():
            add_figures()
            connections.close_all()
