"""Checking that what is stored about runs is true: the promises of the log, run by run."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from workflows.engine.errors import Invalid
from workflows.engine.state import restore

from ..audit.diagnosis import diagnose
from ..audit.walking import MISSING, Walk
from ..queries.audit.stored import count_runs
from ..queries.notices.troubles import unsent, untold
from ..queries.operating.verify import Subject, lost_logs, stale_messages, subjects
from .comparing import compare
from .following import Fault, Follower

__all__ = ["Fault", "Verdict", "count_runs", "verify_exchange", "verify_runs"]

STALE_SECONDS = 60.0
"""A message between runs is delivered at once, or by a worker's sweep; after this it is stuck."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the check of one run found."""

    run_id: str
    events: int
    checkpoints: int
    faults: tuple[Fault, ...]


def verify_runs(run_id: str | None = None) -> Iterator[Verdict]:
    """Check every run, or one; each against its own log, as of one moment.

    Nobody is kept from working meanwhile, and nothing is changed.
    """
    for subject in subjects(run_id):
        yield _judge(subject)


def verify_exchange() -> list[Fault]:
    """Check what belongs to no single run: messages on their way, logs without a run."""
    faults = [
        Fault(None, None, "stuck_message", f"The message {told} is not delivered; is a worker up?")
        for told in stale_messages(STALE_SECONDS)
    ]
    if count := untold().count():
        told = f"Nobody has been told of {count} events; is a worker up?"
        faults.append(Fault(None, None, "untold", told))
    if count := unsent().count():
        told = f"{count} mails or calls are due, and nobody sends them; is a worker up?"
        faults.append(Fault(None, None, "unsent", told))
    if lost := lost_logs():
        told = f"There are logs of {lost} runs that are gone."
        faults.append(Fault(None, None, "lost_log", told))
    return faults


def _judge(subject: Subject) -> Verdict:
    follower, walk = Follower(subject.run_id), Walk(subject.run_id)
    for row in subject.log():
        walk.take(row)
        if follower.readable and follower.take(row) and subject.marks.get(row.seq):
            _check_mark(subject, follower, row.seq)
    if follower.readable:
        # Rows are compared with a state; without one there is nothing to compare with.
        follower.faults += compare(subject, follower)
    _check_chain(subject, follower, walk)
    return Verdict(subject.run_id, follower.events, len(subject.marks), tuple(follower.faults))


def _check_chain(subject: Subject, follower: Follower, walk: Walk) -> None:
    """Note a broken chain, unless it is a gap that the follower has named already."""
    walk.close(subject.head)
    broken = diagnose(walk, subject.run.pk, subject.head)
    if broken is not None and not (walk.broken and walk.broken.kind == MISSING):
        follower.note(broken.seq, f"chain_{broken.kind}", f"The chain is broken. {broken.message}")


def _check_mark(subject: Subject, follower: Follower, seq: int) -> None:
    """Compare a checkpoint with the log up to its place."""
    try:
        kept = restore(subject.run_id, subject.body(seq))
    except (ValueError, KeyError, TypeError, zlib.error, Invalid) as error:
        told = f"The checkpoint cannot be read ({type(error).__name__})."
        follower.note(seq, "checkpoint_damaged", told)
        return
    if kept != follower.state:
        told = "The checkpoint is not what the events before it add up to."
        follower.note(seq, "checkpoint_differs", told)
