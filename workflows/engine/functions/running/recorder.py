"""Recorder: hands what a function comes to over to be recorded, in order, as much as has gathered
at a time."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from ...commands import Outcome, Report

Send = Callable[[Report], Awaitable[None]]
"""Records a report; what follows from it is heard before this returns."""


class Recorder:
    """Sends one report after the other; what comes meanwhile goes together into the next."""

    def __init__(self, send: Send) -> None:
        """Begin with nothing to say."""
        self._send = send
        self._parts: list[Outcome] = []
        self._task: asyncio.Task[None] | None = None

    def put(self, *parts: Outcome) -> None:
        """Have something recorded, soon and after all that was put before."""
        self._parts += parts
        if self._task is None:
            # In the next turn of the loop: a step that ends at once is one report with its start.
            self._task = asyncio.get_running_loop().create_task(self._run())

    async def _run(self) -> None:
        try:
            while self._parts:
                parts, self._parts = self._parts, []
                await self._send(Report(tuple(parts)))
        finally:
            self._task = None

    async def empty(self) -> None:
        """Wait until all that was put is recorded."""
        while self._task is not None:
            await asyncio.wait({self._task})

    def close(self) -> None:
        """Send nothing more."""
        self._parts = []
        if self._task is not None:
            self._task.cancel()
