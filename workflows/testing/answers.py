"""Open waits found by what people call them, and answers in the form that their kind takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from workflows.engine.events import Json
from workflows.engine.program import open_waits
from workflows.engine.state import Suspension
from workflows.runtime import Runtime


@dataclass(frozen=True, slots=True)
class Place:
    """An open wait, in its run; ``names`` are the node's id and title and the task's title."""

    run_id: str
    wait: Suspension
    names: frozenset[str]


def find_waits(runtime: Runtime, run_id: str) -> list[Place]:
    """List the open waits of a run and of the runs below it; waits for runs are left out."""
    found: list[Place] = []
    program = runtime.program(run_id)
    for wait in open_waits(runtime.state(run_id)):
        if wait.kind == "children":
            under_way = [item["run"] for item in wait.children.values() if "status" not in item]
            for child in under_way:
                found += find_waits(runtime, child)
            continue
        title = program.title(wait.node_id) if program.knows(wait.node_id) else wait.node_id
        names = {wait.node_id, title, wait.reason, str(wait.ask.get("title") or "")}
        found.append(Place(run_id, wait, frozenset(names - {""})))
    return found


def answer_to(runtime: Runtime, place: Place, answer: Json, data: Json) -> tuple[Json, str | None]:
    """Give the data and the action with which a wait is resumed."""
    kind = place.wait.kind
    if kind == "approval":
        if isinstance(answer, Mapping):
            return {**answer, **(data or {})}, None
        decision = "approved" if answer is True else "rejected" if answer is False else answer
        return data, decision
    if kind == "question":
        answer = "approved" if answer is True else "rejected" if answer is False else answer
        return answer if isinstance(answer, Mapping) else {"answer": answer}, None
    if isinstance(answer, str) and answer in _actions(runtime, place):
        return data, answer
    return answer if data is None else data, None


def _actions(runtime: Runtime, place: Place) -> list[str]:
    program = runtime.program(place.run_id)
    known = program.actions(place.wait.node_id).allowed
    return list(place.wait.rules.get("actions") or known or ())
