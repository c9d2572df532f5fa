"""Telling people and programs, beside the work on runs: each embedded worker, or the timekeeper of
Redis mode. Who is told what, and how, is the services' work."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping
from typing import Self

from django.db import DatabaseError, InterfaceError, connections

from workflows.adapters.notices.deliveries import MAIL, WEBHOOK, seconds_to_next
from workflows.services.notices.expanding import expand_all
from workflows.services.notices.sending import send_all

log = logging.getLogger(__name__)

LOOK_SECONDS = 0.5
"""So often it is looked whether something has happened: nobody is told later than that."""

TROUBLE_SECONDS = 2.0
SENDERS: Mapping[str, int] = {MAIL: 1, WEBHOOK: 2}
"""How many threads send at once: one that hangs holds up no others."""


class NoticeKeeper:
    """Threads that turn announcements into notices and send what is due, until stopped.

    Whoever sends when the process ends is not waited for: another sends again, under the same id.
    """

    def __init__(self) -> None:
        """Begin without a thread."""
        self._stop = threading.Event()
        self._senders: dict[str, list[threading.Thread]] = {channel: [] for channel in SENDERS}
        self._thread = threading.Thread(target=self._run, name="notices", daemon=True)

    def __enter__(self) -> Self:
        """Begin."""
        self._thread.start()
        return self

    def __exit__(self, *raised: object) -> None:
        """Ask for the end, and wait for it for a moment."""
        self._stop.set()
        self._thread.join(2)

    def look(self) -> None:
        """Tell what has happened, and have sent what is due."""
        expand_all()
        for channel in SENDERS:
            seconds = seconds_to_next(channel)
            if seconds is not None and seconds <= 0:
                self._send(channel)

    def _run(self) -> None:
        try:
            while not self._stop.is_set():
                self._stop.wait(LOOK_SECONDS if _try(self.look) else TROUBLE_SECONDS)
        finally:
            connections.close_all()

    def _send(self, channel: str) -> None:
        """Start as many senders as there may be; each ends when nothing is due."""
        alive = [thread for thread in self._senders[channel] if thread.is_alive()]
        for _ in range(SENDERS[channel] - len(alive)):
            thread = threading.Thread(
                target=self._send_all, args=(channel,), name=f"send-{channel}", daemon=True
            )
            thread.start()
            alive.append(thread)
        self._senders[channel] = alive

    def _send_all(self, channel: str) -> None:
        try:
            _try(lambda: send_all(channel, lambda: not self._stop.is_set()))
        finally:
            connections.close_all()


def _try(work: Callable[[], object]) -> bool:
    """Do it; faults are logged, for whatever was to be told is still there."""
    try:
        work()
    except (DatabaseError, InterfaceError) as error:
        log.warning("The database cannot be asked for notices: %s", error)
        connections.close_all()
        return False
    except Exception:
        log.exception("Notices cannot be told.")
        return False
    return True
