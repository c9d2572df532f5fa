"""The database thread of a worker: group commits, claims and polls, one after the other.

There is no timer: while one commit is under way, the next batch gathers.
"""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import DatabaseError, InterfaceError, OperationalError, connections

from workflows.engine.errors import LeaseLost
from workflows.engine.events import NodeFailed, NodeSuspended, TaskEscalated
from workflows.engine.ports import Applied, Ports, Work
from workflows.engine.state import RunState, next_timer
from workflows.engine.transition import apply

log = logging.getLogger(__name__)

LARGEST_BATCH = 500
_SETS_TIMERS = (NodeSuspended, NodeFailed, TaskEscalated)


@dataclass(slots=True)
class Committed:
    """The answer to a work. ``timer`` is when the run next has something due by itself, in seconds
    from the commit; only told when it may have changed."""

    applied: Applied
    timer: float | None = None


Job = tuple["asyncio.Future[Any]", Work | Callable[[], Any]]


class Committer:
    """Applies what it is given in a thread of its own, and answers in the event loop."""

    def __init__(
        self, ports: Ports, loop: asyncio.AbstractEventLoop, patience_seconds: float
    ) -> None:
        """Take the ports, the loop of the callers, and how long a database may be out of reach."""
        self._ports = ports
        self._loop = loop
        self._patience = patience_seconds
        self._coming: list[Job] = []
        self._jobs: list[Job] = []
        self._some = threading.Condition()
        self._closing = False
        self._thread = threading.Thread(target=self._run, name="committer", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def commit(self, work: Work) -> asyncio.Future[Committed]:
        """Apply a work with all others that are waiting; called in the loop."""
        return self._put(work)

    def call(self, function: Callable[[], Any]) -> asyncio.Future[Any]:
        """Call a function in the database thread, after the works that wait; called in the loop."""
        return self._put(function)

    def close(self) -> None:
        """Finish what waits, then end the thread; called in the loop."""
        with self._some:
            self._jobs += self._coming
            self._coming.clear()
            self._closing = True
            self._some.notify()

    async def closed(self) -> None:
        """Wait for the end of the thread."""
        await asyncio.to_thread(self._thread.join, 10)

    def _put(self, job: Work | Callable[[], Any]) -> asyncio.Future[Any]:
        future = self._loop.create_future()
        self._coming.append((future, job))
        if len(self._coming) == 1:
            # Only after the loop's turn: runs that move at the same moment go together.
            self._loop.call_soon(self._hand_over)
        return future

    def _hand_over(self) -> None:
        with self._some:
            self._jobs += self._coming
            self._coming.clear()
            self._some.notify()

    def _take(self) -> list[Job]:
        with self._some:
            while not self._jobs and not self._closing:
                self._some.wait()
            taken, self._jobs = self._jobs[:LARGEST_BATCH], self._jobs[LARGEST_BATCH:]
            return taken

    def _run(self) -> None:
        try:
            while jobs := self._take():
                works = [(future, job) for future, job in jobs if isinstance(job, Work)]
                if works:
                    answers = self._apply([work for _, work in works])
                    self._answer([future for future, _ in works], answers)
                for future, job in jobs:
                    if not isinstance(job, Work):
                        self._answer([future], [self._try(job)])
        finally:
            connections.close_all()

    def _answer(self, futures: Sequence[asyncio.Future[Any]], answers: Sequence[Any]) -> None:
        try:
            self._loop.call_soon_threadsafe(_resolve, futures, answers)
        except RuntimeError:
            log.warning("The loop ended before its commits did.")

    def _try(self, function: Callable[[], Any]) -> Any:
        try:
            return function()
        except Exception as error:
            if isinstance(error, DatabaseError | InterfaceError):
                connections.close_all()
            return error

    def _apply(self, works: Sequence[Work]) -> Sequence[Committed | Exception]:
        try:
            return [_committed(item) for item in self._persist(works)]
        except Exception as error:
            if len(works) == 1:
                log.exception("Run %s: its outcome cannot be recorded.", works[0].run_id)
                return [error]
            # One of them spoils it for all: each is given its own transaction.
            return [answer for work in works for answer in self._apply([work])]

    def _persist(self, works: Sequence[Work]) -> Sequence[Applied]:
        """Apply; while the database cannot be reached or is locked, try again."""
        began, delay = time.monotonic(), 0.05
        while True:
            try:
                return apply(self._ports, works)
            except (OperationalError, InterfaceError) as error:
                if time.monotonic() - began + delay > self._patience:
                    raise
                log.warning("The database does not take a commit, trying again: %s", error)
                connections.close_all()
                time.sleep(delay)
                delay = min(delay * 2, 2.0)


def _committed(applied: Applied) -> Committed:
    if isinstance(applied.error, LeaseLost):
        log.info(
            "LeaseLost: run %s is not held here any more, nothing is recorded.", applied.run_id
        )
    changed = any(isinstance(record.event, _SETS_TIMERS) for record in applied.records)
    if not changed or applied.state is None or applied.released:
        return Committed(applied)
    return Committed(applied, seconds_to_timer(applied.state, applied))


def seconds_to_timer(state: RunState, applied: Applied) -> float | None:
    """Count the seconds from the commit to the run's next timer, deadline or retry."""
    due = next_timer(state)
    if due is None:
        return None
    now = applied.records[-1].at.timestamp() if applied.records else time.time()
    return due.timestamp() - now


def _resolve(futures: Sequence[asyncio.Future[Any]], answers: Sequence[Any]) -> None:
    for future, answer in zip(futures, answers, strict=True):
        if future.cancelled():
            continue
        if isinstance(answer, Exception):
            future.set_exception(answer)
        else:
            future.set_result(answer)
