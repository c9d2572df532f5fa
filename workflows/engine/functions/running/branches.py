"""Branches: parts of a function that run at once, each on a line of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from functools import partial
from itertools import islice
from types import CellType
from typing import Any

from ..errors import StepFailed
from .executing import Code, drop
from .positions import Line, current_line
from .stepping import Stepper

Outcome = tuple[bool, Any]
"""Whether it went well, and the value or the exception."""


async def run_branches(
    stepper: Stepper, shown: str, branches: Sequence[Code], limit: int | None = None
) -> list[Any]:
    """Run branches at once, at most ``limit`` of them, and give what they return, in order.

    When some fail, the others still end; then the first error in order is raised.
    """
    try:
        if stepper.board.left:
            await stepper.board.refuse()
        line = stepper.line()
        place = line.next()
        stepper.enter_group(place, shown)
        group = _Group(stepper, line, place, branches)
        return _results(await group.run(limit or len(branches)))
    finally:
        for code in branches:
            drop(code)


class _Group:
    """The branches of one operation; a worker takes the next branch when it has ended one."""

    def __init__(
        self,
        stepper: Stepper,
        line: Line,
        place: str,
        branches: Sequence[Code],
    ) -> None:
        self._stepper, self._line, self._place = stepper, line, place
        self._branches = branches
        self._outcomes: dict[int, Outcome] = {}
        self._tasks: list[asyncio.Task[None]] = []

    async def run(self, limit: int) -> list[Outcome]:
        """Run them all, at most ``limit`` at once; what ends one from outside is raised."""
        numbers = iter(range(len(self._branches)))
        try:
            for number in [*islice(numbers, limit)]:
                self._start(number, numbers)
            results = await asyncio.gather(*self._tasks, return_exceptions=True)
        finally:
            for task in self._tasks:
                task.cancel()
        for result in results:
            if isinstance(result, BaseException):
                raise result
        return [self._outcomes[number] for number in range(len(self._branches))]

    def _start(self, number: int, numbers: Iterator[int]) -> None:
        # The line counts as running from now on.
        line = self._begin(number)
        task = asyncio.get_running_loop().create_task(self._work(number, line, numbers))
        self._stepper.tasks.add(task)
        task.add_done_callback(self._stepper.tasks.discard)
        self._tasks.append(task)

    def _begin(self, number: int) -> Line:
        line = self._line.branch(self._place, number + 1)
        self._stepper.board.begin(line, self._line)
        return line

    async def _work(self, number: int, line: Line, numbers: Iterator[int]) -> None:
        while True:
            current_line.set(line)
            following: int | None = None
            try:
                self._outcomes[number] = await _outcome(self._branches[number])
                following = next(numbers, None)
            finally:
                # The next line begins before this one ends: the parent never seems to go on.
                after = self._begin(following) if following is not None else None
                self._stepper.board.end(line, self._line)
            if following is None or after is None:
                return
            number, line = following, after


async def _outcome(code: Code) -> Outcome:
    try:
        value = code() if callable(code) else code
        return True, await value if isinstance(value, Awaitable) else value
    except Exception as error:
        return False, error


def _results(outcomes: Sequence[Outcome]) -> list[Any]:
    errors = [value for fine, value in outcomes if not fine]
    if not errors:
        return [value for _, value in outcomes]
    first: Exception = errors[0]
    if isinstance(first, StepFailed):
        # A retry starts all of them again, not only the one that is told.
        others = [name for error in errors if isinstance(error, StepFailed) for name in error.steps]
        first.steps = tuple(dict.fromkeys(others))
    raise first


def uses(function: Callable[..., Any], thing: Any) -> bool:
    """Say whether a function holds a thing: in its closure, as a bound argument, in its object."""
    if isinstance(function, partial):
        held = [*function.args, *function.keywords.values()]
        return any(item is thing for item in held) or uses(function.func, thing)
    owner = getattr(function, "__self__", None)
    if owner is not None and any(item is thing for item in getattr(owner, "__dict__", {}).values()):
        return True
    cells: Sequence[CellType] = getattr(function, "__closure__", None) or ()
    return any(_content(cell) is thing for cell in cells)


def _content(cell: CellType) -> Any:
    try:
        return cell.cell_contents
    except ValueError:
        return None
