"""The heartbeat: a thread with its own connection that keeps the leases of this worker alive."""

from __future__ import annotations

import asyncio
import logging
import os
import socket
import threading
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from django.db import connections

from workflows.adapters.leases import Beat, renew, sign_off
from workflows.adapters.operating.flusher import add_figures
from workflows.engine.transition.faultpoints import reach
from workflows.worker.pulse import Pulse

from .clock import ClockWatch

log = logging.getLogger(__name__)

SIGN_OFF_SECONDS = 3.0


class Heartbeat:
    """Renews each third of a lease. ``age`` tells for how long no renewal has succeeded.

    Times are those of the monotonic clock: no other clock takes part in deciding that a lease may
    be over.
    """

    def __init__(
        self,
        owner: str,
        ttl_seconds: float,
        held: Callable[[], Sequence[str]],
        lost: Callable[[Sequence[str]], None],
        pulse: Pulse | None = None,
    ) -> None:
        """``held`` gives the runs to renew, ``lost`` is told those that are not ours any more.

        When the ``pulse`` of the loop stays away, the process ends at once: its leases would be
        kept for ever, and nothing would come of its runs.
        """
        self._pulse = pulse
        self._owner = owner
        self._ttl = ttl_seconds
        self._held = held
        self._lost = lost
        self._stop = threading.Event()
        self._renewed = time.monotonic()
        self._started_at = datetime.now(UTC)
        self._clock = ClockWatch()
        self._thread = threading.Thread(target=self._run, name="heartbeat", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End, without waiting for it."""
        self._stop.set()

    async def gone(self) -> None:
        """Wait until it has signed off; not long, for a database that is away keeps nobody."""
        await asyncio.to_thread(self._thread.join, SIGN_OFF_SECONDS)

    @property
    def alive(self) -> bool:
        """Say whether the thread lives."""
        return self._thread.is_alive()

    @property
    def age(self) -> float:
        """Give the seconds since the last renewal that succeeded had begun."""
        return time.monotonic() - self._renewed

    def _run(self) -> None:
        try:
            while not self._stop.wait(self._beat()):
                pass
            add_figures()
            sign_off(self._owner)
        except Exception:
            log.exception("The heartbeat has ended.")
        finally:
            connections.close_all()

    def _beat(self) -> float:
        """Renew once; give the seconds to the next time."""
        reach("heartbeat.beat")
        if self._pulse is not None and not self._pulse.ask():
            log.critical("A step holds up this worker since %.0f s: it ends.", 4 * self._ttl)
            logging.shutdown()
            os._exit(1)
        began = time.monotonic()
        held = self._held()
        beat = Beat(self._owner, socket.gethostname()[:200], os.getpid(), self._started_at, held)
        try:
            kept, now = renew(beat, self._ttl)
        except Exception as error:
            log.warning("The leases could not be renewed: %s", error)
            connections.close_all()
            return self._ttl / 15
        self._renewed = began
        add_figures()
        self._clock.look(now)
        missing = [run_id for run_id in held if run_id not in kept]
        if missing:
            self._lost(missing)
        return self._ttl / 3
