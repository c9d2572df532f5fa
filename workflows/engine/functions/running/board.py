"""Board: which lines run, which operations wait, in which order outcomes come back to the code.

Outcomes are handed out in the order in which they were recorded, one at a time, and the next only
when the code has come to rest again in its operations. So a replay sees them as the first run did,
and what branches share (a list that all append to, the state) is the same each time. When all that
is left to do is to wait, the function is left.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Iterable
from types import TracebackType
from typing import Self

from ...errors import WorkflowSuspendedException
from ...node import SuspensionRequest
from .positions import Line
from .record import INSTANT, Step

TURNS = 10
"""Turns of the event loop in which code that was given an outcome must come to its next operation;
what takes longer waits for something of its own, and the others go on."""

TOO_OFTEN = 100
"""Operations begun by code that is being left, after which it is held: it swallows the exception
with which it is left."""


class Operation:
    """One operation under way on a line, from its call until it gives back its outcome."""

    __slots__ = ("_board", "_line")

    def __init__(self, board: Board, line: Line) -> None:
        """Belong to a line."""
        self._board, self._line = board, line
        self._board.count(line, ops=1)

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def done(self) -> None:
        """Let the code of the line go on; a second time does nothing."""
        line, self._line = self._line, _NOWHERE
        if line is not _NOWHERE:
            self._board.count(line, ops=-1)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        tb: TracebackType | None,
    ) -> None:
        """End, whatever came of it."""
        self.done()


_NOWHERE = Line()


class Board:
    """Used in one event loop, by the code of one pass through a function."""

    def __init__(self, order: Iterable[Step], on_leave: Callable[[], None]) -> None:
        """Take the recorded steps with an outcome, in the order in which they are given back, and
        what is to be done when the function is left."""
        self._on_leave = on_leave
        self._loop = asyncio.get_running_loop()
        self._order = deque(order)
        self._asked: dict[Step, tuple[asyncio.Future[None], Operation]] = {}
        self._passed: set[Step] = set()
        self._waiting: set[Step] = set()
        self._blocked = 0
        self._ops = 0
        self._free = 0
        self._turns = 0
        self._scheduled = False
        self._calls_while_left = 0
        self.left = False
        self.stuck = asyncio.Event()

    @property
    def replays(self) -> bool:
        """Say whether recorded outcomes are still to be given back."""
        return bool(self._order)

    def begin(self, line: Line, parent: Line | None = None) -> None:
        """Let the code of a line run; its parent waits for it."""
        line.alive = True
        self._free += 1
        if parent is not None:
            self.count(parent, branches=1)

    def end(self, line: Line, parent: Line | None = None) -> None:
        """Note that the code of a line has ended."""
        self._free -= line.runs
        line.alive = False
        if parent is not None:
            self.count(parent, branches=-1)
        self.poke()

    def count(self, line: Line, ops: int = 0, branches: int = 0) -> None:
        """Note operations and branches that begin or end on a line."""
        self._free -= line.runs
        line.ops += ops
        line.branches += branches
        self._ops += ops
        self._free += line.runs

    def operation(self, line: Line) -> Operation:
        """Begin an operation."""
        return Operation(self, line)

    async def refuse(self) -> None:
        """Leave again: code went on although it is being left (a ``finally``, or worse)."""
        self._calls_while_left += 1
        if self._calls_while_left > TOO_OFTEN:
            self.stuck.set()
            await self._loop.create_future()
        raise leaving()

    async def change(self, step: Step, *, blocked: bool = False) -> None:
        """Wait until a step moves; ``blocked`` says that it only waits, and nobody works on it."""
        step.waiter = future = self._loop.create_future()
        self._waiting.add(step)
        if blocked:
            step.blocked = True
            self._blocked += 1
            self.poke()
        try:
            await future
        finally:
            if step.waiter is future:
                self._wake(step)

    def moved(self, step: Step) -> None:
        """Tell who waits for a step that it has moved, and put its outcome into the order."""
        if step.over and step.call.kind not in INSTANT and not step.given_up:
            self._order.append(step)
        future = self._wake(step)
        if future is not None and not future.done():
            future.set_result(None)
        self.poke()

    def _wake(self, step: Step) -> asyncio.Future[None] | None:
        future, step.waiter = step.waiter, None
        self._waiting.discard(step)
        self._blocked -= step.blocked
        step.blocked = False
        return future

    async def deliver(self, step: Step, operation: Operation) -> None:
        """Wait until it is the step's turn to give back its outcome."""
        if step in self._passed or self._is_next(step):
            if step not in self._passed:
                self._order.popleft()
            operation.done()
            return
        future = self._loop.create_future()
        self._asked[step] = future, operation
        self.poke()
        try:
            await future
        finally:
            self._asked.pop(step, None)

    def _is_next(self, step: Step) -> bool:
        return not self._free and bool(self._order) and self._order[0] is step

    def poke(self) -> None:
        """Look soon whether something can be given back, or the function be left."""
        self._turns = 0
        if not self._scheduled:
            self._scheduled = True
            self._loop.call_soon(self._pump)

    def _pump(self) -> None:
        self._scheduled = False
        if self.left:
            return
        if self._free and self._turns < TURNS:
            self._turns += 1
            self._scheduled = True
            self._loop.call_soon(self._pump)
        elif self._hand_out():
            self.poke()
        elif not self._free and self._ops == self._blocked + len(self._asked):
            self._nothing_moves()

    def _hand_out(self) -> bool:
        """Give back the next outcome if it is asked for."""
        if not self._order or self._order[0] not in self._asked:
            return False
        future, operation = self._asked.pop(self._order.popleft())
        operation.done()
        if not future.done():
            future.set_result(None)
        return True

    def _nothing_moves(self) -> None:
        if self._order:
            # Nobody asks for this one, and all others wait: pass it over.
            self._passed.add(self._order.popleft())
            self.poke()
        elif self._blocked:
            self.leave()

    def leave(self) -> None:
        """End the function's code: every operation that waits raises."""
        self.left = True
        self._on_leave()
        waiting = [step.waiter for step in self._waiting]
        for future in (*waiting, *(future for future, _ in self._asked.values())):
            if future is not None and not future.done():
                future.set_exception(leaving())


def leaving() -> WorkflowSuspendedException:
    """Make the exception with which the code of a function is left."""
    return WorkflowSuspendedException(SuspensionRequest("The workflow waits."))
