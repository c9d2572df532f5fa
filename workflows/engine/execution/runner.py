"""WorkflowRunner: executes one held run until it rests; claiming, committing and heartbeats are the
worker's."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping

from ..commands import Advance, SaveState
from ..events import Json
from ..ports import Applied, Work
from ..program import Assignment, Program
from ..state import RunState
from .actor import Tools, perform

Key = tuple[str, int, int]
"""Node, iteration, and a number for the attempt and the suspension that it resumes from."""

_log = logging.getLogger(__name__)

Commit = Callable[[Work], Awaitable[Applied]]
"""Applies one work, together with what others hand in at the same moment; raises only when it gives
up."""


class WorkflowRunner:
    """One run in the hands of this worker: starts an actor for each assignment, commits what it
    comes to.

    Lives in one event loop. ``done`` is set when the run was released, lost, or ended.
    """

    def __init__(
        self, claimed: Applied, owner: str, program: Program, commit: Commit, tools: Tools
    ) -> None:
        """Take the answer of the claim; nothing is started before ``start``."""
        self.run_id = claimed.run_id
        self.owner = owner
        self.epoch = claimed.epoch
        self.state: RunState | None = claimed.state
        self.done = asyncio.Event()
        self._claimed = claimed
        self._program = program
        self._commit = commit
        self._tools = tools
        self._attempts: dict[Key, asyncio.Task[None]] = {}
        self._handed_in: set[Key] = set()

    @property
    def running(self) -> int:
        """Count the attempts that are being executed here."""
        return len(self._attempts)

    def start(self) -> None:
        """Begin what the claim found ready."""
        self._absorb(self._claimed)

    async def look(self) -> None:
        """Fold in what others appended, and do what has become due."""
        if not self.done.is_set():
            self._absorb(await self._commit(self._work(Advance())))

    def abandon(self) -> None:
        """Stop executing at once, without recording anything: the lease is lost or about to be."""
        for task in list(self._attempts.values()):
            task.cancel()
        self.done.set()

    def _work(self, command: Advance | SaveState) -> Work:
        return Work(self.run_id, command, self.owner, self.epoch, self.state)

    def _absorb(self, applied: Applied) -> None:
        if applied.state is not None:
            self.state = applied.state
        if applied.released or (applied.state is None and applied.error is not None):
            self.abandon()
            return
        for assignment in applied.ready:
            self._spawn(assignment)
        self._drop_ended()

    def _spawn(self, assignment: Assignment) -> None:
        item = assignment.activation
        resumed = item.resumed["suspension"] if item.resumed else ""
        key = (item.node_id, item.iteration, hash((item.attempt, resumed)))
        if key in self._attempts:
            return
        task = asyncio.get_running_loop().create_task(self._attempt(assignment, key))
        self._attempts[key] = task

    def _drop_ended(self) -> None:
        """Cancel attempts whose activation was ended by somebody else.

        Those that have handed in their outcome are left alone: the state may already hold it, and
        their answer says what comes next.
        """
        state = self.state
        if state is None:
            return
        for key, task in list(self._attempts.items()):
            item = state.activations.get(key[0])
            ended = item is None or item.status != "running" or item.iteration != key[1]
            if ended and key not in self._handed_in:
                task.cancel()

    async def _attempt(self, assignment: Assignment, key: Key) -> None:
        try:
            outcome = await perform(self._program, assignment, self._tools, self._record)
            self._handed_in.add(key)
            work = Work(self.run_id, outcome, self.owner, self.epoch, self.state)
            applied = await self._commit(work)
        except Exception:
            # Nothing was recorded and nobody can say why: the lease runs out and another takes
            # over.
            _log.exception("Run %s is given up by this worker.", self.run_id)
            self._forget(key)
            self.abandon()
            return
        finally:
            self._forget(key)
        self._absorb(applied)

    def _forget(self, key: Key) -> None:
        self._attempts.pop(key, None)
        self._handed_in.discard(key)

    async def _record(self, suspension: str, updates: Mapping[str, Json]) -> None:
        applied = await self._commit(self._work(SaveState(suspension, updates)))
        if applied.error is not None:
            raise applied.error
        # The answer may bring what others appended: it is told once.
        self._absorb(applied)
