"""Families of runs: whoever is outermost and all below, and whether a legal hold keeps them; what
is done with them is not here."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

from django.db.models import Q

from workflows.models import Run

SLICE = 400
"""So many runs a statement; SQLite takes no more than some hundred values in one."""

OVER = (Run.Status.COMPLETED, Run.Status.FAILED, Run.Status.CANCELLED)
HELD = Q(hold__isnull=False) | Q(workflow__hold__isnull=False)
"""A run that a hold of its own or of its workflow keeps, and its whole family with it."""


class Member(NamedTuple):
    """A run below another one: the outermost run of its family, and the last place of its log."""

    pk: int
    root: int
    seq: int
    over: bool
    held: bool


def slices(runs: Collection[int]) -> Iterator[list[int]]:
    """Give the runs in order, as many at a time as a statement takes."""
    ordered = sorted(runs)
    for start in range(0, len(ordered), SLICE):
        yield ordered[start : start + SLICE]


def roots_of(runs: Collection[int]) -> dict[int, int]:
    """Give the outermost run of each."""
    at = {pk: pk for pk in runs}
    going = set(at.values())
    while going:
        parents: dict[int, int] = {}
        for part in slices(going):
            above = Run.objects.filter(pk__in=part, parent__isnull=False)
            parents |= {pk: up for pk, up in above.values_list("pk", "parent") if up}
        at = {pk: parents.get(place, place) for pk, place in at.items()}
        going = set(parents.values())
    return at


def below(roots: Collection[int], *, lock: bool = False) -> Iterator[Member]:
    """Walk through all descendants of outermost runs, a generation at a time."""
    root_of: Mapping[int, int] = {root: root for root in roots}
    while root_of:
        found: dict[int, int] = {}
        for part in slices(root_of.keys()):
            rows = Run.objects.filter(parent__in=part).order_by("pk")
            if lock:
                rows = rows.select_for_update(of=("self",))
            columns = rows.values_list("pk", "parent", "status", "seq", "hold", "workflow__hold")
            for pk, parent, status, seq, *held in columns:
                root = found[pk] = root_of[parent or 0]
                yield Member(pk, root, seq, status in OVER, any(held))
        root_of = found


def held_among(roots: Collection[int]) -> set[int]:
    """Give the outermost runs that are held, or have a descendant that is."""
    kept = {member.root for member in below(roots) if member.held}
    for part in slices(roots):
        kept |= set(Run.objects.filter(HELD, pk__in=part).values_list("pk", flat=True))
    return kept
