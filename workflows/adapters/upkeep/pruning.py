"""Deleting ended runs with all that belongs to them, and what else is past; a batch at a time.

Children go with the run that started them. Forks and other runs that point to a deleted one stay
and point to nothing. The log goes last: its guard lets go of events once their run is gone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from workflows.adapters.people import files
from workflows.models import (
    Attachment,
    DecisionLink,
    Delivery,
    Event,
    Notice,
    RequestKey,
    Run,
    Signal,
    SignInLink,
)

from .families import HELD, below, slices

Family = dict[int, int]
"""The rows of a run and of all below it, each with the last place of its log."""


@dataclass(frozen=True, slots=True)
class Which:
    """The runs meant: ended before then with one of the statuses; so many of them at a time."""

    before: datetime
    statuses: Sequence[str]
    limit: int


@dataclass(slots=True)
class Batch:
    """What one transaction deleted: rows by table, the ids of the runs; ``last`` is where the next
    one begins."""

    last: int
    roots: int = 0
    kept: int = 0
    changed: int = 0
    rows: dict[str, int] = field(default_factory=dict)
    runs: list[str] = field(default_factory=list)


def ended_runs(before: datetime, statuses: Sequence[str]) -> QuerySet[Run]:
    """Select the runs that ended before then, were started by no other run and are not held."""
    return _ended(before, statuses).filter(hold=None, workflow__hold=None)


def held_runs(before: datetime, statuses: Sequence[str]) -> int:
    """Count those that a hold of their own or of their workflow keeps."""
    return _ended(before, statuses).filter(HELD).count()


def find_families(which: Which, after: int) -> tuple[dict[int, Family], int] | None:
    """Give what the next batch would delete, without locking anything, and where it ends."""
    roots = _roots(ended_runs(which.before, which.statuses), which, after)
    if not roots:
        return None
    families, _ = _families(roots, lock=False)
    return families, max(roots)


def delete_runs(
    which: Which,
    after: int,
    *,
    dry: bool = False,
    only: Mapping[int, Family] | None = None,
) -> Batch | None:
    """Delete up to ``limit`` runs with their children in one transaction; None: there are no more.

    A family with a member that has not ended or is held is left alone. With ``only`` those families
    are deleted that are exactly so still, and no others. With ``dry`` the rows are only counted.
    """
    # Counting takes no lock, which on SQLite would hold up everybody.
    with nullcontext() if dry else transaction.atomic():
        found = ended_runs(which.before, which.statuses)
        if only is not None:
            found = found.filter(pk__in=list(only))
        if not dry:
            # Whoever holds a row, as a retry does, keeps its run; locked ones cannot come to life.
            found = found.select_for_update(skip_locked=True, of=("self",))
        roots = _roots(found, which, after)
        if not roots:
            return None
        batch = Batch(max(roots))
        families, batch.kept = _families(roots, lock=not dry)
        if only is not None:
            same = {root: family for root, family in families.items() if only[root] == family}
            batch.changed, families = len(families) - len(same), same
        batch.roots = len(families)
        ids = [pk for family in families.values() for pk in family]
        for part in slices(ids):
            _delete(part, batch, dry)
        return batch


def delete_past(before: datetime, keys_before: datetime, *, dry: bool = False) -> dict[str, int]:
    """Delete request keys, links that do not count any more, signals nobody took, and what was
    read or sent long ago."""
    now = timezone.now()
    past: dict[str, QuerySet[Any]] = {
        "request keys": RequestKey.objects.filter(created_at__lt=keys_before),
        "sign-in links": SignInLink.objects.filter(expires_at__lt=now),
        "signals": Signal.objects.filter(created_at__lt=before),
        "notices": Notice.objects.filter(read_at__lt=before),
        # A digest goes when its parts are gone, or takes them along.
        "deliveries": Delivery.objects.filter(done_at__lt=before, digest=None),
        "mail links": DecisionLink.objects.filter(expires_at__lt=min(before, now)),
    }
    counts = {name: rows.count() for name, rows in past.items()}
    for rows in () if dry else past.values():
        rows.delete()
    return counts


def delete_expired(keys_before: datetime) -> dict[str, int]:
    """Delete request keys older than this, and sign-in links that do not count any more."""
    links = SignInLink.objects.filter(expires_at__lt=timezone.now())
    keys = RequestKey.objects.filter(created_at__lt=keys_before)
    return {"request keys": keys.delete()[0], "sign-in links": links.delete()[0]}


def _ended(before: datetime, statuses: Sequence[str]) -> QuerySet[Run]:
    return Run.objects.filter(parent=None, finished_at__lt=before, status__in=statuses)


def _roots(found: QuerySet[Run], which: Which, after: int) -> Family:
    rows = found.filter(pk__gt=after).order_by("pk").values_list("pk", "seq")
    return dict(rows[: which.limit])


def _families(roots: Family, *, lock: bool) -> tuple[dict[int, Family], int]:
    """Add all descendants to the roots; leave out, and count, the families that must stay."""
    families = {root: {root: seq} for root, seq in roots.items()}
    kept: set[int] = set()
    for member in below(roots, lock=lock):
        families[member.root][member.pk] = member.seq
        if member.held or not member.over:
            kept.add(member.root)
    for root in kept:
        del families[root]
    return families, len(kept)


def _delete(ids: Sequence[int], batch: Batch, dry: bool) -> None:
    events = Event.objects.filter(run__in=ids)
    kept = list(Attachment.objects.filter(run__in=ids).values_list("pk", flat=True))
    if not dry:
        transaction.on_commit(partial(files.remove, kept))
    if dry:
        found = {"Run": len(ids), "Event": events.count()}
    else:
        uuids = Run.objects.filter(pk__in=ids).values_list("uuid", flat=True)
        batch.runs += [str(uuid) for uuid in uuids]
        found = {
            name.rpartition(".")[2]: count
            for name, count in Run.objects.filter(pk__in=ids).delete()[1].items()
        }
        found["Event"] = events._raw_delete(using="default")
    for name, count in found.items():
        batch.rows[name] = batch.rows.get(name, 0) + count
