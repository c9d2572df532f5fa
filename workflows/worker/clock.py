"""Whether the database's clock has been set: told in the log; nothing is decided by it."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta

log = logging.getLogger(__name__)

JUMP = timedelta(seconds=60)
"""What two looks may differ by: less is a busy machine, or a clock that is being corrected."""


_SINCE_BOOT = getattr(time, "CLOCK_BOOTTIME", None)


def steady() -> float:
    """Give seconds that nobody can set; where the system can, they go on while it sleeps."""
    return time.monotonic() if _SINCE_BOOT is None else time.clock_gettime(_SINCE_BOOT)


class ClockWatch:
    """Compares the database's clock with the one that nobody can set, look by look."""

    def __init__(self, steady: Callable[[], float] = steady) -> None:
        """Begin without a look."""
        self._steady = steady
        self._last: tuple[datetime, float] | None = None

    def look(self, now: datetime) -> timedelta | None:
        """Take the database's time; give by how much it has jumped since the last look, if it has.

        A process or a machine that stood still has seen no jump: both clocks go on meanwhile.
        """
        passed = self._steady()
        last, self._last = self._last, (now, passed)
        if last is None:
            return None
        jump = (now - last[0]) - timedelta(seconds=passed - last[1])
        if abs(jump) < JUMP:
            return None
        log.warning(
            "The database's clock has jumped by %+.0f s to %s: leases, timers and deadlines go "
            "by it. See `manage.py doctor`.",
            jump.total_seconds(), now.isoformat(timespec="seconds"),
        )  # fmt: skip
        return jump
