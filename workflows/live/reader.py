"""Reading one run's log once for all sockets of this process that follow it."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from workflows.live.database import in_database
from workflows.live.reading import Entry

PAGE = 100
KEPT_FRAMES = 512
KEPT_CHARACTERS = 1_000_000


ReadPage = Callable[[str, int, int], Sequence[Entry]]
"""`(run_id, after, limit)` to at most `limit` entries after a seq, in order."""


@dataclass(eq=False, slots=True)
class Watch:
    """One socket's interest in one run: what it has sent (`sent`) and whether to look again."""

    run_id: str
    sent: int
    wake: Callable[[], None]
    looked: bool = False
    due: bool = True
    progress: dict[tuple[str, int], str] = field(default_factory=dict)

    def ring(self) -> None:
        """Have the socket look again."""
        self.due = True
        self.wake()


class RunReader:
    """The tail of one run's log in memory, filled by whoever needs more first."""

    def __init__(self, run_id: str, read: ReadPage) -> None:
        """Start empty; nothing is read before somebody asks."""
        self.run_id = run_id
        self.known = 0
        self.watches: set[Watch] = set()
        self._read = read
        self._tail: deque[Entry] = deque()
        self._characters = 0
        self._reading = asyncio.Lock()

    def heard(self, seq: int) -> None:
        """Take a hint that the run is at `seq`; old and repeated ones cost nothing."""
        if seq > self.known:
            self.known = seq
            for watch in self.watches:
                watch.ring()

    def ring_laggards(self) -> None:
        """Have those look again that are behind what is known (their last look failed)."""
        for watch in self.watches:
            if watch.sent < self.known:
                watch.ring()

    async def after(self, seq: int, look: bool) -> Sequence[Entry]:
        """Give entries after `seq`, a page at most; `look` asks the log even when no hint came.

        The caller has registered its watch before: what is appended while this reads is either
        in the answer, or its hint finds the watch.
        """
        found = self._from_tail(seq)
        if found or (seq >= self.known and not look):
            return found
        async with self._reading:
            # Somebody else may have read it while we waited for our turn.
            found = self._from_tail(seq)
            if found:
                return found
            target = self.known
            page = await in_database(self._read, self.run_id, seq, PAGE)
            self._keep(page)
            if not page and self.known == target:
                # A hint spoke of events that do not exist (any more): do not ask again for it.
                self.known = min(target, seq)
            return page

    def _from_tail(self, seq: int) -> list[Entry]:
        if not self._tail or not self._tail[0].seq <= seq + 1 <= self._tail[-1].seq:
            return []
        first = seq + 1 - self._tail[0].seq
        return [self._tail[index] for index in range(first, min(first + PAGE, len(self._tail)))]

    def _keep(self, page: Sequence[Entry]) -> None:
        for entry in page:
            last = self._tail[-1].seq if self._tail else entry.seq - 1
            if entry.seq != last + 1:
                if entry.seq <= last:
                    continue
                # A hole: the tail must be without gaps, so it starts anew here.
                self._tail.clear()
                self._characters = 0
            self._tail.append(entry)
            self._characters += _size(entry)
        while len(self._tail) > KEPT_FRAMES or (
            self._characters > KEPT_CHARACTERS and len(self._tail) > 1
        ):
            self._characters -= _size(self._tail.popleft())
        if page:
            # A full page means that there may be more; an empty answer takes that back.
            self.known = max(self.known, page[-1].seq + (len(page) == PAGE))


def _size(entry: Entry) -> int:
    # What is not text yet is small beside the event itself.
    return sum(len(frame) for frame in entry.frames if isinstance(frame, str))
