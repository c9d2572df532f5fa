"""The reconciler: proves each minute that every run has something that moves it, and the rest of
the invariants; one process of an installation does it, and it mends nothing."""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence

from workflows.adapters.upkeep.seat import Seat
from workflows.services.dashboard.invariants import Broken, broken

from .beside import Job

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
        """Check everything once; None when another process does. Who fails leaves the seat."""
        try:
            if not self._seat.take():
                return None
            found = broken()
        except Exception:
            self.leave()
            raise
        self._tell(found)
        return found

    def leave(self) -> None:
        """Let another process look."""
        self._seat.leave()

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


def reconciling() -> Job:
    """Look now and then."""
    reconciler = Reconciler()

    def look(stop: threading.Event) -> None:
        reconciler.look()

    return Job("reconciler", look, EVERY_SECONDS, FIRST_SECONDS, reconciler.leave)
