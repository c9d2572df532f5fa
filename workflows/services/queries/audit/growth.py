"""What has been added to logs and to the record of acts since a place; it is not signed here."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

import orjson
from django.db.models import Max

from workflows.engine.workspaces import DEFAULT
from workflows.models import AuditEntry, Event, Run
from workflows.models.fields import to_micros

from .stored import Bytes

AGAIN = 10_000
"""So many events before the place are looked at again: ids are given out before the commit."""

SETTLED = timedelta(hours=1)
"""An entry counts when it is so old: no transaction that holds an earlier one is still open."""

_PART = 500


def last_event() -> int:
    """Give the id of the newest event; 0 for none."""
    return Event.objects.aggregate(last=Max("pk"))["last"] or 0


def last_entry(now: datetime, after: int) -> int:
    """Give the id of the newest entry that is settled, at least ``after``."""
    settled = AuditEntry.objects.filter(at__lt=now - SETTLED, pk__gt=after)
    return settled.aggregate(last=Max("pk"))["last"] or after


def grown_logs(after: int) -> Iterator[tuple[UUID, int, bytes]]:
    """Give run, place and hash there of each chained log that grew behind an event."""
    events = Event.objects.filter(pk__gt=after - AGAIN).order_by()
    grown = sorted(events.values_list("run_id", flat=True).distinct())
    for start in range(0, len(grown), _PART):
        runs = Run.objects.filter(pk__in=grown[start : start + _PART], chain__isnull=False)
        for uuid, seq, chain in runs.order_by("pk").values_list("uuid", "seq", "chain"):
            yield uuid, seq, bytes(chain or b"")


def digest_of_entries(after: int, last: int) -> bytes:
    """Give the SHA-256 of the entries behind one, up to another; laid out in the adapters."""
    found = sha256()
    rows = AuditEntry.objects.filter(pk__gt=after, pk__lte=last).annotate(text=Bytes("detail"))
    columns = ("pk", "at", "by", "verb", "object", "door", "address", "text", "workspace")
    for pk, at, *words, text, place in rows.order_by("pk").values_list(*columns).iterator():
        told = None if text is None else bytes(text).decode(errors="replace")
        # Heads that were signed before there were workspaces stay as they are.
        where = [] if place == DEFAULT else [place]
        found.update(orjson.dumps([pk, to_micros(at), *words, told, *where]) + b"\n")
    return found.digest()
