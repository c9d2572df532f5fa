"""Child runs: which are started when, and when the one that waits for them goes on."""

from __future__ import annotations

from uuid_utils.compat import uuid7

from ..commands import FinishChild, RetryRun
from ..errors import AlreadyClosed
from ..events import ChildFinished, ChildStarted, Json
from ..messages import StartChild, ToRun
from ..node import ChildrenRequest
from ..state import Suspension
from ..workspaces import beside
from .pausing import go_on
from .turn import Answer, Turn


def children_rules(request: ChildrenRequest) -> dict[str, Json]:
    """Give what must be known of the children until the last has ended."""
    return {
        "workflow": request.workflow,
        "version": request.version,
        "concurrency": max(1, request.concurrency),
        "items": {
            str(child.index): {"inputs": dict(child.inputs)}
            | ({"run": child.run} if child.run else {})
            for child in request.children
        },
    }


def start_children(turn: Turn, wait: Suspension) -> None:
    """Start children up to the number that may be under way; go on when there are none to start."""
    rules = wait.rules["children"]
    room = rules["concurrency"] - sum("status" not in known for known in wait.children.values())
    for place, item in rules["items"].items():
        if room <= 0:
            break
        if place not in wait.children:
            _start(turn, wait, int(place), item)
            room -= 1
    _go_on_when_all_ended(turn, wait)


def _start(turn: Turn, wait: Suspension, index: int, item: dict[str, Json]) -> None:
    state, rules = turn.state, wait.rules["children"]
    run = item.get("run") or str(uuid7())
    turn.emit(ChildStarted(wait.node_id, wait.iteration, suspension=wait.id, run=run, index=index))
    if "run" in item:
        turn.send(ToRun(run, RetryRun(by=state.started_by, adopt=wait.id)))
        return
    turn.send(
        StartChild(
            run,
            beside(state.workflow, rules["workflow"]),
            rules["version"],
            item["inputs"],
            parent=state.run_id,
            suspension=wait.id,
            index=index,
            depth=state.depth + 1,
            by=state.started_by,
        )
    )


def finish_child(turn: Turn, command: FinishChild) -> None:
    """Record how a child ended, start the next one, or go on when it was the last.

    Refused when nobody waits for it any more, or it was told before.
    """
    wait = turn.state.suspensions.get(command.suspension)
    known = wait.children.get(str(command.index)) if wait is not None else None
    if wait is None or known is None or known["run"] != command.run or "status" in known:
        raise AlreadyClosed("Nobody waits for this run any more.")
    turn.emit(
        ChildFinished(
            command.run,
            command.status,
            command.result,
            suspension=wait.id,
            index=command.index,
            error=command.error,
        )
    )
    start_children(turn, wait)


def _go_on_when_all_ended(turn: Turn, wait: Suspension) -> None:
    items = wait.rules["children"]["items"]
    ended = [wait.children.get(place, {}) for place in items]
    if not all("status" in known for known in ended):
        return
    children = [
        {"index": int(place), **known}
        for place, known in sorted(wait.children.items(), key=lambda pair: int(pair[0]))
    ]
    go_on(turn, wait, Answer({"children": children}, via="child"))
