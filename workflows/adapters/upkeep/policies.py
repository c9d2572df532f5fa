"""The row of the policy of retention: read, and taken by one process a night."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from workflows.models import RetentionPolicy

from .standstill import standstill

STATUSES = ("completed", "failed", "cancelled")


@dataclass(frozen=True, slots=True)
class Policy:
    """What is to be done now."""

    older_than: timedelta
    statuses: tuple[str, ...]
    archive: bool
    batch: int


def take_due(every: timedelta) -> Policy | None:
    """Take the policy if it is on and was not followed for so long; of several, one gets it.

    None while a restored database stands still: what it deletes may be what somebody looks for.
    """
    if standstill() is not None:
        return None
    now = timezone.now()
    due = Q(last_at=None) | Q(last_at__lt=now - every)
    rows = RetentionPolicy.objects.filter(due, active=True)
    row = rows.first()
    if row is None or not rows.filter(pk=row.pk).update(last_at=now):
        return None
    statuses = tuple(name for name in STATUSES if getattr(row, name))
    return Policy(timedelta(days=row.days), statuses, row.archive, row.batch)


def note_result(told: str, *, finished: bool = True) -> None:
    """Keep what came of it; what was not finished is due again at once."""
    again = {} if finished else {"last_at": None}
    RetentionPolicy.objects.update(last_result=told, **again)
