"""THE path: every change of a run goes through ``apply`` or ``claim``: one transaction, then what
it has to tell others."""

from __future__ import annotations

from collections.abc import Sequence

from ..commands import Advance
from ..ports import Applied, Ports, Work
from .batch import Batch
from .faultpoints import reach
from .relay import relay


def apply(ports: Ports, works: Sequence[Work]) -> list[Applied]:
    """Apply commands of any number of runs in one transaction (group commit); one answer each.

    A refused command answers with its ``error`` and adds nothing; the others are recorded. When the
    transaction itself fails, the exception is raised, nothing is recorded, and the cached states
    are void. What the runs tell each other is delivered before this returns; when that fails, the
    next sweep does it.
    """
    batch = Batch(ports)
    try:
        with ports.store.transaction() as tx:
            answers = batch.run(tx, works)
            reach("apply.before_commit")
    except BaseException:
        batch.void()
        raise
    reach("apply.after_commit")
    _after(ports, batch)
    return answers


def claim(ports: Ports, owner: str, limit: int, ttl_seconds: float) -> list[Applied]:
    """Take up to ``limit`` runs that need a worker and advance them, in one transaction."""
    batch = Batch(ports)
    try:
        with ports.store.transaction() as tx:
            heads = tx.claim(owner, limit, ttl_seconds)
            works = [Work(head.run_id, Advance(), owner, head.epoch) for head in heads]
            answers = batch.run(tx, works, {head.run_id: head for head in heads})
            reach("claim.before_commit")
    except BaseException:
        batch.void()
        raise
    reach("claim.after_commit")
    _after(ports, batch)
    return answers


def _after(ports: Ports, batch: Batch) -> None:
    batch.tell()
    reach("apply.told")
    if batch.sent():
        reach("apply.before_relay")
        relay(ports)
