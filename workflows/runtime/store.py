"""The store of a runtime: the one in memory, from which a driver takes only the runs it is for."""

from __future__ import annotations

from collections.abc import Iterator, Set
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from workflows.engine.memory import MemoryStore, MemoryTransaction
from workflows.engine.ports import Head
from workflows.engine.state import TERMINAL

wanted: ContextVar[Set[str] | None] = ContextVar("wanted", default=None)
"""The runs that a claim in this context may take; None: all that are due."""


class LocalTransaction(MemoryTransaction):
    """A transaction whose claims are for the runs of their context."""

    def claim(self, owner: str, limit: int, ttl_seconds: float) -> list[Head]:
        """Take those of the wanted runs that are due."""
        only = wanted.get()
        if only is None:
            return super().claim(owner, limit, ttl_seconds)
        runs = self._store.runs
        self._store.runs = {name: runs[name] for name in only if name in runs}
        try:
            return super().claim(owner, limit, ttl_seconds)
        finally:
            self._store.runs = runs


class LocalStore(MemoryStore):
    """Runs of one process; safe for threads."""

    @contextmanager
    def transaction(self) -> Iterator[LocalTransaction]:
        """Open a transaction; its changes are kept when the block ends without an exception."""
        with self._lock:
            tx = LocalTransaction(self)
            yield tx
            tx.commit()

    def release(self, owner: str) -> None:
        """Make the runs due that an owner holds and is no longer at work on."""
        with self._lock:
            for row in self.runs.values():
                if row.head.owner == owner and row.head.status not in TERMINAL:
                    row.head.owner, row.wake_at = None, self.clock()

    def next_due(self) -> datetime | None:
        """Say when the next run needs a worker."""
        with self._lock:
            return min((row.wake_at for row in self.runs.values() if row.wake_at), default=None)
