"""Schedules through the real WorkflowRunner: attempts, commits and bells interleave in a loop."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future
from dataclasses import replace
from typing import Any

from workflows.engine import transition
from workflows.engine.execution import Tools, WorkflowRunner
from workflows.engine.ports import Applied, Ports, Work
from workflows.engine.transition import apply, claim

from .graphs import function_plan
from .laws import Violation, hold
from .nodes import FATE
from .schedule import ROUNDS_TO_END, SCHEDULES_A_PLAN, Schedule, naming
from .scripts import SEEN
from .store import Broken, ShakyStore
from .workers import TTL

STEPS = 80
QUIET = 400
"""Turns of the loop in which nothing comes: longer than a node or a replay takes."""


class AtOnce(Executor):
    """Calls in the loop's own thread, so that no real time takes part."""

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Call."""
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except BaseException as error:
            future.set_exception(error)
        return future


class LoopWorker:
    """Holds runs with real runners; commits gather for some turns of the loop, as in a worker."""

    def __init__(self, name: str, ports: Ports, store: ShakyStore, dice: random.Random) -> None:
        self.name = name
        self.runners: dict[str, WorkflowRunner] = {}
        self.letting_go = False
        self._ports, self._store, self._dice = ports, store, dice
        self._waiting: list[tuple[asyncio.Future[Applied], Work]] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self._tools = Tools(executor=AtOnce(), now=store.clock)

    def claim(self, limit: int) -> int:
        """Take what is due."""
        if self.letting_go:
            return 0
        try:
            taken = claim(self._ports, self.name, limit, TTL)
        except Broken:
            return 0
        for item in taken:
            if item.state is None or item.released:
                continue
            old = self.runners.get(item.run_id)
            if old is not None:
                old.abandon()
            program = self._store.program(item.state.workflow, item.state.version)
            runner = WorkflowRunner(item, self.name, program, self._commit, self._tools)
            self.runners[item.run_id] = runner
            runner.start()
        return len(taken)

    def look(self, run_id: str) -> None:
        """Have the holder look."""
        runner = self.runners.get(run_id)
        if runner is not None and not runner.done.is_set():
            task = asyncio.get_running_loop().create_task(self._look(runner))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _look(self, runner: WorkflowRunner) -> None:
        try:
            await runner.look()
        except Broken:
            runner.abandon()

    def die(self) -> None:
        """End without a word."""
        for runner in self.runners.values():
            runner.abandon()
        for task in self._tasks:
            task.cancel()
        for future, _ in self._waiting:
            future.cancel()
        self._waiting.clear()

    async def _commit(self, work: Work) -> Applied:
        future: asyncio.Future[Applied] = asyncio.get_running_loop().create_future()
        self._waiting.append((future, work))
        applied = await future
        return replace(applied, ready=()) if self.letting_go else applied

    def let_go(self) -> None:
        """End in good order: begin nothing, give back each run whose steps have ended."""
        self.letting_go = True
        for runner in self.runners.values():
            runner.let_go()

    def give_back(self) -> bool:
        """Give back what rests; say whether there was something."""
        if not self.letting_go:
            return False
        resting = [
            r for r, held in self.runners.items() if not held.done.is_set() and not held.running
        ]
        for run_id in resting:
            self.runners[run_id].abandon()
            self._store.give_back(run_id, self.name)
        return bool(resting)

    @property
    def busy(self) -> bool:
        """Say whether something waits to be committed."""
        return bool(self._waiting)

    def flush(self) -> bool:
        """Apply what waits, or a part of it, in one transaction."""
        count = len(self._waiting) if FATE.calm else self._dice.randrange(len(self._waiting) + 1)
        taken, self._waiting = self._waiting[:count], self._waiting[count:]
        taken = [(future, work) for future, work in taken if not future.cancelled()]
        if not taken:
            return False
        try:
            answers = apply(self._ports, [work for _, work in taken])
        except Broken as error:
            if self._dice.random() < 0.5:
                self._waiting = taken + self._waiting
                return True
            for future, _ in taken:
                future.set_exception(error)
            return True
        for (future, _), answer in zip(taken, answers, strict=True):
            future.set_result(answer)
        return True


class TurningSchedule(Schedule):
    """A schedule whose workers are real ones; every other one is about workflow functions."""

    def __init__(self, seed: int) -> None:
        number = seed // SCHEDULES_A_PLAN
        super().__init__(seed, function_plan(number) if seed % 2 else None)

    def run(self) -> None:
        """Go through the whole schedule in an event loop of its own."""
        FATE.throw(self.seed)
        FATE.turns = True
        SEEN.__init__()  # type: ignore[misc]
        try:
            with naming(), self._delivery():
                asyncio.run(self._live())
                self._judge()
                hold(not SEEN.faults, "A pass was given something else:", SEEN.faults[:2])
        except Exception as error:
            told = "\n".join(self.trace)
            raise Violation(f"Schedule {self.seed} of the loop: {error}\n{told}") from error

    async def _live(self) -> None:
        self.crew = [LoopWorker(f"l{n}", self.ports, self.store, self.dice) for n in range(2)]
        self._begin()
        for number in range(STEPS):
            await asyncio.sleep(0)
            self._turn(number)
            self.laws.check()
        await self._end()
        for worker in self.crew:
            worker.die()
        await asyncio.sleep(0)

    def _turn(self, number: int) -> None:
        for leaving in self.crew:
            leaving.give_back()
        worker = self.dice.choice(self.crew)
        moves: list[tuple[int, Callable[[], Any]]] = [
            (20, lambda: self._say(worker.name, "claims", worker.claim(2))),
            (25, worker.flush),
            (30, self._do),
            (10, lambda: self._ring(self.dice.random() < 0.5 or not self.lossy)),
            (2, lambda: self._let_go(worker, number)),
            (
                7,
                lambda: self.clock.forward(self.dice.choice([1, 20, 60] if self.lossy else [1, 5])),
            ),
            (2 if self.lossy else 0, lambda: self._die(worker, number)),
        ]
        (move,) = self.dice.choices(moves, [share for share, _ in moves])
        move[1]()

    def _let_go(self, worker: LoopWorker, number: int) -> None:
        self._say(worker.name, "lets go")
        worker.let_go()
        self.crew.append(LoopWorker(f"g{number}", self.ports, self.store, self.dice))

    def _die(self, worker: LoopWorker, number: int) -> None:
        self._say(worker.name, "dies")
        worker.die()
        self.crew.remove(worker)
        self.crew.append(LoopWorker(f"n{number}", self.ports, self.store, self.dice))

    def _ring(self, heard: bool) -> bool:
        rung, self.bell.rung = self.bell.rung, []
        for run_id in rung if heard else ():
            for worker in self.crew:
                worker.look(run_id)
        return bool(rung)

    async def _end(self) -> None:
        """Let everything go well from now on: then every run must end."""
        self._say("heal")
        FATE.calm = True
        self.store.fault = lambda: None
        if self.lossy:
            for worker in self.crew:
                worker.die()
            self.crew = [LoopWorker("last", self.ports, self.store, self.dice)]
            self.clock.forward(TTL + 1)
        for _ in range(ROUNDS_TO_END):
            await self._settle()
            open_runs = [r for r in self.store.runs if not self.laws.runs[r].shadow.finished]
            if not open_runs and not self.store.coming():
                return
            answered = [self.people.answer(run_id) for run_id in open_runs]
            if not any(answered) or self.dice.random() < 0.2:
                self._time_passes()
        raise Violation(f"The runs do not end: {open_runs}")

    def _time_passes(self) -> None:
        self.clock.forward(11)
        for worker in self.crew:
            for run_id, runner in worker.runners.items():
                if not runner.done.is_set():
                    self.store.extend(run_id, worker.name, TTL)
                    worker.look(run_id)

    async def _settle(self) -> None:
        """Turn the loop until nobody has anything to do; nobody may hold a run for nothing."""
        transition.relay(self.ports)
        quiet = 0
        while quiet < QUIET:
            await asyncio.sleep(0)
            moved = [worker.flush() for worker in self.crew if worker.busy]
            moved += [worker.give_back() for worker in self.crew]
            if quiet % (QUIET // 4) == 0:
                moved += [bool(worker.claim(5)) for worker in self.crew]
                moved.append(self._ring(True))
            quiet = 0 if any(moved) else quiet + 1
        self.laws.check()
        self._nobody_idles(self.crew)

    def _nobody_idles(self, crew: Sequence[LoopWorker]) -> None:
        for worker in crew:
            for run_id, runner in worker.runners.items():
                idle = not runner.done.is_set() and runner.running == 0
                hold(not idle, f"{worker.name} holds {run_id} and does nothing.")
                hold(runner.done.is_set(), f"An attempt in {run_id} never ends.")
