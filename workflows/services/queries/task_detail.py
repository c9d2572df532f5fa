"""One task in full: the question, its form, the run around it, comments and history."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import User

from workflows.engine.events import Json, complete_payload, from_record
from workflows.models import Event, Task

from .suspensions import Asker, actions_of, assignees, program_of
from .tasks import summary
from .times import iso
from .visible import find_task, task_row

_HISTORY = (
    "TaskCreated", "TaskClaimed", "TaskReleased", "TaskDelegated", "TaskCommented", "TaskDecided",
    "TaskEscalated",
)  # fmt: skip


def detail(user: User, task_id: str) -> dict[str, Any]:
    """Show a task in the shape of GET /api/tasks/{id}/; raises `NotFound`."""
    return _show(user, find_task(user, task_id))


def after_change(user: User, task_id: str) -> dict[str, Any]:
    """Show a task to whoever has just changed it: having handed it on, he may see it no longer."""
    return _show(user, task_row(task_id))


def _show(user: User, row: Task) -> dict[str, Any]:
    opening = Event.objects.filter(run=row.run, seq=row.suspension.seq).first()
    rules: Mapping[str, Json] = opening.payload.get("rules", {}) if opening else {}
    program = program_of(row.run.workflow.slug, row.run.version.number)
    history = _history(row)
    four_eyes = bool(rules.get("forbid_initiator"))
    people = assignees([row.pk])[row.pk]
    return {
        **summary(row, Asker.of(user), people, four_eyes=four_eyes),
        "kind": row.suspension.kind,
        "instructions": row.instructions,
        "subject": row.subject,
        "schema": rules.get("schema"),
        "options": rules.get("options"),
        "input_type": rules.get("input_type"),
        "skippable": bool(rules.get("skippable")),
        "allow_custom": bool(rules.get("allow_custom")),
        "actions": actions_of(row.suspension.kind, row.node_id, rules, program),
        "quorum": row.quorum,
        "comment": row.comment,
        "context": _context(row),
        "comments": [_comment(entry) for entry in history if entry["type"] == "TaskCommented"],
        "history": history,
    }


def _history(row: Task) -> list[dict[str, Any]]:
    events = Event.objects.filter(
        run=row.run, type__in=_HISTORY, node_id=row.node_id, iteration=row.iteration
    )
    found = []
    for event in events.filter(seq__gt=row.suspension.seq).order_by("seq"):
        payload = complete_payload(
            from_record(event.type, event.node_id, event.iteration, event.payload)
        )
        if payload["task"] == str(row.pk):
            at = iso(event.at)
            entry = {"type": event.type, "by": payload["by"], "at": at, "detail": payload["detail"]}
            found.append(entry)
    return found


def _comment(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {"by": entry["by"], "at": entry["at"], "text": entry["detail"].get("text", "")}


def _context(row: Task) -> dict[str, Any]:
    run = row.run
    created = Event.objects.filter(run=run, seq=1)
    first: Any = created.values_list("payload", flat=True).first()
    return {
        "id": str(run.uuid),
        "status": run.status,
        "workflow": run.workflow.slug,
        "workflow_name": run.workflow.name,
        "version": run.version.number,
        "inputs": (first or {}).get("inputs", {}),
        "created_by": run.started_by.get_username() if run.started_by else None,
        "created_at": iso(run.created_at),
    }
