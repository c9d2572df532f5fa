"""Pauses after a node, by its options or a routing rule, and how an answered wait goes on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ..commands import Complete
from ..errors import ExpressionError
from ..events import Json, NodeCompleted, NodeSuspended
from ..program import Choice, Finished
from ..state import Suspension
from .failing import finish_failed
from .settling import settle
from .turn import Answer, Turn, close

Ended = tuple[Finished, Choice | None]


def finished(turn: Turn, command: Complete) -> Ended:
    """Ask the routing rules about a completion; one of them may choose another action.

    ``ExpressionError`` when a rule cannot be evaluated.
    """
    after = {**turn.state.state, **command.set}
    for key in command.delete:
        after.pop(key, None)
    done = Finished(command.node_id, command.output, command.action, command.attempt, after)
    choice = turn.program.choose(turn.state, done)
    if choice is not None and choice.action is not None:
        done = replace(done, action=choice.action)
    return done, choice


def pause_after(turn: Turn, command: Complete, ended: Ended) -> bool:
    """Suspend instead of completing when the node or a rule says so; say whether it was done."""
    done, choice = ended
    pauses = turn.program.pauses(command.node_id)
    if not (choice is not None and choice.pause) and not (pauses is not None and pauses.after):
        return False
    reason = (choice.reason if choice is not None else "") or (
        f"Paused after {turn.program.title(command.node_id)}."
    )
    after: dict[str, Json] = {
        "output": command.output,
        "action": done.action,
        "attempt": command.attempt,
        "seconds": round(command.seconds, 6),
    }
    turn.emit(
        NodeSuspended(
            command.node_id,
            command.iteration,
            suspension=turn.new_suspension(),
            kind="pause",
            reason=reason,
            rules={"after": after},
            inputs=command.inputs,
            set=command.set,
            delete=tuple(command.delete),
            logs=command.logs,
        )
    )
    return True


def record_completed(
    turn: Turn,
    command: Complete,
    done: Finished | None = None,
    manual: Mapping[str, Json] | None = None,
) -> None:
    """Record a completion with the edges that it takes; without ``done`` no rules are asked.

    ``ExpressionError`` when the condition of an edge cannot be evaluated.
    """
    if done is None:
        after = {**turn.state.state, **command.set}
        done = Finished(command.node_id, command.output, command.action, command.attempt, after)
    routing = turn.program.route(turn.state, done)
    more: dict[str, Any] = {} if manual is None else {"manual": manual}
    turn.emit(
        NodeCompleted(
            command.node_id,
            command.iteration,
            output=command.output,
            action=done.action,
            set=command.set,
            delete=tuple(command.delete),
            seconds=round(command.seconds, 6),
            attempt=command.attempt,
            taken=routing.taken,
            skipped=routing.skipped,
            keep=routing.keep,
            left=routing.left,
            inputs=command.inputs,
            logs=command.logs,
            **more,
        )
    )


def go_on(turn: Turn, wait: Suspension, answer: Answer) -> None:
    """Close a wait; one after a node completes it, with the action given or the node's own."""
    close(turn, wait, answer)
    after = wait.rules.get("after")
    if after is None:
        return
    command = Complete(
        wait.node_id,
        wait.iteration,
        after["attempt"],
        output=after["output"],
        action=answer.action or after["action"],
        seconds=after["seconds"],
        inputs=wait.inputs,
    )
    try:
        record_completed(turn, command)
    except ExpressionError as error:
        fault = {"type": "ExpressionError", "message": error.message, "attempt": command.attempt}
        common = {"error": fault, "attempt": command.attempt, "inputs": wait.inputs}
        finish_failed(turn, wait.node_id, wait.iteration, common)
    settle(turn, (wait.node_id,))
