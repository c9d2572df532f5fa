"""The rows of runs as they are stored, for whoever checks them; what must hold is not here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db.models import Case, Count, Exists, OuterRef, When

from workflows.adapters.packing import unpack
from workflows.engine.events import Json
from workflows.models import (
    Checkpoint,
    Event,
    Message,
    Run,
    Suspension,
    Task,
)

from ..audit.stored import BATCH, Row, log_of, snapshot
from ..visible import as_uuid
from . import messages


@dataclass(slots=True)
class Subject:
    """One run with everything that is stored about it, all from one moment."""

    run: Run
    suspensions: list[Suspension] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)
    marks: dict[int, bool] = field(default_factory=dict)
    """The places of checkpoints, and whether each has a body."""

    @property
    def run_id(self) -> str:
        """Give the id that is used outside."""
        return str(self.run.uuid)

    @property
    def head(self) -> bytes | None:
        """Give the head of the log's chain."""
        return None if self.run.chain is None else bytes(self.run.chain)

    def log(self) -> Iterator[Row]:
        """Read the log in order, page by page."""
        return log_of(self.run.pk)

    def body(self, seq: int) -> dict[str, Json]:
        """Read the checkpoint at a place; raises what a damaged one raises."""
        kept: Any = Checkpoint.objects.values_list("body", flat=True).get(run=self.run, seq=seq)
        return unpack(kept)

    def missing_children(self, run_ids: Sequence[str]) -> list[str]:
        """List those of the runs that will never report: ended or gone, and nothing on its way."""
        living = Run.objects.filter(uuid__in=run_ids, finished_at=None)
        known = {str(uuid) for uuid in living.values_list("uuid", flat=True)}
        return [
            run_id
            for run_id in run_ids
            if run_id not in known and not Message.objects.filter(body__contains=run_id).exists()
        ]


def subjects(run_id: str | None = None) -> Iterator[Subject]:
    """Give every run, oldest first; each is to be looked at before the next one is asked for."""
    last = 0
    while True:
        with snapshot():
            rows = Run.objects.filter(pk__gt=last) if run_id is None else _one(run_id, last)
            found = list(_with_names(rows).order_by("pk")[:BATCH])
            yield from _filled(found)
        if len(found) < BATCH:
            return
        last = found[-1].pk


def stale_messages(seconds: float) -> list[str]:
    """Describe the messages between runs that have been on their way for longer than this."""
    return [
        f"{message.kind} {message.pk}, tried {message.attempts} times"
        for message in messages.late(timedelta(seconds=seconds))
    ]


def lost_logs() -> int:
    """Count the runs that have a log and no row: deleting a run was not finished."""
    rows = Event.objects.filter(~Exists(Run.objects.filter(pk=OuterRef("run_id"))))
    return rows.values("run_id").distinct().count()


def _one(run_id: str, last: int) -> Any:
    return Run.objects.filter(uuid=as_uuid(run_id, "run"), pk__gt=last)


def _with_names(rows: Any) -> Any:
    return rows.select_related("workflow", "version", "parent").defer(
        "workflow__draft", "version__graph"
    )


def _filled(runs: Sequence[Run]) -> Iterator[Subject]:
    found = {run.pk: Subject(run) for run in runs}
    for wait in Suspension.objects.filter(run__in=runs).order_by("seq"):
        found[wait.run_id].suspensions.append(wait)
    tasks = Task.objects.filter(run__in=runs).select_related("suspension")
    for task in tasks.defer("subject", "data", "instructions").annotate(voices=Count("given")):
        found[task.run_id].tasks.append(task)
    full = Case(When(body__isnull=False, then=True), default=False)
    marks = Checkpoint.objects.filter(run__in=runs).annotate(full=full)
    for run, seq, is_full in marks.values_list("run", "seq", "full"):
        found[run].marks[seq] = bool(is_full)
    yield from found.values()
