"""Event, NodeEvent, Record: what every event of a log has, and its place in the log."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

Json = Any
"""A JSON value: None, bool, int, float, str, list or dict with string keys."""


@dataclass(frozen=True, slots=True)
class Event:
    """Base of all events; ``node_id`` and ``iteration`` are columns of the record, not payload."""


@dataclass(frozen=True, slots=True)
class NodeEvent(Event):
    """An event of one activation: ``(node_id, iteration)``, iteration from 1."""

    node_id: str
    iteration: int


@dataclass(frozen=True, slots=True)
class Record:
    """An event in its place: seq from 1, time from the database's clock, epoch of the lease (0:
    outside)."""

    seq: int
    event: Event
    at: datetime
    epoch: int = 0
