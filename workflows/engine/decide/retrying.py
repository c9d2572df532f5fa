"""A failed run goes on: what failed starts again or counts as done, what the failure closed opens
anew."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from ..commands import Complete, FinishChild, RetryRun
from ..errors import FieldError, Invalid, NotFound, Refused
from ..events import (
    ChildFinished,
    Json,
    NodeStarted,
    NodeSuspended,
    RunAdopted,
    RunRetried,
)
from ..messages import ToRun
from ..payload import ensure_json
from ..state import Activation, RunState, Suspension, load_suspension
from .outcomes import opened
from .pausing import record_completed
from .people.asking import ask_again
from .settling import settle
from .turn import Turn

_DEEDS = ("complete", "skip")


def failed_activations(state: RunState) -> list[Activation]:
    """List the activations that failed the run: nobody took their failure."""
    return [i for i in state.activations.values() if i.status == "failed" and not i.handled]


def retry(turn: Turn, command: RetryRun) -> None:
    """Let a failed run go on. ``Refused`` when it has not failed, ``Invalid`` for a wrong deed."""
    state = turn.state
    if command.adopt is not None and state.status != "failed":
        _tell(turn, command.adopt)
        return
    if state.status != "failed":
        raise Refused(f"The run is {state.status}, not failed.", code="not_failed")
    failed = failed_activations(state)
    names = {name for item in failed for name in (item.node_id, *steps_of(item))}
    by_hand = _checked(turn, command, names)
    closed = [item for item in state.activations.values() if item.status == "cancelled"]
    turn.emit(RunRetried(command.by, command.reason, by_hand, command.adopt))
    for item in failed:
        if item.node_id in by_hand:
            _complete(turn, item, by_hand[item.node_id], command)
        else:
            _again(turn, item)
            _again_steps(turn, item, by_hand, command)
    for item in closed:
        if item.wait is not None:
            _reopen(turn, item, load_suspension(item.wait))
        else:
            _again(turn, item)
    settle(turn, None)


def _tell(turn: Turn, suspension: str) -> None:
    """Answer a parent that wants a run back which somebody else has let go on meanwhile."""
    state = turn.state
    if not state.finished:
        turn.emit(RunAdopted(suspension))
        return
    error = {"type": "Stopped", "message": "The sub-workflow was stopped."}
    told = FinishChild(
        suspension,
        state.run_id,
        state.parent_index or 0,
        state.status,
        state.result,
        error if state.status == "cancelled" else None,
    )
    turn.send(ToRun(state.parent or "", told))


def _checked(turn: Turn, command: RetryRun, failed: set[str]) -> dict[str, Json]:
    checked: dict[str, Json] = {}
    if command.by_hand and not (command.reason or "").strip():
        raise Invalid("Say why this is done by hand.", errors=[_fault("reason", "A reason.")])
    for node_id, deed in command.by_hand.items():
        place = f"by_hand.{node_id}"
        if node_id not in failed:
            if node_id not in turn.state.activations and not turn.program.knows(node_id):
                raise NotFound(f"The workflow has no node {node_id!r}.")
            raise Refused(f"{turn.program.title(node_id)} has not failed.", code="not_failed")
        do = deed.get("do") if isinstance(deed, Mapping) else None
        if do not in _DEEDS:
            raise Invalid("Choose complete or skip.", errors=[_fault(f"{place}.do", "A choice.")])
        action = deed.get("action")
        known = turn.program.actions(node_id)
        if action is not None and known.allowed is not None and action not in known.allowed:
            listed = ", ".join(known.allowed)
            fault = _fault(f"{place}.action", f"One of: {listed}.")
            raise Invalid(f"The action {action!r} is not known here.", errors=[fault])
        output = ensure_json(deed.get("output"), "output") if do == "complete" else None
        checked[node_id] = {"do": do, "output": output, "action": action}
    return checked


def _fault(attr: str, detail: str) -> FieldError:
    return FieldError("invalid", detail, attr)


def _complete(turn: Turn, item: Activation, deed: Mapping[str, Json], command: RetryRun) -> None:
    done = Complete(
        item.node_id, item.iteration, item.attempt, output=deed["output"], action=deed["action"]
    )
    manual = {"by": command.by, "reason": command.reason, "do": deed["do"]}
    record_completed(turn, done, manual=manual)


def steps_of(item: Activation) -> list[str]:
    """List the steps that brought a workflow function down."""
    return list((item.error or {}).get("steps") or ())


def _again(turn: Turn, item: Activation) -> None:
    """Start the next attempt."""
    turn.emit(NodeStarted(item.node_id, item.iteration, attempt=item.attempt + 1))


def _again_steps(
    turn: Turn, item: Activation, by_hand: Mapping[str, Any], command: RetryRun
) -> None:
    """Start the steps anew that brought a function down, or count them as done."""
    for name in steps_of(item):
        step = turn.state.activations.get(name)
        if step is None:
            continue
        _again(turn, step)
        if name in by_hand:
            _complete(turn, step, by_hand[name], command)


def _reopen(turn: Turn, item: Activation, old: Suspension) -> None:
    """Open a closed wait again under a new id, with its saved state and what it asked."""
    suspension = turn.new_suspension()
    wake_at = old.wake_at
    seconds = old.rules.get("timeout_seconds")
    if seconds and old.kind != "timer":
        # A person gets the whole time again; a timer ends when it was to end.
        wake_at = turn.now + timedelta(seconds=float(seconds))
    rules = {key: value for key, value in old.rules.items() if key != "escalated"}
    if old.kind == "children":
        rules["children"] = _asked_again(old)
    turn.emit(
        NodeSuspended(
            item.node_id,
            item.iteration,
            suspension=suspension,
            kind=old.kind,
            reason=old.reason,
            state=old.state,
            metadata=old.metadata,
            wake_at=wake_at.isoformat() if wake_at else None,
            rules=rules,
            inputs=old.inputs,
        )
    )
    wait = turn.state.suspensions[suspension]
    _keep_completed(turn, wait, old)
    if old.task is not None:
        ask_again(turn, wait, old)
    opened(turn, wait)


def _asked_again(old: Suspension) -> dict[str, Json]:
    """Let failed children go on where they stopped; the others keep what they are started with."""
    rules: dict[str, Json] = dict(old.rules["children"])
    failed = {
        place: {"run": known["run"]}
        for place, known in old.children.items()
        if known.get("status") == "failed"
    }
    rules["items"] = {
        place: {**item, **failed.get(place, {})} for place, item in rules["items"].items()
    }
    return rules


def _keep_completed(turn: Turn, wait: Suspension, old: Suspension) -> None:
    """Keep what completed children gave."""
    for place, known in old.children.items():
        if known.get("status") == "completed":
            turn.emit(
                ChildFinished(
                    known["run"],
                    "completed",
                    known.get("result"),
                    suspension=wait.id,
                    index=int(place),
                )
            )
