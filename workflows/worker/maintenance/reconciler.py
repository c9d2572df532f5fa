"""The reconciler: proves each minute that every run has something that moves it, and the rest of
the invariants; one process of an installation does it, and it mends nothing."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import connections

from workflows.adapters.upkeep.seat import Seat
from workflows.services.dashboard.invariants import Broken, broken

log = logging.getLogger(__name__)

EVERY_SECONDS = 60.0
FIRST_SECONDS = 10.0
"""Who has just started leaves others, and itself, the time to give a sign of life."""

AGAIN = 60
"""What stays broken is told again after so many looks."""

_SEAT = 0x0FE2_3A7A


class Reconciler:
    """Looks, and tells what has broken and what is whole again."""

    def __init__(self) -> None:
        """Begin with everything whole."""
        self._seat = Seat("reconciler", _SEAT)
        self._told: dict[str, int] = {}

    def look(self) -> Sequence[Broken] | None:
        """Check everything once; None when another process does. Faults are logged, not raised."""
        try:
            if not self._seat.take():
                connections.close_all()
                return None
            found = broken()
        except Exception as error:
            # Whatever ails the database ails the invariants; the next look tells.
            log.warning("The invariants could not be checked: %s", error)
            self.leave()
            return None
        self._tell(found)
        return found

    def leave(self) -> None:
        """Let another process look."""
        self._seat.leave()
        connections.close_all()

    def _tell(self, found: Sequence[Broken]) -> None:
        names = {item.name for item in found}
        for name in [name for name in self._told if name not in names]:
            log.info("The invariant %s holds again.", name)
            del self._told[name]
        for item in found:
            looks = self._told.get(item.name, 0)
            if looks % AGAIN == 0:
                told = (item.name, item.message, item.advice)
                log.warning("The invariant %s is broken: %s %s", *told)
            self._told[item.name] = looks + 1


@contextmanager
def reconciling(every_seconds: float = EVERY_SECONDS) -> Iterator[None]:
    """Look now and then while the block lasts, in a thread of its own."""
    stop = threading.Event()

    def run() -> None:
        reconciler = Reconciler()
        rest = min(FIRST_SECONDS, every_seconds)
        while not stop.wait(rest):
            reconciler.look()
            rest = every_seconds
        reconciler.leave()

    thread = threading.Thread(target=run, name="reconciler", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(timeout=5)
