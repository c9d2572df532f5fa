"""Keeps a set of child processes alive and ends them together; what they do is not known here."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

STOP_SECONDS = 25.0
FIRST_DELAY, LONGEST_DELAY = 0.2, 10.0
# A child that lived this long was healthy: its next death is a new story.
HEALTHY_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Start:
    """One start of a child: `kind` is `python` or `other`, `identity` names this very process."""

    identity: str
    arguments: Sequence[str]
    kind: str = "python"
    environment: Mapping[str, str] = field(default_factory=dict)
    folder: str | None = None


@dataclass(frozen=True, slots=True)
class ChildPlan:
    """How to start a child, again and again, and whom to tell when one of its processes died."""

    name: str
    start: Callable[[], Start]
    died: Callable[[str], None] = lambda identity: None
    reloads: bool = True


class Supervisor:
    """Start children, restart the dead ones with a growing delay, stop all on request."""

    def __init__(
        self,
        plans: Sequence[ChildPlan],
        say: Callable[[str], None],
        stop_seconds: float = STOP_SECONDS,
    ) -> None:
        """Take the plans, a way to tell people what happens, and how long children may end."""
        self._plans = plans
        self._stop_seconds = stop_seconds
        self._say = say
        self._stopping = asyncio.Event()
        self._running: dict[str, asyncio.subprocess.Process] = {}
        self._reloaded: set[str] = set()
        # Children inherit the reading end only; the writing end closes when this process ends.
        self._tether, self._held_end = os.pipe()

    @property
    def stopping(self) -> bool:
        """Tell whether the end was asked for."""
        return self._stopping.is_set()

    def stop(self) -> None:
        """Ask for the end; asking twice is asking once."""
        self._stopping.set()

    def reload(self) -> None:
        """End the children that run our code; they come back at once, with the code of now."""
        self._reloaded = {plan.name for plan in self._plans if plan.reloads} & set(self._running)
        for name in self._reloaded:
            with suppress(ProcessLookupError):
                self._running[name].terminate()

    async def run(self) -> None:
        """Keep the children alive until asked to stop; return when all are gone."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            loop.add_signal_handler(number, self.stop)
        keepers = [asyncio.create_task(self._keep(plan)) for plan in self._plans]
        await self._stopping.wait()
        await self._end_children(keepers)
        os.close(self._tether)
        os.close(self._held_end)

    async def _keep(self, plan: ChildPlan) -> None:
        delay = FIRST_DELAY
        while not self.stopping:
            began = time.monotonic()
            try:
                await self._live(plan)
            except OSError as error:
                self._say(f"{plan.name} could not be started: {error}")
            if plan.name in self._reloaded:
                self._reloaded.discard(plan.name)
                continue
            delay = FIRST_DELAY if time.monotonic() - began > HEALTHY_SECONDS else delay
            await self._wait_or_stop(delay)
            delay = min(delay * 2, LONGEST_DELAY)

    async def _live(self, plan: ChildPlan) -> None:
        """See one process of a child through from its start to its end."""
        start = plan.start()
        process = await self._spawn(start)
        self._running[plan.name] = process
        if self.stopping:  # the end was asked for while the process came up
            process.terminate()
        code = await process.wait()
        del self._running[plan.name]
        if not self.stopping:
            await asyncio.to_thread(self._report, plan, start, code)

    def _report(self, plan: ChildPlan, start: Start, code: int) -> None:
        if plan.name not in self._reloaded:
            self._say(f"{plan.name} ended ({_reason(code)}); it is started again.")
        try:
            plan.died(start.identity)
        except Exception as error:
            # The children matter more than the notice: leases end by themselves.
            self._say(f"The end of {plan.name} could not be recorded: {error}")

    async def _spawn(self, start: Start) -> asyncio.subprocess.Process:
        return await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "workflows.worker.tether",
            str(self._tether),
            start.kind,
            *start.arguments,
            env={**os.environ, **start.environment},
            cwd=start.folder,
            stdin=asyncio.subprocess.DEVNULL,
            pass_fds=(self._tether,),
            # Its own session: Ctrl-C reaches the supervisor alone, which ends the others in order.
            start_new_session=True,
        )

    async def _wait_or_stop(self, seconds: float) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._stopping.wait(), seconds)

    async def _end_children(self, keepers: Sequence[asyncio.Task[None]]) -> None:
        self._signal_all(signal.SIGTERM)
        _, late = await asyncio.wait(keepers, timeout=self._stop_seconds)
        if late:
            self._say("Some processes did not end in time and are killed; their work is taken up.")
            self._signal_all(signal.SIGKILL)
            await asyncio.wait(late, timeout=5)

    def _signal_all(self, number: signal.Signals) -> None:
        for process in list(self._running.values()):
            with suppress(ProcessLookupError):
                process.send_signal(number)


def _reason(code: int) -> str:
    if code < 0:
        return f"signal {signal.Signals(-code).name}"
    return f"exit code {code}"
