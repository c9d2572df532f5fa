"""Turn: one command's chance to add events to one run, and how a run settles afterwards."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from ..errors import FermataError
from ..events import (
    Event,
    NodeCancelled,
    NodeSkipped,
    NodeStarted,
    Record,
    RunCompleted,
    RunFailed,
    RunSuspended,
)
from ..program import Program, Skip, open_waits
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

    def emit(self, event: Event) -> Record:
        """Add the event at the next place of the log."""
        record = Record(self.state.seq + 1, event, self.now, self.epoch)
        evolve(self.state, record)
        self.records.append(record)
        return record


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
    _go_on(turn, None if saturated else touched)
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


def _go_on(turn: Turn, touched: Iterable[str] | None) -> None:
    state, program = turn.state, turn.program
    while True:
        room = program.max_parallel - len(state.active())
        decisions = program.next(state, touched, room)
        if not decisions:
            return
        skipped: list[str] = []
        for item in decisions:
            if isinstance(item, Skip):
                turn.emit(NodeSkipped(item.node_id, item.iteration, skipped=item.skipped))
                skipped.append(item.node_id)
            else:
                turn.emit(NodeStarted(item.node_id, item.iteration, cleared=item.cleared))
        if not skipped:
            return
        touched = skipped


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
