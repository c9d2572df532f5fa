"""The rows of runs as they are stored, for whoever checks them; what must hold is not here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import Case, Count, Exists, OuterRef, When
from django.utils import timezone

from workflows.adapters.packing import unpack
from workflows.engine.errors import NotFound
from workflows.engine.events import Json
from workflows.models import Checkpoint, Event, Message, Run, Suspension, Task

from ..visible import as_uuid

BATCH = 100
PAGE = 1000


class Row(NamedTuple):
    """One event as it is stored."""

    seq: int
    type: str
    node_id: str | None
    iteration: int | None
    payload: Mapping[str, Json]
    at: datetime
    epoch: int


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

    def log(self) -> Iterator[Row]:
        """Read the log in order, page by page."""
        after = -1
        while True:
            rows = Event.objects.filter(run_id=self.run.pk, seq__gt=after).order_by("seq")
            page = [Row(*values) for values in rows.values_list(*Row._fields)[:PAGE]]
            yield from page
            if len(page) < PAGE:
                return
            after = page[-1].seq

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


def count_runs(run_id: str | None = None) -> int:
    """Count the runs there are to check; `NotFound` for one that is not there."""
    if run_id is None:
        return Run.objects.count()
    if not Run.objects.filter(uuid=as_uuid(run_id, "run")).exists():
        raise NotFound(f"There is no run {run_id}.")
    return 1


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
    limit, bound = timezone.now() - timedelta(seconds=seconds), None
    found = []
    for message in Message.objects.order_by("-pk").iterator():
        # What was sent before a message is older than it.
        times = [time for time in (_sent_at(message), bound) if time is not None]
        bound = min(times, default=None)
        if bound is not None and bound < limit:
            found.append(f"{message.kind} {message.pk}, tried {message.attempts} times")
    return found


def lost_logs() -> int:
    """Count the runs that have a log and no row: deleting a run was not finished."""
    rows = Event.objects.filter(~Exists(Run.objects.filter(pk=OuterRef("run_id"))))
    return rows.values("run_id").distinct().count()


@contextmanager
def snapshot() -> Iterator[None]:
    """Read everything in the block as of one moment, without keeping anybody from writing."""
    if connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        isolated = " ISOLATION LEVEL REPEATABLE READ READ ONLY"
        cursor.execute("BEGIN" + (isolated if connection.vendor == "postgresql" else ""))
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


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


def _sent_at(message: Message) -> datetime | None:
    """Say when a message was sent at the latest, as far as it tells."""
    due: datetime | None = message.due_at
    body: Any = message.body
    if due is not None:
        return due
    if message.kind == "StartChild":
        # The id of the child was made when the message was: its first 48 bits are the time.
        return datetime.fromtimestamp((UUID(body["run_id"]).int >> 80) / 1000, tz=UTC)
    if message.kind == "WaitOpened":
        run, _, seq = str(body["suspension"]).rpartition(".")
        waits = Suspension.objects.filter(run__uuid=run, seq=int(seq))
        return waits.values_list("opened_at", flat=True).first()
    if message.kind == "ToRun" and body["command"].get("type") == "FinishChild":
        ended = Run.objects.filter(uuid=body["command"]["run"])
        return ended.values_list("finished_at", flat=True).first()
    return None
