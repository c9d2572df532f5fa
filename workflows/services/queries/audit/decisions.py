"""The decisions of people as the log holds them, with what became of each; who may see is not here.

Everything is read from events, which nobody can change unseen; the tables of tasks are not asked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet

from workflows.adapters.personal.sealing import read_payload
from workflows.engine.errors import Invalid
from workflows.engine.events import Json
from workflows.engine.workspaces import DEFAULT
from workflows.models import Event

from ..visible import as_uuid
from .stored import Bytes

PAGE = 1000
"""So many decisions are read by two queries, and held at once."""

_AROUND = ("TaskCreated", "TaskUndone", "NodeResumed", "RunMigrated")
_BY_ITSELF = ("timer", "deadline")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which decisions: made at or after ``since`` and before ``until``, the others exactly."""

    since: datetime | None = None
    until: datetime | None = None
    workflow: str | None = None
    by: str | None = None
    decision: str | None = None
    run: str | None = None
    workspace: int = DEFAULT


class Decided(NamedTuple):
    """An event of somebody's decision, and the run around it."""

    pk: int
    run_pk: int
    run: str
    workflow: str
    version: int
    seq: int
    at: datetime
    node_id: str | None
    iteration: int | None
    text: bytes
    hash: bytes | None


@dataclass(slots=True)
class Around:
    """What else happened in one run: what tasks were made, answers, moves to other versions."""

    made: dict[str, Mapping[str, Json]] = field(default_factory=dict)
    undone: list[tuple[int, datetime, Mapping[str, Json]]] = field(default_factory=list)
    resumed: dict[str, tuple[datetime, Mapping[str, Json]]] = field(default_factory=dict)
    versions: list[tuple[int, int]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision with what became of it. ``detail`` is that of the event; older logs have less.

    ``outcome`` and ``effective_at`` are null while it is not in effect, when it was taken back, and
    when time decided in the end.
    """

    event: Decided
    version: int
    task: str
    by: str | None
    detail: Mapping[str, Json]
    title: str | None
    effective_at: datetime | None
    outcome: str | None
    undone_at: datetime | None
    undone_by: str | None


class Page(NamedTuple):
    """Some decisions, and how many have been looked at to find these and those before."""

    read: int
    decisions: list[Decision]


def pages(wanted: Wanted) -> Iterator[Page]:
    """Give the decisions by their time, page by page; a page may be empty. Raises `NotFound` for a
    run's id that is none, at once."""
    return _read(_rows(wanted), wanted)


def _read(rows: QuerySet[Event, Any], wanted: Wanted) -> Iterator[Page]:
    last, read = None, 0
    while True:
        # The first condition is the index's; the second leaves out what was seen at that instant.
        more = rows.filter(Q(at__gt=last.at) | Q(pk__gt=last.pk), at__gte=last.at) if last else rows
        found = [Decided(*row) for row in more[: PAGE + 1]]
        is_last, found = len(found) <= PAGE, found[:PAGE]
        around = _around({row.run_pk for row in found}) if found else {}
        read += len(found)
        made = [_decision(row, around[row.run_pk]) for row in found]
        yield Page(read, [item for item in made if _matches(wanted, item)])
        if is_last:
            return
        last = found[-1]


def count_decisions(wanted: Wanted) -> int:
    """Count the decisions that have to be read."""
    return _rows(wanted).count()


def _rows(wanted: Wanted) -> QuerySet[Event, Any]:
    rows = Event.objects.filter(type="TaskDecided").annotate(text=Bytes("payload"))
    conditions = {
        "at__gte": wanted.since,
        "at__lt": wanted.until,
        "run__workspace": wanted.workspace,
        "run__workflow__slug": wanted.workflow,
        "run__uuid": as_uuid(wanted.run, "run") if wanted.run else None,
    }
    rows = rows.filter(**{name: value for name, value in conditions.items() if value is not None})
    return rows.order_by("at", "pk").values_list(
        "pk", "run_id", "run__uuid", "run__workflow__slug", "run__version__number", "seq", "at",
        "node_id", "iteration", "text", "hash",
    )  # fmt: skip


def _around(runs: set[int]) -> dict[int, Around]:
    """Read what else happened in some runs, in one query."""
    columns = ("run_id", "seq", "type", "at", "text")
    events = Event.objects.filter(run__in=runs).annotate(text=Bytes("payload")).order_by()
    moved = Exists(Event.objects.filter(run=OuterRef("run"), type="RunMigrated"))
    # Only the first event of a run that was moved tells in which version it began.
    both = (
        events.filter(type__in=_AROUND)
        .values_list(*columns)
        .union(events.filter(moved, seq=1).values_list(*columns), all=True)
    )
    found: dict[int, Around] = defaultdict(Around)
    for run, seq, kind, at, text in sorted(both, key=lambda row: row[:2]):
        _take(found[run], (seq, kind, at), _payload(text))
    return found


def _take(around: Around, place: tuple[int, str, datetime], payload: Mapping[str, Json]) -> None:
    seq, kind, at = place
    if kind == "TaskCreated":
        around.made[str(payload.get("task"))] = payload.get("detail") or {}
    elif kind == "TaskUndone":
        around.undone.append((seq, at, payload))
    elif kind == "NodeResumed":
        around.resumed[str(payload.get("suspension"))] = (at, payload)
    else:
        state = payload.get("snapshot") or payload
        around.versions.append((seq, int(state.get("version") or 0)))


def _decision(row: Decided, around: Around) -> Decision:
    payload = _payload(row.text)
    task, by = str(payload.get("task") or ""), payload.get("by")
    made = around.made.get(task, {})
    undone_at, undone_by = _undone(row, task, by, around)
    effective_at, outcome = (None, None) if undone_at else _effect(made, around)
    title = made.get("title")
    return Decision(
        row, _version(row, around), task, by, payload.get("detail") or {}, title, effective_at,
        outcome, undone_at, undone_by,
    )  # fmt: skip


def _undone(
    row: Decided, task: str, by: str | None, around: Around
) -> tuple[datetime | None, str | None]:
    """Find when the decision was taken back: by who made it, before he decided anew."""
    for seq, at, payload in around.undone:
        if seq > row.seq and (payload.get("task"), payload.get("by")) == (task, by):
            return at, by
    return None, None


def _effect(made: Mapping[str, Json], around: Around) -> tuple[datetime | None, str | None]:
    """Find when the wait ended by what people decided, and how."""
    at, payload = around.resumed.get(str(made.get("suspension")), (None, {}))
    if at is None or payload.get("via") in _BY_ITSELF:
        return None, None
    return at, payload.get("action")


def _version(row: Decided, around: Around) -> int:
    """Give the version that the run was in."""
    known: Sequence[int] = [number for seq, number in around.versions if seq < row.seq]
    return known[-1] if known and known[-1] else row.version


def _matches(wanted: Wanted, item: Decision) -> bool:
    return (wanted.by is None or item.by == wanted.by) and (
        wanted.decision is None or item.detail.get("decision") == wanted.decision
    )


def _payload(text: Any) -> Mapping[str, Json]:
    """Read a payload; one that cannot be read tells nothing, and `verify_log` tells of it."""
    try:
        read = read_payload(bytes(text))
    except (ValueError, Invalid):
        return {}
    return read if isinstance(read, dict) else {}
