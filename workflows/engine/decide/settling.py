"""How a run settles after something happened: what starts, is skipped, turns round, ends."""

from __future__ import annotations

from collections.abc import Iterable

from ..errors import FermataError
from ..events import (
    Json,
    LoopEnded,
    NodeFailed,
    NodeSkipped,
    NodeStarted,
    NodeSuspended,
    RunCompleted,
    RunFailed,
    RunSuspended,
)
from ..program import EndLoop, Repeat, Skip, open_waits
from .turn import Answer, Turn, cancel_waiting, close


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
    _release_known(turn)
    everywhere = saturated or state.moved
    if not _go_on(turn, None if everywhere else touched):
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


def _release_known(turn: Turn) -> None:
    """End the waits for a key of the state that is there now."""
    for wait in list(turn.state.suspensions.values()):
        if wait.rules.get("until_known") and wait.rules["needs"] in turn.state.state:
            close(turn, wait, Answer(via="state"))


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
        held = False
        for item in program.next(state, touched, room):
            if isinstance(item, Skip):
                turn.emit(NodeSkipped(item.node_id, item.iteration, skipped=item.skipped))
                skipped.append(item.node_id)
            else:
                turn.emit(NodeStarted(item.node_id, item.iteration, attempt=item.attempt))
                held = pause_before(turn, item.node_id, item.iteration) or held
        if not skipped and not held:
            return
        # A paused one takes up no room: another may be started in its place.
        touched = None if held else skipped


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
    if not item.too_many:
        pause_before(turn, item.node_id, item.iteration)
        return
    title = turn.program.title(item.node_id)
    message = f"The loop at {title} went through {item.iteration - 1} rounds without an end."
    error = {"type": "TooManyIterations", "message": message, "attempt": 1}
    turn.emit(NodeFailed(item.node_id, item.iteration, error))


def pause_before(turn: Turn, node_id: str, iteration: int) -> bool:
    """Suspend an activation that has just begun, if its node is told to; say whether it was."""
    pauses = turn.program.pauses(node_id)
    if pauses is None:
        return False
    missing = bool(pauses.needs) and pauses.needs not in turn.state.state
    if not pauses.before and not missing:
        return False
    title = turn.program.title(node_id)
    reason = f"Paused before {title}."
    if missing:
        reason = f"{title} waits for {pauses.needs!r} in the run's state."
    rules: dict[str, Json] = {"before": True}
    if pauses.needs:
        rules["needs"] = pauses.needs
    # Without a pause of its own the wait ends as soon as the key is there.
    if not pauses.before:
        rules["until_known"] = True
    turn.emit(
        NodeSuspended(
            node_id,
            iteration,
            suspension=turn.new_suspension(),
            kind="pause",
            reason=reason,
            rules=rules,
        )
    )
    return True


def _wind_down(turn: Turn) -> None:
    """Close what waits; when the running siblings have ended, fail the run."""
    state = turn.state
    cancel_waiting(turn, "The run failed.")
    if not state.active():
        turn.emit(RunFailed(dict(state.failure or {})))
