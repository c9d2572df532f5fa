"""Open suspensions as the API shows them: of one run from its state, of many from their rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet

from workflows.adapters.ports import current_ports
from workflows.engine.decide.people.deciding import question_of
from workflows.engine.errors import FermataError
from workflows.engine.events import Json
from workflows.engine.people import Question, may_decide
from workflows.engine.program import Program
from workflows.engine.state import RunState
from workflows.engine.state import Suspension as OpenWait
from workflows.engine.workspaces import slug_of
from workflows.models import Event, Run, Suspension, Task

from .callbacks import with_address
from .standing.asked import Asked, asked_in, question_in
from .standing.asker import Asker
from .standing.asks import asks
from .times import iso
from .visible import visible_runs

DECISIONS = ("approved", "rejected")
NOBODYS = ("timer", "callback", "event", "children")
"""Kinds of waits that time or others end: nobody is called to them."""

OPEN = (Task.State.OPEN, Task.State.CLAIMED)


@dataclass(frozen=True, slots=True)
class Wait:
    """An open suspension with what is shown of it, wherever it was read from."""

    run_id: str
    workflow: str
    """The engine's name."""

    started_by: str | None
    id: str
    node_id: str
    iteration: int
    kind: str
    reason: str
    state: Mapping[str, Json]
    metadata: Mapping[str, Json]
    rules: Mapping[str, Json]
    opened_at: Any
    wake_at: Any
    task: str | None
    claimed_by: str | None
    question: Question
    """Who is asked, and what has become of it; empty without a task."""

    due_at: Any = None

    @property
    def users(self) -> Sequence[str]:
        """Name the people who are asked."""
        return list(self.question.users)

    @property
    def groups(self) -> Sequence[str]:
        """Name the groups that are asked."""
        return list(self.question.groups)

    def may_be_ended_by(self, asker: Asker) -> bool:
        """Say whether somebody may end the wait, by the engine's own rule."""
        if self.task is None:
            return asker.may_operate(self.workflow, self.started_by)
        return may_decide(self.question, asker.person(self.workflow, self.started_by))


def of_state(state: RunState) -> list[Wait]:
    """List the open waits of a folded state, in the order they were opened."""
    return [
        _from_state(state, item) for item in sorted(state.suspensions.values(), key=lambda s: s.seq)
    ]


def _from_state(state: RunState, item: OpenWait) -> Wait:
    return Wait(
        run_id=state.run_id,
        workflow=state.workflow,
        started_by=state.started_by,
        id=item.id,
        node_id=item.node_id,
        iteration=item.iteration,
        kind=item.kind,
        reason=item.reason,
        state=item.state,
        metadata=item.metadata,
        rules=item.rules,
        opened_at=item.opened_at,
        wake_at=item.wake_at,
        task=item.task,
        claimed_by=item.claimed_by,
        question=question_of(state, item),
        due_at=item.ask.get("due_at"),
    )


def show(wait: Wait, asker: Asker, program: Program | None) -> dict[str, Any]:
    """Give the shape of the API."""
    return {
        "id": wait.id,
        "run": wait.run_id,
        "workflow": slug_of(wait.workflow),
        "node_id": wait.node_id,
        "iteration": wait.iteration,
        "kind": wait.kind,
        "title": program.title(wait.node_id) if program else wait.node_id,
        "reason": wait.reason,
        "state": wait.state,
        "metadata": _metadata(wait, asker),
        "schema": wait.rules.get("schema"),
        "options": wait.rules.get("options"),
        "input_type": wait.rules.get("input_type"),
        "skippable": bool(wait.rules.get("skippable")),
        "allow_custom": bool(wait.rules.get("allow_custom")),
        "needs": wait.rules.get("needs"),
        "actions": actions_of(wait.kind, wait.node_id, wait.rules, program),
        "opened_at": iso(wait.opened_at),
        "wake_at": iso(wait.wake_at),
        "task": wait.task,
        "users": list(wait.users),
        "groups": list(wait.groups),
        "closing": wait.question.closing,
        "can_resume": wait.may_be_ended_by(asker),
    }


