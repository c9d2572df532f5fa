"""The folded state of a run for readers: latest checkpoint and the log after it; no lock."""

from __future__ import annotations

from workflows.adapters.packing import unpack
from workflows.engine.events import Record, from_record
from workflows.engine.state import RunState, fold, restore
from workflows.models import Checkpoint, Event, Run


def load_state(row: Run) -> RunState:
    """Fold a run up to what is recorded now, which may be more than the row says."""
    run_id = str(row.uuid)
    kept = Checkpoint.objects.filter(run=row, body__isnull=False).order_by("-seq").first()
    start = restore(run_id, unpack(kept.body)) if kept is not None and kept.body else None
    after = start.seq if start is not None else 0
    return fold(run_id, _tail(row, after), start)


def _tail(row: Run, after: int) -> list[Record]:
    events = Event.objects.filter(run=row, seq__gt=after).order_by("seq")
    return [
        Record(e.seq, from_record(e.type, e.node_id, e.iteration, e.payload), e.at, e.epoch)
        for e in events
    ]
