"""Turn: one command's chance to add events to one run, and how a run settles afterwards."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from ..commands import FinishChild
from ..errors import FermataError
from ..events import (
    Event,
    LoopEnded,
    NodeCancelled,
    NodeFailed,
    NodeSkipped,
    NodeStarted,
    Record,
    RunCompleted,
    RunFailed,
    RunSuspended,
)
from ..messages import Message, ToRun
from ..program import EndLoop, Program, Repeat, Skip, open_waits
from ..state import RunState, evolve


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


def settle(turn: Turn, touched: Iterable[str] | None, *, saturated: bool = False) -> None:
    """Start and skip what can be, and end or suspend the run when nothing more can go on.

    ``touched``: the nodes whose edges were decided; None: look at every node. ``saturated``: before
    this command as many activations were running as may, so others may have been left behind.
    """
    state = turn.state
    if state.finished:
        return
    if state.failure is not None:
        _wind_down(turn)
        return
    if not _go_on(turn, None if saturated else touched):
        _wind_down(turn)
        return
    if state.active() or any(item.status == "retrying" for item in state.activations.values()):
        return
    if state.suspensions:
        if state.status == "running":
            turn.emit(RunSuspended(open_waits(state)[0].reason))
        return
    try:
        result = turn.program.result(state)
    except FermataError as error:
        turn.emit(RunFailed({"type": type(error).__name__, "message": error.message}))
        return
    turn.emit(RunCompleted(result))


def _go_on(turn: Turn, touched: Iterable[str] | None) -> bool:
    """Start, skip and turn loops as far as possible; say False when a loop failed on the way."""
    while turn.state.failure is None:
        _start(turn, touched)
        resting = turn.program.rest(turn.state)
        if resting is None:
            return True
        _turn_loop(turn, resting)
        touched = None
    return False


def _start(turn: Turn, touched: Iterable[str] | None) -> None:
    """Start what can be, and skip until nothing more follows from a skip."""
    state, program = turn.state, turn.program
    while True:
        room = program.max_parallel - len(state.active())
        skipped: list[str] = []
        for item in program.next(state, touched, room):
            if isinstance(item, Skip):
                turn.emit(NodeSkipped(item.node_id, item.iteration, skipped=item.skipped))
                skipped.append(item.node_id)
            else:
                turn.emit(NodeStarted(item.node_id, item.iteration))
        if not skipped:
            return
        touched = skipped


def _turn_loop(turn: Turn, item: Repeat | EndLoop) -> None:
    if isinstance(item, EndLoop):
        turn.emit(LoopEnded(item.node_id, item.iteration, item.taken, item.skipped))
        return
    turn.emit(
        NodeStarted(
            item.node_id,
            item.iteration,
            cleared=item.cleared,
            reset=item.reset,
            taken=item.taken,
        )
    )
    if item.too_many:
        title = turn.program.title(item.node_id)
        message = f"The loop at {title} went through {item.iteration - 1} rounds without an end."
        error = {"type": "TooManyIterations", "message": message, "attempt": 1}
        turn.emit(NodeFailed(item.node_id, item.iteration, error))


def _wind_down(turn: Turn) -> None:
    """Close what waits; when the running siblings have ended, fail the run."""
    state = turn.state
    cancel_waiting(turn, "The run failed.")
    if not state.active():
        turn.emit(RunFailed(dict(state.failure or {})))


def cancel_waiting(turn: Turn, reason: str, *, running: bool = False) -> None:
    """Cancel the waiting and retrying activations, and with ``running`` those being executed."""
    statuses = {"suspended", "retrying"} | ({"running"} if running else set())
    for item in list(turn.state.activations.values()):
        if item.status in statuses:
            turn.emit(NodeCancelled(item.node_id, item.iteration, reason))
