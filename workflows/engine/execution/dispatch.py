"""Which actor executes an assignment: that of a graph's node, or that of a workflow function."""

from __future__ import annotations

from collections.abc import Awaitable, Iterable
from dataclasses import dataclass
from typing import Protocol

from ..commands import Command
from ..events import Record
from ..functions.actor import FunctionActor
from ..functions.program import FunctionProgram
from ..functions.running.recorder import Send
from ..graphs import GraphProgram
from ..program import Assignment, Program
from ..tools import Tools
from .actor import NodeActor, SaveState


class Actor(Protocol):
    """Executes one assignment."""

    def perform(self) -> Awaitable[Command | None]:
        """Execute it and say what it came to; None: it was let go, and nothing is to be recorded.

        Raises only when it is cancelled.
        """

    def hear(self, records: Iterable[Record]) -> None:
        """Take up what was appended to the run meanwhile."""

    def refresh(self, assignment: Assignment) -> None:
        """Take up the state as it is now: records may have been missed."""

    def let_go(self) -> None:
        """Begin nothing new: the worker ends."""


@dataclass(frozen=True, slots=True)
class Doors:
    """The ways in which an attempt records something before its end."""

    save_state: SaveState
    report: Send


def actor_for(program: Program, assignment: Assignment, tools: Tools, doors: Doors) -> Actor:
    """Make the actor that the program needs."""
    if isinstance(program, FunctionProgram):
        return FunctionActor(program, assignment, tools, doors.report)
    if isinstance(program, GraphProgram):
        return NodeActor(program, assignment, tools, doors.save_state)
    raise TypeError(f"Nothing executes a {type(program).__name__}.")
