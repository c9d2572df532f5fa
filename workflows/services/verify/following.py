"""Following one log event by event: its order, what may follow what, what it adds up to.

Beside the state it keeps what the tables of waits and tasks must hold; they are compared elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from workflows.engine import events as e
from workflows.engine.events import Json, Record, from_record
from workflows.engine.state import RunState, evolve

from ..queries.audit.stored import Row

AFTER_THE_END = (
    e.NodeStarted, e.NodeCompleted, e.NodeSuspended, e.NodeResumed, e.RunSuspended, e.RunResumed,
    e.RunCompleted, e.RunFailed, e.RunCancelled,
)  # fmt: skip
"""What never follows the end of a run, unless it was retried."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that must not be: in which run, at which place, a stable code, a sentence."""

    run: str | None
    seq: int | None
    code: str
    message: str

    def __str__(self) -> str:
        """Say it with its place in front."""
        if self.run is None:
            return self.message
        place = f"Run {self.run}" if self.seq is None else f"Run {self.run}, event {self.seq}"
        return f"{place}: {self.message}"

    def as_dict(self) -> dict[str, Json]:
        """Give JSON."""
        return {"run": self.run, "seq": self.seq, "code": self.code, "message": self.message}


@dataclass(slots=True)
class Wait:
    """What the table of suspensions must say of one."""

    seq: int
    node_id: str
    iteration: int
    kind: str
    opened_at: datetime
    wake_at: datetime | None = None
    closed_at: datetime | None = None
    closed_via: str | None = None
    closed_by: str | None = None
    action: str | None = None


@dataclass(slots=True)
class Ask:
    """What the table of tasks must say of one; ``voices`` are those who have decided so far."""

    task: str
    seq: int
    node_id: str
    iteration: int
    state: str = "open"
    voices: tuple[str | None, ...] = ()
    decisions: tuple[str, ...] = ()
    pending: bool = False
    """It is decided, and that may still be taken back."""

    claimed: bool = False
    priority: int = 0


