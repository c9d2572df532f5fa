"""Which workers are alive, by the signs of life that they leave in the database."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from workflows.conf import load_conf
from workflows.models.worker_beat import WorkerBeat

from .queue import listening


def living_workers() -> list[str]:
    """Return the names of workers seen within the time of a lease, wherever they run.

    With Redis also those that wait for a job: they leave no sign of life in the database.
    """
    since = timezone.now() - timedelta(seconds=load_conf().lease_seconds)
    seen = list(WorkerBeat.objects.filter(seen_at__gte=since).values_list("owner", flat=True))
    return [*seen, *listening()] if load_conf().redis_url else seen
