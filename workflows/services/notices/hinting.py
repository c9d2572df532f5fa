"""Hints to the web processes that somebody's bell has changed; what it shows they read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from workflows.adapters.ports import current_ports


def hint(changed: Mapping[int, int | None]) -> None:
    """Tell of people (by key) and the notice that changed (None: several, or they were read)."""
    if changed:
        # Beside what the engine's port of feeds says: notices are no affair of runs.
        feed: Any = current_ports().feed
        feed.noticed(changed)
