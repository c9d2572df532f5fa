"""Driver: claims runs and executes their nodes in one event loop, until they have come to rest."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Coroutine, Sequence, Set
from contextlib import suppress
from itertools import count
from typing import Any

from workflows.engine.execution import WorkflowRunner
from workflows.engine.ports import Applied, Work
from workflows.engine.transition import apply

from .home import Home, Seen
from .store import wanted

POLL_SECONDS = 0.2
"""How often to look where nobody tells: at a clock moved by hand, at runs that others hold."""

_numbers = count(1)
_log = logging.getLogger(__name__)


class Driver:
    """A worker for some runs (and those that they start or wake), or for all that are due.

    Used in one event loop; several may work on one home at the same time.
    """

    def __init__(self, home: Home, only: str | None = None, woken: Set[str] = frozenset()) -> None:
        """Take the run that it is for, with others that were woken with it; None: all."""
        self._home = home
        self._focus = only
        self._wanted: set[str] | None = {only, *woken} if only is not None else None
        self._owner = f"runtime-{next(_numbers)}"
        self._runners: dict[str, WorkflowRunner] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._moved = asyncio.Event()
        self._thread = threading.get_ident()
        self._loop = asyncio.get_running_loop()

    async def until_rest(self, patience: float) -> None:
        """Drive the run until it has ended or waits.

        A retry that is due within ``patience`` seconds of real time is waited for.
        """
        leave = self._home.hub.listen(self._hear)
        try:
            while True:
                self._moved.clear()
                await self._claim()
                if self._runners:
                    await self._moved.wait()
                    continue
                seen = await self._family()
                if all(item.rests for item in seen):
                    seconds = self._until_retry(seen)
                    if seconds is None or seconds > patience:
                        return
                    patience -= seconds
                    await self._wait(seconds)
                else:
                    await self._wait(POLL_SECONDS)
        finally:
            leave()
            self._leave()

    async def until_stopped(self, stop: threading.Event) -> None:
        """Drive all that is due, as it comes due, until told to stop; what is under way ends."""
        leave = self._home.hub.listen(self._hear)
        try:
            while not stop.is_set() or self._runners:
                self._moved.clear()
                if not stop.is_set():
                    await self._claim()
                await self._wait(self._until_due())
        finally:
            leave()
            self._leave()

    async def until_idle(self) -> None:
        """Drive all that is due until nothing is."""
        leave = self._home.hub.listen(self._hear)
        try:
            while True:
                self._moved.clear()
                claimed = await self._claim()
                if not self._runners and not claimed:
                    return
                if self._runners:
                    await self._moved.wait()
        finally:
            leave()
            self._leave()

    def _hear(self, run_ids: Sequence[str], rung: bool) -> None:
        """Note what moves; what this thread itself wakes is this driver's too."""
        if rung and self._wanted is not None and threading.get_ident() == self._thread:
            self._wanted |= set(run_ids)
        # The loop may have been closed since: then nobody needs to know.
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._react, tuple(run_ids) if rung else ())

    def _react(self, rung: Sequence[str]) -> None:
        self._moved.set()
        for run_id in rung:
            runner = self._runners.get(run_id)
            if runner is not None:
                self._spawn(runner.look())

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = self._loop.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and task.exception() is not None:
            _log.error("A run could not be looked at.", exc_info=task.exception())

    async def _claim(self) -> int:
        token = wanted.set(self._wanted)
        try:
            claimed = await self._home.call(lambda: self._home.take(self._owner))
        finally:
            wanted.reset(token)
        for item in claimed:
            self._hold(item)
        return len(claimed)

    def _hold(self, claimed: Applied) -> None:
        state = claimed.state
        if state is None or claimed.released:
            return
        program = self._home.ports.store.program(state.workflow, state.version)
        runner = WorkflowRunner(claimed, self._owner, program, self._commit, self._home.tools)
        self._runners[claimed.run_id] = runner
        runner.start()
        self._spawn(self._until_done(runner))

    async def _until_done(self, runner: WorkflowRunner) -> None:
        await runner.done.wait()
        del self._runners[runner.run_id]
        if not self._runners and self._home.local is not None:
            # A runner that gave up has left its run behind: it is claimed anew.
            self._home.local.release(self._owner)
        self._moved.set()

    async def _commit(self, work: Work) -> Applied:
        return (await self._home.call(lambda: apply(self._home.ports, [work])))[0]

    async def _family(self) -> list[Seen]:
        """Look at the run, and at those below it that this driver has met."""
        names = {self._focus, *(self._wanted or ())} - {None}
        seen = await self._home.call(lambda: self._home.look(str(name) for name in names))
        family = {self._focus}
        for _ in seen:
            family |= {name for name, item in seen.items() if item.state.parent in family}
        return [item for name, item in seen.items() if name in family]

    def _until_retry(self, seen: Sequence[Seen]) -> float | None:
        """Give the seconds to the next retry; None: there is none, or the clock stands still."""
        if self._home.by_hand:
            return None
        times = [
            (item.wake_at - item.now).total_seconds()
            for item in seen
            if item.state.status == "running" and item.wake_at is not None
        ]
        return min(times, default=None)

    def _until_due(self) -> float:
        local = self._home.local
        due = local.next_due() if local is not None and not self._home.by_hand else None
        if due is None or local is None:
            return POLL_SECONDS
        return min(max((due - local.clock()).total_seconds(), 0.0), 1.0)

    async def _wait(self, seconds: float) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._moved.wait(), seconds)

    def _leave(self) -> None:
        """Let go of what is still held, as after an interrupt: somebody else may take it up."""
        for runner in self._runners.values():
            runner.abandon()
        for task in self._tasks:
            task.cancel()
        if self._runners and self._home.local is not None:
            self._home.local.release(self._owner)
