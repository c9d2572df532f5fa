"""A run to take along: its graphs, its whole log and what that adds up to, with those below it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.contrib.auth.models import User
from django.db.models import TextField
from django.db.models.functions import Cast

from workflows.adapters.personal.sealing import bare
from workflows.engine.events import Json, Record, from_record
from workflows.engine.events.personal import ERASED
from workflows.engine.payload import loads
from workflows.engine.state import dump, fold
from workflows.engine.workspaces import DEFAULT, name_in
from workflows.models import Attachment, Event, Run, SealedRun, Version

from ..times import iso
from ..visible import find_run, visible_runs

FORMAT = "fermata-run"
MOST = 500
"""So many runs are taken along; of a larger family the first ones."""


def bundle_of(user: User, run_id: str) -> dict[str, Json]:
    """Give `{format, about, workflows: {slug: {number: graph}}, names, runs}`, parents first.

    Raises `NotFound`. What the events hold is as it is in the log: outputs, answers, and names.
    """
    row = find_run(user, run_id)
    return _bundle(list(_family(user, row)))


def bundle_of_rows(family: Mapping[int, int]) -> dict[str, Json]:
    """Give the same of a whole family, by its rows, for whoever keeps this installation.

    What is sealed stays sealed, so that an erasure reaches what was put away before it. Files are
    not sealed: those of sealed runs are listed without name and hash, and marked as ``personal``.
    """
    rows = Run.objects.filter(pk__in=list(family)).select_related("workflow", "version")
    found = _bundle(list(rows.order_by("pk")), opened=False)
    files = Attachment.objects.filter(run__in=list(family)).order_by("pk")
    found["files"] = [_file(file) for file in files.select_related("run__sealed")]
    return found


def _file(row: Attachment) -> dict[str, Json]:
    personal = hasattr(row.run, "sealed")
    return {
        "id": str(row.pk),
        "name": ERASED if personal else row.name,
        "media_type": row.media_type,
        "size": row.size,
        "sha256": None if personal else row.sha256,
        "personal": personal,
    }


def _bundle(family: list[Run], *, opened: bool = True) -> dict[str, Json]:
    row, runs = family[0], [_written(item, opened) for item in family]
    return {
        "format": FORMAT,
        "about": f"{row.workflow.name}, run {row.uuid}",
        "workflows": _graphs(runs, row.workspace_id or DEFAULT),
        "names": {item.workflow.slug: item.workflow.name for item in family},
        "runs": runs,
    }


def _family(user: User, row: Run) -> Iterator[Run]:
    """Give the run and those below it that the person may see, level by level."""
    level, left = [row], MOST
    while level and left > 0:
        level = level[:left]
        left -= len(level)
        yield from level
        below = visible_runs(user).filter(parent__in=level).order_by("pk")
        level = list(below.select_related("workflow", "version"))


def _written(row: Run, opened: bool) -> dict[str, Any]:
    events = _events(row, opened or not SealedRun.objects.filter(run=row).exists())
    run_id = str(row.uuid)
    state = fold(run_id, (_record(event) for event in events))
    first = events[0].payload if events else {}
    began = first.get("version") or (first.get("snapshot") or {}).get("version") or state.version
    return {
        "run": run_id,
        "workflow": row.workflow.slug,
        "version": began,
        "priority": row.priority,
        "tags": row.tags or [],
        "records": [_shown(event) for event in events],
        "checkpoint": None,
        "state": dump(state),
    }


def _events(row: Run, opened: bool) -> list[Event]:
    found = Event.objects.filter(run=row).order_by("seq")
    if opened:
        return list(found)
    texts = found.annotate(text=Cast("payload", TextField())).values_list("text", flat=True)
    events = list(found.defer("payload"))
    for event, text in zip(events, texts, strict=True):
        event.payload = loads(text)
    return events


def _record(event: Event) -> Record:
    made = from_record(event.type, event.node_id, event.iteration, bare(event.payload))
    return Record(event.seq, made, event.at, event.epoch)


def _shown(event: Event) -> dict[str, Any]:
    return {
        "seq": event.seq,
        "type": event.type,
        "node_id": event.node_id,
        "iteration": event.iteration,
        "payload": event.payload,
        "at": iso(event.at),
        "epoch": event.epoch,
    }


def _graphs(runs: Iterable[Mapping[str, Any]], workspace: int) -> dict[str, dict[str, Json]]:
    """Give every version that the logs name."""
    found: dict[str, dict[str, Json]] = {}
    for run in runs:
        moves = (item["payload"] for item in run["records"] if item["type"] == "RunMigrated")
        numbers = {run["version"], run["state"].get("version"), *(p["version"] for p in moves)}
        rows = Version.every.filter(
            workflow__key=name_in(workspace, run["workflow"]), number__in=[n for n in numbers if n]
        )
        known = found.setdefault(run["workflow"], {})
        known |= {str(number): graph for number, graph in rows.values_list("number", "graph")}
    return found
