"""Scheduler: a thread that fires a runtime's timers and deadlines when they come due."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Sequence

from .driver import POLL_SECONDS, Driver
from .home import Home


class Scheduler:
    """Drives all that is due, from ``start`` to ``stop``."""

    def __init__(self, home: Home) -> None:
        """Begin without a thread."""
        self._home = home
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin, unless it has begun."""
        with self._lock:
            if self._thread is not None and self._thread.is_alive():
                return
            self._stop = threading.Event()
            self._thread = threading.Thread(
                target=self._run, args=(self._stop,), name="fermata-scheduler", daemon=True
            )
            self._thread.start()

    def stop(self) -> None:
        """End, and wait until what is under way has ended."""
        with self._lock:
            self._stop.set()
            if self._thread is not None and self._thread is not threading.current_thread():
                self._thread.join()
            self._thread = None

    def wait(self, done: Callable[[], bool], timeout: float | None) -> bool:
        """Wait until something holds that the runs' moves bring about; say whether it came."""
        moved = threading.Event()

        def hear(run_ids: Sequence[str], rung: bool) -> None:
            moved.set()

        end = None if timeout is None else time.monotonic() + timeout
        leave = self._home.hub.listen(hear)
        try:
            while True:
                moved.clear()
                if done():
                    return True
                left = POLL_SECONDS if end is None else min(end - time.monotonic(), POLL_SECONDS)
                if left <= 0:
                    return False
                moved.wait(left)
        finally:
            leave()

    def _run(self, stop: threading.Event) -> None:
        async def drive() -> None:
            await Driver(self._home).until_stopped(stop)

        asyncio.run(drive())
