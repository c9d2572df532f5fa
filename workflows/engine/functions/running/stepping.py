"""Stepper: brings a step to its outcome, from the log or by doing it, and gives it to the code."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ...commands import Complete, FailStep, StartStep, Suspend
from ...errors import FermataError, Permanent, TryAgain
from ...events import Json
from ...node import SuspensionRequest
from ...payload import ensure_json
from ...retry import RetryPolicy
from ...tools import Tools
from ..codec import PLAIN, Codec
from ..errors import Misuse, NonDeterminismError, describe_step, step_failed
from .board import Board, leaving
from .executing import Code, StepInfo, current_step, drop, execute
from .memory import Memory
from .positions import Line, current_line
from .record import Book, Call, Step
from .recorder import Recorder

GIVEN_UP: dict[str, Json] = {
    "type": "TimeoutError",
    "message": "The workflow function gave this step up.",
    "class": "builtins.TimeoutError",
}


@dataclass(frozen=True, slots=True)
class Doing:
    """Code to be executed as a step: how long an attempt may take, when another one follows,
    which signals are sent when it has ended well."""

    code: Code
    retry: RetryPolicy = field(default_factory=RetryPolicy)
    timeout_seconds: float | None = None
    codec: Codec = PLAIN
    signals: Sequence[Mapping[str, Json]] = ()


@dataclass(frozen=True, slots=True)
class Waiting:
    """A wait as a step. ``read`` makes the outcome of ``{data, action, via}``, or raises."""

    request: Callable[[Step], SuspensionRequest]
    read: Callable[[Mapping[str, Json]], Json]


class Stepper:
    """The steps of one pass through a function."""

    def __init__(self, run_id: str, book: Book, memory: Memory, recorder: Recorder, tools: Tools):
        """Take what is recorded, and where to record; the board is set before the code runs."""
        self.run_id = run_id
        self.book = book
        self.memory = memory
        self.recorder = recorder
        self.board: Board
        self.ended = False
        self.letting_go = False
        self.fault: NonDeterminismError | None = None
        self.tasks: set[asyncio.Task[None]] = set()
        self._tools = tools
        self._logs: list[dict[str, Json]] = []
        self._unrecorded = False

    def line(self) -> Line:
        """Give the line of the calling code; ``Misuse`` within a step."""
        if self.fault is not None:
            raise self.fault
        info = current_step()
        if info is not None and info.run_id == self.run_id:
            raise Misuse(
                f"The step {info.name!r} uses the workflow's context: steps, waits and changes of "
                "the state belong into the workflow function, outside of its steps."
            )
        return current_line.get()

    def find(self, place: str, call: Call) -> Step:
        """Look a step up; code that does something else is remembered, whatever it catches."""
        try:
            return self.book.find(place, call)
        except NonDeterminismError as error:
            self.fault = error
            raise

    def enter_group(self, place: str, shown: str) -> None:
        """Do the same for an operation whose branches have the steps."""
        try:
            self.book.enter_group(place, shown)
        except NonDeterminismError as error:
            self.fault = error
            raise

    async def do(self, call: Call, doing: Doing) -> Any:
        """Execute code as a step, or give what it returned."""
        try:
            step = await self._bring(call, lambda step: self._execute(step, doing))
        finally:
            drop(doing.code)
        return self._outcome(step, doing.codec)

    async def wait(self, call: Call, waiting: Waiting) -> Any:
        """Wait for an answer, or give what was made of it."""
        step = await self._bring(call, lambda step: self._wait(step, waiting))
        return self._outcome(step, PLAIN)

    def at_once(self, call: Call, make: Callable[[], Json]) -> Json:
        """Record a value that is there at once, or give the recorded one."""
        line = self.line()
        if self.board.left:
            raise leaving()
        return self.at_place(line.next(), call, make)

    def at_place(self, place: str, call: Call, make: Callable[[], Json]) -> Json:
        """Do as ``at_once`` at a place that does not count on its line."""
        step = self.find(place, call)
        if not step.over:
            step.output = make()
            self._begin(step)
            step.status = "completed"
            self.recorder.put(Complete(step.node_id, 1, step.attempt, output=step.output))
            self._unrecorded = True
        if step.patch:
            self.memory.answered(step.patch)
        return step.output

    def log(self, line: dict[str, Json]) -> None:
        """Keep a line of the log, unless this is a replay of what is recorded."""
        info = current_step()
        if info is not None:
            info.logs.append(line)
        elif not self.book.ahead(current_line.get()):
            self._logs.append(line)

    def take_logs(self) -> list[dict[str, Json]]:
        """Give the lines that are to be recorded with the next outcome."""
        logs, self._logs = self._logs, []
        return logs

    def changes(self) -> dict[str, Any]:
        """Give the changes of the state that are to be recorded now.

        During a replay the code is somewhere in the past: then there are none.
        """
        if self.board.replays:
            return {"set": {}, "delete": ()}
        return self.memory.changes()

    async def _bring(self, call: Call, live: Callable[[Step], Awaitable[None]]) -> Step:
        if self.board.left:
            # Before all else: code that swallows every exception is stopped nowhere but here.
            await self.board.refuse()
        line = self.line()
        with self.board.operation(line) as operation:
            step = self.find(line.next(), call)
            try:
                while not step.over:
                    if step.status in ("suspended", "retrying") or self.letting_go:
                        await self.board.change(step, blocked=True)
                    else:
                        await live(step)
                await self.board.deliver(step, operation)
            except asyncio.CancelledError:
                self._give_up(step)
                raise
        return step

    def _give_up(self, step: Step) -> None:
        """Record that the code did not wait for a step (a time limit of its own, say)."""
        if step.over or self.ended or self.board.left:
            return
        step.given_up = True
        if step.status != "new":
            self.recorder.put(FailStep(step.node_id, 1, step.attempt, GIVEN_UP, permanent=True))

    def _outcome(self, step: Step, codec: Codec) -> Any:
        if step.patch:
            self.memory.answered(step.patch)
        if step.failed:
            raise step_failed(step.error, step.node_id)
        return codec.decode(step.output)

    def _begin(self, step: Step) -> None:
        if step.status not in ("new", "cancelled"):
            return
        step.attempt += step.status == "cancelled"
        step.status = "running"
        call = step.call
        told: dict[str, Json] = {
            "position": step.position,
            "name": call.name,
            "kind": call.kind,
            "digest": call.digest,
            "shown": call.shown,
        }
        self.recorder.put(StartStep(step.node_id, 1, step.attempt, told))

    async def _execute(self, step: Step, doing: Doing) -> None:
        if self._unrecorded:
            # A key made by ctx.uuid() must not reach the outside before it is recorded.
            await self.recorder.empty()
            self._unrecorded = False
        self._begin(step)
        info = StepInfo(self.run_id, step.node_id, step.call.name, step.attempt)
        began = time.perf_counter()
        try:
            value = await execute(info, doing.code, doing.timeout_seconds, self._tools.executor)
            output = doing.codec.encode(value, "output")
        except Exception as error:  # any fault of a step is an outcome
            self._failed(step, error, doing.retry, time.perf_counter() - began, info.logs)
        else:
            seconds = time.perf_counter() - began
            self._completed(step, output, seconds=seconds, logs=info.logs, signals=doing.signals)
        await self.board.change(step)

    async def _wait(self, step: Step, waiting: Waiting) -> None:
        answer = step.answer
        if answer is None:
            request = waiting.request(step)
            self._begin(step)
            logs, changes = self.take_logs(), self.changes()
            place = (step.node_id, 1, step.attempt)
            after = (step.earlier or {}).get("suspension")
            self.recorder.put(Suspend(*place, request=request, logs=logs, after=after, **changes))
        else:
            self._begin(step)
            if step.patch:
                self.memory.overruled(step.patch)
            try:
                value = ensure_json(waiting.read(answer), "output")
            except FermataError as error:
                self._failed(step, error, RetryPolicy(), 0.0, [])
            else:
                self._completed(step, value, action=answer.get("action"))
        await self.board.change(step)

    def _completed(self, step: Step, output: Json, **more: Any) -> None:
        more["logs"] = [*self.take_logs(), *more.get("logs", ())]
        more |= self.changes()
        self.recorder.put(Complete(step.node_id, 1, step.attempt, output=output, **more))

    def _failed(
        self, step: Step, error: Exception, retry: RetryPolicy, seconds: float, logs: list[Any]
    ) -> None:
        after = error.after_seconds if isinstance(error, TryAgain) else None
        self.recorder.put(
            FailStep(
                step.node_id,
                1,
                step.attempt,
                describe_step(error),
                retry,
                isinstance(error, (Permanent, Misuse)),
                after,
                seconds,
                [*self.take_logs(), *logs],
            )
        )
