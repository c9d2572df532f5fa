"""One task in full: the question, its form, the run around it, what was said, who may do what."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone

from workflows.engine.errors import FermataError
from workflows.engine.events import Json, complete_payload, from_record
from workflows.engine.people import UNDO_SECONDS, Person, Question, asked, standing
from workflows.models import Attachment, Event, Task, TaskDraft

from ..standing.asked import Asked, asked_in, question_in
from ..standing.asker import Asker
from ..suspensions import actions_of, program_of
from ..times import iso
from ..visible import find_task, task_row
from .boxes import OPEN
from .files import file_shape
from .tasks import summary

_HISTORY = (
    "TaskCreated", "TaskClaimed", "TaskReleased", "TaskDelegated", "TaskCommented",
    "TaskInfoRequested", "TaskReminded", "TaskPrioritised", "TaskDecided", "TaskUndone",
    "TaskEscalated",
)  # fmt: skip
_SAID = ("TaskCommented", "TaskInfoRequested")
_HIDDEN = ("alarms", "shown", "closing", "subject", "proposal", "instructions")
"""What the history leaves out: it is shown elsewhere, or means nothing to people."""


def detail(user: User, task_id: str) -> dict[str, Any]:
    """Show a task in the shape of GET /api/tasks/{id}/; raises `NotFound`."""
    return _show(user, find_task(user, task_id))


def after_change(user: User, task_id: str) -> dict[str, Any]:
    """Show a task to whoever has just changed it: having handed it on, he may see it no longer."""
    return _show(user, task_row(task_id))


def _show(user: User, row: Task) -> dict[str, Any]:
    opening = Event.objects.filter(run=row.run, seq=row.suspension.seq).first()
    rules: Mapping[str, Json] = opening.payload.get("rules", {}) if opening else {}
    program = program_of(row.run.workflow.key, row.run.version.number)
    history = _history(row)
    people = asked_in([row.pk])[row.pk]
    asker = Asker.of(user)
    shown = summary(row, asker, people)
    question = question_in(row, people, shown["initiator"])
    person = asker.person(row.run.workflow.key, shown["initiator"])
    asked_event = next((item for item in history if item["type"] == "TaskCreated"), None)
    said = [item for item in history if item["type"] in _SAID]
    return {
        **shown,
        "instructions": row.instructions,
        "subject": row.subject,
        "proposal": asked_event["detail"].get("proposal") if asked_event else None,
        "schema": rules.get("schema"),
        "options": rules.get("options"),
        "input_type": rules.get("input_type"),
        "skippable": bool(rules.get("skippable")),
        "allow_custom": bool(rules.get("allow_custom")),
        "actions": actions_of(row.suspension.kind, row.node_id, rules, program),
        "reject_quorum": int(rules.get("reject_quorum") or 1),
        "four_eyes": row.four_eyes,
        "reject_needs_comment": rules.get("comment_on_reject"),
        "confirm": rules.get("confirm"),
        "undo_seconds": float(rules.get("undo_seconds", UNDO_SECONDS)),
        "comment": row.comment,
        "data": row.data,
        "changes": _changes(history),
        "draft": _draft(user, row),
        "context": _context(row),
        "comments": [_comment(entry) for entry in said],
        "files": _files(row),
        "watchers": list(row.watchers.order_by("pk").values_list("user__username", flat=True)),
        "history": [_entry(item) for item in history],
        "seq": row.run.seq,
        "can": _can(row, question, person, people),
        "why_not": _why_not(row, question, person),
    }


def _can(row: Task, question: Question, person: Person, people: Asked) -> dict[str, bool]:
    """Say what the person may do with the task; each is checked again when he does it."""
    is_open, mine = row.state in OPEN, _passes(asked, question, person)
    own = question.requester == person.name and person.name is not None
    looks_after = person.operates or person.superuser
    free = question.claimed_by in (None, person.name)
    window = row.undo_until is not None and row.undo_until > timezone.now()
    return {
        "decide": is_open and _passes(standing, question, person),
        "claim": is_open and mine and question.claimed_by is None,
        "release": is_open
        and question.claimed_by is not None
        and (question.claimed_by == person.name or looks_after),
        "delegate": is_open and mine and free,
        "comment": is_open,
        "ask": is_open and mine,
        "nudge": is_open and (own or looks_after),
        "prioritise": is_open and (mine or looks_after),
        "undo": window and any(vote["by"] == person.name for vote in people.votes),
    }


def _passes(rule: Callable[[Question, Person], Any], question: Question, person: Person) -> bool:
    try:
        rule(question, person)
    except FermataError:
        return False
    return True


def _why_not(row: Task, question: Question, person: Person) -> dict[str, Any] | None:
    """Say why the person may not decide the open task: the refusal that he would get."""
    if row.state not in OPEN:
        return None
    try:
        standing(question, person)
    except FermataError as error:
        return {"code": error.code, "detail": error.message}
    return None


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
            found.append({**entry, "seq": event.seq})
    return found


def _entry(item: Mapping[str, Any]) -> dict[str, Any]:
    told = {key: value for key, value in item["detail"].items() if key not in _HIDDEN}
    return {**item, "detail": told}


def _comment(entry: Mapping[str, Any]) -> dict[str, Any]:
    told = entry["detail"]
    return {
        "by": entry["by"],
        "at": entry["at"],
        "text": told.get("text", ""),
        "mentions": told.get("mentions", []),
        "files": told.get("attachments", []),
        "asks": told.get("to"),
        "answers": bool(told.get("answers")),
    }


def _changes(history: list[dict[str, Any]]) -> Any:
    """Give what the last decision changed in the proposal."""
    decided = [item for item in history if item["type"] == "TaskDecided"]
    return decided[-1]["detail"].get("changes") if decided else None


def _draft(user: User, row: Task) -> dict[str, Any] | None:
    kept = TaskDraft.objects.filter(task=row, user=user).first()
    if kept is None:
        return None
    return {
        "data": kept.data,
        "decision": kept.decision,
        "comment": kept.comment,
        "updated_at": iso(kept.updated_at),
    }


def _files(row: Task) -> list[dict[str, Any]]:
    """List the files of the task and those that came with the run."""
    found = Attachment.objects.filter(run=row.run_id).select_related("by").order_by("at", "pk")
    return [file_shape(file) for file in found]


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
