"""Tools: what an attempt may use of the process that executes it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import UTC, datetime

from .callbacks import MakeAddress, example_address
from .events import Json
from .people import EVERYBODY, Office

Progress = Callable[[str, str, int, Mapping[str, Json]], None]


def _utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(slots=True)
class Tools:
    """What an attempt may use: threads for nodes that are not async, and the ways to report
    meanwhile."""

    executor: Executor | None = None
    progress: Progress = lambda run_id, node_id, iteration, value: None
    now: Callable[[], datetime] = _utc_now
    callbacks: MakeAddress = example_address
    office: Office = EVERYBODY
