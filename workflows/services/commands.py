"""What people do to runs and tasks, each as one command in one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import uuid_utils
from django.contrib.auth.models import User

from workflows.adapters.store import read_states
from workflows.engine import payload
from workflows.engine.commands import (
    ClaimTask,
    Command,
    CreateRun,
    Resume,
    SaveCheckpoint,
    Stop,
)
from workflows.engine.errors import FieldError, Forbidden, Invalid, Refused
from workflows.engine.events import Json
from workflows.engine.ports import NewRun, RequestKey, Work
from workflows.engine.state import RunState, Suspension

from . import policy
from .applying import apply_work, key_of, request_key
from .queries import closings, people, tasks
from .queries.families.relatives import waits_below
from .queries.versions import runnable
from .queries.visible import find_run, find_workflow


@dataclass(frozen=True, slots=True)
class RunRequest:
    """What to start. ``version`` None is the latest; ``priority`` -100 to 100, larger is sooner."""

    inputs: Mapping[str, Json] = field(default_factory=dict)
    version: int | None = None
    state: Mapping[str, Json] | None = None
    priority: int = 0
    tags: Sequence[str] = ()
    idempotency_key: str | None = None


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

    A question or a form may be answered by ``data`` alone.
    """

    decision: str | None = None
    data: Json = None
    comment: str | None = None
    idempotency_key: str | None = None


@dataclass(frozen=True, slots=True)
class Started:
    """A run, and whether an earlier request with the same key had started it."""

    run_id: str
    replayed: bool = False


def start_run(who: User, slug: str, request: RunRequest) -> str:
    """Start a run of a published version; return its id. See `start` for the errors."""
    return start(who, slug, request).run_id


def start(who: User, slug: str, request: RunRequest) -> Started:
    """Start a run.

    Raises `NotFound`, `Forbidden`, `Invalid` (unpublished, inputs), `Refused` (key).
    """
    find_workflow(who, slug)
    if not policy.can(who, "start_run"):
        raise Forbidden("You may not start runs.")
    number, _ = runnable(slug, request.version)
    inputs = payload.ensure_json(dict(request.inputs), "inputs")
    new = NewRun(
        run_id=str(uuid_utils.uuid7()),
        workflow=slug,
        version=number,
        priority=request.priority,
        tags=tuple(dict.fromkeys(request.tags)),
        started_by=who.username,
    )
    command = CreateRun(inputs, dict(request.state or {}), by=who.username)
    key = request_key(who, f"start:{slug}", request)
    applied = apply_work(Work(new.run_id, command, new=new, key=key))
    return Started(applied.run_id, applied.replayed is not None)


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


def stop_run(
    who: User, run_id: str, reason: str | None = None, idempotency_key: str | None = None
) -> None:
    """End a run at once. Raises `NotFound`, `Forbidden`, `Refused` when it has ended already."""
    run = find_run(who, run_id)
    if not policy.can(who, "operate_run", run):
        raise Forbidden("You may not stop this run.")
    command = Stop(reason, who.username)
    apply_work(Work(run_id, command, key=_stop_key(who, run_id, reason, idempotency_key)))


def save_checkpoint(who: User, run_id: str, name: str) -> str:
    """Mark the run's state by a name; return the checkpoint's id."""
    run = find_run(who, run_id)
    if not policy.can(who, "operate_run", run):
        raise Forbidden("You may not make checkpoints of this run.")
    checkpoint = str(uuid_utils.uuid7())
    apply_work(Work(run_id, SaveCheckpoint(checkpoint, name, who.username)))
    return checkpoint


def decide_task(who: User, task_id: str, request: DecideRequest, via: str = "api") -> None:
    """Decide a task: the same as resuming its suspension, under the same rules."""
    task = tasks.locate(who, task_id)
    command = Resume(
        data=request.data,
        action=request.decision,
        suspension=task.suspension,
        by=who.username,
        via=via,
        comment=request.comment,
    )
    _resume(who, task.run_id, command, request_key(who, f"decide:{task_id}", request))


