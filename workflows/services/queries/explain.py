"""A run explained in structured form, from what the database has of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import User

from workflows.engine.events import Record, from_record
from workflows.engine.explaining import OUTCOMES, explain
from workflows.models import Event, Run, Task

from .families.missing import missing_types
from .run_state import load_state
from .runs import nodes
from .suspensions import program_of
from .times import iso
from .visible import find_run


def explain_run(who: User, run_id: str) -> dict[str, Any]:
    """Explain a run: `{status, summary, waits, path, failures, retries, counts}`; or `NotFound`."""
    row = find_run(who, run_id)
    state = load_state(row)
    program = program_of(row.workflow.key, row.version.number)
    missing = missing_types(row) if program is None else []
    return explain(state, _outcomes(row), nodes(row, state, program), _due(row), missing)


def _outcomes(row: Run) -> Iterator[Record]:
    names = [cls.__name__ for cls in OUTCOMES]
    for e in Event.objects.filter(run=row, type__in=names).order_by("seq"):
        yield Record(e.seq, from_record(e.type, e.node_id, e.iteration, e.payload), e.at, e.epoch)


def _due(row: Run) -> dict[str, str | None]:
    asked = Task.objects.filter(run=row).values_list("suspension__seq", "due_at")
    return {f"{row.uuid}.{seq}": iso(due) for seq, due in asked}
