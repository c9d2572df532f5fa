"""Tools: what an attempt may use of the process that executes it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import UTC, datetime

from .callbacks import MakeAddress, example_address
from .commands import Command
from .events import Json
from .people import EVERYBODY, Office
from .program import Assignment, Program

Progress = Callable[[str, str, int, Mapping[str, Json]], None]

Perform = Callable[[], Awaitable[Command | None]]
"""Executes an attempt and gives its outcome."""

Watch = Callable[[Program, Assignment, Perform], Awaitable[Command | None]]
"""Executes an attempt by calling the last argument, and notes how it went."""


async def _unwatched(program: Program, job: Assignment, perform: Perform) -> Command | None:
    return await perform()


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
    watch: Watch = _unwatched
