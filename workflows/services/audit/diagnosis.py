"""Telling what was done to a log whose chain is broken: each kind of damage leaves its own trace.

An event's hash was made for its place, behind one other event. Where it fits another place, it was
moved; where the next one fits this place, something was put in between.
"""

from __future__ import annotations

from collections.abc import Mapping

from ..queries.audit.stored import Row, hashes_of, rows_between
from .walking import CHANGED, HEAD, INSERTED, MISSING, REORDERED, Finding, Walk, next_hash, through

FARTHEST = 1_000
"""So many events may have been taken out in one place, and are still told from a change."""

Hashes = Mapping[int, bytes | None]


def diagnose(walk: Walk, run: int, head: bytes | None) -> Finding | None:
    """Tell more closely what a walk has found; ``run`` is the row's own id, ``head`` what it says.

    Reads the places of the break again: within the snapshot of the walk.
    """
    found = walk.broken
    if found is None or found.kind not in (CHANGED, HEAD):
        return found
    hashes = hashes_of(run)
    if found.kind == HEAD:
        return _taken_away(walk, run, head) or _behind_the_head(found, hashes, head)
    if found.seq <= walk.seq:
        return found
    rows = {row.seq: row for row in rows_between(run, found.seq, found.seq + 1)}
    here, after = rows[found.seq], rows.get(found.seq + 1)
    return (
        _taken_away(walk, run, here)
        or _moved(here, hashes)
        or _put_before(walk, here, after)
        or _taken_out(here, after)
        or found
    )


def _behind_the_head(found: Finding, hashes: Hashes, head: bytes | None) -> Finding:
    """Say where the log went on without its head."""
    place = next((seq for seq, hash_ in hashes.items() if head is not None and hash_ == head), None)
    if place is None:
        return found
    told = "It was put behind the end: the run's row knows of no event after the one before."
    return Finding(INSERTED, place + 1, told)


def _taken_away(walk: Walk, run: int, behind: Row | bytes | None) -> Finding | None:
    """See whether the last events had a hash when what is behind them, or the head, was written."""
    gap = walk.gaps[-1] if walk.gaps else None
    if gap is None or gap.last != walk.seq:
        return None
    before = through(walk.before, iter(rows_between(run, gap.first, gap.last)))
    if before is None:
        return None
    fits = next_hash(before, behind) == behind.hash if isinstance(behind, Row) else before == behind
    return Finding(CHANGED, gap.first, "Its hash was taken away.") if fits else None


def _put_before(walk: Walk, here: Row, after: Row | None) -> Finding | None:
    """See whether the next event was written for this place."""
    if after is None or next_hash(walk.before, after, here.seq) != after.hash:
        return None
    return Finding(
        INSERTED, here.seq, "It was put in here; the next event was written for its place."
    )


def _taken_out(here: Row, after: Row | None) -> Finding | None:
    """See whether the next event follows this one at a later place: some before are gone."""
    if after is None or here.hash is None:
        return None
    for count in range(1, FARTHEST + 1):
        if next_hash(here.hash, after, after.seq + count) == after.hash:
            told = f"Here {count} events are missing, and those after them were numbered anew."
            return Finding(MISSING, here.seq, told)
    return None


def _moved(here: Row, hashes: Hashes) -> Finding | None:
    """See whether the event was written for another place of this log."""
    for seq in hashes:
        if seq == here.seq:
            continue
        # What stood before it may have been moved by one as well.
        for place in (seq - 1, seq, seq + 1):
            before = hashes.get(place)
            if before is not None and next_hash(before, here, seq) == here.hash:
                return _told_as_moved(here, seq, place)
    return None


def _told_as_moved(here: Row, seq: int, place: int) -> Finding:
    if place == seq - 1 and seq < here.seq:
        told = f"It was put in here: event {here.seq} was written for this place."
        return Finding(INSERTED, seq, told)
    return Finding(REORDERED, here.seq, f"It was written as event {seq}.")
