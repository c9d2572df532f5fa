"""Executing the code of one step: in the loop or in a thread, with a time limit and its name."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Awaitable, Callable
from concurrent.futures import Executor
from contextvars import ContextVar, copy_context
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from ...errors import Permanent, TimedOut, WorkflowSuspendedException
from ...events import Json

Code = Callable[[], Any] | Awaitable[Any]
"""A function without arguments (sync or async), or an awaitable that can be awaited once."""


@dataclass(frozen=True, slots=True)
class StepInfo:
    """Which step is being executed. ``idempotency_key`` stays the same over attempts and restarts:
    hand it to outside systems."""

    run_id: str
    node_id: str
    name: str
    attempt: int = 1
    logs: list[dict[str, Json]] = field(default_factory=list)

    @property
    def idempotency_key(self) -> str:
        """Give the key of this step: ``<run>/<node>/1``."""
        return f"{self.run_id}/{self.node_id}/1"


_current: ContextVar[StepInfo | None] = ContextVar("fermata_step", default=None)


def current_step() -> StepInfo | None:
    """Give the step that this code is executed for; None outside of a step."""
    return _current.get()


async def execute(
    info: StepInfo, code: Code, timeout_seconds: float | None, executor: Executor | None
) -> Any:
    """Execute a step's code and give what it returns.

    Raises what it raises, ``TimedOut`` after the time limit, and an error in place of an exception
    that would end the worker.
    """
    token = _current.set(info)
    clock = asyncio.timeout(timeout_seconds or None)
    try:
        async with clock:
            return await _call(code, executor)
    except TimeoutError as error:
        if not clock.expired():
            raise  # its own, of something that it called
        raise TimedOut(f"The attempt took longer than {timeout_seconds:g} s.") from error
    except WorkflowSuspendedException:
        raise Permanent("A step cannot wait: wait in the workflow function.") from None
    except asyncio.CancelledError as error:
        task = asyncio.current_task()
        if task is None or task.cancelling():
            raise
        raise RuntimeError("The step was cancelled by its own code.") from error
    except SystemExit as error:
        raise RuntimeError(f"The step wanted to end the program ({error}).") from error
    finally:
        _current.reset(token)


async def _call(code: Code, executor: Executor | None) -> Any:
    if isinstance(code, Awaitable):
        return await code
    if is_async(code):
        return await code()
    # The thread sees whose step it is.
    job = partial(copy_context().run, code)
    value = await asyncio.get_running_loop().run_in_executor(executor, job)
    return await value if isinstance(value, Awaitable) else value


def is_async(function: Any) -> bool:
    """Say whether calling it gives a coroutine, also behind ``partial`` and objects with
    ``__call__``."""
    while isinstance(function, partial):
        function = function.func
    function = inspect.unwrap(function)
    call = getattr(type(function), "__call__", None)  # noqa: B004 - its kind, not whether it is one
    return inspect.iscoroutinefunction(function) or inspect.iscoroutinefunction(call)


def drop(code: Code) -> None:
    """Let go of code that is not executed, so that nobody is warned of it."""
    if inspect.iscoroutine(code):
        code.close()
    elif isinstance(code, asyncio.Future):
        code.cancel()
