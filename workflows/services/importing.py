"""Runs that come with their history: checked, then kept as if they had happened here; where a
history comes from (a bundle, a simulation) is not known here."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from workflows.adapters import callbacks
from workflows.adapters.ports import current_ports
from workflows.adapters.upkeep import histories
from workflows.adapters.upkeep.histories import Past
from workflows.engine.callbacks import CALLBACK, CallbackRequest
from workflows.engine.errors import FieldError, Invalid
from workflows.engine.events import (
    CheckpointSaved,
    Event,
    Json,
    NodeSuspended,
    Record,
    RunCreated,
    RunForked,
    TaskEvent,
)
from workflows.engine.ports import NewRun
from workflows.engine.state import RunState, evolve

_RUN_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass(frozen=True, slots=True)
class History:
    """A run's whole log, and what only its row knows. ``version`` is the one that it began with."""

    run_id: str
    workflow: str
    version: int
    records: Sequence[Record]
    priority: int = 0
    tags: Sequence[str] = ()


def import_runs(given: Sequence[History]) -> None:
    """Keep runs with their logs, in one transaction; a parent stands before its children.

    Times, people and decisions are kept as they are; nobody is told of them. What waits goes on
    waiting, and is woken at its hour; a callback that is open gets an address of this installation.
    Who may do this is for the caller to say. Raises ``Invalid`` for a log that is not whole,
    ``NotFound`` for an unknown version, ``Refused`` (``run_exists``) for a run that is here.
    """
    pasts = [_checked(history) for history in given]
    with transaction.atomic():
        histories.keep(pasts)
        for past in pasts:
            _open_addresses(past.state)
        transaction.on_commit(lambda: _tell(pasts))


def _checked(history: History) -> Past:
    """Fold the log; nothing that the run's row or its waits say may differ from it."""
    if not _RUN_ID.fullmatch(history.run_id):
        raise _invalid("run_id", f"{history.run_id[:50]!r} is no run's id.")
    state, epoch = RunState(history.run_id), 0
    for place, record in enumerate(history.records, 1):
        _check_place(history, record, place)
        if record.epoch and record.epoch < epoch:
            raise _invalid(f"records.{place}", "The epoch falls: a dead worker has written.")
        epoch = record.epoch or epoch
        try:
            evolve(state, record)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            told = f"{type(record.event).__name__} does not fit what was before it ({error})."
            raise _invalid(f"records.{place}", told) from error
    if not history.records:
        raise _invalid("records", "A log begins with the run's creation.")
    if state.workflow != history.workflow:
        raise _invalid("workflow", f"The log is of the workflow {state.workflow!r}.")
    return Past(_row(history), state, history.records)


def _check_place(history: History, record: Record, place: int) -> None:
    event = record.event
    if record.seq != place:
        raise _invalid(f"records.{place}", f"The log goes from {place - 1} to {record.seq}.")
    if (place == 1) != isinstance(event, RunCreated | RunForked):
        raise _invalid(f"records.{place}", "A log begins with the run's creation, once.")
    if record.at.tzinfo is None:
        raise _invalid(f"records.{place}", "Times have a zone.")
    if not all(_is_uuid(name) for name in _ids(event)):
        raise _invalid(f"records.{place}", "Checkpoints, tasks and files are named by UUIDs.")
    own = f"{history.run_id}.{place}"
    if isinstance(event, NodeSuspended) and event.suspension != own:
        raise _invalid(f"records.{place}", "A wait's id is its place in the log.")


def _ids(event: Event) -> Iterator[Json]:
    """List what the tables keep in columns of their own."""
    if isinstance(event, CheckpointSaved):
        yield event.checkpoint
    elif isinstance(event, TaskEvent):
        yield event.task
        for file in event.detail.get("attachments", ()):
            yield file.get("id")


def _is_uuid(name: Json) -> bool:
    try:
        return bool(UUID(name))
    except (ValueError, TypeError, AttributeError):
        return False


def _row(history: History) -> NewRun:
    first = history.records[0].event
    version, parent, origin = history.version, None, None
    if isinstance(first, RunCreated):
        version, parent = first.version, first.parent
    elif isinstance(first, RunForked):
        version, origin = int(first.snapshot.get("version", 0)), first.run
    if version != history.version:
        raise _invalid("version", f"The log begins with version {version}.")
    return NewRun(
        run_id=history.run_id,
        workflow=history.workflow,
        version=version,
        priority=history.priority,
        tags=tuple(history.tags),
        started_by=getattr(first, "by", None),
        parent=parent,
        forked_from=origin,
    )


def _open_addresses(state: RunState) -> None:
    """Make the addresses at which open callbacks are answered: each belongs to an installation."""
    for request in _open_callbacks(state):
        callbacks.make_address(request)


def _open_callbacks(state: RunState) -> Iterator[CallbackRequest]:
    for wait in state.suspensions.values():
        name = str((wait.rules.get("signal") or {}).get("name") or "")
        if name.startswith(CALLBACK):
            schema = wait.rules.get("schema")
            yield CallbackRequest(state.run_id, wait.node_id, wait.iteration, schema)


def _tell(pasts: Sequence[Past]) -> None:
    """Wake workers for what is due, and tell the pages that are open."""
    ports = current_ports()
    ports.bell.ring([p.new.run_id for p in pasts if p.state.status in ("queued", "running")])
    ports.feed.publish({past.new.run_id: past.state.seq for past in pasts})


def _invalid(attr: str, told: str) -> Invalid:
    return Invalid(f"The history cannot be kept: {told}", code="history", errors=[
        FieldError("history", told, attr)
    ])  # fmt: skip
