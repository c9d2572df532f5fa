"""Batch: the runs that one transaction touches: lock and load, decide, append; then ring and
publish."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import cast

from ..commands import ActOnTask, Command, CreateRun, Rewake, SaveCheckpoint, Stop
from ..decide import HOLDER_ONLY, Turn, decide, lifecycle
from ..errors import FermataError, LeaseLost, NotFound
from ..events import (
    CheckpointSaved,
    NodeCompleted,
    NodeFailed,
    NodeResumed,
    NodeStarted,
    NodeSuspended,
    Record,
    RunForked,
    RunSuspended,
)
from ..graphs import UnknownNodeType
from ..messages import Message
from ..ports import Applied, Head, NewRun, Ports, Transaction, Work, Write
from ..program import Assignment, Program
from ..schemas import validate
from ..state import RunState, evolve, wake_time

CHECKPOINT_EVERY = 128
"""Events between two automatic checkpoints of a run that does not suspend; see
``_checkpoint_every``."""

SOON = timedelta(seconds=1.5)
"""Timers nearer than a sweep are worth a ring, so that sleeping workers aim at them."""

ELSEWHERE = timedelta(seconds=30)
"""How long a run with a node type that this worker lacks is left to others."""

_PROGRESS = (NodeCompleted, NodeFailed, NodeSuspended)
_RESTS = (RunSuspended, CheckpointSaved, RunForked)
_ANYWHERE = (Stop, SaveCheckpoint, ActOnTask, Rewake)
"""Commands that need not know the program: a run is stopped also where its code is gone."""


@dataclass(slots=True)
class _Run:
    """One run within a batch. ``told`` is the seq up to which its holder knows the log."""

    head: Head
    state: RunState
    program: Program | None
    told: int
    reloaded: bool = False
    records: list[Record] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    outside: bool = False
    released: bool = False
    postponed: bool = False
    rewoken: bool = False


class Batch:
    """The runs that one transaction touches. Used once."""

    def __init__(self, ports: Ports) -> None:
        """Begin without runs."""
        self.ports = ports
        self.runs: dict[str, _Run] = {}
        self.rings: list[str] = []
        self.moved: dict[str, int] = {}

    def run(
        self, tx: Transaction, works: Sequence[Work], heads: dict[str, Head] | None = None
    ) -> list[Applied]:
        """Load, decide each in turn, append all."""
        old = [work.run_id for work in works if work.new is None]
        if heads is None:
            heads = tx.lock(sorted(set(old))) if old else {}
        self._load(tx, works, heads)
        answers = [self._one(tx, work) for work in works]
        writes = [write for run in self.runs.values() if (write := self._write(tx, run))]
        if writes:
            tx.append(writes)
        return answers

    def _load(self, tx: Transaction, works: Sequence[Work], heads: dict[str, Head]) -> None:
        cached = {work.run_id: work.state for work in works if work.state is not None}
        missing = []
        for run_id, head in heads.items():
            state = cached.get(run_id)
            if state is None or not 0 < state.seq <= head.seq:
                missing.append(head)
                continue
            run = self._add(head, state)
            if state.seq < head.seq:
                run.records += tx.records_after(head, state.seq)
                for record in run.records:
                    evolve(state, record)
        if missing:
            states = tx.states(missing)
            for head in missing:
                self._add(head, states[head.run_id]).reloaded = True

    def _add(self, head: Head, state: RunState) -> _Run:
        try:
            program = self.ports.store.program(head.workflow, head.version)
        except UnknownNodeType:
            program = None
        run = self.runs[head.run_id] = _Run(head, state, program, state.seq)
        return run

    def _one(self, tx: Transaction, work: Work) -> Applied:
        try:
            return self._apply(tx, work)
        except FermataError as error:
            return Applied(work.run_id, error=error, released=isinstance(error, LeaseLost))

    def _apply(self, tx: Transaction, work: Work) -> Applied:
        if work.key is not None and (first := tx.recall(work.key)) is not None:
            return Applied(first, replayed=first)
        run = self.runs.get(work.run_id) if work.new is None else self._create(tx, work, work.new)
        if run is None:
            raise NotFound("There is no such run.")
        holder = work.epoch is not None
        if work.new is None:
            self._decide(tx, run, work, holder)
        if work.key is not None:
            tx.remember(work.key, work.run_id)
        records = [record for record in run.records if record.seq > run.told]
        answer = Applied(work.run_id, run.state, records, run.head.epoch, run.released)
        if holder and run.program is not None:
            answer.ready = _ready(run, run.program, records)
            run.told, run.reloaded = run.state.seq, False
        return answer

    def _create(self, tx: Transaction, work: Work, new: NewRun) -> _Run:
        # Refused before the row exists: the transaction itself goes on.
        program = self.ports.store.program(new.workflow, new.version)
        if isinstance(work.command, CreateRun):
            for schema in program.input_schemas():
                validate(dict(work.command.inputs), schema, "inputs")
        head = tx.create(new)
        state = RunState(work.run_id)
        run = self._add(head, state)
        run.outside = True
        turn = Turn(state, _known(run), tx.now)
        lifecycle.create(turn, work.command, head.workflow, head.version)
        run.records += turn.records
        run.messages += turn.messages
        return run

    def _decide(self, tx: Transaction, run: _Run, work: Work, holder: bool) -> None:
        _fence(run.head, work)
        if run.program is None and holder:
            run.postponed = run.released = True
            return
        command = work.prepare(run.state, work.command) if work.prepare else work.command
        program = _known(run, command)
        turn = Turn(run.state, program, tx.now, run.head.epoch if holder else 0, holder)
        turn.claims = run.head.claims
        decide(turn, command)
        run.rewoken |= isinstance(command, Rewake) and command.epoch == run.head.epoch
        run.records += turn.records
        run.messages += turn.messages
        run.outside = run.outside or (not holder and bool(turn.records))
        if run.state.finished or (holder and not run.state.executing):
            run.released = True

    def _write(self, tx: Transaction, run: _Run) -> Write | None:
        new = [record for record in run.records if record.seq > run.head.seq]
        if not new and not run.released and not run.messages and not run.rewoken:
            return None
        state, head = run.state, run.head
        held = head.owner is not None and not run.released and not run.rewoken
        write = Write(head, state, new, held, messages=run.messages)
        if not held:
            write.wake_at = _wake_at(run, tx.now)
        write.progressed = run.released or any(isinstance(item.event, _PROGRESS) for item in new)
        every = _checkpoint_every(state)
        crossed = head.seq // every != state.seq // every
        write.checkpoint = bool(new) and (crossed or _rests(new))
        self._plan_hints(run, write, tx)
        return write

    def _plan_hints(self, run: _Run, write: Write, tx: Transaction) -> None:
        soon = write.wake_at is not None and write.wake_at <= tx.now + SOON
        # A holder is told also of a stop, which takes the run out of its hands.
        if (soon and not run.postponed) or (run.outside and run.head.owner is not None):
            self.rings.append(run.head.run_id)
        if write.records:
            self.moved[run.head.run_id] = run.state.seq

    def tell(self) -> None:
        """After the commit: ring for the runs that need a worker, publish those that moved."""
        if self.rings:
            self.ports.bell.ring(self.rings)
        if self.moved:
            self.ports.feed.publish(self.moved)

    def sent(self) -> bool:
        """Say whether something is on its way to other runs."""
        return any(run.messages for run in self.runs.values())

    def void(self) -> None:
        """Mark the states of a failed transaction, so that nobody goes on with them."""
        for run in self.runs.values():
            run.state.seq = -1


def _wake_at(run: _Run, now: datetime) -> datetime | None:
    if run.postponed:
        return now + ELSEWHERE
    when = wake_time(run.state, now)
    if when is None and run.rewoken and not run.state.finished and not run.state.suspensions:
        # Nothing would ever come for it: whoever takes it up sees how it goes on.
        return now
    return when


def _checkpoint_every(state: RunState) -> int:
    """Give the number of events between two checkpoints: more for a state that has grown, so that
    the checkpoints of a function with very many steps stay in proportion to its log."""
    return CHECKPOINT_EVERY << max(0, (len(state.activations) // CHECKPOINT_EVERY).bit_length() - 1)


def _fence(head: Head, work: Work) -> None:
    """Refuse a holder that lost its lease; the epoch decides, no clock takes part."""
    if work.epoch is None:
        if isinstance(work.command, HOLDER_ONLY):
            raise LeaseLost("Only the holder of a run may say this.")
    elif (head.epoch, head.owner) != (work.epoch, work.owner):
        raise LeaseLost("The run is held by somebody else now.")


def _known(run: _Run, command: Command | None = None) -> Program:
    if run.program is not None:
        return run.program
    if isinstance(command, _ANYWHERE):
        return cast(Program, _Lacking())
    raise _lacking()


def _lacking() -> FermataError:
    return FermataError("This process lacks a node type of the workflow.", code="unknown_type")


class _Lacking:
    """Stands for the program of a run whose code is not here, for what asks it nothing."""

    def __getattr__(self, name: str) -> object:
        raise _lacking()


def _rests(records: Sequence[Record]) -> bool:
    return any(isinstance(record.event, _RESTS) for record in records)


def _ready(run: _Run, program: Program, records: Sequence[Record]) -> list[Assignment]:
    """Copy what is to be executed now: after loading the state all that runs, later what is new."""
    state = run.state
    if run.reloaded:
        items = state.active()
        return [program.assign(state, item) for item in items if program.executes(item.node_id)]
    names = dict.fromkeys(
        record.event.node_id
        for record in records
        if isinstance(record.event, (NodeStarted, NodeResumed))
        and program.executes(record.event.node_id)
    )
    items = [state.activations[name] for name in names]
    return [program.assign(state, item) for item in items if item.status == "running"]
