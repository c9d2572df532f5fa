"""A world whose workflows are functions: started, drained, answered, crashed and looked at."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

from uuid_utils.compat import uuid7

from tests.support.world import World
from workflows.engine.commands import ForkRun, RetryRun
from workflows.engine.decide.forking import Changes, prepare
from workflows.engine.execution import InlineWorker
from workflows.engine.functions import FunctionProgram, FunctionRegistry, WorkflowFunction, workflow
from workflows.engine.memory import MemoryBell, MemoryClock, MemoryFeed, MemoryStore
from workflows.engine.ports import Applied, NewRun, Ports, Work
from workflows.engine.state import fold
from workflows.engine.tools import Tools


async def turns(count: int) -> None:
    """Let the loop go round: what takes longer than something else, without a clock."""
    for _ in range(count):
        await asyncio.sleep(0)


class Crash(Exception):
    """The worker's process is gone."""


class FunctionWorld(World):
    """One store; the first function is the workflow ``w``, all are known by their own slugs."""

    def __init__(self, *functions: Any, tasks: Sequence[Any] = ()) -> None:
        self.clock = MemoryClock()
        self.store = MemoryStore(self.clock)
        self.bell, self.feed = MemoryBell(), MemoryFeed()
        self.ports = Ports(self.store, self.bell, self.feed)
        self.functions = FunctionRegistry()
        for task in tasks:
            self.functions.add(task)
        self.install(*functions)

    def install(self, *functions: Any) -> None:
        """Put other code in the place of what was there, as a deployment does."""
        for number, function in enumerate(functions):
            made = function if isinstance(function, WorkflowFunction) else workflow(function)
            program = FunctionProgram(made, self.functions)
            self.store.programs[(made.slug, 1)] = program
            if number == 0:
                self.store.programs[("w", 1)] = program

    def drain(self) -> None:
        tools = Tools(progress=self.feed.progress, now=self.clock)
        asyncio.run(InlineWorker(self.ports, tools=tools).drain())

    def result(self, run_id: str) -> Any:
        state = self.state(run_id)
        assert state.status == "completed", (state.status, state.error)
        return state.result

    def error(self, run_id: str) -> dict[str, Any]:
        state = self.state(run_id)
        assert state.status == "failed", state.status
        assert state.error is not None
        return state.error

    def steps(self, run_id: str) -> dict[str, str]:
        """Give the statuses of the steps by node id."""
        items = self.state(run_id).activations.values()
        return {item.node_id: item.status for item in items if item.step is not None}

    def started(self, run_id: str) -> list[str]:
        """List the steps in the order in which they were begun."""
        events = [record.event for record in self.log(run_id)]
        return [e.node_id for e in events if getattr(e, "step", None) is not None]  # type: ignore[attr-defined]

    def places(self, run_id: str) -> list[str]:
        """List the places of the steps, sorted."""
        items = self.state(run_id).activations.values()
        return sorted(item.step["position"] for item in items if item.step is not None)

    def answer(self, run_id: str, data: Any = None, **more: Any) -> None:
        """Answer a wait and let a worker go on."""
        self.resume(run_id, data, **more)
        self.drain()

    def retry(self, run_id: str, **more: Any) -> None:
        """Let a failed run go on."""
        self.apply(Work(run_id, RetryRun("otto", **more)))
        self.drain()

    def fork(self, run_id: str, seq: int | None = None, **changes: Any) -> str:
        """Fork a run and let a worker go on with the fork."""
        records = self.log(run_id)[:seq]
        state = fold(run_id, records)
        snapshot = prepare(state, Changes(**changes))
        fork = str(uuid7())
        command = ForkRun(run_id, state.seq, snapshot, "otto")
        self.apply(Work(fork, command, new=NewRun(fork, "w", 1, forked_from=run_id)))
        self.drain()
        return fork

    def later(self, seconds: float) -> None:
        """Let time pass and a worker look."""
        self.clock.forward(seconds)
        self.drain()


class Mortal(InlineWorker):
    """A worker that dies when it has committed so often; what it has committed stays."""

    def __init__(self, world: FunctionWorld, commits: int) -> None:
        super().__init__(world.ports, "mortal", Tools(now=world.clock), self._commit_or_die)
        self._left = commits

    async def _commit_or_die(self, work: Any) -> Sequence[Applied]:
        if self._left <= 0:
            raise Crash
        self._left -= 1
        return work()  # type: ignore[no-any-return]


def crash_after(world: FunctionWorld, commits: int) -> bool:
    """Work until so many commits are made, then die; say whether it came to that."""
    try:
        asyncio.run(Mortal(world, commits).drain())
    except Crash:
        return True
    return False