def change_task(
    who: User, task_id: str, verb: str, *, to: str | None = None, text: str | None = None
) -> None:
    """Claim, release, delegate or comment; `verb` is one of these words."""
    task = tasks.locate(who, task_id)
    if verb == "delegate" and not people.is_active(to or ""):
        fault = FieldError("unknown_person", "The username of somebody active.", "to")
        raise Invalid(f"There is nobody named {to!r}.", errors=[fault])

    def prepare(state: RunState, command: Command) -> Command:
        wait = next((s for s in state.suspensions.values() if s.task == task_id), None)
        if wait is None or not isinstance(command, ClaimTask):
            return command
        free = verb == "comment" or who.is_superuser
        return replace(command, entitled=free or _asked(who, state, wait))

    command = ClaimTask(task_id, verb, who.username, to=to, text=text)
    try:
        apply_work(Work(task.run_id, command, prepare=prepare))
    except Refused as error:
        raise closings.explained(error, task.run_id, task.suspension) from None


def _resume(who: User, run_id: str, command: Resume, key: RequestKey | None) -> None:
    """Apply with the entitlement read under the run's lock; tell in a conflict who was first."""
    try:
        apply_work(Work(run_id, command, key=key, prepare=lambda s, c: _entitle(who, s, c)))
    except Refused as error:
        if error.code != "children":
            raise closings.explained(error, run_id, command.suspension, command.node_id) from None
        below, suspension = _below(run_id, command)
        _resume(who, below, replace(command, suspension=suspension, node_id=None), key)


def _below(run_id: str, command: Resume) -> tuple[str, str]:
    """Find the one wait below a wait for other runs: that is what is meant."""
    state = read_states([run_id])[run_id]
    wait = _meant(state, command)
    found = waits_below(state, wait) if wait is not None else []
    if not found:
        raise Refused("None of the runs below is waiting.", code="not_waiting")
    if len(found) > 1:
        told = f"{len(found)} runs below are waiting: answer one of them by its suspension."
        raise Invalid(told, code="ambiguous")
    return found[0]


def _entitle(who: User, state: RunState, command: Command) -> Command:
    if not isinstance(command, Resume):
        return command
    wait = _meant(state, command)
    may_operate = policy.can(who, "operate_run", state)
    if command.state and not may_operate:
        raise Forbidden("You may not change the state of this run.")
    if wait is None:
        return replace(command, entitled=may_operate)
    if wait.kind == "children":
        # Whoever may answer what waits below is found out there.
        return replace(command, entitled=True)
    # Told before the answer is looked at: who may not answer learns nothing about the form.
    if wait.task is None:
        if not may_operate:
            raise Forbidden("You may not resume this run.")
        return replace(command, entitled=True)
    return _entitle_to_decide(who, state, wait, command)


def _entitle_to_decide(who: User, state: RunState, wait: Suspension, command: Resume) -> Resume:
    if wait.rules.get("forbid_initiator") and state.started_by == who.username:
        raise Forbidden("Whoever asked may not decide.", code="four_eyes")
    asked = _asked(who, state, wait)
    if not asked and not who.is_superuser:
        raise Forbidden("You are not among those who are asked.", code="not_asked")
    return replace(command, entitled=asked, override=who.is_superuser)


def _meant(state: RunState, command: Resume) -> Suspension | None:
    if command.suspension is not None:
        return state.suspensions.get(command.suspension)
    if command.node_id is not None:
        return state.suspension_of(command.node_id)
    waits = list(state.suspensions.values())
    return waits[0] if len(waits) == 1 else None


def _asked(who: User, state: RunState, wait: Suspension) -> bool:
    if not wait.users and not wait.groups:
        return policy.can(who, "operate_run", state)
    return policy.entitled(who, wait.users, wait.groups)


def _stop_key(who: User, run_id: str, reason: str | None, key: str | None) -> RequestKey | None:
    return key_of(who, f"stop:{run_id}", key, {"reason": reason}) if key else None
