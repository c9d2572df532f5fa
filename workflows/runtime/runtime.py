"""Runtime: workflows run in this process, by plain calls; nothing survives it."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Mapping, Set
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from typing_extensions import TypedDict, Unpack
from uuid_utils.compat import uuid7

from workflows.engine.commands import Command, CreateRun, Resume, RetryRun, Stop
from workflows.engine.errors import Invalid, Refused
from workflows.engine.events import Json
from workflows.engine.messages import Signal
from workflows.engine.ports import NewRun, Ports, Work
from workflows.engine.program import Program, open_waits
from workflows.engine.registry import Registry
from workflows.engine.state import RunState, Suspension
from workflows.engine.transition import apply, send_signal
from workflows.nodes.discovery import default_registry

from .driver import Driver
from .history import History
from .home import Calendars, Clock, Home
from .publishing import Workflows
from .results import RunResult, result_of
from .scheduler import Scheduler

T = TypeVar("T")


class Answerer(TypedDict, total=False):
    """Who answers: a username, and a remark with a decision."""

    by: str
    comment: str


class Runtime(History):
    """Runs flows, graphs and workflow functions in this process.

    A call returns when its run has ended or waits: nothing blocks on people or timers. Timers and
    deadlines fire when the run is next driven, or on time once ``start_scheduler`` was called.
    Runtimes are independent of each other, and each is safe for threads.
    """

    def __init__(
        self,
        *,
        ports: Ports | None = None,
        clock: Clock | None = None,
        registry: Registry | None = None,
        patience: float = 60.0,
        calendars: Calendars | None = None,
    ) -> None:
        """Keep runs in memory, or behind ``ports`` (as ``current_ports()`` of a Django project).

        ``clock`` gives the time in memory: a ``MemoryClock`` is moved by hand. A retry that is due
        within ``patience`` seconds of real time is waited for. ``calendars`` are business calendars
        by name, as in :mod:`workflows.engine.people.calendars`, for runs in memory.
        """
        self._registry = registry if registry is not None else default_registry()
        self._home = Home(ports, clock, calendars)
        self._workflows = Workflows(self._home, self._registry)
        self._patience = patience
        self._scheduler = Scheduler(self._home)

    def add(self, thing: Any) -> str:
        """Make a workflow known without running it, as for sub-workflows; give its slug."""
        return self._find(thing)[0]

    def _find(self, thing: Any) -> tuple[str, int]:
        return self._workflows.find(thing)

    def run(
        self,
        thing: Any,
        inputs: Mapping[str, Json] | None = None,
        state: Mapping[str, Json] | None = None,
        *,
        by: str | None = None,
    ) -> RunResult:
        """Start a run and drive it until it has ended or waits.

        ``thing`` is a flow, a graph's JSON, a workflow function, or the slug of one that is known.
        Raises ``Invalid`` when the workflow has problems or the inputs do not fit.
        """
        return self._drive(*self._start(thing, inputs, state, by))

    async def arun(
        self,
        thing: Any,
        inputs: Mapping[str, Json] | None = None,
        state: Mapping[str, Json] | None = None,
        *,
        by: str | None = None,
    ) -> RunResult:
        """Do as ``run`` in the caller's event loop."""
        return await self._adrive(*await self._call(self._start, thing, inputs, state, by))

    def resume(
        self,
        run_id: str,
        data: Json = None,
        action: str | None = None,
        node: str | None = None,
        suspension: str | None = None,
        state: Mapping[str, Json] | None = None,
        **who: Unpack[Answerer],
    ) -> RunResult:
        """End a wait, named by node or suspension, or the only one; then drive the run.

        Everybody may answer here; rules that compare people (four eyes, a quorum) count ``by``.
        Raises ``NotFound``, ``Invalid``, ``Refused``, ``Forbidden``.
        """
        command = Resume(data, action, suspension, node, state, **who)
        return self._drive(run_id, self._resume(run_id, command))

    async def aresume(
        self,
        run_id: str,
        data: Json = None,
        action: str | None = None,
        node: str | None = None,
        suspension: str | None = None,
        state: Mapping[str, Json] | None = None,
        **who: Unpack[Answerer],
    ) -> RunResult:
        """Do as ``resume`` in the caller's event loop."""
        command = Resume(data, action, suspension, node, state, **who)
        return await self._adrive(run_id, await self._call(self._resume, run_id, command))

    def stop(self, run_id: str, reason: str | None = None, by: str | None = None) -> RunResult:
        """End a run at once; ``Refused`` when it has ended."""
        return self._drive(run_id, self._apply(run_id, Stop(reason, by)))

    def retry(
        self,
        run_id: str,
        reason: str | None = None,
        by_hand: Mapping[str, Mapping[str, Json]] | None = None,
        by: str | None = None,
    ) -> RunResult:
        """Let a failed run go on at what failed; ``by_hand`` names nodes that count as done.

        As ``{"pay": {"do": "complete", "output": 5}}`` or ``{"do": "skip"}``, with a reason.
        """
        return self._drive(run_id, self._apply(run_id, RetryRun(by, reason, by_hand or {})))

    def send_signal(self, name: str, key: str | None = None, data: Json = None) -> int:
        """Send a signal to every wait for it, and drive what it wakes; give how many there were."""
        with self._home.hub.heard() as rung:
            delivered = send_signal(self._home.ports, Signal(name, key, data))
        for run_id in rung:
            self._drive(run_id, rung)
        return delivered

    def run_due(self) -> None:
        """Drive everything that is due, timers and deadlines too, until nothing is."""
        self._block(self._run_due())

    async def arun_due(self) -> None:
        """Do as ``run_due`` in the caller's event loop."""
        await self._run_due()

    async def _run_due(self) -> None:
        await Driver(self._home).until_idle()

    def wait(self, run_id: str, timeout: float | None = None) -> RunResult:
        """Wait until a run has ended, while the scheduler or other threads drive it.

        Gives how it stands after ``timeout`` seconds of real time, ended or not.
        """
        self._scheduler.wait(lambda: self._home.seen(run_id).state.finished, timeout)
        return self.result(run_id)

    def start_scheduler(self) -> None:
        """Fire timers and deadlines on time, in a thread of its own; twice is no error."""
        self._scheduler.start()

    def stop_scheduler(self) -> None:
        """Stop firing timers; what is under way ends first."""
        self._scheduler.stop()

    def close(self) -> None:
        """Stop the scheduler and let the threads end; nothing can be run here afterwards."""
        self._scheduler.stop()
        self._home.close()

    def result(self, run_id: str) -> RunResult:
        """Say how a run stands; ``NotFound``."""
        seen = self._home.seen(run_id)
        return result_of(seen.state, self._home.records(run_id), self)

    def program(self, run_id: str) -> Program:
        """Give the program of a run."""
        state = self._home.seen(run_id).state
        return self._home.ports.store.program(state.workflow, state.version)

    def _start(
        self,
        thing: Any,
        inputs: Mapping[str, Json] | None,
        state: Mapping[str, Json] | None,
        by: str | None,
    ) -> tuple[str, Set[str]]:
        slug, version = self._find(thing)
        new = NewRun(str(uuid7()), slug, version, started_by=by)
        command = CreateRun(inputs or {}, state or {}, by=by)
        return new.run_id, self._apply(new.run_id, command, new)

    def _apply(self, run_id: str, command: Command, new: NewRun | None = None) -> Set[str]:
        """Apply a command; give the runs that it woke."""
        with self._home.hub.heard() as rung:
            applied = apply(self._home.ports, [Work(run_id, command, new=new)])[0]
        if applied.error is not None:
            raise applied.error
        return rung

    def _resume(self, run_id: str, command: Resume) -> Set[str]:
        """End a wait; one for other runs passes the answer to the one wait below it."""
        try:
            return self._apply(run_id, command)
        except Refused as error:
            if error.code != "children":
                raise
            below = self._waits_below(self._home.seen(run_id).state, command)
            if not below:
                raise Refused("None of the runs below is waiting.", code="not_waiting") from None
            if len(below) > 1:
                told = f"{len(below)} runs below are waiting: answer one of them by its run's id."
                raise Invalid(told, code="ambiguous") from None
            child, wait = below[0]
            inner = Resume(command.data, command.action, wait.id, None, command.state, command.by)
            return self._resume(child, inner)

    def _waits_below(
        self, state: RunState, command: Resume | None = None
    ) -> list[tuple[str, Suspension]]:
        found = []
        for wait in open_waits(state):
            named = command is None or command.suspension in (None, wait.id)
            if wait.kind != "children" or not named:
                continue
            if command is not None and command.node_id not in (None, wait.node_id):
                continue
            under_way = [item["run"] for item in wait.children.values() if "status" not in item]
            for child, seen in self._home.look(under_way).items():
                open_ = [(child, item) for item in open_waits(seen.state)]
                found += [item for item in open_ if item[1].kind != "children"]
                found += self._waits_below(seen.state)
        return found

    def _drive(self, run_id: str, woken: Set[str]) -> RunResult:
        return self._block(self._adrive(run_id, woken))

    async def _adrive(self, run_id: str, woken: Set[str]) -> RunResult:
        await Driver(self._home, run_id, woken).until_rest(self._patience)
        result: RunResult = await self._call(self.result, run_id)
        return result

    async def _call(self, work: Any, *arguments: Any) -> Any:
        return await self._home.call(lambda: work(*arguments))

    @staticmethod
    def _block(work: Coroutine[Any, Any, T]) -> T:
        """Run in a loop of its own; within a running loop (a notebook) in a thread of its own."""
        try:
            asyncio.get_running_loop()
        except RuntimeError:
            return asyncio.run(work)
        with ThreadPoolExecutor(1, thread_name_prefix="fermata-run") as thread:
            return thread.submit(asyncio.run, work).result()
