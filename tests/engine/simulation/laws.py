"""What must hold after every commit, read from the log and the rows alone, not from the engine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from workflows.engine import events as e
from workflows.engine.commands import ReceiveSignal, Stop
from workflows.engine.events import Record, from_record, to_payload
from workflows.engine.graphs import GraphProgram
from workflows.engine.memory import MemoryRun
from workflows.engine.messages import Message, Signal, StartRun, ToRun, WaitOpened
from workflows.engine.payload import dumps, loads
from workflows.engine.program import BODY, Program
from workflows.engine.state import RunState, Suspension, dump, evolve
from workflows.engine.transition.batch import ELSEWHERE

from .task_laws import TaskLaws, Violation, hold, wait_due

AFTER_THE_END = {
    "completed": {"CheckpointSaved"},
    "cancelled": {"CheckpointSaved"},
    "failed": {"CheckpointSaved", "RunRetried", "RunMigrated"},
}
ENDS = {"RunCompleted": "completed", "RunFailed": "failed", "RunCancelled": "cancelled"}


def stored(record: Record) -> Record:
    """Give a record as it comes back from a database."""
    event = record.event
    kind = type(event).__name__
    place = (getattr(event, "node_id", None), getattr(event, "iteration", None))
    again = from_record(kind, *place, loads(dumps(to_payload(event))))
    return Record(record.seq, again, record.at, record.epoch)


@dataclass(slots=True)
class RunLaws:
    """One run's log as it has been seen so far, and its own fold of what was stored."""

    shadow: RunState
    epoch: int = 0
    ended: str | None = None
    over: set[tuple[str, int]] = field(default_factory=set)
    begun: set[tuple[str, int, int]] = field(default_factory=set)
    waiting: dict[str, tuple[str, int]] = field(default_factory=dict)
    closed: set[str] = field(default_factory=set)
    children: dict[tuple[str, int], dict[str, Any]] = field(default_factory=dict)
    received: list[int] = field(default_factory=list)
    orphans: list[str] = field(default_factory=list)
    failed_steps: set[tuple[str, int]] = field(default_factory=set)
    tasks: TaskLaws = field(default_factory=TaskLaws)

    def take(self, record: Record, program: Program) -> None:
        """Look at the next record, then fold it."""
        kind = type(record.event).__name__
        hold(record.seq == self.shadow.seq + 1, "The log has a gap at", record.seq)
        hold(not record.epoch or record.epoch >= self.epoch, "The epoch fell at", record.seq)
        self.epoch = max(self.epoch, record.epoch)
        if self.ended is not None:
            hold(kind in AFTER_THE_END[self.ended], f"After the run had {self.ended} came", kind)
            if kind == "RunRetried":
                self.ended = None
                # Steps that brought their function down are tried again with it.
                self.over -= self.failed_steps
        self.ended = ENDS.get(kind, self.ended)
        look = getattr(self, f"_{kind}", None)
        if look is not None:
            look(record.event, program)
        self.tasks.take(record, self.shadow)
        evolve(self.shadow, stored(record))
        if kind == "RunCompleted" and isinstance(program, GraphProgram):
            self._nothing_was_forgotten(program)

    def _RunCreated(self, event: e.RunCreated, program: Program) -> None:
        if "sid" in event.inputs:
            self.received.append(event.inputs["sid"])

    def _RunForked(self, event: e.RunForked, program: Program) -> None:
        for name, item in event.snapshot.get("activations", {}).items():
            if not item.get("stale"):
                self.over.add((name, item.get("iteration", 1)))

    def _NodeStarted(self, event: e.NodeStarted, program: Program) -> None:
        place = (event.node_id, event.iteration)
        if event.node_id == BODY:
            return
        hold((*place, event.attempt) not in self.begun, "An attempt began twice:", event)
        hold(place not in self.over, "What was over began again:", event)
        hold(self.shadow.failure is None, "Something began in a run that fails:", event)
        self.begun.add((*place, event.attempt))
        first = event.attempt == 1 and not event.reset
        if first and isinstance(program, GraphProgram):
            self._joined(event.node_id, program)

    def _joined(self, name: str, program: GraphProgram) -> None:
        """A node begins when its incoming forward edges say so."""
        backs = program.structure.backs
        edges = [edge.id for edge in program.graph.incoming[name] if edge.id not in backs]
        decided = [self.shadow.edges.get(edge) for edge in edges]
        if not edges:
            return
        hold(any(decided), f"{name} began though no way led there.")
        if program.graph.nodes[name].settings.join == "all":
            hold(None not in decided, f"{name} began before all ways into it were decided.")

    def _end(self, event: e.NodeEvent) -> None:
        place = (event.node_id, event.iteration)
        hold(place not in self.over, "An activation ended twice:", event)
        hold(place not in self.waiting.values(), "What waits has ended:", event)
        self.over.add(place)

    def _NodeCompleted(self, event: e.NodeCompleted, program: Program) -> None:
        hold("lost" not in event.set, "A failed attempt changed the state:", event)
        self._end(event)

    def _NodeSkipped(self, event: e.NodeSkipped, program: Program) -> None:
        self._end(event)

    def _NodeFailed(self, event: e.NodeFailed, program: Program) -> None:
        self._close_of(event)
        if event.handled:
            self._end(event)
            if not isinstance(program, GraphProgram):
                self.failed_steps.add((event.node_id, event.iteration))

    def _NodeCancelled(self, event: e.NodeCancelled, program: Program) -> None:
        self._close_of(event)

    def _NodeSuspended(self, event: e.NodeSuspended, program: Program) -> None:
        own = f"{self.shadow.run_id}.{self.shadow.seq + 1}"
        hold(event.suspension == own, "A suspension has a foreign id:", event.suspension)
        self.waiting[event.suspension] = (event.node_id, event.iteration)

    def _NodeResumed(self, event: e.NodeResumed, program: Program) -> None:
        place = self.waiting.pop(event.suspension, None)
        hold(place is not None, "A suspension was closed twice:", event.suspension)
        hold(self.shadow.failure is None, "Something went on in a run that fails:", event)
        hold(place == (event.node_id, event.iteration), "Another node's wait ended:", event)
        self._closed(event.suspension)

    def _close_of(self, event: e.NodeEvent) -> None:
        for suspension, place in list(self.waiting.items()):
            if place == (event.node_id, event.iteration):
                self._closed(suspension)
                del self.waiting[suspension]

    def _closed(self, suspension: str) -> None:
        self.closed.add(suspension)
        for (wait, _), child in self.children.items():
            if wait == suspension and "status" not in child:
                self.orphans.append(child["run"])

    def _ChildStarted(self, event: e.ChildStarted, program: Program) -> None:
        place = (event.suspension, event.index)
        hold(place not in self.children, "A child was started twice:", event)
        self.children[place] = {"run": event.run}

    def _ChildFinished(self, event: e.ChildFinished, program: Program) -> None:
        hold(event.suspension in self.waiting, "A child was told to a closed wait:", event)
        known = self.children.setdefault((event.suspension or "", event.index), {})
        hold(known.get("run", event.run) == event.run, "Another child was told:", event)
        hold("status" not in known, "A child's end was counted twice:", event)
        known["status"] = event.status

    def _SignalReceived(self, event: e.SignalReceived, program: Program) -> None:
        self.received.append(event.data["sid"])

    def _nothing_was_forgotten(self, program: GraphProgram) -> None:
        """A completed run has completed, skipped or handled every node of its graph."""
        for name in program.graph.nodes:
            item = self.shadow.activations.get(name)
            fine = (
                item is not None
                and not item.stale
                and (
                    item.status in ("completed", "skipped")
                    or (item.status == "failed" and item.handled)
                )
            )
            hold(fine, f"The run completed without {name}:", item and item.status)


