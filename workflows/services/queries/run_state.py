"""The folded state of a run for readers: latest checkpoint and the log after it; no lock."""

from __future__ import annotations

from workflows.adapters.packing import unpack
from workflows.engine.events import Record, from_record
from workflows.engine.state import RunState, fold, restore
from workflows.models import Checkpoint, Event, Run


def load_state(row: Run) -> RunState:
    """Fold a run up to what is recorded now, which may be more than the row says."""
    run_id = str(row.uuid)
    body = _checkpoint(row) if row.checkpoint_seq else None
    start = restore(run_id, unpack(body)) if body else None
    after = start.seq if start is not None else 0
    return fold(run_id, _tail(row, after), start)


def _checkpoint(row: Run) -> bytes | memoryview | None:
    kept = Checkpoint.objects.filter(run=row, seq=row.checkpoint_seq)
    return kept.values_list("body", flat=True).first()


def _tail(row: Run, after: int) -> list[Record]:
    events = Event.objects.filter(run=row, seq__gt=after).order_by("seq")
    return [
        Record(e.seq, from_record(e.type, e.node_id, e.iteration, e.payload), e.at, e.epoch)
        for e in events
    ]
