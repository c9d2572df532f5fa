"""InlineWorker: runs what is due in the caller's own process until nothing is; for tests, examples
and dry runs."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from ..ports import Applied, Ports, Work
from ..tools import Tools
from ..transition import apply, claim, relay
from .runner import WorkflowRunner

Call = Callable[[Callable[[], Sequence[Applied]]], Awaitable[Sequence[Applied]]]


async def _here(work: Callable[[], Sequence[Applied]]) -> Sequence[Applied]:
    return work()


class InlineWorker:
    """A worker without threads or heartbeats; ``call`` decides where database work is done."""

    def __init__(
        self, ports: Ports, owner: str = "inline", tools: Tools | None = None, call: Call = _here
    ) -> None:
        """Take the ports to work on."""
        self._ports = ports
        self._owner = owner
        self._tools = tools or Tools(progress=ports.feed.progress)
        self._call = call

    async def drain(self, limit: int = 100) -> int:
        """Deliver messages, claim and advance runs until none is due; give the number of claims."""
        count = 0
        while True:
            claimed = await self._call(lambda: self._take(limit))
            if not claimed:
                return count
            count += len(claimed)
            await asyncio.gather(*(self._advance(item) for item in claimed))

    def _take(self, limit: int) -> Sequence[Applied]:
        if self._ports.store.has_messages():
            relay(self._ports)
        return claim(self._ports, self._owner, limit, 3_600)

    async def _advance(self, claimed: Applied) -> None:
        state = claimed.state
        if state is None or claimed.released:
            return
        program = self._ports.store.program(state.workflow, state.version)
        runner = WorkflowRunner(claimed, self._owner, program, self._commit, self._tools)
        runner.start()
        await runner.done.wait()

    async def _commit(self, work: Work) -> Applied:
        return (await self._call(lambda: apply(self._ports, [work])))[0]
