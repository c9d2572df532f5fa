"""Wrong tokens and addresses, counted in the database for all processes; how many are too many is
decided elsewhere."""

from __future__ import annotations

import time

from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet

from workflows.models import Miss

KEPT_MINUTES = 60
SHUT_SECONDS = 60
BELIEVED_SECONDS = 2
"""So long a process believes that somebody had not too many, whatever others have counted since."""


def too_many(kind: str, address: str, allowed: int) -> bool:
    """Count one, and say whether more than are allowed came from there in this minute.

    What comes after the last that counts costs the database nothing.
    """
    key = _key(kind, address)
    if cache.get(key):
        return True
    count = _add(kind, address)
    if count >= allowed:
        cache.set(key, True, SHUT_SECONDS)
    return count > allowed


def is_shut(kind: str, address: str, allowed: int) -> bool:
    """Say whether the next one would be too many, whichever process has counted those before."""
    key = _key(kind, address)
    known: bool | None = cache.get(key)
    if known is None:
        count = _rows(kind, address).values_list("count", flat=True).first() or 0
        known = count >= allowed
        cache.set(key, known, SHUT_SECONDS if known else BELIEVED_SECONDS)
    return known


def _key(kind: str, address: str) -> str:
    return f"misses:{kind}:{address[:64]}:{_this_minute()}"


def _rows(kind: str, address: str) -> QuerySet[Miss]:
    return Miss.objects.filter(kind=kind, address=address[:64], minute=_this_minute())


def _add(kind: str, address: str) -> int:
    rows = _rows(kind, address)
    if not rows.update(count=F("count") + 1):
        try:
            with transaction.atomic():
                Miss.objects.create(kind=kind, address=address[:64], minute=_this_minute(), count=1)
        except IntegrityError:  # another process was first
            rows.update(count=F("count") + 1)
    return rows.values_list("count", flat=True).get()


def sweep() -> int:
    """Delete what is older than an hour; give how many rows."""
    return Miss.objects.filter(minute__lt=_this_minute() - KEPT_MINUTES).delete()[0]


def _this_minute() -> int:
    """Number the minute since 1970."""
    return int(time.time() // 60)
