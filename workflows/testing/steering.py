"""Workflow functions whose steps ask, before they do their work, whether a test wants otherwise."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from copy import copy
from dataclasses import replace
from functools import partial, wraps
from typing import Any

from workflows.engine.functions import WorkflowContext, WorkflowFunction, current_step
from workflows.engine.functions.running.executing import Code, drop, is_async
from workflows.engine.functions.running.record import Call
from workflows.engine.functions.running.stepping import Doing, Stepper

Find = Callable[..., Callable[[Any], Any] | None]
"""Gives what a step of these names does instead; None: its own work."""


def steered(function: WorkflowFunction[..., Any], find: Find) -> WorkflowFunction[..., Any]:
    """Give the same workflow with steps that ask; it is published and shown as before."""

    @wraps(function.function)
    async def call(*args: Any, **kwargs: Any) -> Any:
        for value in kwargs.values():
            if isinstance(value, WorkflowContext):
                _steer(value._stepper, find)
        return await function.function(*args, **kwargs)

    twin = copy(function)
    twin.__dict__["signature"] = function.signature
    twin.function = call
    return twin


def _steer(stepper: Stepper, find: Find) -> None:
    do = stepper.do

    async def steered_do(call: Call, doing: Doing) -> Any:
        try:
            return await do(call, replace(doing, code=_asking(call.name, doing.code, find)))
        finally:
            drop(doing.code)

    stepper.do = steered_do  # type: ignore[method-assign]


def _asking(name: str, code: Code, find: Find) -> Code:
    async def ask() -> Any:
        work = find(name)
        return await _do(code if work is None else partial(work, current_step()))

    return ask


async def _do(code: Code) -> Any:
    """Do a step's work as it would be done: in the loop, or in a thread."""
    if isinstance(code, Awaitable):
        return await code
    if is_async(code):
        return await code()
    value = await asyncio.to_thread(code)
    return await value if isinstance(value, Awaitable) else value
