"""Answering waits and deciding tasks: every door comes here; the rules are the engine's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.contrib.auth.models import User

from workflows.adapters.store import read_states
from workflows.engine.commands import Command, Resume
from workflows.engine.decide.people.deciding import question_of
from workflows.engine.errors import FermataError, Forbidden, Invalid, Refused
from workflows.engine.events import Json
from workflows.engine.people import Person, asked
from workflows.engine.ports import RequestKey, Work
from workflows.engine.state import RunState, Suspension

from .. import policy
from ..applying import apply_work, request_key
from ..queries import closings
from ..queries.families.relatives import waits_below
from ..queries.inbox import tasks
from ..queries.inbox.files import handed_in_with
from ..queries.inbox.snapshots import shown_to
from ..queries.visible import find_run


@dataclass(frozen=True, slots=True)
class ResumeRequest:
    """Which wait to end (by id, by node, or the only one) and with what."""

    suspension: str | None = None
    node: str | None = None
    data: Json = None
    action: str | None = None
    state: Mapping[str, Json] | None = None
    idempotency_key: str | None = None


@dataclass(frozen=True, slots=True)
class DecideRequest:
    """A person's decision: one of the task's actions, the form's data, a remark.

    A question or a form may be answered by ``data`` alone. ``undo_seconds`` asks for a window to
    take it back in, ``confirm`` is what was typed to confirm, ``seen`` the seq of the task as it
    was shown, ``reason`` why a superuser decides for those asked.
    """

    decision: str | None = None
    data: Json = None
    comment: str | None = None
    idempotency_key: str | None = None
    undo_seconds: float = 0
    confirm: str | None = None
    seen: int | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Door:
    """Through which door somebody comes: ``ui api bulk e-mail admin socket``, and whose mailbox."""

    via: str = "api"
    mailbox: str | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one of many decisions."""

    task: str
    error: FermataError | None = None


def resume_run(who: User, run_id: str, request: ResumeRequest, via: str = "api") -> None:
    """End one suspension. Raises `NotFound`, `Forbidden`, `Invalid`, `Refused`."""
    find_run(who, run_id)
    command = Resume(
        data=request.data,
        action=request.action,
        suspension=request.suspension,
        node_id=request.node,
        state=request.state,
        by=who.username,
        via=via,
    )
    _resume(who, run_id, command, request_key(who, f"resume:{run_id}", request))


def decide_task(who: User, task_id: str, request: DecideRequest, door: Door | str = "api") -> None:
    """Decide a task: the same as resuming its suspension, under the same rules.

    Raises `NotFound`, `Forbidden` (not asked, four eyes), `Refused` (others were first, 409),
    `Invalid`.
    """
    task = tasks.locate(who, task_id)
    by = door if isinstance(door, Door) else Door(door)
    command = Resume(
        data=request.data,
        action=request.decision,
        suspension=task.suspension,
        by=who.username,
        via=by.via,
        comment=request.comment,
        undo_seconds=request.undo_seconds,
        confirm=request.confirm,
        reason=request.reason,
        mailbox=by.mailbox,
    )
    key = request_key(who, f"decide:{task_id}", request)
    _resume(who, task.run_id, command, key, request.seen)


def decide_many(
    who: User, task_ids: Sequence[str], request: DecideRequest, via: str = "bulk"
) -> list[Result]:
    """Decide each task on its own; a refusal of one is its own result."""
    results = []
    for task_id in dict.fromkeys(task_ids):
        try:
            decide_task(who, task_id, request, via)
        except FermataError as error:
            results.append(Result(task_id, error))
        else:
            results.append(Result(task_id))
    return results


def _resume(
    who: User,
    run_id: str,
    command: Resume,
    key: RequestKey | None,
    seen: int | None = None,
) -> None:
    """Apply with the person read under the run's lock; tell in a conflict who was first."""

    def prepare(state: RunState, given: Command) -> Command:
        return _known(who, state, given, seen)

    try:
        apply_work(Work(run_id, command, key=key, prepare=prepare))
    except Refused as error:
        if error.code != "children":
            raise closings.explained(error, run_id, command.suspension, command.node_id) from None
        below, suspension = _below(run_id, command)
        _resume(who, below, replace(command, suspension=suspension, node_id=None), key)


def _below(run_id: str, command: Resume) -> tuple[str, str]:
    """Find the one wait below a wait for other runs: that is what is meant."""
    state = read_states([run_id])[run_id]
    wait = _meant(state, command)
    found = waits_below(wait) if wait is not None else []
    if not found:
        raise Refused("None of the runs below is waiting.", code="not_waiting")
    if len(found) > 1:
        told = f"{len(found)} runs below are waiting: answer one of them by its suspension."
        raise Invalid(told, code="ambiguous")
    return found[0]


def _known(who: User, state: RunState, command: Command, seen: int | None) -> Command:
    """Add who the person is, and what he saw; both as they are under the lock."""
    if not isinstance(command, Resume):
        return command
    person = policy.person_of(who, state.workflow, state.started_by)
    if command.state and not person.operates:
        raise Forbidden("You may not change the state of this run.")
    wait = _meant(state, command)
    if wait is None or wait.task is None:
        return replace(command, person=person)
    if command.mailbox is not None:
        person = _by_mail(wait, person)
    # Who may not answer is told so first, and learns nothing about the form.
    asked(question_of(state, wait), person)
    files = handed_in_with(who, wait, command.data)
    return replace(command, person=person, shown=shown_to(state, wait, seen), attachments=files)


def _by_mail(wait: Suspension, person: Person) -> Person:
    """Give what counts of somebody who has not signed in: that he is asked, and nothing else."""
    if not wait.rules.get("decide_by_mail") or wait.rules.get("forbid_initiator"):
        raise Forbidden("This cannot be decided without signing in.", code="not_by_mail")
    return replace(person, superuser=False)


def _meant(state: RunState, command: Resume) -> Suspension | None:
    if command.suspension is not None:
        return state.suspensions.get(command.suspension)
    if command.node_id is not None:
        return state.suspension_of(command.node_id)
    waits = list(state.suspensions.values())
    return waits[0] if len(waits) == 1 else None
