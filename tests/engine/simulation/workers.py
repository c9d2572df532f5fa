"""Virtual workers: they claim, execute, commit, hear bells, stand still, die; no event loop."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from workflows.engine.commands import Advance, Command, Outcome, Report, SaveState
from workflows.engine.errors import LeaseLost
from workflows.engine.events import Json, NodeCompleted, NodeFailed, NodeSuspended
from workflows.engine.execution import Tools
from workflows.engine.execution.dispatch import Doors, actor_for
from workflows.engine.ports import Applied, Ports, Work
from workflows.engine.program import Assignment
from workflows.engine.state import RunState
from workflows.engine.transition import apply, claim

from .laws import hold
from .store import Broken, ShakyStore

TTL = 30.0

Key = tuple[str, int, int, str]


class Killed(Exception):
    """The worker's process is gone in the middle of an attempt."""


def drive(coroutine: Any) -> Any:
    """Run a coroutine that never really waits."""
    try:
        coroutine.send(None)
    except StopIteration as stop:
        return stop.value
    raise AssertionError("Something is awaited that takes time.")


@dataclass(slots=True)
class Grip:
    """A held run in one worker's hands: what ``WorkflowRunner`` keeps, without an event loop."""

    epoch: int
    state: RunState | None
    attempts: dict[Key, Assignment] = field(default_factory=dict)
    outcomes: dict[Key, Outcome] = field(default_factory=dict)


class Worker:
    """One worker process. ``meanwhile`` is what others do before a commit is tried again."""

    def __init__(self, name: str, ports: Ports, store: ShakyStore, dice: random.Random) -> None:
        self.name = name
        self.grips: dict[str, Grip] = {}
        self.frozen = False
        self.meanwhile: Callable[[], object] = lambda: None
        self.shadow: Callable[[str], RunState] = RunState
        self.program = store.program
        self._ports, self._store, self._dice = ports, store, dice
        self._tools = Tools(now=store.clock)

    def claim(self, limit: int) -> int:
        """Take what is due; give how many runs there were."""
        try:
            taken = claim(self._ports, self.name, limit, TTL)
        except Broken:
            return 0
        for applied in taken:
            hold(applied.error is None, "A claim failed:", applied.error)
            assert applied.state is not None
            self.grips[applied.run_id] = Grip(applied.epoch, applied.state)
            self._absorb(applied.run_id, applied)
        return len(taken)

    def beat(self) -> None:
        """Renew the leases that are still this worker's."""
        for run_id in self.grips:
            self._store.extend(run_id, self.name, TTL)

    def execute(self) -> bool:
        """Execute one attempt up to its outcome, which is not recorded yet."""
        ready = [
            (run_id, key)
            for run_id, grip in self.grips.items()
            for key in grip.attempts
            if key not in grip.outcomes
        ]
        if not ready:
            return False
        run_id, key = self._dice.choice(ready)
        grip = self.grips[run_id]
        job = grip.attempts[key]
        program = self.program(job.workflow, job.version)

        async def report(report: Report) -> None:
            raise AssertionError("Nodes report nothing on their way.")

        async def record(suspension: str, updates: Mapping[str, Json]) -> None:
            if self._dice.random() < 0.2:
                raise Killed
            (answer,) = self.commit([(run_id, SaveState(suspension, updates))])
            if answer.error is not None:
                raise answer.error
            self._absorb(run_id, answer)

        doors = Doors(record, report)
        outcome = drive(actor_for(program, job, self._tools, doors).perform())
        if self.grips.get(run_id) is grip and key in grip.attempts:
            grip.outcomes[key] = outcome
        return True

    def hand_in(self, most: int = 3) -> bool:
        """Record outcomes of any of the held runs in one transaction."""
        done = [(run, key) for run, grip in self.grips.items() for key in grip.outcomes]
        if not done:
            return False
        chosen = self._dice.sample(done, min(len(done), 1 + self._dice.randrange(most)))
        work = [(run, self.grips[run].outcomes[key]) for run, key in chosen]
        answers = self.commit(work, chosen)
        for run, key in chosen:
            grip = self.grips.get(run)
            if grip is not None:
                grip.attempts.pop(key, None)
                grip.outcomes.pop(key, None)
        for (run, _), answer in zip(chosen, answers, strict=True):
            self._absorb(run, answer)
        return True

    def look(self, run_id: str) -> None:
        """Do what is due, and fold in what others appended."""
        if run_id in self.grips:
            (answer,) = self.commit([(run_id, Advance())])
            self._absorb(run_id, answer)

    def commit(
        self, commands: Sequence[tuple[str, Command]], places: Sequence[tuple[str, Key]] = ()
    ) -> Sequence[Applied]:
        """Apply as a worker's committer does: after a fault of the database once more."""
        works = []
        for run_id, command in commands:
            grip = self.grips[run_id]
            works.append(Work(run_id, command, self.name, grip.epoch, grip.state))
        mine = [self._holds(work) for work in works]
        try:
            answers = apply(self._ports, works)
        except Broken:
            self.meanwhile()
            mine = [self._holds(work) for work in works]
            late = [self._late(*place) for place in places]
            answers = self._again(works)
            for (_, key), was_late, answer in zip(places, late, answers, strict=False):
                hold(not was_late or not _ends(answer, key[0]), "It counted although late:", key)
        for work, held, answer in zip(works, mine, answers, strict=True):
            lost = isinstance(answer.error, LeaseLost)
            hold(held or lost, f"{self.name} wrote without a lease:", work.command)
            hold(lost or answer.error is None, "An outcome was refused:", answer.error)
        return answers

    def _again(self, works: Sequence[Work]) -> Sequence[Applied]:
        try:
            return apply(self._ports, works)
        except Broken:
            raise Killed from None

    def _late(self, run_id: str, key: Key) -> bool:
        """Say whether the activation has gone on since this attempt of it began."""
        item = self.shadow(run_id).activations[key[0]]
        resumed = item.resumed["suspension"] if item.resumed else ""
        return (item.node_id, item.iteration, item.attempt, resumed) != key

    def _holds(self, work: Work) -> bool:
        head = self._store.runs[work.run_id].head
        return (head.owner, head.epoch) == (self.name, work.epoch)

    def _absorb(self, run_id: str, applied: Applied) -> None:
        grip = self.grips.get(run_id)
        if grip is None:
            return
        if applied.state is not None:
            grip.state = applied.state
        if applied.released or (applied.state is None and applied.error is not None):
            del self.grips[run_id]
            return
        for job in applied.ready:
            item = job.activation
            resumed = item.resumed["suspension"] if item.resumed else ""
            grip.attempts.setdefault((item.node_id, item.iteration, item.attempt, resumed), job)
        self._drop_ended(grip)

    @staticmethod
    def _drop_ended(grip: Grip) -> None:
        state = grip.state
        assert state is not None
        for key in list(grip.attempts):
            item = state.activations.get(key[0])
            ended = item is None or item.status != "running" or item.iteration != key[1]
            if ended and key not in grip.outcomes:
                del grip.attempts[key]


def _ends(applied: Applied, node_id: str) -> bool:
    """Say whether an answer has an outcome of the node, by the holder and new to it."""
    kinds = (NodeCompleted, NodeFailed, NodeSuspended)
    events = [record.event for record in applied.records if record.epoch]
    return any(isinstance(event, kinds) and event.node_id == node_id for event in events)
