"""NodeActor: one attempt of one node, a pipeline of small steps; its outcome is a command for
somebody else to record."""

from __future__ import annotations

import asyncio
import contextvars
import time
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from ..commands import Complete, Fail, Outcome, Suspend
from ..durations import parse_duration
from ..errors import FermataError, Permanent, TimedOut, TryAgain, WorkflowSuspendedException
from ..events import Json, Record
from ..expressions import resolve
from ..faults import describe
from ..graphs import GraphProgram
from ..graphs.trial import in_trial
from ..node import (
    BaseNode,
    Output,
    ProcessingContext,
    StateView,
    SuspendableNode,
    SuspensionRequest,
    bind,
)
from ..payload import ensure_json
from ..program import Assignment, Program
from ..tools import Tools

SaveState = Callable[[str, Mapping[str, Json]], Awaitable[None]]
"""Records changes of the saved state of a suspension at once."""


class NodeActor:
    """Executes one assignment; ``perform`` never raises for what the node does, only when
    cancelled."""

    def __init__(
        self, program: GraphProgram, assignment: Assignment, tools: Tools, record: SaveState
    ) -> None:
        """Take what is to be executed, and ``record`` for changes of a saved state on the way."""
        self._program = program
        self._job = assignment
        self._tools = tools
        self._record = record
        self._item = assignment.activation
        self._node = program.graph.nodes[self._item.node_id]
        self._inputs: dict[str, Json] = {}
        self._began = time.perf_counter()

    def hear(self, records: Iterable[Record]) -> None:
        """Do nothing: an attempt of a node has all that it needs."""

    def refresh(self, assignment: Assignment) -> None:
        """Do nothing: an attempt of a node has all that it needs."""

    def let_go(self) -> None:
        """Do nothing: the attempt ends by itself."""

    async def perform(self) -> Outcome:
        """Execute the attempt and say what it came to."""
        context = self._context()
        try:
            instance = self._instance(context)
            value = await self._process(instance, context)
            return self._completed(value, context)
        except WorkflowSuspendedException as leaving:
            return self._suspended(leaving.request, instance, context)
        except Exception as error:  # any fault of a node is an outcome, never the worker's end
            return self._failed(error, context)

    @property
    def _place(self) -> tuple[str, int, int]:
        return self._item.node_id, self._item.iteration, self._item.attempt

    def _context(self) -> ProcessingContext:
        job, item = self._job, self._item

        def report(fraction: float, message: str) -> None:
            value = {"fraction": fraction, "message": message}
            self._tools.progress(job.run_id, item.node_id, item.iteration, value)

        return ProcessingContext(
            run_id=job.run_id,
            node_id=item.node_id,
            iteration=item.iteration,
            attempt=item.attempt,
            workflow=job.workflow,
            state=StateView(job.state),
            inputs=job.inputs,
            outputs=job.outputs,
            arrived=job.arrived,
            title=self._node.title,
            started_by=job.started_by,
            started_at=job.started_at,
            now=self._tools.now(),
            saved=item.saved,
            # A pause before the node is over: the node itself has not waited yet.
            resumed=item.resumed if item.saved is not None else None,
            on_progress=report,
            record=self._record,
            callbacks=self._tools.callbacks,
            office=self._tools.office.beside(job.workflow),
            literals=self._program.templates[self._node.id],
        )

    def _instance(self, context: ProcessingContext) -> BaseNode:
        cls = self._program.classes[self._node.id]
        if self._item.inputs is not None:
            self._inputs = self._item.inputs
        else:
            self._inputs = dict(self._job.fed)
            dynamic = self._program.dynamic[self._node.id]
            if dynamic:
                names = context.expression_names()
                for name in dynamic:
                    if name not in self._inputs:
                        self._inputs[name] = resolve(self._node.properties[name], names)
        return bind(cls.model_validate({**self._node.properties, **self._inputs}), context)

    async def _process(self, instance: BaseNode, context: ProcessingContext) -> Any:
        limit = self._node.settings.timeout_seconds
        if not limit:
            return await self._call(instance, context)
        clock = asyncio.timeout(limit)
        try:
            async with clock:
                return await self._call(instance, context)
        except TimeoutError as error:
            if not clock.expired():
                raise  # the node's own, of something that it called
            raise TimedOut(f"The attempt took longer than {limit:g} s.") from error

    async def _call(self, instance: BaseNode, context: ProcessingContext) -> Any:
        if instance.is_async():
            return await instance.process(context)
        loop = asyncio.get_running_loop()
        # The thread knows what the task does: whose attempt it is, for log lines and traces.
        job = contextvars.copy_context().run
        value = await loop.run_in_executor(self._tools.executor, job, instance.process, context)
        return await value if asyncio.iscoroutine(value) else value

    def _seconds(self) -> float:
        return time.perf_counter() - self._began

    def _changes(self, context: ProcessingContext) -> dict[str, Any]:
        state = context.state
        changed = ensure_json(state.changed, "state") if state.changed else {}
        return {"set": changed, "delete": tuple(sorted(state.deleted))}

    def _completed(self, value: Any, context: ProcessingContext) -> Complete:
        output = value if isinstance(value, Output) else Output(value)
        return Complete(
            *self._place,
            output=ensure_json(output.value, "output"),
            action=output.action,
            seconds=self._seconds(),
            inputs=self._recorded_inputs(),
            logs=context.logs,
            signals=self._signals(context),
            **self._changes(context),
        )

    @staticmethod
    def _signals(context: ProcessingContext) -> list[dict[str, Json]]:
        signals = context.signals
        checked: list[dict[str, Json]] = ensure_json(signals, "signals") if signals else []
        return checked

    def _recorded_inputs(self) -> dict[str, Json]:
        checked: dict[str, Json] = ensure_json(self._inputs, "inputs") if self._inputs else {}
        return checked

    def _suspended(
        self, request: SuspensionRequest, instance: BaseNode, context: ProcessingContext
    ) -> Outcome:
        try:
            return Suspend(
                *self._place,
                request=_checked(self._in_trial(_with_deadline(request, instance))),
                inputs=self._recorded_inputs(),
                logs=context.logs,
                after=(self._item.resumed or {}).get("suspension"),
                **self._changes(context),
            )
        except FermataError as error:
            return self._failed(error, context)

    def _in_trial(self, request: SuspensionRequest) -> SuspensionRequest:
        trial = self._program.trial
        return in_trial(trial, request, self._job.started_by) if trial is not None else request

    def _failed(self, error: Exception, context: ProcessingContext) -> Fail:
        return Fail(
            *self._place,
            error=describe(error),
            permanent=isinstance(error, Permanent),
            after_seconds=error.after_seconds if isinstance(error, TryAgain) else None,
            seconds=self._seconds(),
            inputs=self._recorded_inputs(),
            logs=context.logs,
        )


