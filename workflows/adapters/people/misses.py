"""Wrong tokens and addresses, counted in the database for all processes; who has to wait is decided
elsewhere."""

from __future__ import annotations

import time

from django.db import IntegrityError, transaction
from django.db.models import F

from workflows.models import Miss

KEPT_MINUTES = 60


def add(kind: str, address: str) -> int:
    """Count one; give how many of this kind came from there in this minute."""
    place = {"kind": kind, "address": address[:64], "minute": this_minute()}
    rows = Miss.objects.filter(**place)
    if not rows.update(count=F("count") + 1):
        try:
            with transaction.atomic():
                Miss.objects.create(**place, count=1)
        except IntegrityError:  # another process was first
            rows.update(count=F("count") + 1)
    return rows.values_list("count", flat=True).get()


def sweep() -> int:
    """Delete what is older than an hour; give how many rows."""
    return Miss.objects.filter(minute__lt=this_minute() - KEPT_MINUTES).delete()[0]


def this_minute() -> int:
    """Number the minute since 1970."""
    return int(time.time() // 60)
