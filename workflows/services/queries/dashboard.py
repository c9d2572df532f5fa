"""The figures of the dashboard, over the runs that a user may see."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Count
from django.utils import timezone

from workflows.engine.durations import parse_duration
from workflows.engine.errors import Invalid
from workflows.models import Run

from .run_rows import waiting
from .visible import visible_runs

_LONGEST = 366 * 86_400


def figures(user: User, window: str) -> dict[str, Any]:
    """Count: runs begun within `window` by status; what runs and waits now; what failed today."""
    seconds = parse_duration(window)
    if not 0 < seconds <= _LONGEST:
        raise Invalid("The window is from 1s to 366d.", code="invalid_window")
    now = timezone.now()
    mine = visible_runs(user)
    since = mine.filter(created_at__gte=now - timedelta(seconds=seconds))
    counts = dict.fromkeys(Run.Status.values, 0)
    counts.update(since.order_by().values_list("status").annotate(Count("pk")))
    today = now.replace(hour=0, minute=0, second=0, microsecond=0)
    return {
        "window": window,
        "counts": counts,
        "running": mine.filter(status__in=["queued", "running"]).count(),
        "waiting_for_people": waiting(mine, "people").count(),
        "waiting_for_time": waiting(mine, "time").count(),
        "failed_today": mine.filter(status="failed", finished_at__gte=today).count(),
    }
