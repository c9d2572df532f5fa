"""Telling people and programs, beside the work on runs; who is told what, and how, is the services'
work."""

from __future__ import annotations

import threading
from collections.abc import Mapping

from django.db import connections

from workflows.adapters.notices.deliveries import MAIL, WEBHOOK, seconds_to_next
from workflows.services.notices.expanding import expand_all
from workflows.services.notices.sending import send_all

from .beside import Job, attempt

LOOK_SECONDS = 0.5
"""So often it is looked whether something has happened: nobody is told later than that."""

SENDERS: Mapping[str, int] = {MAIL: 1, WEBHOOK: 2}
"""How many threads send at once: one that hangs holds up no others."""


class NoticeKeeper:
    """Turns announcements into notices, and has threads send what is due.

    Whoever sends when the process ends is not waited for: another sends again, under the same id.
    """

    def __init__(self) -> None:
        """Begin without a sender."""
        self._senders: dict[str, list[threading.Thread]] = {channel: [] for channel in SENDERS}

    def look(self, stop: threading.Event) -> None:
        """Tell what has happened, and have sent what is due."""
        expand_all()
        for channel in SENDERS:
            seconds = seconds_to_next(channel)
            if seconds is not None and seconds <= 0:
                self._send(channel, stop)

    def _send(self, channel: str, stop: threading.Event) -> None:
        """Start as many senders as there may be; each ends when nothing is due."""
        alive = [thread for thread in self._senders[channel] if thread.is_alive()]
        for _ in range(SENDERS[channel] - len(alive)):
            thread = threading.Thread(
                target=_send_all, args=(channel, stop), name=f"send-{channel}", daemon=True
            )
            thread.start()
            alive.append(thread)
        self._senders[channel] = alive


def telling() -> Job:
    """Look all the time."""
    return Job("notices", NoticeKeeper().look, LOOK_SECONDS)


def _send_all(channel: str, stop: threading.Event) -> None:
    try:
        attempt(f"notices by {channel}", lambda: send_all(channel, lambda: not stop.is_set()))
    finally:
        connections.close_all()
