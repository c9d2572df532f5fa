"""WorkflowRunner: executes one held run until it rests; claiming, committing and heartbeats are the
worker's."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping

from ..commands import Advance, Command, Report, SaveState
from ..events import Json
from ..ports import Applied, Work
from ..program import Assignment, Program
from ..state import RunState
from ..tools import Tools
from ..transition.faultpoints import reach
from .dispatch import Actor, Doors, actor_for

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
        self._doors = Doors(self._save_state, self._report)
        self._letting_go = False
        self._actors: dict[Key, Actor] = {}
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

    def let_go(self) -> None:
        """Begin nothing new within what is being executed: the worker ends."""
        self._letting_go = True
        for actor in self._actors.values():
            actor.let_go()

    def abandon(self) -> None:
        """Stop executing at once, without recording anything: the lease is lost or about to be."""
        for task in list(self._attempts.values()):
            task.cancel()
        self.done.set()

    def _work(self, command: Command) -> Work:
        return Work(self.run_id, command, self.owner, self.epoch, self.state)

    def _absorb(self, applied: Applied) -> None:
        if applied.state is not None:
            self.state = applied.state
        if applied.released or (applied.state is None and applied.error is not None):
            self.abandon()
            return
        for actor in self._actors.values():
            actor.hear(applied.records)
        for assignment in applied.ready:
            self._spawn(assignment)
        self._drop_ended()

    def _spawn(self, assignment: Assignment) -> None:
        item = assignment.activation
        resumed = item.resumed["suspension"] if item.resumed else ""
        key = (item.node_id, item.iteration, hash((item.attempt, resumed)))
        if key in self._actors:
            # The state was loaded anew: an answer was lost, and with it what it told.
            self._actors[key].refresh(assignment)
            return
        # Known before its task begins: from now on it hears what is appended.
        actor = self._actors[key] = actor_for(self._program, assignment, self._tools, self._doors)
        if self._letting_go:
            actor.let_go()
        self._attempts[key] = asyncio.get_running_loop().create_task(
            self._attempt(actor, key, assignment)
        )

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

    async def _attempt(self, actor: Actor, key: Key, job: Assignment) -> None:
        try:
            reach("step.before")
            outcome = await self._tools.watch(self._program, job, actor.perform)
            reach("step.performed")
            if outcome is None:
                return
            self._handed_in.add(key)
            applied = await self._commit(self._work(outcome))
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
        self._actors.pop(key, None)
        self._handed_in.discard(key)

    async def _report(self, report: Report) -> None:
        """Record what a function has come to on its way; the run is given up when that fails."""
        if self.done.is_set():
            raise asyncio.CancelledError
        try:
            applied = await self._commit(self._work(report))
            if applied.error is not None and not applied.released:
                raise applied.error
        except Exception:
            _log.exception("Run %s is given up by this worker.", self.run_id)
            self.abandon()
            raise asyncio.CancelledError from None
        self._absorb(applied)

    async def _save_state(self, suspension: str, updates: Mapping[str, Json]) -> None:
        applied = await self._commit(self._work(SaveState(suspension, updates)))
        if applied.error is not None:
            raise applied.error
        # The answer may bring what others appended: it is told once.
        self._absorb(applied)
