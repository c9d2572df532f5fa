"""One seeded schedule: workers, people, time and accidents in one order, under all laws."""

from __future__ import annotations

import itertools
import logging
import random
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any
from unittest.mock import patch

from workflows.engine import transition
from workflows.engine.commands import CreateRun
from workflows.engine.memory import MemoryBell, MemoryClock, MemoryFeed
from workflows.engine.payload import dumps, loads
from workflows.engine.ports import Listener, NewRun, Ports, Work
from workflows.engine.state import dump, fold, restore
from workflows.engine.transition import apply

from .graphs import Plan, plan
from .laws import Laws, Violation, hold
from .nodes import FATE
from .people import People
from .store import ShakyStore, faults
from .workers import TTL, Killed, Worker

STEPS = 100
SCHEDULES_A_PLAN = 8
ROUNDS_TO_END = 400


class Schedule:
    """What happens is thrown step by step; ``trace`` tells it for people."""

    def __init__(self, seed: int, drawn: Plan | None = None) -> None:
        self.seed = seed
        self.dice = random.Random(f"schedule {seed}")
        self.plan = drawn or plan(seed // SCHEDULES_A_PLAN)
        self.trace: list[str] = []
        self.laws = Laws(self.plan.programs)
        self.store = self._make_store()
        self.clock = self.store.clock
        self.bell = MemoryBell()
        self.ports = Ports(self.store, self.bell, MemoryFeed())
        self.people = People(self.ports, self.store, self.laws, self.dice)
        self.lossy = self.dice.random() < 0.7
        self.old_release = self.lossy and self.dice.random() < 0.3
        self.workers = [self._worker() for _ in range(self.dice.randrange(1, 4))]
        self._deeds = self.people.deeds()
        self._moves = (
            (24, self._work), (3, self._hear), (3, self._pass_time), (1, self._sweep),
            (9, self._do), (2, self._accident),
        )  # fmt: skip

    def _make_store(self) -> Any:
        store = ShakyStore(MemoryClock(), self.laws.watch)
        store.programs.update(self.plan.programs)
        if self.dice.random() < 0.2:
            store.listeners.append(("sent", None, Listener("child")))
        return store

    def _worker(self) -> Worker:
        number = getattr(self, "_hired", 0) + 1
        self._hired = number
        worker = Worker(f"w{number}", self.ports, self.store, self.dice)
        worker.meanwhile = self._meanwhile
        worker.shadow = lambda run_id: self.laws.runs[run_id].shadow
        worker.program = self.laws.program
        return worker

    def _meanwhile(self) -> None:
        """Let people act while a worker cannot reach the database."""
        for _ in range(self.dice.randrange(4)):
            self._do()
        if self.dice.random() < 0.5:
            self.people.answer(self._someone())

    def run(self) -> None:
        """Go through the whole schedule; a ``Violation`` names the seed and tells the steps."""
        FATE.throw(self.seed)
        try:
            with naming(), self._delivery():
                self._begin()
                for _ in range(STEPS):
                    self._step()
                self._heal()
                self._judge()
        except Exception as error:
            told = "\n".join(self.trace)
            raise Violation(f"Schedule {self.seed}: {error}\n{told}") from error

    def _begin(self) -> None:
        for number in range(self.dice.choice([1, 1, 2])):
            run_id = f"00000000-0000-7000-8000-{number:012x}"
            command = CreateRun({}, {"n": 3} if self.dice.random() < 0.7 else {}, by="ada")
            apply(self.ports, [Work(run_id, command, new=NewRun(run_id, "w", 1))])
        if self.lossy:
            self.store.fault = faults(self.dice, 0.06)

    def _step(self) -> None:
        moves = self._moves
        (move,) = self.dice.choices(moves, [share for share, _ in moves])
        self.store.blind = self.old_release and self.dice.random() < 0.3
        move[1]()
        self.laws.check()

    def _say(self, *words: object) -> None:
        self.trace.append(" ".join(map(str, words)))

    def _work(self) -> None:
        """Let a worker do something, rather one that has a run in its hands."""
        busy = [worker for worker in self.workers if worker.grips]
        worker = self.dice.choice(busy if busy and self.dice.random() < 0.8 else self.workers)
        acts = [(worker.execute, "executes"), (worker.hand_in, "hands in")]
        if not worker.frozen:
            acts.append((partial(self._claim, worker), "claims"))
        self.dice.shuffle(acts)
        with self._alive(worker):
            for act, verb in acts:
                if act():
                    self._say(worker.name, verb)
                    return

    def _claim(self, worker: Worker) -> bool:
        now, rows = self.clock(), self.store.runs.values()
        if all(row.wake_at is None or row.wake_at > now for row in rows):
            return False
        return bool(worker.claim(1 + self.dice.randrange(3)))

    @contextmanager
    def _alive(self, worker: Worker) -> Iterator[None]:
        try:
            yield
        except Killed:
            self._kill(worker)

    def _kill(self, worker: Worker) -> None:
        self._say(worker.name, "dies")
        self.workers.remove(worker)
        self.workers.append(self._worker())

    def _hear(self) -> None:
        """Ring for what was rung, twice or not at all."""
        rung, self.bell.rung = self.bell.rung, []
        for run_id in rung:
            if self.lossy and self.dice.random() < 0.3:
                continue
            for worker in list(self.workers):
                with self._alive(worker):
                    worker.look(run_id)
                    if self.dice.random() < 0.2:
                        worker.look(run_id)

    def _pass_time(self) -> None:
        seconds = self.dice.choice([1, 5, 20, 60, -2])
        if seconds == 60 and not self.lossy:
            seconds = 20
        self.clock.forward(seconds)
        self._say("time", seconds)
        for worker in self.workers:
            if not worker.frozen and (not self.lossy or self.dice.random() < 0.8):
                worker.beat()

    def _sweep(self) -> None:
        self._say("sweep", transition.relay(self.ports))

    def _do(self) -> None:
        (deed,) = self.dice.choices(self._deeds, [share for share, _ in self._deeds])
        run_id = self._someone()
        before = self.store.runs[run_id].head.seq
        deed[1](run_id)
        name = getattr(deed[1], "__name__", "?")
        self._say("people", name, run_id[-4:], f"{before}-{self.store.runs[run_id].head.seq}")

    def _someone(self) -> str:
        """Choose a run, rather one that waits or at least has not ended."""
        runs = self.laws.runs
        alive = [r for r, laws in runs.items() if not laws.shadow.finished]
        waiting = [r for r in alive if runs[r].waiting]
        for chosen, share in ((waiting, 0.6), (alive, 0.7)):
            if chosen and self.dice.random() < share:
                return self.dice.choice(chosen)
        return self.dice.choice(list(runs))

    def _accident(self) -> None:
        frozen = [worker for worker in self.workers if worker.frozen]
        worker = self.dice.choice(frozen or self.workers)
        if not self.lossy:
            if self.people.forks < 2:
                self._say("fork", self.people.fork(self.dice.choice(list(self.store.runs))))
        elif self.dice.random() < 0.5:
            self._kill(worker)
        else:
            worker.frozen = not worker.frozen
            self._say(worker.name, "stands still" if worker.frozen else "goes on")

    # The end

    @contextmanager
    def _delivery(self) -> Iterator[None]:
        """Let a process die between its commit and the delivery of messages, now and then."""

        def relay(ports: Ports) -> int:
            if self.lossy and not FATE.calm and self.dice.random() < 0.25:
                self._say("dies before delivering")
                return 0
            return transition.relay(ports)

        with patch("workflows.engine.transition.path.relay", relay):
            yield

    def _heal(self) -> None:
        """Let everything go well from now on: then every run must end."""
        self._say("heal")
        FATE.calm = True
        self.store.fault = lambda: None
        self.store.blind = False
        if self.lossy:
            self.workers = [self._worker()]
            self.clock.forward(TTL + 1)
        for worker in self.workers:
            worker.frozen = False
        if not self.lossy:
            transition.relay(self.ports)
            self._answer_bells()
            self._nothing_idle()
        for _ in range(ROUNDS_TO_END):
            if not self._go_on():
                return
        open_runs = {r: self.laws.runs[r].shadow.status for r in self.store.runs}
        raise Violation(f"The runs do not end: {open_runs}")

    def _go_on(self) -> bool:
        """Do all that can be done at this moment, then answer, then move time."""
        transition.relay(self.ports)
        busy = True
        while busy:
            busy = False
            for worker in self.workers:
                busy = bool(worker.claim(5)) or busy
                while worker.execute() or worker.hand_in():
                    busy = True
            busy = self._answer_bells() or busy
        self.laws.check()
        self._nothing_idle()
        unfinished = [r for r in self.store.runs if not self.laws.runs[r].shadow.finished]
        if not unfinished and not self.store.coming():
            return False
        answered = [self.people.answer(run_id) for run_id in unfinished]
        if not any(answered) or self.dice.random() < 0.2:
            self.clock.forward(11)
            for worker in self.workers:
                worker.beat()
                for run_id in list(worker.grips):
                    worker.look(run_id)
        return True

    def _answer_bells(self) -> bool:
        rung, self.bell.rung = self.bell.rung, []
        heard = False
        for run_id, worker in itertools.product(rung, self.workers):
            if run_id in worker.grips:
                worker.look(run_id)
                heard = True
        return heard

    def _nothing_idle(self) -> None:
        """Whoever holds a run after all bells has something to do with it."""
        for worker in self.workers:
            for run_id, grip in worker.grips.items():
                active = {i.node_id for i in self.laws.runs[run_id].shadow.active()}
                known = {key[0] for key in grip.attempts}
                hold(active == known, f"{worker.name} holds but does not execute", active, known)
                hold(active, f"{worker.name} holds a run without anything to do:", run_id)

    def _judge(self) -> None:
        """Look at what can only be seen at the end."""
        hold(not self.store.coming(), "Messages are left:", self.store.coming())
        kept = {signal.data["sid"] for signal in self.store.kept()}
        lost = (self.laws.sent | self.people.certain) - kept - self.laws.used.keys()
        hold(not lost, "Signals are lost:", lost)
        for run_id, row in self.store.runs.items():
            whole = dump(fold(run_id, row.records))
            hold(whole == dump(self.laws.runs[run_id].shadow), "A replay differs:", run_id)
        run_id = self.dice.choice(list(self.store.runs))
        length = len(self.store.runs[run_id].records)
        cuts = range(length) if self.seed % 50 == 0 else [self.dice.randrange(length)]
        for cut in cuts:
            self._resumes_from(run_id, cut)

    def _resumes_from(self, run_id: str, cut: int) -> None:
        """A checkpoint at any place and the rest of the log give what the whole log gives."""
        records = self.store.runs[run_id].records
        body = loads(dumps(dump(fold(run_id, records[:cut]))))
        again = fold(run_id, records[cut:], restore(run_id, body))
        same = loads(dumps(dump(again))) == loads(dumps(dump(fold(run_id, records))))
        hold(same, f"A checkpoint at {cut} changes what follows in", run_id)


@contextmanager
def naming() -> Iterator[None]:
    """Number the runs that the engine makes, so that a schedule is the same each time."""
    numbers = itertools.count(1)

    def name() -> str:
        return f"00000000-0000-7000-a000-{next(numbers):012x}"

    logging.disable(logging.CRITICAL)
    try:
        with (
            patch("workflows.engine.decide.children.uuid7", name),
            patch("workflows.engine.transition.relay.uuid7", name),
        ):
            yield
    finally:
        logging.disable(logging.NOTSET)
