"""Turn: one command's chance to add events to one run, and how a run settles afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from ..commands import FinishChild, Stop
from ..events import (
    Event,
    Json,
    NodeCancelled,
    NodeResumed,
    Record,
    RunResumed,
)
from ..messages import Message, ToRun
from ..program import Program
from ..state import RunState, Suspension, evolve


@dataclass(slots=True)
class Turn:
    """The state, what it runs, and the events decided so far; ``holder`` says that a worker speaks.

    ``emit`` folds each event at once, so that the next decision sees it. A command must be refused
    before its first event: what is emitted will be recorded.
    """

    state: RunState
    program: Program
    now: datetime
    epoch: int = 0
    holder: bool = False
    claims: int = 0
    records: list[Record] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)

    def send(self, message: Message) -> None:
        """Have something told to another run or channel once this is recorded."""
        self.messages.append(message)

    def new_suspension(self) -> str:
        """Give the id of a suspension whose event comes next: ``<run>.<seq>``."""
        return f"{self.state.run_id}.{self.state.seq + 1}"

    def emit(self, event: Event) -> Record:
        """Add the event at the next place of the log."""
        record = Record(self.state.seq + 1, event, self.now, self.epoch)
        evolve(self.state, record)
        self.records.append(record)
        if self.state.parent_suspension is not None and self.state.finished:
            self._tell_parent()
        return record

    def _tell_parent(self) -> None:
        """Say how a child ended to the run that waits for it."""
        state = self.state
        error = dict(state.error) if state.error else None
        if state.status == "cancelled":
            error = {"type": "Stopped", "message": "The sub-workflow was stopped."}
        told = FinishChild(
            state.parent_suspension or "",
            state.run_id,
            state.parent_index or 0,
            state.status,
            state.result,
            error,
        )
        self.send(ToRun(state.parent or "", told))


@dataclass(frozen=True, slots=True)
class Answer:
    """What ends a suspension: the data, the action, who gave it, through which door.

    ``patch`` is the change of the run's state that came along.
    """

    data: Json = None
    action: str | None = None
    by: str | None = None
    via: str = "api"
    patch: Mapping[str, Json] = field(default_factory=dict)


def close(turn: Turn, wait: Suspension, answer: Answer) -> None:
    """Record that a suspension ended, and that the run goes on."""
    suspended = turn.state.status == "suspended"
    stop_children(turn, wait)
    turn.emit(
        NodeResumed(
            wait.node_id,
            wait.iteration,
            suspension=wait.id,
            data=answer.data,
            action=answer.action,
            by=answer.by,
            via=answer.via,
            patch=answer.patch,
        )
    )
    if suspended:
        turn.emit(RunResumed(answer.by))


def stop_children(turn: Turn, wait: Suspension) -> None:
    """Stop the child runs that nobody waits for any more."""
    for child in wait.children.values():
        if "status" not in child:
            turn.send(ToRun(child["run"], Stop("Nobody waits for it any more.")))


def cancel_waiting(turn: Turn, reason: str, *, running: bool = False) -> None:
    """Cancel the waiting and retrying activations, and with ``running`` those being executed."""
    statuses = {"suspended", "retrying"} | ({"running"} if running else set())
    for item in list(turn.state.activations.values()):
        if item.status in statuses:
            wait = turn.state.suspension_of(item.node_id)
            if wait is not None:
                stop_children(turn, wait)
            turn.emit(NodeCancelled(item.node_id, item.iteration, reason))
