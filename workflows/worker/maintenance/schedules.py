"""The look-out for schedules that are due; which slots count and that each starts one run is the
services' work."""

from __future__ import annotations

import threading

from workflows.services.triggers.schedules import fire_due

from .beside import Job

LOOK_SECONDS = 1.0
"""The longest time between two looks: a schedule made meanwhile starts at most so late."""

SHORTEST_SECONDS = 0.01


def firing() -> Job:
    """Fire what is due. After a fault it stays due: the next look, or another process, tries."""
    return Job("schedules", look, LOOK_SECONDS)


def look(stop: threading.Event) -> float | None:
    """Fire what is due; give the seconds until the next look."""
    seconds = fire_due()
    return None if seconds is None else min(max(seconds, SHORTEST_SECONDS), LOOK_SECONDS)
