"""Home: where the runs of a runtime live: in memory, or behind ports that were handed in."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeVar

from workflows.engine.errors import NotFound
from workflows.engine.events import Record
from workflows.engine.execution import Tools
from workflows.engine.memory import MemoryClock
from workflows.engine.people import Office, OpenOffice
from workflows.engine.ports import Applied, Head, Ports
from workflows.engine.state import RunState, wake_time
from workflows.engine.transition import claim, relay

from .hub import Hub
from .store import LocalStore

THREADS = 32
_LOCAL_LEASE = 100 * 365 * 86_400
_FOREIGN_LEASE = 3_600
_BATCH = 100

Clock = Callable[[], datetime]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Seen:
    """A run as it was looked at; ``wake_at`` is when it next needs a worker if nobody holds it."""

    head: Head
    state: RunState
    now: datetime

    @property
    def held(self) -> bool:
        """Say whether somebody holds the run."""
        return self.head.owner is not None

    @property
    def wake_at(self) -> datetime | None:
        """Say when it next needs a worker; None: not by itself."""
        return wake_time(self.state, self.now)

    @property
    def rests(self) -> bool:
        """Say whether nobody is at work on it, or needs to be now."""
        return not self.held and (self.wake_at is None or self.wake_at > self.now)


Calendars = Mapping[str, Mapping[str, Any]]


class Home:
    """Store, bell and feed, with what executes nodes beside them."""

    def __init__(
        self, ports: Ports | None, clock: Clock | None, calendars: Calendars | None = None
    ) -> None:
        """Make a store in memory unless ports are given; clock and business calendars (definitions
        by name) count for memory alone."""
        self.local = LocalStore(clock) if ports is None else None
        self.hub = Hub() if ports is None else Hub(ports.bell, ports.feed)
        store = self.local if self.local is not None else ports.store if ports else None
        if store is None:
            raise TypeError("A runtime needs a store.")
        self.ports = Ports(store, self.hub, self.hub)
        self.clock: Clock = clock or _utc_now
        self.checkpoints: dict[str, str] = {}
        """The runs of the checkpoints that were made here, by the checkpoint's id."""
        self.by_hand = isinstance(clock, MemoryClock)
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="fermata")
        # One thread, so that a runtime holds one connection to a database.
        self._database = ThreadPoolExecutor(1, thread_name_prefix="fermata-store")
        self.tools = Tools(
            executor=self._threads,
            progress=self.hub.progress,
            now=self.clock,
            office=self._office(calendars or {}),
        )

    def _office(self, calendars: Calendars) -> Office:
        if self.local is not None:
            return OpenOffice(calendars)
        from workflows.adapters.people.office import DatabaseOffice

        return DatabaseOffice(self.call)

    @property
    def lease_seconds(self) -> float:
        """Say how long a claim lasts: in memory nobody else can come to need the run."""
        return _LOCAL_LEASE if self.local is not None else _FOREIGN_LEASE

    async def call(self, work: Callable[[], T]) -> T:
        """Do work on the store: here in memory, in a thread when it may wait for a database."""
        if self.local is not None:
            return work()
        return await asyncio.get_running_loop().run_in_executor(self._database, work)

    def take(self, owner: str) -> Sequence[Applied]:
        """Deliver messages and claim what is due in this context."""
        if self.ports.store.has_messages():
            relay(self.ports)
        return claim(self.ports, owner, _BATCH, self.lease_seconds)

    def look(self, run_ids: Iterable[str]) -> dict[str, Seen]:
        """Look at runs; those that do not exist are missing from the answer."""
        with self.ports.store.transaction() as tx:
            heads = tx.lock(sorted(run_ids))
            states = tx.states(list(heads.values()))
            return {name: Seen(head, states[name], tx.now) for name, head in heads.items()}

    def seen(self, run_id: str) -> Seen:
        """Look at one run; ``NotFound``."""
        found = self.look([run_id]).get(run_id)
        if found is None:
            raise NotFound(f"There is no run {run_id!r} here.")
        return found

    def records(self, run_id: str) -> list[Record]:
        """Read a run's log; ``NotFound``."""
        with self.ports.store.transaction() as tx:
            head = tx.lock([run_id]).get(run_id)
            if head is None:
                raise NotFound(f"There is no run {run_id!r} here.")
            return list(tx.records_after(head, 0))

    def close(self) -> None:
        """Let the threads end."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        self._database.shutdown(cancel_futures=True)


def _utc_now() -> datetime:
    return datetime.now(UTC)
