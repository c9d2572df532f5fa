"""What people do to runs: start, stop, mark, each as one command in one transaction; answering
waits is in ``inbox/``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field

import uuid_utils
from django.contrib.auth.models import User
from django.db import transaction

from workflows.engine import payload
from workflows.engine.commands import CreateRun, SaveCheckpoint, Stop
from workflows.engine.errors import Forbidden
from workflows.engine.events import Json
from workflows.engine.ports import NewRun, RequestKey, Work

from . import policy
from .applying import apply_work, key_of, request_key
from .inputs import bind_files, files_in
from .queries.versions import runnable
from .queries.visible import find_workflow


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
    workflow = find_workflow(who, slug)
    if not policy.can(who, "start_run", workflow):
        raise Forbidden("You may not start runs.")
    number, _ = runnable(workflow, request.version)
    inputs = payload.ensure_json(dict(request.inputs), "inputs")
    new = NewRun(
        run_id=str(uuid_utils.uuid7()),
        workflow=workflow.key,
        version=number,
        priority=request.priority,
        tags=tuple(dict.fromkeys(request.tags)),
        started_by=who.username,
    )
    command = CreateRun(inputs, dict(request.state or {}), by=who.username)
    key = request_key(who, f"start:{workflow.key}", request)
    work = Work(new.run_id, command, new=new, key=key)
    handed_in = files_in(workflow.key, number, inputs)
    # With files, both or neither: a run that names a file has it.
    with transaction.atomic() if handed_in else nullcontext():
        applied = apply_work(work)
        if handed_in and applied.replayed is None:
            bind_files(who, new.run_id, handed_in)
    return Started(applied.run_id, applied.replayed is not None)


def stop_run(
    who: User, run_id: str, reason: str | None = None, idempotency_key: str | None = None
) -> None:
    """End a run at once. Raises `NotFound`, `Forbidden`, `Refused` when it has ended already."""
    policy.find_operable(who, run_id, "stop")
    command = Stop(reason, who.username)
    apply_work(Work(run_id, command, key=_stop_key(who, run_id, reason, idempotency_key)))


def save_checkpoint(who: User, run_id: str, name: str) -> str:
    """Mark the run's state by a name; return the checkpoint's id."""
    policy.find_operable(who, run_id)
    checkpoint = str(uuid_utils.uuid7())
    apply_work(Work(run_id, SaveCheckpoint(checkpoint, name, who.username)))
    return checkpoint


def _stop_key(who: User, run_id: str, reason: str | None, key: str | None) -> RequestKey | None:
    return key_of(who, f"stop:{run_id}", key, {"reason": reason}) if key else None
