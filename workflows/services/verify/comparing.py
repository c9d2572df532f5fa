"""Comparing the rows of one run with what its log adds up to; the log is always right."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from workflows.engine.state import wake_time

from ..queries.operating.verify import Subject
from .following import Ask, Fault, Follower, Wait

LEEWAY = timedelta(seconds=60)
"""So much later than its timer a run may be looked at: it may be left to another worker."""

_WAIT = ("node_id", "iteration", "kind", "opened_at", "wake_at", "closed_at", "closed_via",
         "closed_by", "action")  # fmt: skip


def compare(subject: Subject, follower: Follower) -> list[Fault]:
    """Find everything in the rows that the log does not say."""
    checks = (_row, _wake_up, _lease, _waits, _tasks, _marks, _children)
    return [
        Fault(subject.run_id, seq, code, message)
        for check in checks
        for seq, code, message in check(subject, follower)
    ]


Finding = tuple[int | None, str, str]


def _row(subject: Subject, follower: Follower) -> Iterator[Finding]:
    row, state = subject.run, follower.state
    error = str(state.error.get("message", ""))[:300] if state.error else None
    expected: tuple[tuple[str, Any, Any], ...] = (
        ("status", row.status, state.status),
        ("seq", row.seq, state.seq),
        ("workflow", row.workflow.key, state.workflow),
        ("version", row.version.number, state.version),
        ("started_at", row.started_at, state.started_at),
        ("finished_at", row.finished_at, state.finished_at),
        ("error", row.error, error),
    )
    for name, stored, folded in expected:
        if stored != folded:
            told = f"Its row says {name} {_shown(stored)}, its log says {_shown(folded)}."
            yield None, f"row_{name}", told
    if row.parent is not None and str(row.parent.uuid) != state.parent:
        yield None, "row_parent", f"Its row says parent {row.parent}, its log {state.parent}."


def _wake_up(subject: Subject, follower: Follower) -> Iterator[Finding]:
    """Check that somebody will look at the run in time, and at a finished one nobody."""
    row, state = subject.run, follower.state
    if state.finished:
        if row.wake_at is not None or row.lease_owner is not None:
            yield None, "wakes", "It has ended and a worker is still to look at it."
        return
    if row.wake_at is None and not state.suspensions:
        yield None, "stuck", "It has not ended, and neither a worker, a time nor a wait moves it."
        return
    wanted = wake_time(state, datetime.min.replace(tzinfo=UTC))
    if row.lease_owner is not None or wanted is None:
        return
    if row.wake_at is None:
        yield None, "stuck", f"It is {state.status} and has something to do, yet nobody wakes it."
    elif wanted > datetime.min.replace(tzinfo=UTC) and row.wake_at > wanted + LEEWAY:
        told = f"It is woken at {_shown(row.wake_at)}; its earliest timer is {_shown(wanted)}."
        yield None, "wakes_late", told


def _lease(subject: Subject, follower: Follower) -> Iterator[Finding]:
    row = subject.run
    if row.lease_owner is not None and row.wake_at is None:
        yield None, "lease", f"{row.lease_owner} holds it without an end."
    if row.lease_epoch < follower.epoch:
        told = f"Its row is at epoch {row.lease_epoch}, its log at {follower.epoch}."
        yield None, "row_epoch", told


def _waits(subject: Subject, follower: Follower) -> Iterator[Finding]:
    stored = {row.seq: row for row in subject.suspensions}
    for seq in sorted(stored.keys() | follower.waits.keys()):
        row, wait = stored.get(seq), follower.waits.get(seq)
        if row is None or wait is None:
            where = "table" if row is None else "log"
            yield seq, "suspension_missing", f"The wait is missing in the {where}."
            continue
        yield from _differences(seq, row, wait)
        if row.closed_at is None and follower.state.finished:
            yield seq, "suspension_open", "The wait is open, and the run has ended."
    folded = {wait.seq for wait in follower.state.suspensions.values()}
    open_ones = {wait.seq for wait in follower.waits.values() if wait.closed_at is None}
    if folded != open_ones:
        told = f"Its state waits at {sorted(folded)}, its log leaves open {sorted(open_ones)}."
        yield None, "suspensions", told


def _differences(seq: int, row: Any, wait: Wait) -> Iterator[Finding]:
    for name in _WAIT:
        stored, folded = getattr(row, name), getattr(wait, name)
        if stored != folded:
            told = f"The wait's row says {name} {_shown(stored)}, its log {_shown(folded)}."
            yield seq, "suspension_differs", told


def _tasks(subject: Subject, follower: Follower) -> Iterator[Finding]:
    stored = {str(row.pk): row for row in subject.tasks}
    for task in sorted(stored.keys() | follower.asks.keys()):
        row, ask = stored.get(task), follower.asks.get(task)
        if row is None or ask is None:
            seq = ask.seq if ask else None
            where = "table" if row is None else "log"
            yield seq, "task_missing", f"The task {task} is missing in the {where}."
            continue
        for name, was, folded in _facts(row, ask):
            if was != folded:
                told = f"The task's row says {name} {_shown(was)}, its log {_shown(folded)}."
                yield ask.seq, "task_differs", told


def _facts(row: Any, ask: Ask) -> tuple[tuple[str, Any, Any], ...]:
    return (
        ("state", row.state, ask.state),
        ("suspension", row.suspension.seq, ask.seq),
        ("decisions", row.decisions, len(ask.voices)),
        ("voices", row.voices, len(ask.voices)),
        ("decision", row.decision, ask.decisions[-1] if ask.decisions else None),
        ("priority", row.priority, ask.priority),
        ("pending", row.undo_until is not None, ask.pending),
    )


def _marks(subject: Subject, follower: Follower) -> Iterator[Finding]:
    latest = subject.run.checkpoint_seq
    if latest and not subject.marks.get(latest):
        yield latest, "checkpoint_missing", "The latest checkpoint has no content."
    for seq in sorted(subject.marks):
        if seq > follower.state.seq:
            yield seq, "checkpoint_ahead", "The checkpoint is beyond the end of the log."


def _children(subject: Subject, follower: Follower) -> Iterator[Finding]:
    """Check that each run that is waited for can still tell how it ended."""
    for wait in follower.state.suspensions.values():
        awaited = [child["run"] for child in wait.children.values() if "status" not in child]
        for run_id in subject.missing_children(awaited) if awaited else ():
            told = f"It waits for run {run_id}, which will never tell that it has ended."
            yield wait.seq, "child_lost", told


def _shown(value: Any) -> str:
    if value is None:
        return "nothing"
    return value.isoformat() if isinstance(value, datetime) else repr(value)
