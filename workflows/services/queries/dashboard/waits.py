"""How many waits were open at the end of each bucket: of those that were closed meanwhile and
those that are still open."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Case, CharField, Count, Value, When

from ..run_filters import ASKING, OUTSIDE
from .sight import Sight
from .window import Bucket, Window


def open_waits(
    sight: Sight, asked: Iterable[tuple[int, int]], window: Window
) -> Mapping[str, list[int]]:
    """Give the trends of `people` and `outside`, in two queries.

    ``asked`` are the open tasks by the bucket that they were asked in: they need not be read again.
    """
    found = {"people": [0] * window.buckets, "outside": [0] * window.buckets}
    for opened, count in asked:
        _add(found["people"], opened, window.buckets, count)
    others = sight.waits().filter(closed_at=None, kind__in=OUTSIDE)
    for opened, count in others.values_list(Bucket("opened_at", window)).annotate(n=Count("pk")):
        _add(found["outside"], opened, window.buckets, count)
    for whom, opened, end, count in _closed(sight, window):
        _add(found[whom], opened, min(end, window.buckets - 1), count)
    return found


def _closed(sight: Sight, window: Window) -> Any:
    whom = Case(
        When(kind__in=OUTSIDE, then=Value("outside")),
        default=Value("people"),
        output_field=CharField(),
    )
    rows = sight.waits().filter(closed_at__gte=window.since, kind__in=(*ASKING, *OUTSIDE))
    spans = Bucket("opened_at", window), Bucket("closed_at", window)
    return rows.values_list(whom, *spans).annotate(n=Count("pk"))


def _add(trend: list[int], first: int, end: int, count: int) -> None:
    """Count waits at the ends of the buckets from the one they opened in until they closed."""
    for bucket in range(max(first, 0), end):
        trend[bucket] += count
