"""One held run within the loop: its runner, its next timer, and whether it must look again."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace

from workflows.engine.execution import Tools, WorkflowRunner
from workflows.engine.ports import Applied, Work
from workflows.engine.program import Program
from workflows.worker.committer import Committed

SOONEST = 0.01
"""A timer that the database's clock has not reached yet is looked at again after so long."""


class Held:
    """Keeps a runner company: looks when somebody rings for it or its timer comes."""

    def __init__(
        self,
        claimed: Committed,
        owner: str,
        program: Program,
        tools: Tools,
        commit: Callable[[Work], Awaitable[Committed]],
    ) -> None:
        """Take the answer of the claim; ``commit`` applies a work with those of other runs."""
        self._submit = commit
        self._looking = False
        self._again = False
        self._timer: asyncio.TimerHandle | None = None
        self._first = claimed
        self.letting_go = False
        self.runner = WorkflowRunner(claimed.applied, owner, program, self._commit, tools)

    @property
    def done(self) -> bool:
        """Say whether the run is no longer ours."""
        return self.runner.done.is_set()

    @property
    def at_rest(self) -> bool:
        """Say whether no attempt is being executed."""
        return self.runner.running == 0

    def start(self) -> None:
        """Execute what is ready."""
        self.runner.start()
        self._arm(self._first.timer)

    def ring(self) -> None:
        """Look at what others appended; rings that come meanwhile are one more look."""
        self._again = True
        if not self._looking and not self.done:
            self._looking = True
            self._task = asyncio.get_running_loop().create_task(self._look())

    def let_go(self) -> None:
        """Start nothing new: what is being executed may end and is recorded."""
        self.letting_go = True
        self.runner.let_go()

    def abandon(self) -> None:
        """Stop executing at once."""
        if self._timer is not None:
            self._timer.cancel()
        self.runner.abandon()

    async def _look(self) -> None:
        try:
            while self._again and not self.done:
                self._again = False
                await self.runner.look()
        except Exception:
            # As with an outcome that cannot be recorded: the lease runs out, another takes over.
            self.abandon()
        finally:
            self._looking = False

    async def _commit(self, work: Work) -> Applied:
        committed = await self._submit(work)
        applied = committed.applied
        self._arm(committed.timer)
        return replace(applied, ready=()) if self.letting_go else applied

    def _arm(self, seconds: float | None) -> None:
        if seconds is None or self.done:
            return
        if self._timer is not None:
            self._timer.cancel()
        loop = asyncio.get_running_loop()
        self._timer = loop.call_later(max(seconds, SOONEST), self.ring)
