"""Walking along one log's chain until it breaks; why it breaks is told in `diagnosis.py`."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from workflows.adapters.audit.chain import genesis, link

from ..queries.audit.stored import Row

CHANGED, MISSING, INSERTED, REORDERED, HEAD = "changed", "missing", "inserted", "reordered", "head"


@dataclass(frozen=True, slots=True)
class Finding:
    """Where a log is not what it was: the place, one of the words above, a sentence."""

    kind: str
    seq: int
    message: str


@dataclass(slots=True)
class Gap:
    """Events without a hash: code from before the chain has written them, from when to when."""

    first: int
    last: int
    since: datetime
    until: datetime


@dataclass(slots=True)
class Walk:
    """What is known of one log's chain so far. ``before`` is the last hash that there was.

    ``known`` is a place and its hash as they were written down elsewhere, at an earlier time.
    """

    run_id: str
    known: tuple[int, str] | None = None
    seq: int = 0
    chained: int = 0
    gaps: list[Gap] = field(default_factory=list)
    broken: Finding | None = None
    before: bytes = b""

    def __post_init__(self) -> None:
        """Begin before the first event."""
        self.before = genesis(self.run_id)

    def take(self, row: Row) -> None:
        """Go on by one event; behind a break the rest is not looked at."""
        if self.broken is not None:
            return
        if row.seq != self.seq + 1:
            self._break(MISSING, self.seq + 1, f"{_events(self.seq + 1, row.seq - 1)} missing.")
            return
        if row.hash is None:
            self._unchained(row)
        elif next_hash(self.before, row) != row.hash:
            self._break(CHANGED, row.seq, "It is not what was written, or what was before it.")
            return
        else:
            self.before = row.hash
            self.chained += 1
        self.seq = row.seq
        self._compare(row)

    def close(self, head: bytes | None, seq: int | None = None) -> None:
        """End with what the run's row says: the head, and ``seq`` where nobody else checks it."""
        if self.broken is not None:
            return
        if seq is not None and self.seq < seq:
            self._break(MISSING, self.seq + 1, f"{_events(self.seq + 1, seq)} missing at the end.")
        elif self.known is not None and self.seq < self.known[0]:
            told = f"The log was longer once: {_events(self.seq + 1, self.known[0])} missing."
            self._break(MISSING, self.seq + 1, told)
        elif seq is not None and self.seq > seq:
            told = f"It was put behind the end; the run's row knows of {seq} events."
            self._break(INSERTED, seq + 1, told)
        elif head != (self.before if self.chained else None):
            told = "The head differs: the log's end is missing or new, or the head was changed."
            self._break(HEAD, self.seq, told)

    def _unchained(self, row: Row) -> None:
        if self.gaps and self.gaps[-1].last == row.seq - 1:
            self.gaps[-1].last, self.gaps[-1].until = row.seq, row.at
        else:
            self.gaps.append(Gap(row.seq, row.seq, row.at, row.at))

    def _compare(self, row: Row) -> None:
        if self.known is None or self.known[0] != row.seq:
            return
        if self.before.hex() != self.known[1]:
            told = "The chain is whole and another one than was written down: all of it is new."
            self._break(CHANGED, row.seq, told)

    def _break(self, kind: str, seq: int, message: str) -> None:
        self.broken = Finding(kind, seq, message)


def next_hash(before: bytes, row: Row, seq: int | None = None) -> bytes | None:
    """Compute the hash of an event, as if it stood at ``seq``; None for what no event can hold."""
    try:
        place = (row.seq if seq is None else seq, row.micros, row.epoch, row.iteration)
        return link(before, (*place, row.type, row.node_id, row.text))
    except (struct.error, TypeError, AttributeError):
        return None


def through(before: bytes, rows: Iterator[Row]) -> bytes | None:
    """Compute the hash behind several events, whether they have one or not."""
    found: bytes | None = before
    for row in rows:
        found = next_hash(found, row) if found is not None else None
    return found


def _events(first: int, last: int) -> str:
    return f"Event {first} is" if first >= last else f"Events {first} to {last} are"
