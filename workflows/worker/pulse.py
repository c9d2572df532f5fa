"""Whether a worker still gets anything done: its event loop turns, its threads come back.

What is done about it when not is decided by the heartbeat and the worker's guard.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from typing import Any

BEATS = 12
"""So many beats of the heart (a third of a lease each) the loop may stay silent: four leases."""


class Pulse:
    """Asks the loop for a sign of life, from another thread.

    Beats are counted, not seconds: a process that was frozen has not been silent.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        """Take the loop."""
        self._loop = loop
        self._missed = 0

    def ask(self) -> bool:
        """Ask once more; False when the loop has not answered for too long."""
        self._missed += 1
        with suppress(RuntimeError):  # it has been closed: the worker ends anyway
            self._loop.call_soon_threadsafe(self._answer)
        return self._missed <= BEATS

    def _answer(self) -> None:
        self._missed = 0


class Threads(ThreadPoolExecutor):
    """The threads in which steps are executed; ``busy`` counts those that are at work."""

    def __init__(self, count: int) -> None:
        """Take how many there may be."""
        super().__init__(count, thread_name_prefix="node")
        self._lock_of_busy = threading.Lock()
        self.count = count
        self.busy = 0

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """See the class above; counts around the call."""

        def counted() -> Any:
            self._add(1)
            try:
                return fn(*args, **kwargs)
            finally:
                self._add(-1)

        return super().submit(counted)

    def _add(self, number: int) -> None:
        with self._lock_of_busy:
            self.busy += number
