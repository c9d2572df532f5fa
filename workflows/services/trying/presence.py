"""Telling all web processes that a tab has a workflow open; showing it is for the live side."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from workflows.adapters.ports import current_ports
from workflows.engine.events import Json


def tell_presence(mark: Mapping[str, Json]) -> None:
    """Tell of a tab; a hint that may be lost, repeated every few seconds."""
    # Beside what the engine's port of feeds says: who looks at a draft is no affair of runs.
    feed: Any = current_ports().feed
    feed.present(mark)
