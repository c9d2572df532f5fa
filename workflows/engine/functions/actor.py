"""FunctionActor: one pass through a workflow function: from its beginning, by the log, as far as it
goes."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable
from typing import Any

from ..commands import Complete, Fail, Outcome, Report, Yield
from ..errors import WorkflowSuspendedException
from ..events import Event, Json, Record, StateChanged
from ..faults import describe
from ..payload import ensure_json
from ..program import Assignment
from ..tools import Tools
from .context import WorkflowContext
from .errors import Misuse, NonDeterminismError, StepFailed, steps_behind
from .program import FunctionProgram
from .running.board import Board
from .running.memory import Memory
from .running.positions import Line, current_line
from .running.record import Book
from .running.recorder import Recorder, Send
from .running.stepping import Stepper


class FunctionActor:
    """Executes the function of one assignment; lives in one event loop.

    ``hear`` must get every record that is appended while it lives.
    """

    def __init__(
        self,
        program: FunctionProgram,
        assignment: Assignment,
        tools: Tools,
        send: Send,
    ) -> None:
        """Take what is to be executed, and how to record on the way."""
        self._function = program.function
        self._job = assignment
        self._item = assignment.activation
        self._book = Book(assignment.steps, assignment.outputs, assignment.seq)
        self._memory = Memory(assignment.first, assignment.state)
        self._recorder = Recorder(send)
        self._stepper = Stepper(assignment.run_id, self._book, self._memory, self._recorder, tools)
        self._context = WorkflowContext(assignment, self._stepper, program.registry, tools)
        self._line = Line()
        self._board: Board | None = None
        self._seen = 0
        self._began = time.perf_counter()

    def hear(self, records: Iterable[Record]) -> None:
        """Take up what was appended: answers, due timers and retries, and what we sent."""
        for record in records:
            if record.seq > self._book.seq:
                self._changed(record.event)
            for step in self._book.hear((record,)):
                if self._board is not None:
                    self._board.moved(step)

    def _changed(self, event: Event) -> None:
        if isinstance(event, StateChanged) and event.suspension is None:
            self._memory.changed_outside(event.set, event.delete)

    def refresh(self, assignment: Assignment) -> None:
        """Take up the state as a whole: an answer with records was lost on its way."""
        if assignment.seq <= self._book.seq:
            return
        self._memory.recorded = dict(assignment.state)
        for step in self._book.refresh(assignment.steps, assignment.outputs, assignment.seq):
            if self._board is not None:
                self._board.moved(step)

    def let_go(self) -> None:
        """Begin nothing new: the worker ends. What is being done may end and is recorded."""
        self._stepper.letting_go = True
        if self._board is not None:
            self._board.poke()

    async def perform(self) -> Report | None:
        """Run the function and give what it came to; None: it was let go on the way."""
        self._board = self._stepper.board = Board(self._book.ended(), self._left)
        self._board.begin(self._line)
        token = current_line.set(self._line)
        body = asyncio.get_running_loop().create_task(self._call())
        current_line.reset(token)
        stuck = asyncio.get_running_loop().create_task(self._board.stuck.wait())
        try:
            await asyncio.wait({body, stuck}, return_when=asyncio.FIRST_COMPLETED)
            outcome = self._outcome(body)
            await self._recorder.empty()
        finally:
            if self._board.stuck.is_set():
                _forget(body)
            else:
                body.cancel()
            self._close(stuck)
        return None if outcome is None else Report((outcome,))

    def _left(self) -> None:
        """Note up to where the function knows the log: what comes later is news to it."""
        self._seen = self._book.seq

    async def _call(self) -> Any:
        arguments = self._function.signature.arguments(self._job.inputs)
        name = self._function.signature.context
        if name is not None:
            arguments = {name: self._context, **arguments}
        running: Any = self._function.function(**arguments)
        return await running

    def _close(self, *tasks: asyncio.Task[Any]) -> None:
        self._stepper.ended = True
        if self._board is not None and not self._board.left:
            self._board.leave()
        for task in (*tasks, *self._stepper.tasks):
            task.cancel()
        self._recorder.close()

    @property
    def _place(self) -> tuple[str, int, int]:
        return self._item.node_id, self._item.iteration, self._item.attempt

    def _outcome(self, body: asyncio.Task[Any]) -> Outcome | None:
        left = self._board is not None and self._board.left
        error = _error_of(body)
        if self._stepper.fault is not None:
            return self._failed(self._stepper.fault)
        if left and _is_leaving(error):
            if self._stepper.letting_go:
                return None
            return Yield(*self._place, seen=self._seen, **self._memory.changes())
        if left:
            return self._failed(_swallowed())
        if error is not None:
            return self._failed(error)
        return self._completed(body.result())

    def _completed(self, value: Any) -> Outcome:
        try:
            self._check_all_asked()
            output = ensure_json(value, "output")
        except Exception as error:
            return self._failed(error)
        return Complete(
            *self._place,
            output=output,
            seconds=time.perf_counter() - self._began,
            logs=self._stepper.take_logs(),
            **self._memory.changes(),
        )

    def _check_all_asked(self) -> None:
        step = self._book.never_asked()
        if step is not None:
            recorded = f"{step.call.shown or step.call.name} – {step.call.kind} {step.call.name!r}"
            raise NonDeterminismError(step.position, recorded, "the end of the function")

    def _failed(self, error: BaseException) -> Outcome:
        return Fail(
            *self._place,
            error=_described(error),
            permanent=True,
            seconds=time.perf_counter() - self._began,
            logs=self._stepper.take_logs(),
        )


def _is_leaving(error: BaseException | None) -> bool:
    """Say whether this is the exception with which a function is left, also out of task groups."""
    if isinstance(error, BaseExceptionGroup):
        return all(_is_leaving(part) for part in error.exceptions)
    return isinstance(error, WorkflowSuspendedException)


def _forget(body: asyncio.Task[Any]) -> None:
    """Leave code alone that swallows every exception: cancelling it would never end, and the loop
    must not wait for it."""
    body._log_destroy_pending = False  # type: ignore[attr-defined]
    asyncio.tasks._unregister_task(body)


def _error_of(body: asyncio.Task[Any]) -> BaseException | None:
    if not body.done():
        return None
    if body.cancelled():
        return RuntimeError("The workflow function was cancelled by its own code.")
    return body.exception()


def _swallowed() -> Misuse:
    return Misuse(
        "The workflow function caught the exception with which it is left while it waits: catch "
        "Exception, not BaseException, and use no bare except around waits."
    )


def _described(error: BaseException) -> dict[str, Json]:
    """Describe what brought the function down; a retry starts the failed ``steps`` again."""
    if isinstance(error, StepFailed):
        kept = ("type", "message", "traceback", "class")
        told = {key: error.error[key] for key in kept if key in error.error}
        told["step"] = error.step
    elif isinstance(error, Exception):
        told = describe(error)
    else:
        told = {"type": type(error).__name__, "message": str(error) or "The function was ended."}
    steps = steps_behind(error)
    return {**told, "steps": steps} if steps else told