@dataclass(frozen=True, slots=True)
class Change:
    """What a transaction changed: rows before and after, messages on their way before
    (``coming``) and after, and the signals that are kept."""

    now: datetime
    before: Mapping[str, MemoryRun]
    after: Mapping[str, MemoryRun]
    coming: Mapping[int, Message]
    messages: Mapping[int, Message]
    signals: Sequence[Signal]


class Laws:
    """The laws of a whole store; ``watch`` is called with every commit."""

    def __init__(self, programs: Mapping[tuple[str, int], Program]) -> None:
        self.runs: dict[str, RunLaws] = {}
        self.taken: set[int] = set()
        self.known: set[int] = set()
        self.sent: set[int] = set()
        self.used: dict[int, int] = {}
        self._commits = 0
        self._programs = programs
        self.broken: Violation | None = None

    def program(self, workflow: str, version: int) -> Program:
        """Give a program, whoever asks."""
        return self._programs[(workflow, version)]

    def watch(self, change: Change) -> None:
        """Look at everything that a transaction has changed.

        A violation is kept as well: whoever commits may live with a transaction that fails.
        """
        try:
            self._watch(change)
        except Violation as error:
            self.broken = self.broken or error
            raise

    def check(self) -> None:
        """Raise what was violated, whoever has caught it."""
        if self.broken is not None:
            raise self.broken

    def _watch(self, change: Change) -> None:
        self._commits += 1
        for run_id, row in change.after.items():
            self._run(run_id, row, change)
        self._messages(change)
        self._signals(change)
        for run_id, row in change.after.items():
            self._wakes(row, self.runs[run_id].shadow, change)

    def _run(self, run_id: str, row: MemoryRun, change: Change) -> None:
        laws = self.runs.setdefault(run_id, RunLaws(RunState(run_id)))
        before = change.before.get(run_id)
        if before is not None:
            epochs = (before.head.epoch, row.head.epoch)
            taken = row.head.claims > before.head.claims
            hold(epochs[0] + taken <= epochs[1], "The epoch does not rise:", run_id, epochs)
        for record in row.records[laws.shadow.seq :]:
            hold(record.epoch in (0, row.head.epoch), "A lost lease wrote:", record)
            program = self._programs[(row.head.workflow, laws.shadow.version or row.head.version)]
            laws.take(record, program)
        for sid in laws.received:
            first = self.used.setdefault(sid, self._commits)
            fine = first == self._commits or sid in _left(change)
            hold(fine, f"The signal {sid} was used twice.")
        laws.received.clear()
        stopped = [
            message.run_id
            for message in change.messages.values()
            if isinstance(message, ToRun) and isinstance(message.command, Stop)
        ]
        child = laws.shadow
        if before is None and child.parent_suspension is not None:
            awaited = child.parent_suspension in self.runs[child.parent or ""].waiting
            hold(awaited or run_id in stopped, "A child begins for which nobody waits:", run_id)
        for orphan in laws.orphans:
            hold(orphan in stopped, "A child that nobody waits for goes on:", orphan)
        laws.orphans.clear()
        shadow = laws.shadow
        told = (row.head.seq, row.head.status, row.head.version)
        hold(told == (shadow.seq, shadow.status, shadow.version), "The row differs:", told)
        if row.checkpoint is not None and row.checkpoint[0] == shadow.seq:
            same = loads(dumps(dump(shadow))) == row.checkpoint[1]
            hold(same, "The checkpoint differs from the log of", run_id)

    def _messages(self, change: Change) -> None:
        before, after = change.coming.keys(), change.messages.keys()
        gone, new = before - after, after - before
        hold(not gone & self.taken, "A message was delivered twice:", gone & self.taken)
        hold(not new & self.known, "A message came back:", new & self.known)
        self.taken |= gone
        self.known |= new
        for number in new:
            message = change.messages[number]
            if isinstance(message, Signal):
                self.sent.add(message.data["sid"])

    def _signals(self, change: Change) -> None:
        kept = [signal.data["sid"] for signal in change.signals]
        hold(len(kept) == len(set(kept)), "A signal is kept twice:", kept)
        for sid in kept:
            hold(sid not in self.used, f"The signal {sid} was used and is still kept.")

    def _wakes(self, row: MemoryRun, state: RunState, change: Change) -> None:
        """A run that is not finished has something that will wake it."""
        busy = [i for i in state.activations.values() if i.status in ("running", "retrying")]
        if state.finished:
            hold(not state.suspensions and not busy, "A finished run still does something.")
            hold((row.wake_at, row.head.owner) == (None, None), "A finished run is to be woken.")
            return
        if row.head.owner is not None:
            hold(row.wake_at is not None, "A lease without an end.")
            return
        due = _due(state, change.now)
        if due is None:
            hold(row.wake_at is None, "The run is woken for nothing.")
            hold(state.suspensions, "Nothing will wake this run.")
        else:
            # A worker that lacks a node type leaves a run to others for a while.
            times = (max(due, change.now), change.now + ELSEWHERE)
            fine = row.wake_at is not None and (row.wake_at <= times[0] or row.wake_at == times[1])
            hold(fine, f"The run wakes at {row.wake_at}, but something is due at {due}.")
        if due is None or due > change.now:
            for wait in state.suspensions.values():
                _can_end(wait, state, change)


