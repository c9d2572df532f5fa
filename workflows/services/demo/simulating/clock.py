"""The clock of a run that is played, and ids with its times: both moved by chance that is the same
each time."""

from __future__ import annotations

from datetime import datetime
from random import Random
from uuid import UUID

from workflows.engine.memory import MemoryClock


class TickingClock(MemoryClock):
    """A clock that goes on a little whenever somebody looks at it, as work takes time."""

    def __init__(self, start: datetime, chance: Random) -> None:
        """Begin at an instant."""
        super().__init__(start)
        self._chance = chance

    def __call__(self) -> datetime:
        """Give the time, some milliseconds after the last."""
        self.forward(self._chance.uniform(0.003, 0.045))
        return self.time

    def reach(self, moment: datetime) -> None:
        """Move on to a moment, never back."""
        self.time = max(self.time, moment)


def uuid7_at(moment: datetime, chance: Random) -> str:
    """Give a UUID version 7 of a moment (RFC 9562): milliseconds, then chance."""
    milliseconds = int(moment.timestamp() * 1_000) & (2**48 - 1)
    number = milliseconds << 80 | 0x7 << 76 | chance.getrandbits(12) << 64
    number |= 0b10 << 62 | chance.getrandbits(62)
    return str(UUID(int=number))
