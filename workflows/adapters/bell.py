"""The bell: wakes workers through sockets of this machine, or through a queue of django-rq."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence

from .hub import Sender

log = logging.getLogger(__name__)

RUNS_A_HINT = 500


class SocketBell:
    """Tells all workers of this machine which runs need one; never raises."""

    def __init__(self, sender: Sender) -> None:
        """Take what sends to the workers."""
        self._sender = sender

    def ring(self, run_ids: Sequence[str]) -> None:
        """See :class:`workflows.engine.ports.Bell`."""
        for start in range(0, len(run_ids), RUNS_A_HINT):
            self._sender.send({"rung": list(run_ids[start : start + RUNS_A_HINT])})


class QueueBell:
    """Puts a "drain" job into the queue and rings the sockets of this machine too; never raises.

    A job says nothing but that there is work: at most as many are queued as there are workers.
    """

    def __init__(self, sender: Sender, enqueue: Callable[[], None]) -> None:
        """Take what sends to the workers here, and what queues one job."""
        self._near = SocketBell(sender)
        self._enqueue = enqueue

    def ring(self, run_ids: Sequence[str]) -> None:
        """See :class:`workflows.engine.ports.Bell`."""
        self._near.ring(run_ids)
        try:
            self._enqueue()
        except Exception as error:
            # Redis only rings: the timekeeper's sweep finds the work without it.
            log.warning("Redis does not take the bell: %s", error)
