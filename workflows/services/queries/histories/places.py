"""The state of a run at a place of its log: a seq, a checkpoint by id or name, or the end."""

from __future__ import annotations

from contextlib import suppress

from django.db.models import Q

from workflows.adapters.packing import unpack
from workflows.engine.errors import FieldError, Invalid, NotFound
from workflows.engine.events import Json, Record, from_record
from workflows.engine.state import RunState, fold, restore
from workflows.models import Checkpoint, Event, Run

from ..visible import as_uuid


def state_at(row: Run, seq: int | None, checkpoint: str | None) -> tuple[int, RunState]:
    """Fold the log up to a place; give its seq and the state.

    Raises `Invalid` when both are named, `NotFound` when there is no such place.
    """
    if seq is not None and checkpoint:
        fault = FieldError("invalid", "Either a seq or a checkpoint.", "checkpoint")
        raise Invalid("Name a seq or a checkpoint, not both.", errors=[fault])
    last = _last(row)
    place = _of_checkpoint(row, checkpoint) if checkpoint else last if seq is None else seq
    if not 0 < place <= last:
        raise NotFound(f"The run's log has no event {place}; the last one is {last}.")
    return place, _fold(row, place)


def _last(row: Run) -> int:
    found = Event.objects.filter(run=row).order_by("-seq").values_list("seq", flat=True).first()
    return found or 0


def _of_checkpoint(row: Run, name: str) -> int:
    wanted = Q(name=name)
    run_id, _, seq = name.rpartition(".")
    if run_id == str(row.uuid) and seq.isdecimal():
        wanted = Q(seq=min(int(seq[:10]), 2**31 - 1))
    else:
        # A name that is no id is only a name.
        with suppress(NotFound, Invalid):
            wanted |= Q(public_id=as_uuid(name, "checkpoint"))
    # The latest of those with the same name: a name may be used again.
    rows = Checkpoint.objects.filter(wanted, run=row).order_by("-seq")
    found = rows.values_list("seq", flat=True).first()
    if found is None:
        raise NotFound(f"The run has no checkpoint {name[:100]!r}.")
    return found


def _fold(row: Run, seq: int) -> RunState:
    run_id = str(row.uuid)
    kept = Checkpoint.objects.filter(run=row, seq__lte=seq, body__isnull=False).order_by("-seq")
    body = kept.values_list("body", flat=True).first()
    start = restore(run_id, unpack(body)) if body else None
    after = start.seq if start is not None else 0
    events = Event.objects.filter(run=row, seq__gt=after, seq__lte=seq).order_by("seq")
    records = [
        Record(e.seq, from_record(e.type, e.node_id, e.iteration, e.payload), e.at, e.epoch)
        for e in events
    ]
    return fold(run_id, records, start)


def outputs_at(row: Run, seq: int) -> dict[str, Json]:
    """Give the last output of every node up to a place, as the log has it; a fork's past too."""
    events = Event.objects.filter(run=row, seq__lte=seq, type__in=("NodeCompleted", "RunForked"))
    outputs: dict[str, Json] = {}
    for event in events.order_by("seq").only("node_id", "payload"):
        if event.node_id:
            outputs[event.node_id] = event.payload.get("output")
        else:
            outputs.update(event.payload["snapshot"].get("outputs", {}))
    return outputs
