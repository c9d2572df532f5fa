"""What people do with runs that failed or that they want otherwise: retry, fork, migrate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import uuid_utils
from django.contrib.auth.models import User

from workflows.adapters.ports import current_ports
from workflows.engine.commands import Command, ForkRun, MigrateRun, RetryRun, SaveState
from workflows.engine.decide.forking import Changes, prepare
from workflows.engine.errors import FieldError, Forbidden, Invalid
from workflows.engine.events import Json
from workflows.engine.graphs import MigrationPlan
from workflows.engine.payload import ensure_json
from workflows.engine.ports import NewRun, Work
from workflows.engine.state import RunState

from . import policy
from .applying import apply_work, request_key
from .inputs import check_inputs
from .queries.histories import migrations, places, repeating
from .queries.visible import find_run


@dataclass(frozen=True, slots=True)
class RetryRequest:
    """Why, and which failed nodes count as done: ``{node: {do, output, action}}``."""

    reason: str | None = None
    by_hand: Mapping[str, Any] = field(default_factory=dict)
    idempotency_key: str | None = None


@dataclass(frozen=True, slots=True)
class ForkRequest:
    """Where to fork (a seq, or a checkpoint's id or name; else the end) and what to change."""

    seq: int | None = None
    checkpoint: str | None = None
    state: Mapping[str, Json] | None = None
    inputs: Mapping[str, Json] | None = None
    outputs: Mapping[str, Json] | None = None
    idempotency_key: str | None = None


@dataclass(frozen=True, slots=True)
class Forked:
    """The new run, and whether an earlier request with the same key had made it."""

    run_id: str
    replayed: bool = False


def retry_run(who: User, run_id: str, request: RetryRequest) -> None:
    """Let a failed run go on.

    Raises `NotFound`, `Forbidden`, `Invalid` (a deed by hand), `Refused` when it has not failed.
    """
    policy.find_operable(who, run_id, "retry")
    command = RetryRun(who.username, request.reason or None, dict(request.by_hand))
    key = request_key(who, f"retry:{run_id}", request)
    apply_work(Work(run_id, command, key=key))


def retry_preview(who: User, run_id: str) -> dict[str, Any]:
    """Say what a retry would start again, open again, and which effects may be repeated."""
    return repeating.of_retry(find_run(who, run_id))


def fork_run(who: User, run_id: str, request: ForkRequest) -> Forked:
    """Make a run of another one's past.

    Raises `NotFound` (run, checkpoint, seq), `Forbidden`, `Invalid` (a change does not fit).
    """
    row = find_run(who, run_id)
    if not policy.can(who, "start_run", row):
        raise Forbidden("You may not start runs.")
    seq, state = places.state_at(row, request.seq, request.checkpoint)
    changes = Changes(request.inputs or {}, request.state or {}, request.outputs or {})
    if request.inputs:
        program = current_ports().store.program(state.workflow, state.version)
        check_inputs(program, {**state.inputs, **request.inputs})
    new = NewRun(
        run_id=str(uuid_utils.uuid7()),
        workflow=state.workflow,
        version=state.version,
        priority=row.priority,
        tags=tuple(row.tags or ()),
        started_by=who.username,
        forked_from=str(row.uuid),
        draft=row.draft,
    )
    snapshot = prepare(state, changes, places.outputs_at(row, seq))
    command = ForkRun(str(row.uuid), seq, snapshot, who.username, changes.names())
    key = request_key(who, f"fork:{run_id}", request)
    applied = apply_work(Work(new.run_id, command, new=new, key=key))
    return Forked(applied.run_id, applied.replayed is not None)


def fork_preview(
    who: User, run_id: str, seq: int | None = None, checkpoint: str | None = None
) -> dict[str, Any]:
    """Say what a fork would start again and which effects may be repeated."""
    row = find_run(who, run_id)
    place, state = places.state_at(row, seq, checkpoint)
    return repeating.of_fork(row, place, state)


def migrate_run(who: User, run_id: str, version: int, reason: str) -> None:
    """Move a run that waits or has failed to another version.

    Raises `NotFound`, `Forbidden`, `Refused` (not at rest), `Invalid` with the findings that forbid
    it.
    """
    row = policy.find_operable(who, run_id, "move")
    migrations.find_version(row, version)
    if not reason.strip():
        raise Invalid("Say why the run is moved.", code="reason")

    def prepared(state: RunState, command: Command) -> Command:
        if not isinstance(command, MigrateRun) or state.status not in ("suspended", "failed"):
            return command
        plan = migrations.plan(row, state, version)
        _refuse_misfit(plan)
        return replace(
            command,
            edges=plan.edges,
            forgotten=tuple(plan.forgotten),
            outputs=plan.outputs,
            left=tuple(plan.left),
        )

    apply_work(Work(run_id, MigrateRun(version, who.username, reason.strip()), prepare=prepared))


def migration_preview(who: User, run_id: str, version: int) -> dict[str, Any]:
    """Say whether a run fits another version, finding by finding."""
    row = find_run(who, run_id)
    migrations.find_version(row, version)
    plan = migrations.plan(row, places.state_at(row, None, None)[1], version)
    return {
        "version": version,
        "fits": plan.fits,
        "findings": [item.as_dict() for item in plan.findings],
    }


def change_saved_state(
    who: User, run_id: str, suspension: str, updates: Mapping[str, Json]
) -> None:
    """Change what an open wait has saved. Raises `NotFound`, `Forbidden`, `Invalid`."""
    policy.find_operable(who, run_id, "change")
    checked = ensure_json(dict(updates), "updates")
    if not checked:
        fault = FieldError("required", "At least one key.", "updates")
        raise Invalid("Say what is to be changed.", errors=[fault])
    apply_work(Work(run_id, SaveState(suspension, checked, who.username)))


def _refuse_misfit(plan: MigrationPlan) -> None:
    if not plan.fits:
        told = " ".join(item.message for item in plan.findings if item.level == "problem")
        raise Invalid(f"The run does not fit that version. {told}", code="does_not_fit")
