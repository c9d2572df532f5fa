"""Injections: what nodes do instead of their work while a test says so."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from workflows.engine.functions import FunctionProgram
from workflows.engine.graphs import GraphProgram
from workflows.engine.node import BaseNode, Output, ProcessingContext
from workflows.engine.program import Program
from workflows.engine.registry import type_name

from .steering import steered

Work = Callable[[Any], Any]
"""What is done instead: gets the node's context, of a function's step its ``StepInfo``."""


@dataclass(slots=True)
class _Plan:
    """What a node does: failures first, then the stub; without one its own work."""

    failures: list[BaseException] = field(default_factory=list)
    stub: Work | None = None


class Injections:
    """Failures and stubs by node (id, or title for people)."""

    def __init__(self) -> None:
        """Begin without any."""
        self._plans: dict[str, _Plan] = {}
        self._known: set[str] = set()
        self._open = False

    def fail(self, node: str, error: BaseException, times: int) -> None:
        """Let the next attempts of a node fail."""
        self._plan(node).failures += [error] * times

    def stub(self, node: str, work: Work) -> None:
        """Put a function in the place of a node's work."""
        self._plan(node).stub = work

    def unused(self) -> list[str]:
        """List the names that no workflow's node has; a function's steps may have any."""
        return [] if self._open else sorted(self._plans.keys() - self._known)

    def into(self, program: Program) -> Program:
        """Let the nodes of a program ask here before they work."""
        if isinstance(program, GraphProgram):
            for node_id, cls in program.classes.items():
                program.classes[node_id] = self._asking(cls)
                self._known |= {node_id, program.title(node_id)}
        if isinstance(program, FunctionProgram):
            # Its steps are known only once it has come to them.
            self._open = True
            return FunctionProgram(steered(program.function, self.find))
        return program

    def find(self, *names: str) -> Work | None:
        """Give what a node or step does now instead of its work; failures are used up by it."""
        for name in names:
            plan = self._plans.get(name)
            if plan is not None and plan.failures:
                return _raising(plan.failures.pop(0))
            if plan is not None and plan.stub is not None:
                return plan.stub
        return None

    def _plan(self, node: str) -> _Plan:
        return self._plans.setdefault(node, _Plan())

    def _asking(self, cls: type[BaseNode]) -> type[BaseNode]:
        find = self.find

        async def process(self: BaseNode, context: ProcessingContext) -> Any:
            work = find(context.node_id, context.title)
            if work is not None:
                return await _call(work, context)
            if cls.is_async():
                return await cls.process(self, context)
            return await _call(lambda given: cls.process(self, given), context)

        members = {
            "__module__": cls.__module__,
            "__doc__": cls.__doc__,
            "node_type": type_name(cls),
            "process": process,
        }
        return type(cls.__name__, (cls,), members)


async def _call(work: Work, context: ProcessingContext) -> Any:
    """Call a function as nodes are called: in a thread, what it gives to be awaited in the loop."""
    value = await asyncio.to_thread(work, context)
    return await value if asyncio.iscoroutine(value) else value


def _raising(error: BaseException) -> Work:
    def fail(context: ProcessingContext) -> Any:
        raise error

    return fail


def giving(output: Any, action: str | None, state: Mapping[str, Any]) -> Work:
    """Make the function of a node that only gives an output."""

    def give(context: Any) -> Any:
        if not isinstance(context, ProcessingContext):
            return output
        for key, value in state.items():
            context.state.set(key, value)
        return Output(output, action)

    return give