class Follower:
    """Folds one log and notes what must not be in it."""

    def __init__(self, run_id: str) -> None:
        """Begin before the first event."""
        self.run_id = run_id
        self.state = RunState(run_id)
        self.faults: list[Fault] = []
        self.waits: dict[int, Wait] = {}
        self.asks: dict[str, Ask] = {}
        self.events = 0
        self.epoch = 0
        self.readable = True
        self._completed: set[tuple[str, int]] = set()

    def note(self, seq: int | None, code: str, message: str) -> None:
        """Note a fault."""
        self.faults.append(Fault(self.run_id, seq, code, message))

    def take(self, row: Row) -> bool:
        """Take the next event; False: the rest cannot be followed."""
        self.events += 1
        if row.seq != self.state.seq + 1:
            told = f"The log goes from {self.state.seq} to {row.seq}."
            return self._lost(row.seq, "gap", told)
        try:
            event = from_record(row.type, row.node_id, row.iteration, row.payload)
        except (ValueError, TypeError) as error:
            return self._lost(row.seq, "unreadable", f"This version cannot read it: {error}")
        self._check(row, event)
        record = Record(row.seq, event, row.at, row.epoch)
        try:
            evolve(self.state, record)
            case = _CASES.get(type(event))
            if case is not None:
                case(self, record, event)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            told = f"{row.type} does not fit what was before it ({type(error).__name__}: {error})."
            return self._lost(row.seq, "misfit", told)
        return True

    def _lost(self, seq: int, code: str, message: str) -> bool:
        self.note(seq, code, message)
        self.readable = False
        return False

    def _check(self, row: Row, event: e.Event) -> None:
        """Check what needs no state: epochs, completions, the end."""
        if row.epoch and row.epoch < self.epoch:
            told = f"The epoch falls from {self.epoch} to {row.epoch}: a dead worker has written."
            self.note(row.seq, "epoch", told)
        self.epoch = max(self.epoch, row.epoch)
        if self.state.finished and isinstance(event, AFTER_THE_END):
            told = f"{row.type} is recorded after the run was {self.state.status}."
            self.note(row.seq, "after_the_end", told)
        if isinstance(event, e.NodeCompleted):
            place = (event.node_id, event.iteration)
            if place in self._completed:
                told = f"{event.node_id} (round {event.iteration}) is completed a second time."
                self.note(row.seq, "completed_twice", told)
            self._completed.add(place)
        elif isinstance(event, e.RunMigrated):
            forgotten = set(event.forgotten)
            self._completed = {place for place in self._completed if place[0] not in forgotten}

    # What the tables must hold, case by case, as the projections of the store.

    def _suspended(self, record: Record, event: e.NodeSuspended) -> None:
        wake_at = _time(event.wake_at)
        place = (record.seq, event.node_id, event.iteration, event.kind)
        self.waits[record.seq] = Wait(*place, record.at, wake_at)

    def _resumed(self, record: Record, event: e.NodeResumed) -> None:
        wait = self.waits[int(event.suspension.rpartition(".")[2])]
        if wait.closed_at is not None:
            told = f"The wait at {event.node_id} is answered a second time."
            self.note(record.seq, "closed_twice", told)
            return
        wait.closed_at, wait.closed_via = record.at, event.via
        wait.closed_by, wait.action = event.by, event.action
        self._end_tasks(event, "expired" if event.via in ("timer", "deadline") else "decided")

    def _cancelled(self, record: Record, event: e.NodeCancelled) -> None:
        self._close(record, event, "cancelled", "withdrawn")

    def _failed(self, record: Record, event: e.NodeFailed) -> None:
        self._close(record, event, "failed", "expired")

    def _close(self, record: Record, event: e.NodeEvent, via: str, state: str) -> None:
        for wait in self._open(event):
            wait.closed_at, wait.closed_via = record.at, via
        self._end_tasks(event, state)

    def _open(self, event: e.NodeEvent) -> list[Wait]:
        place = (event.node_id, event.iteration)
        waits = [wait for wait in self.waits.values() if wait.closed_at is None]
        return [wait for wait in waits if (wait.node_id, wait.iteration) == place]

    def _end_tasks(self, event: e.NodeEvent, state: str) -> None:
        place = (event.node_id, event.iteration)
        for ask in self.asks.values():
            going = ask.state in ("open", "claimed") or ask.pending
            if (ask.node_id, ask.iteration) == place and going:
                ask.state, ask.pending = state, False

    def _asked(self, record: Record, event: e.TaskCreated) -> None:
        seq = int(event.detail["suspension"].rpartition(".")[2])
        ask = Ask(event.task, seq, event.node_id, event.iteration)
        ask.priority = event.detail.get("priority", 0)
        self.asks[event.task] = ask
        old = self.asks.get(event.detail.get("replaces", ""))
        if old is not None and old.state in ("withdrawn", "expired"):
            old.state = "superseded"

    def _claimed(self, record: Record, event: e.TaskClaimed) -> None:
        ask = self._going(record, event)
        ask.state, ask.claimed = "claimed", True

    def _reopened(self, record: Record, event: e.TaskEvent) -> None:
        ask = self._going(record, event)
        ask.state, ask.claimed = "open", False
        if isinstance(event, e.TaskEscalated) and "wake_at" in event.detail:
            for wait in self._open(event):
                wait.wake_at = _time(event.detail["wake_at"])

    def _decided(self, record: Record, event: e.TaskDecided) -> None:
        ask = self._going(record, event)
        if event.by is not None and event.by in ask.voices:
            self.note(record.seq, "decided_twice", f"{event.by} decides the task a second time.")
        ask.voices = (*ask.voices, event.by)
        ask.decisions = (*ask.decisions, str(event.detail["decision"]))
        if "closing" in event.detail:
            ask.state, ask.pending = "decided", True

    def _undone(self, record: Record, event: e.TaskUndone) -> None:
        ask = self.asks[event.task]
        if event.by not in ask.voices or not (ask.pending or ask.state in ("open", "claimed")):
            told = f"{event.by} takes back what is not his to take back."
            self.note(record.seq, "undone_wrongly", told)
            return
        place = ask.voices.index(event.by)
        ask.voices = (*ask.voices[:place], *ask.voices[place + 1 :])
        ask.decisions = (*ask.decisions[:place], *ask.decisions[place + 1 :])
        ask.pending = False
        ask.state = "claimed" if ask.claimed else "open"

    def _prioritised(self, record: Record, event: e.TaskPrioritised) -> None:
        self._going(record, event).priority = event.detail["priority"]

    def _going(self, record: Record, event: e.TaskEvent) -> Ask:
        ask = self.asks[event.task]
        if ask.state not in ("open", "claimed"):
            told = f"The task at {event.node_id} is {ask.state} already."
            self.note(record.seq, "task_is_over", told)
        return ask


_CASES: Mapping[type[e.Event], Callable[[Follower, Record, Any], None]] = {
    e.NodeSuspended: Follower._suspended,
    e.NodeResumed: Follower._resumed,
    e.NodeCancelled: Follower._cancelled,
    e.NodeFailed: Follower._failed,
    e.TaskCreated: Follower._asked,
    e.TaskClaimed: Follower._claimed,
    e.TaskReleased: Follower._reopened,
    e.TaskDelegated: Follower._reopened,
    e.TaskEscalated: Follower._reopened,
    e.TaskDecided: Follower._decided,
    e.TaskUndone: Follower._undone,
    e.TaskPrioritised: Follower._prioritised,
}


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