def _due(state: RunState, now: datetime) -> datetime | None:
    statuses = [item.status for item in state.activations.values()]
    if state.status == "queued" or "running" in statuses:
        return now
    if state.status == "running" and "retrying" not in statuses:
        return now
    times = [wait_due(wait) for wait in state.suspensions.values()]
    times += [i.retry_at for i in state.activations.values() if i.status == "retrying"]
    return min((time for time in times if time is not None), default=None)


def _left(change: Change) -> set[Any]:
    """List the signals of which a part was left to other processes: each part counts by itself."""
    found = set()
    for message in change.coming.values():
        if isinstance(message, ToRun) and isinstance(message.command, ReceiveSignal):
            found.add(message.command.data["sid"])
        elif isinstance(message, StartRun):
            found.add(message.inputs["sid"])
    return found


def _can_end(wait: Suspension, state: RunState, change: Change) -> None:
    """A wait is ended by somebody who knows of it."""
    if wait.rules.get("until_known"):
        hold(wait.rules["needs"] not in state.state, "A wait for what is there:", wait.id)
    channel = wait.rules.get("signal")
    if channel is not None:
        coming = [m.suspension for m in change.messages.values() if isinstance(m, WaitOpened)]
        lying = [s for s in change.signals if {"name": s.name, "key": s.key} == channel]
        hold(wait.id in coming or not lying, "A kept signal misses its wait:", wait.id)
    if wait.kind == "children":
        under_way = [known for known in wait.children.values() if "status" not in known]
        hold(under_way, "A wait for children of which none is under way:", wait.id)