def perform(
    program: Program, assignment: Assignment, tools: Tools, record: SaveState
) -> Awaitable[Outcome]:
    """Execute an assignment with the actor that its program needs."""
    if isinstance(program, GraphProgram):
        return NodeActor(program, assignment, tools, record).perform()
    raise TypeError(f"Nothing executes a {type(program).__name__}.")


def _with_deadline(request: SuspensionRequest, node: BaseNode) -> SuspensionRequest:
    """Take the node's own deadline rules where the request says nothing."""
    if not isinstance(node, SuspendableNode):
        return request
    seconds = request.seconds
    if seconds is None and request.until is None:
        seconds = parse_duration(node.timeout_seconds) or None
    return replace(
        request,
        seconds=seconds,
        on_timeout=request.on_timeout or node.on_timeout,
        timeout_data=node.timeout_data if request.timeout_data is None else request.timeout_data,
        escalate_to=request.escalate_to or node.escalate_to,
    )


def _checked(request: SuspensionRequest) -> SuspensionRequest:
    return replace(
        request,
        reason=str(request.reason)[:1_000],
        state=ensure_json(dict(request.state), "state"),
        metadata=ensure_json(dict(request.metadata), "metadata"),
        timeout_data=ensure_json(request.timeout_data, "timeout_data"),
    )
