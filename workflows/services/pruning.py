"""Retention: which runs and leftovers are past and may go; rows are deleted by the adapters."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from workflows.adapters.people import misses
from workflows.adapters.upkeep import policies
from workflows.adapters.upkeep import pruning as rows
from workflows.conf import load_conf
from workflows.engine.errors import FieldError, Invalid
from workflows.engine.state import TERMINAL

from .audit import note
from .inbox import files
from .queries.audit.entries import PRUNED
from .upkeep.archiving import Archive, Entry

ENDED = tuple(sorted(TERMINAL))
MAX_BATCH = 10_000
NAMED = 1_000
"""So many runs are named in one note."""

KEYS_KEPT = timedelta(days=1)
"""A request may be repeated for so long and still gets its first answer, however much is pruned."""


@dataclass(frozen=True, slots=True)
class Retention:
    """What may go: runs that ended so long ago with one of these statuses; ``batch`` a time."""

    older_than: timedelta
    statuses: Sequence[str] = ENDED
    batch: int = 100
    dry: bool = False
    archive: Path | None = None
    """Where deleted runs are kept as bundles; None: nowhere."""


@dataclass(slots=True)
class Pruned:
    """What is gone so far: runs without a parent, and all rows; ``kept`` stay for a child that has
    not ended or is held, ``changed`` moved between archive and deletion and are for the next time.
    """

    roots: int = 0
    kept: int = 0
    changed: int = 0
    rows: dict[str, int] = field(default_factory=dict)


def check(asked: Retention) -> None:
    """Raise `Invalid` for a status that has not ended, a negative age, a batch out of range."""
    wrong = [status for status in asked.statuses if status not in ENDED]
    if wrong or not asked.statuses:
        told = f"Only ended runs can be pruned: {', '.join(ENDED)}, not {(wrong or ['none'])[0]!r}."
        raise _invalid("status", told)
    if asked.older_than < timedelta(0):
        raise _invalid("older_than", "The age cannot be negative.")
    if not 1 <= asked.batch <= MAX_BATCH:
        raise _invalid("batch", f"A batch has from 1 to {MAX_BATCH} runs.")


def count_prunable(asked: Retention) -> int:
    """Count the runs that may go, without their children."""
    return rows.ended_runs(_before(asked), asked.statuses).count()


def count_held(asked: Retention) -> int:
    """Count the runs that would go if no hold kept them."""
    return rows.held_runs(_before(asked), asked.statuses)


def prune(asked: Retention) -> Iterator[Pruned]:
    """Delete batch by batch, each in a short transaction; give what is gone after each.

    With an archive each batch is written there and read back first, outside of the transaction.
    Which runs went is noted in the transaction. Whoever stops in between has lost nothing: what is
    deleted is deleted whole. With `dry` nothing is deleted and the same is counted.

    Raises ``NotArchived`` and ``OSError`` when the archive cannot be written.
    """
    check(asked)
    which = rows.Which(_before(asked), asked.statuses, asked.batch)
    archive = Archive(asked.archive) if asked.archive is not None and not asked.dry else None
    last, so_far = 0, Pruned()
    while batch := _take(which, last, archive, asked.dry):
        last = batch.last
        so_far.roots += batch.roots
        so_far.kept += batch.kept
        so_far.changed += batch.changed
        for name, count in batch.rows.items():
            so_far.rows[name] = so_far.rows.get(name, 0) + count
        yield so_far


KEYS_KEPT_LONGEST = timedelta(days=7)
"""After so long nobody repeats a request any more."""


def keep_house() -> dict[str, int]:
    """Delete what is past by itself: old request keys, used-up sign-in links, files that nothing
    names. Give the counts; runs and their logs are never touched."""
    now = timezone.now()
    gone = rows.delete_expired(now - KEYS_KEPT_LONGEST)
    return {**gone, "files": files.drop_loose(), "misses": misses.sweep()}


def prune_leftovers(asked: Retention) -> dict[str, int]:
    """Delete what belongs to no run, or was read or sent long ago; give the counts by name."""
    check(asked)
    before, keys = _before(asked), timezone.now() - max(asked.older_than, KEYS_KEPT)
    if asked.dry:
        return rows.delete_past(before, keys, dry=True)
    with transaction.atomic():
        gone = rows.delete_past(before, keys)
        if any(gone.values()):
            note(None, "leftovers.pruned", "", {"before": before.isoformat(), "rows": gone})
    return gone


EVERY = timedelta(hours=20)
"""The policy is followed once a day, whatever the hour at which a process was started."""

ARCHIVE = "archive"
"""The folder below the home: the admin cannot name another."""


def follow_policy(go_on: Callable[[], bool]) -> Pruned | None:
    """Prune as the policy says if that is due; None: it is not, or another process does it.

    ``go_on`` is asked after each batch and may rest: batches are short, and others want to write.
    """
    policy = policies.take_due(EVERY)
    if policy is None:
        return None
    folder = load_conf().home / ARCHIVE if policy.archive else None
    asked = Retention(policy.older_than, policy.statuses, policy.batch, archive=folder)
    gone, broken_off = Pruned(), False
    try:
        for step in prune(asked):
            gone = step
            if not go_on():
                broken_off = True
                break
        else:
            prune_leftovers(asked)
    except Exception as error:
        policies.note_result(f"{_told(gone)} Then it failed: {error}")
        raise
    policies.note_result(_told(gone), finished=not broken_off)
    return gone


def _told(gone: Pruned) -> str:
    return f"Deleted {gone.rows.get('Run', 0)} runs, kept {gone.kept} families."


def _take(which: rows.Which, after: int, archive: Archive | None, dry: bool) -> rows.Batch | None:
    if dry:
        return rows.delete_runs(which, after, dry=True)
    if archive is None:
        return _delete(which, after, None, None)
    found = rows.find_families(which, after)
    if found is None:
        return None
    families, last = found
    entry = archive.keep(families)
    batch = _delete(which, after, families, entry) or rows.Batch(last)
    batch.last = last
    return batch


def _delete(
    which: rows.Which,
    after: int,
    only: Mapping[int, rows.Family] | None,
    entry: Entry | None,
) -> rows.Batch | None:
    kept = {"archive": entry.file, "sha256": entry.sha256} if entry is not None else {}
    with transaction.atomic():
        batch = rows.delete_runs(which, after, only=only)
        gone = batch.runs if batch else []
        for start in range(0, len(gone), NAMED):
            named = gone[start : start + NAMED]
            told = {"before": which.before.isoformat(), "statuses": [*which.statuses]}
            note(None, PRUNED, f"{len(named)} runs", {**told, "runs": named, **kept})
    return batch


def _before(asked: Retention) -> datetime:
    try:
        return timezone.now() - asked.older_than
    except OverflowError:
        raise _invalid("older_than", "Nothing is as old as that.") from None


def _invalid(attr: str, told: str) -> Invalid:
    return Invalid(told, errors=[FieldError("invalid", told, attr)])
