"""The list of jobs beside runs: each embedded worker does all of them, or the timekeeper of Redis
mode."""

from __future__ import annotations

from . import housekeeping, notices, reconciler, retaining, schedules
from .beside import Job


def all_jobs() -> list[Job]:
    """Make them, for one process."""
    return [
        notices.telling(),
        schedules.firing(),
        housekeeping.sweeping(),
        housekeeping.signing(),
        retaining.retaining(),
        reconciler.reconciling(),
    ]
