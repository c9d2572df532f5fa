"""Everything that reaches runs from outside, each with what must come of it."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from workflows.engine.commands import (
    ActOnTask,
    Command,
    ForkRun,
    MigrateRun,
    Resume,
    RetryRun,
    Rewake,
    SaveCheckpoint,
    SaveState,
    Stop,
)
from workflows.engine.decide.forking import Changes, prepare
from workflows.engine.decide.people.acting import VERBS
from workflows.engine.errors import (
    AlreadyClosed,
    FermataError,
    Forbidden,
    Invalid,
    NotFound,
    Refused,
)
from workflows.engine.events import NodeCompleted, RunForked
from workflows.engine.graphs import GraphProgram
from workflows.engine.graphs.migration import plan_migration
from workflows.engine.messages import Signal
from workflows.engine.people import Person
from workflows.engine.ports import Applied, NewRun, Ports, RequestKey, Work
from workflows.engine.program import Program
from workflows.engine.state import RunState, Suspension, fold
from workflows.engine.transition import apply, send_signal

from .laws import Laws, hold
from .nodes import FATE, SIGNALS
from .scripts import SEEN
from .store import Broken, ShakyStore

ACTIONS = ("x", "y", "approved", "nonsense", None)


def _digest(command: Command) -> str:
    return hashlib.sha256(repr(command).encode()).hexdigest()


class People:
    """Users, programs and operators; ``dice`` says who does what next."""

    def __init__(self, ports: Ports, store: ShakyStore, laws: Laws, dice: random.Random) -> None:
        self._ports, self._store, self._laws, self._dice = ports, store, laws, dice
        self._answers: list[tuple[str, Command, RequestKey]] = []
        self.forks = 0
        self.certain: set[int] = set()

    def apply(self, run_id: str, command: Command, key: RequestKey | None = None) -> Applied | None:
        """Apply a command; None when nobody knows whether it was."""
        try:
            applied = apply(self._ports, [Work(run_id, command, key=key)])[0]
        except Broken:
            return None
        return None if getattr(applied.error, "code", None) == "unknown_type" else applied

    def state(self, run_id: str) -> RunState:
        """Give the state, which nobody may change."""
        return self._laws.runs[run_id].shadow

    def program(self, run_id: str) -> Program:
        """Give the program that a run is on."""
        state = self.state(run_id)
        return self._laws.program(state.workflow, state.version)

    # Answers

    def answer(self, run_id: str, *, keyed: bool = False) -> bool:
        """Answer one open wait well; it must be taken. Say whether there was one."""
        waits = [
            wait
            for wait in self.state(run_id).suspensions.values()
            if wait.kind != "children" and wait.closing is None
        ]
        if not waits:
            return False
        wait = self._dice.choice(waits)
        command = self.good(run_id, wait)
        key = None
        if keyed:
            key = RequestKey(f"resume:{run_id}", f"k{len(self._answers)}", _digest(command))
            self._answers.append((run_id, command, key))
        applied = self.apply(run_id, command, key)
        if applied is not None:
            hold(applied.error is None, "A right answer was refused:", command, applied.error)
        return True

    def good(self, run_id: str, wait: Suspension) -> Resume:
        """Make an answer that must be taken."""
        known = self.program(run_id).actions(wait.node_id)
        if wait.kind == "approval":
            return self._decision(run_id, wait)
        if wait.kind == "question":
            by = wait.claimed_by or "maria"
            return Resume({"answer": self._choice(wait)}, suspension=wait.id, by=by)
        allowed = list(known.allowed) if known.allowed is not None else ["x", "anything"]
        action = self._dice.choice(allowed)
        if not known.required and self._dice.random() < 0.5:
            action = None
        data: dict[str, Any] = {"n": self._dice.randrange(9)}
        needs = wait.rules.get("needs")
        patch = {"n": 1} if self._dice.random() < 0.2 else None
        if needs:
            data[needs] = 1
        return Resume(data, action, wait.id, state=patch, by="maria")

    def _choice(self, wait: Suspension) -> Any:
        options = [item["id"] for item in wait.rules.get("options") or ()]
        if not options:
            return self._dice.choice(["one", "two"])
        chosen = self._dice.choice(options)
        return [chosen] if wait.rules["input_type"] == "multiselect" else chosen

    def _decision(self, run_id: str, wait: Suspension) -> Resume:
        decided = {item["by"] for item in wait.decisions}
        asker = self.state(run_id).started_by if wait.rules.get("forbid_initiator") else None
        people = [p for p in ("ada", "ben", "eve", "fay", "gus") if p not in (*decided, asker)]
        by = wait.claimed_by if wait.claimed_by in people else self._dice.choice(people)
        override = wait.claimed_by not in (None, by)
        person = Person(by, superuser=override, trusted=True)
        data = {"approved": self._dice.random() < 0.7}
        patch = {"known": 1} if self._dice.random() < 0.2 else None
        undo = self._dice.choice([0, 0, 5, 8, 100])
        return Resume(data, None, wait.id, state=patch, by=by, person=person, undo_seconds=undo)

    def answer_wrongly(self, run_id: str) -> None:
        """Answer in a way that must be refused and change nothing."""
        state = self.state(run_id)
        laws = self._laws.runs[run_id]
        wrong: list[tuple[Resume, type[FermataError] | tuple[type[FermataError], ...]]] = [
            (Resume({}, suspension=f"{run_id}.{state.seq + 5}"), NotFound),
            (Resume({}, suspension="nonsense"), NotFound),
            (Resume({}, node_id="nowhere"), NotFound),
        ]
        wrong += [(Resume({}, suspension=closed), AlreadyClosed) for closed in sorted(laws.closed)]
        if len(state.suspensions) > 1:
            wrong.append((Resume({}), Invalid))
        if not state.suspensions:
            wrong.append((Resume({}), Refused))
        for wait in state.suspensions.values():
            wrong.append((Resume({}, "nonsense of mine", wait.id, state=[1]), FermataError))  # type: ignore[arg-type]
            if wait.kind == "children":
                wrong.append((Resume({}, suspension=wait.id), Refused))
            elif wait.closing is not None:
                late = Resume({"approved": True}, suspension=wait.id, by="zoe")
                wrong.append((late, (AlreadyClosed, Forbidden)))
            elif wait.kind == "approval":
                # Who has taken the task is told before what is wrong with the answer.
                kinds = (Invalid, Refused)
                wrong.append((Resume({"approved": "yes"}, suspension=wait.id), kinds))
                wrong.append((Resume({}, suspension=wait.id), kinds))
        command, kind = self._dice.choice(wrong)
        self._refused(run_id, command, kind)

    def _refused(self, run_id: str, command: Command, kind: Any) -> None:
        before = self._store.runs[run_id].head.seq
        applied = self.apply(run_id, command)
        if applied is not None:
            fine = isinstance(applied.error, kind)
            hold(fine, "It was not refused as it must be:", command, repr(applied.error))
        hold(self._store.runs[run_id].head.seq == before, "A refusal changed something:", command)

    def answer_with_key(self, run_id: str) -> None:
        """Answer well, in a request that may be repeated."""
        self.answer(run_id, keyed=True)

    def answer_again(self, _: str) -> None:
        """Repeat a request with its key: the first answer comes again; other content is refused."""
        if not self._answers:
            return
        run_id, command, key = self._dice.choice(self._answers)
        known = self._store.knows(key)
        before = self._store.runs[run_id].head.seq
        applied = self.apply(run_id, command, key)
        if applied is None or not known:
            return
        hold(applied.replayed == run_id, "A repeated request was not known:", applied.error)
        other = self.apply(run_id, command, RequestKey(key.scope, key.key, "other"))
        if other is not None:
            fine = getattr(other.error, "code", None) == "idempotency_key"
            hold(fine, "A key was taken for another request:", other.error)
        hold(self._store.runs[run_id].head.seq == before, "A repetition changed something.")

    # Operators

    def stop(self, run_id: str) -> None:
        """Stop; a run that has not ended must be stopped, one that has must say so."""
        finished = self.state(run_id).finished
        applied = self.apply(run_id, Stop("Enough.", "otto"))
        if applied is None:
            return
        hold(finished == isinstance(applied.error, Refused), "Stop:", applied.error)
        if not finished:
            hold(self.state(run_id).status == "cancelled", "A stopped run is not cancelled.")

    def retry(self, run_id: str) -> None:
        """Retry; only a failed run may be, and then it must go on or end again."""
        state = self.state(run_id)
        failed = [n for n, i in state.activations.items() if i.status == "failed" and not i.handled]
        by_hand: dict[str, Any] = {}
        if failed and self._dice.random() < 0.3:
            deed = self._dice.choice([{"do": "complete", "output": {"n": 1}}, {"do": "skip"}])
            by_hand = {self._dice.choice(failed): deed}
        was_failed = state.status == "failed"
        applied = self.apply(run_id, RetryRun("otto", "It must go on.", by_hand))
        SEEN.forget(run_id)
        if applied is not None and applied.error is not None:
            allowed = not was_failed and isinstance(applied.error, Refused)
            hold(allowed or by_hand, "A retry was refused:", applied.error)

    def checkpoint(self, run_id: str) -> None:
        """Save a checkpoint, of any run."""
        self.apply(
            run_id, SaveCheckpoint(str(UUID(int=self._dice.getrandbits(128))), "here", "otto")
        )

    def fork(self, run_id: str) -> str | None:
        """Begin a run at any place of another one's log."""
        records = self._store.runs[run_id].records
        seq = 1 + self._dice.randrange(len(records))
        state = fold(run_id, records[:seq])
        changes = Changes({"more": 1}) if self._dice.random() < 0.3 else Changes()
        outputs: dict[str, Any] = {}
        for record in records[:seq]:
            if isinstance(record.event, NodeCompleted):
                outputs[record.event.node_id] = record.event.output
            elif isinstance(record.event, RunForked):
                outputs |= record.event.snapshot.get("outputs", {})
        self.forks += 1
        made = f"00000000-0000-7000-9000-{self.forks:012x}"
        snapshot = prepare(state, changes, outputs)
        command = ForkRun(run_id, seq, snapshot, "fred", changes.names())
        new = NewRun(made, state.workflow, state.version, started_by="fred", forked_from=run_id)
        try:
            (applied,) = apply(self._ports, [Work(made, command, new=new)])
        except Broken:
            return made if made in self._store.runs else None
        known = getattr(applied.error, "code", None) != "unknown_type"
        hold(applied.error is None or not known, "A fork was refused:", applied.error)
        return made if applied.error is None else None

    def migrate(self, run_id: str) -> None:
        """Move a run of the parent workflow to its other version, if it fits."""
        state = self.state(run_id)
        if not isinstance(self.program(run_id), GraphProgram) or state.workflow != "w":
            return
        version = 3 - state.version

        def prepared(now: RunState, command: Command) -> Command:
            old, new = (self._store.program("w", number) for number in (now.version, version))
            assert isinstance(old, GraphProgram)
            assert isinstance(new, GraphProgram)
            plan = plan_migration(old, new, now, {})
            if not plan.fits:
                raise Invalid("It does not fit.")
            return MigrateRun(version, "otto", "New.", plan.edges, plan.forgotten, plan.outputs)

        work = Work(run_id, MigrateRun(version, "otto", "New."), prepare=prepared)
        try:
            apply(self._ports, [work])
        except Broken:
            return

    def handle_task(self, run_id: str) -> None:
        """Claim, release, hand on or remark on a task."""
        tasks = [w.task for w in self.state(run_id).suspensions.values() if w.task]
        if not tasks:
            return
        verb = self._dice.choice(VERBS)
        by = self._dice.choice(["ada", "ben"])
        priority = self._dice.randrange(-1, 3)
        task = self._dice.choice(tasks)
        self.apply(run_id, ActOnTask(task, verb, by, "gus", "Hm.", priority))

    def undo(self, run_id: str) -> None:
        """Take a decision back: it must be taken back within its window and never afterwards."""
        waits = [wait for wait in self.state(run_id).suspensions.values() if wait.decisions]
        if not waits:
            return
        wait = self._dice.choice(waits)
        vote = self._dice.choice(wait.decisions)
        until = datetime.fromisoformat(vote["until"]) if vote.get("until") else None
        before = self._store.clock()
        applied = self.apply(run_id, ActOnTask(wait.task or "", "undo", vote["by"]))
        if applied is None:
            return
        open_before = until is not None and until > before
        if until is None or until <= before:
            hold(isinstance(applied.error, Refused), "It was taken back too late:", vote)
        elif open_before and self._store.clock() < until:
            hold(applied.error is None, "It could not be taken back:", vote, applied.error)

    def change_saved(self, run_id: str) -> None:
        """Change the saved state of an open wait."""
        waits = list(self.state(run_id).suspensions)
        if waits:
            self.apply(run_id, SaveState(self._dice.choice(waits), {"by_hand": 1}, "otto"))

    def rewake(self, run_id: str) -> None:
        """Have the run's time written anew; who holds it now, and not then, keeps it."""
        head = self._store.runs[run_id].head
        epoch = head.epoch if head.owner is None else head.epoch - 1
        before = self.state(run_id).seq
        self.apply(run_id, Rewake(epoch))
        hold(self.state(run_id).seq == before, "Rewaking recorded something.")

    def signal(self, _: str) -> None:
        """Send a signal."""
        name, key = self._dice.choice(SIGNALS)
        data = FATE.signal()
        try:
            send_signal(self._ports, Signal(name, key, data, "ada"))
        except Broken:
            return
        self.certain.add(data["sid"])

    def deeds(self) -> Sequence[tuple[float, Callable[[str], Any]]]:
        """Give what may be done to a run, with how often it is."""
        return (
            (10, self.answer),
            (3, self.answer_with_key),
            (2, self.answer_wrongly),
            (2, self.answer_again),
            (0.3, self.stop),
            (2, self.retry),
            (1, self.checkpoint),
            (1, self.migrate),
            (4, self.handle_task),
            (2, self.undo),
            (1, self.change_saved),
            (0.5, self.rewake),
            (4, self.signal),
        )
