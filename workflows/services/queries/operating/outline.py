"""A run as people follow it: its steps as they began, their waits, their child runs.

How that is drawn is not decided here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.contrib.auth.models import User

from workflows.engine.events import Json
from workflows.engine.graphs import GraphProgram
from workflows.engine.program import Program
from workflows.engine.state import Activation, RunState
from workflows.models import Event, Run

from ..run_state import load_state
from ..runs import BODY
from ..suspensions import Wait, of_state, program_of
from ..visible import find_run, visible_runs

DEPTH = 4
"""So many generations of child runs are shown."""

CHILDREN = 8
"""So many child runs of a step are shown, those first that have not completed."""

_LAST = datetime.max.replace(tzinfo=UTC)


@dataclass(slots=True)
class Step:
    """One step of a run; ``answered`` tells who ended its last wait: ``{by, via, action}``."""

    node_id: str
    title: str
    status: str = "pending"
    iteration: int = 1
    attempt: int = 0
    attempts: int = 1
    action: str | None = None
    started_at: datetime | None = None
    finished_at: datetime | None = None
    retry_at: datetime | None = None
    error: Mapping[str, Json] | None = None
    manual: Mapping[str, Json] | None = None
    answered: Mapping[str, Json] | None = None
    waits: list[Wait] = field(default_factory=list)
    children: list[Outline] = field(default_factory=list)
    more_children: int = 0


@dataclass(slots=True)
class Outline:
    """A run with its steps; ``index`` is its place among the children of its parent."""

    run_id: str
    workflow: str
    name: str
    version: int
    status: str
    seq: int
    started_by: str | None
    created_at: datetime | None
    started_at: datetime | None
    finished_at: datetime | None
    error: Mapping[str, Json] | None
    ended_by: Mapping[str, Json] | None
    result: Json
    parent: str | None
    index: int | None
    forked_from: str | None
    now: datetime
    steps: list[Step] = field(default_factory=list)


def outline(who: User, run_id: str, now: datetime) -> Outline:
    """Draw up a run that the user may see; raises `NotFound`."""
    return _of(who, find_run(who, run_id), now, 0)


def _of(who: User, row: Run, now: datetime, depth: int) -> Outline:
    state = load_state(row)
    program = program_of(row.workflow.key, row.version.number)
    made = Outline(
        run_id=str(row.uuid),
        workflow=row.workflow.slug,
        name=row.workflow.name,
        version=row.version.number,
        status=state.status,
        seq=state.seq,
        started_by=state.started_by,
        created_at=state.created_at,
        started_at=state.started_at,
        finished_at=state.finished_at,
        error=state.error,
        ended_by=state.ended_by,
        result=state.result,
        parent=state.parent,
        index=state.parent_index,
        forked_from=state.forked_from,
        now=now,
    )
    made.steps = _steps(row, state, program)
    if depth < DEPTH:
        _add_children(who, row, made.steps, now, depth + 1)
    return made


def _steps(row: Run, state: RunState, program: Program | None) -> list[Step]:
    names = list(program.graph.nodes) if isinstance(program, GraphProgram) else []
    names += [name for name in state.activations if name not in names and name != BODY]
    answers = _answers(row)
    waits: dict[str, list[Wait]] = defaultdict(list)
    for wait in of_state(state):
        waits[wait.node_id].append(wait)
    steps = [_step(name, state, program) for name in names]
    for step in steps:
        step.answered, step.waits = answers.get(step.node_id), waits[step.node_id]
    return sorted(steps, key=_began)


def _step(name: str, state: RunState, program: Program | None) -> Step:
    known = program is not None and program.knows(name)
    item = state.activations.get(name) or Activation(name, status="pending", attempt=0)
    shown = (item.step or {}).get("name") or name
    return Step(
        name,
        program.title(name) if program is not None and known else str(shown),
        status=item.status,
        iteration=item.iteration,
        attempt=item.attempt,
        attempts=_attempts(name, program),
        action=item.action,
        started_at=item.started_at,
        finished_at=item.finished_at,
        retry_at=item.retry_at,
        error=item.error,
        manual=item.manual,
    )


def _attempts(name: str, program: Program | None) -> int:
    node = program.graph.nodes.get(name) if isinstance(program, GraphProgram) else None
    retry: Any = (node.options.get("retry") if node is not None else None) or {}
    found = retry.get("max_attempts", 1) if isinstance(retry, Mapping) else 1
    return found if isinstance(found, int) else 1


def _began(step: Step) -> datetime:
    """Sort steps as they began; those that have not keep the order of the graph, at the end."""
    return step.started_at or step.finished_at or _LAST


def _answers(row: Run) -> dict[str, Mapping[str, Json]]:
    rows = Event.objects.filter(run=row, type="NodeResumed").order_by("seq")
    found: Any = rows.values_list("node_id", "payload")
    return dict(found)


def _add_children(who: User, row: Run, steps: Sequence[Step], now: datetime, depth: int) -> None:
    started = Event.objects.filter(run=row, type="ChildStarted").order_by("seq")
    found: Any = started.values_list("node_id", "payload")
    places: dict[str, list[str]] = defaultdict(list)
    for node_id, payload in found:
        if payload["run"] not in places[node_id]:
            places[node_id].append(payload["run"])
    for step in steps:
        if run_ids := places.get(step.node_id):
            rows = visible_runs(who).filter(uuid__in=run_ids).select_related("workflow", "version")
            children = list(rows.defer("workflow__draft", "version__graph").order_by("pk"))
            children.sort(key=lambda child: child.status == Run.Status.COMPLETED)
            step.more_children = max(0, len(children) - CHILDREN)
            step.children = [_of(who, child, now, depth) for child in children[:CHILDREN]]
