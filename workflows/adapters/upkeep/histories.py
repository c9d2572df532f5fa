"""Runs whose history was made elsewhere, put into the tables by the store's own writer; whether a
history is sound is the service's to say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from workflows.engine.errors import Refused
from workflows.engine.events import Record
from workflows.engine.ports import NewRun, Write
from workflows.engine.state import RunState, wake_time

from ..dialects import AnySession, writing
from ..programs import Programs, build_program
from ..store import DjangoTransaction

_PAST = "UPDATE workflows_run SET created_at = %s, lease_epoch = %s WHERE id = %s"
_SILENCE = "DELETE FROM workflows_announcement WHERE run_id = %s"


@dataclass(frozen=True, slots=True)
class Past:
    """A run with its whole log, and what that adds up to."""

    new: NewRun
    state: RunState
    records: Sequence[Record]


def keep(pasts: Sequence[Past]) -> None:
    """Write runs, in the order given, in one transaction (a part of the caller's, if there is one).

    They keep their times, and go on from where their logs end: whatever is still to come is due at
    its hour, what was being executed is executed again. Nobody is told of what has happened.
    Raises ``NotFound`` for an unknown version, ``Refused`` (``run_exists``).
    """
    with writing() as session:
        tx = DjangoTransaction(session, Programs(build_program))
        _refuse_known(tx, [past.new.run_id for past in pasts])
        writes = [_write(tx, past) for past in pasts]
        tx.append(writes)
        _settle(session, pasts, writes)


def _refuse_known(tx: DjangoTransaction, run_ids: Sequence[str]) -> None:
    known = sorted(head.run_id for head in tx.peek(run_ids))
    if known:
        told = f"There is a run {known[0]} already."
        raise Refused(told, code="run_exists", detail={"runs": known})


def _write(tx: DjangoTransaction, past: Past) -> Write:
    head = tx.create(past.new)
    return Write(
        head,
        past.state,
        list(past.records),
        wake_at=wake_time(past.state, tx.now),
        progressed=True,
        # As the store does it when a run comes to rest; one that has ended is seldom loaded.
        checkpoint=not past.state.finished,
    )


def _settle(session: AnySession, pasts: Sequence[Past], writes: Sequence[Write]) -> None:
    """Put the rows into their past, and take back what would be told of it.

    Nobody else can have announced anything of these runs: they are not committed yet.
    """
    rows = []
    for past, write in zip(pasts, writes, strict=True):
        epoch = max(record.epoch for record in past.records)
        rows.append((session.time(past.records[0].at), epoch, write.head.key.id))
    session.many(_PAST, rows)
    session.many(_SILENCE, [(row,) for _, _, row in rows])