def _metadata(wait: Wait, asker: Asker) -> Mapping[str, Json]:
    """Add a callback's address for those who may resume the run by hand as well."""
    may = asker.addresses and asker.may_operate(wait.workflow, wait.started_by)
    if wait.kind != "callback" or not may:
        return wait.metadata
    found: Mapping[str, Json] = with_address(
        wait.metadata, wait.run_id, wait.node_id, wait.iteration
    )
    return found


def actions_of(
    kind: str, node_id: str, rules: Mapping[str, Json], program: Program | None
) -> list[str]:
    """List the actions that an answer may name; empty when any is accepted."""
    if kind == "approval":
        return [str(item) for item in rules.get("options") or DECISIONS]
    if kind == "pause" and rules.get("before"):
        # The node has not run yet: it finishes with an action of its own.
        return []
    if rules.get("actions") is not None:
        return list(rules["actions"])
    if program is None or kind == "timer":
        return []
    allowed = program.actions(node_id).allowed or ()
    return [action for action in allowed if action not in ("timeout", "error", "*")]


def program_of(workflow: str, version: int) -> Program | None:
    """Return the program of a version; None when this process lacks one of its node types."""
    try:
        return current_ports().store.program(workflow, version)
    except FermataError:
        return None


def actionable(user: User) -> QuerySet[Suspension]:
    """Select the open suspensions that the user may end and that wait for a person."""
    asked = Task.objects.filter(asks(user), state__in=OPEN).exclude(_taken_by_others(user))
    mine = Q(task__in=asked)
    operated = visible_runs(user)
    asker = Asker.of(user)
    if not asker.operates:
        operated = operated.filter(started_by=user) if asker.edits else Run.objects.none()
    mine |= Q(run__in=operated) & (Q(task=None) | Q(task__unassigned=True))
    return (
        Suspension.objects.filter(mine, closed_at=None)
        .exclude(kind__in=NOBODYS)
        .select_related("run__workflow", "run__version", "run__started_by", "task__claimed_by")
        .defer("run__workflow__draft", "run__version__graph", "task__subject", "task__data")
    )


def _taken_by_others(user: User) -> Q:
    return Q(claimed_by__isnull=False) & ~Q(claimed_by=user)


def present(user: User, page: list[Suspension]) -> list[dict[str, Any]]:
    """Show suspensions of many runs, with two queries more."""
    asker = Asker.of(user)
    return [show(wait, asker, program) for wait, program in waits_of(page)]


def waits_of(page: list[Suspension]) -> list[tuple[Wait, Program | None]]:
    """Read what is shown of suspensions, whoever looks; with two queries more."""
    opened = _opening_events(page)
    asked = asked_in([row.task.pk for row in page if getattr(row, "task", None)])
    return [
        (
            _from_row(row, opened.get((row.run_id, row.seq), {}), asked),
            program_of(row.run.workflow.key, row.run.version.number),
        )
        for row in page
    ]


def _opening_events(page: list[Suspension]) -> dict[tuple[int, int], Mapping[str, Json]]:
    places = Q(pk__in=[])
    for row in page:
        places |= Q(run=row.run_id, seq=row.seq)
    rows: Any = Event.objects.filter(places).values_list("run_id", "seq", "payload")
    return {(run, seq): payload for run, seq, payload in rows}


def _from_row(row: Suspension, payload: Mapping[str, Json], asked: Mapping[Any, Asked]) -> Wait:
    task = getattr(row, "task", None)
    starter, claimant = row.run.started_by, task.claimed_by if task else None
    requester = starter.get_username() if starter else None
    question = question_in(task, asked[task.pk], requester) if task else Question()
    return Wait(
        run_id=str(row.run.uuid),
        workflow=row.run.workflow.key,
        started_by=requester,
        id=f"{row.run.uuid}.{row.seq}",
        node_id=row.node_id,
        iteration=row.iteration,
        kind=row.kind,
        reason=row.reason,
        state=payload.get("state", {}),
        metadata=payload.get("metadata", {}),
        rules=payload.get("rules", {}),
        opened_at=row.opened_at,
        wake_at=row.wake_at,
        task=str(task.pk) if task else None,
        claimed_by=claimant.get_username() if claimant else None,
        question=question,
        due_at=task.due_at if task else None,
    )
