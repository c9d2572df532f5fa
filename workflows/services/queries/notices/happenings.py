"""What an announcement tells of, read back from the log and the tables: event, run and task."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from workflows.engine.events import Json, complete_payload, from_record
from workflows.models import Event, Run, Suspension, Task, TaskDecision

from ..inbox.boxes import OPEN

ENDS = ("task.decided", "task.expired", "task.withdrawn")
"""Kinds whose event is about a node; the task is the one that was open there."""


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that happened to a run or a task. ``by`` is a username or None (nobody, or by
    itself); ``detail`` is that of a task's event, else the event's own fields."""

    kind: str
    seq: int
    at: datetime
    run: Run
    task: Task | None = None
    by: str | None = None
    detail: Mapping[str, Json] = field(default_factory=dict)

    @property
    def requester(self) -> str | None:
        """Name who started the run."""
        return self.run.started_by.get_username() if self.run.started_by else None

    @property
    def is_open(self) -> bool:
        """Say whether the task still needs somebody: it is open, or its decision may yet be taken
        back."""
        task = self.task
        return task is not None and (task.state in OPEN or task.undo_until is not None)


def find(kind: str, run_id: int, seq: int, at: datetime) -> Happening | None:
    """Read what happened; None when the run is gone, and so nobody need be told."""
    run = (
        Run.objects.select_related("workflow", "version", "started_by", "parent")
        .defer("workflow__draft", "version__graph")
        .filter(pk=run_id)
        .first()
    )
    event = Event.objects.filter(run=run_id, seq=seq).first()
    if run is None or event is None:
        return None
    payload = complete_payload(
        from_record(event.type, event.node_id, event.iteration, event.payload)
    )
    if not kind.startswith("task."):
        return Happening(kind, seq, at, run, by=payload.get("by"), detail=payload)
    task = _task_at(event) if kind in ENDS else _tasks().filter(pk=payload["task"]).first()
    if task is None:
        return None
    detail = payload if kind in ENDS else payload["detail"]
    by = _stopper(event) if kind == "task.withdrawn" else payload.get("by")
    return Happening(kind, seq, at, run, task, by, detail)


def of_task(task_id: Any) -> Task | None:
    """Read a task as it is now, with its run and people."""
    return _tasks().filter(pk=task_id).first()


def rules_of(task: Task) -> Mapping[str, Json]:
    """Read the rules under which a task is answered."""
    seq = Suspension.objects.filter(pk=task.suspension_id).values("seq")[:1]
    opened = Event.objects.filter(run=task.run_id, seq=seq).values_list("payload", flat=True)
    payload: Any = opened.first() or {}
    found: Mapping[str, Json] = payload.get("rules", {})
    return found


def last_vote(task: Task) -> dict[str, Any] | None:
    """Tell of the latest decision: ``by for decision comment via``, people by their usernames."""
    names = ("user__username", "acting_for__username", "decision", "comment", "via")
    row = TaskDecision.objects.filter(task=task).order_by("-at", "-pk").values_list(*names).first()
    if row is None:
        return None
    return dict(zip(("by", "for", "decision", "comment", "via"), row, strict=True))


def who_asked_for_information(task: Task) -> str | None:
    """Name who asked last for information on a task."""
    asked = Event.objects.filter(run=task.run_id, type="TaskInfoRequested", node_id=task.node_id)
    for payload in asked.order_by("-seq").values_list("payload", flat=True):
        told: Any = payload
        if told["task"] == str(task.pk):
            name: str | None = told.get("by")
            return name
    return None


def _task_at(event: Event) -> Task | None:
    place = _tasks().filter(run=event.run_id, node_id=event.node_id, iteration=event.iteration or 1)
    return place.filter(suspension__seq__lt=event.seq).order_by("-suspension__seq").first()


def _stopper(event: Event) -> str | None:
    """Name who stopped the run, when that is why its tasks were withdrawn: it is of the same
    transaction."""
    stops = Event.objects.filter(run=event.run_id, type="RunCancelled", at=event.at)
    payload: Any = stops.values_list("payload", flat=True).first() or {}
    name: str | None = payload.get("by")
    return name


def _tasks() -> QuerySet[Task]:
    people = ("claimed_by", "decided_by", "info_from", "run__started_by")
    return Task.objects.select_related(
        "run__workflow", "run__version", "suspension", *people
    ).defer("run__workflow__draft", "run__version__graph", "data")
