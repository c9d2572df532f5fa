"""Lines: where in its order of operations a workflow function stands.

The main line counts its operations from 1. The branches of operation 3 are the lines ``3.1``,
``3.2``; their operations are ``3.1.1``, ``3.1.2`` and so on.
"""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass

current_line: ContextVar[Line] = ContextVar("fermata_line")
"""The line on which the code of this asyncio task stands."""


@dataclass(slots=True, eq=False)
class Line:
    """The main line (prefix "") or a branch. ``ops`` and ``branches`` are under way right now."""

    prefix: str = ""
    count: int = 0
    ops: int = 0
    branches: int = 0
    alive: bool = False

    def next(self) -> str:
        """Take the place of the next operation."""
        self.count += 1
        return f"{self.prefix}{self.count}"

    def branch(self, place: str, number: int) -> Line:
        """Make the line of a branch, numbered from 1, of the operation at ``place``."""
        return Line(f"{place}.{number}.")

    @property
    def runs(self) -> bool:
        """Say whether the function's own code is running on it."""
        return self.alive and not self.ops and not self.branches


def outer_places(position: str) -> list[tuple[str, int]]:
    """List (line's prefix, number of operation) from a step's own place to the main line.

    ``3.1.2`` is operation 2 of line ``3.1.`` and lies within operation 3 of the main line.
    """
    numbers = position.split(".")
    places = []
    while numbers:
        prefix = "".join(f"{part}." for part in numbers[:-1])
        places.append((prefix, int(numbers[-1])))
        numbers = numbers[:-2]
    return places


def is_behind(position: str, other: str) -> bool:
    """Say whether a step comes after the other one in the function's order, not beside it."""
    places = dict(outer_places(position))
    for prefix, number in outer_places(other):
        if prefix in places and places[prefix] != number:
            return places[prefix] > number
    return False
