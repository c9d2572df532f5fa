"""@workflow and @task: functions that are workflows, and functions that steps call by name."""

from __future__ import annotations

import hashlib
import inspect
import re
import textwrap
from collections.abc import Callable, Mapping
from functools import cached_property, update_wrapper
from typing import Any, Generic, ParamSpec, TypeVar, cast, overload

from ..durations import parse_duration
from ..errors import Invalid
from ..events import Json
from ..retry import RetryPolicy
from .signatures import Signature

P = ParamSpec("P")
R = TypeVar("R")
Duration = float | int | str

_SLUG = re.compile(r"[a-z0-9][a-z0-9_-]{0,99}")
_RESERVED = frozenset({"validate"})


class WorkflowFunction(Generic[P, R]):
    """An async function that is a workflow: ``slug`` is the function's name, its arguments by name
    are the inputs. Calling it just calls the function."""

    def __init__(
        self, function: Callable[P, R], name: str | None = None, description: str | None = None
    ) -> None:
        """Take the function; ``Invalid`` when it cannot be a workflow."""
        update_wrapper(cast("Callable[P, R]", self), function)
        self.function = function
        self.slug = function.__name__
        self.module = function.__module__
        self.name = name or self.slug.replace("_", " ").replace("-", " ").capitalize()
        text = inspect.cleandoc(function.__doc__ or "").split("\n\n")[0]
        self.description = description if description is not None else " ".join(text.split())
        if not _SLUG.fullmatch(self.slug) or self.slug in _RESERVED:
            raise Invalid(
                f"The workflow {self.place} needs another name: lower-case letters, digits and _."
            )
        if not inspect.iscoroutinefunction(inspect.unwrap(function)):
            raise Invalid(f"The workflow {self.place} must be an async function (async def).")

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        """Call the function as it is."""
        return self.function(*args, **kwargs)

    def __repr__(self) -> str:
        """Show where it is from."""
        return f"<workflow {self.place}>"

    @property
    def place(self) -> str:
        """Say where the function is defined."""
        return f"{self.module}.{getattr(self.function, '__qualname__', self.slug)}"

    @cached_property
    def signature(self) -> Signature:
        """Give the inputs; ``Invalid`` when they cannot be given by name or are no JSON."""
        return Signature(self.function, self.place)

    @cached_property
    def digest(self) -> str:
        """Give a digest of the source: what has changed is published anew."""
        return hashlib.sha256(_source(self.function).encode()).hexdigest()

    def to_json(self) -> dict[str, Json]:
        """Give the version that is published."""
        told = {"name": self.slug, "digest": self.digest, "module": self.module}
        return {
            "schema": 1,
            "function": told,
            "inputs": self.signature.form,
            "nodes": [],
            "edges": [],
        }


class TaskFunction(Generic[P, R]):
    """A function for steps, with its name, retries and time limit. Calling it just calls it."""

    def __init__(
        self,
        function: Callable[P, R],
        name: str | None = None,
        retry: RetryPolicy | None = None,
        timeout_seconds: float | None = None,
    ) -> None:
        """Take the function and how an attempt of it is treated."""
        update_wrapper(cast("Callable[P, R]", self), function)
        self.function = function
        self.name = name or function.__name__
        self.full_name = f"{function.__module__}.{getattr(function, '__qualname__', self.name)}"
        self.retry = retry or RetryPolicy()
        self.timeout_seconds = timeout_seconds

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        """Call the function as it is."""
        return self.function(*args, **kwargs)

    def __repr__(self) -> str:
        """Show its full name."""
        return f"<task {self.full_name}>"

    def options(
        self,
        *,
        name: str | None = None,
        retries: int | None = None,
        backoff: Duration | None = None,
        timeout: Duration | None = None,
        retry: RetryPolicy | Mapping[str, Any] | None = None,
    ) -> TaskFunction[P, R]:
        """Give the same function with other settings, for one place where it is called."""
        policy = self.retry
        if retry is not None or retries is not None or backoff is not None:
            policy = retry_policy(retries, backoff, retry)
        limit = self.timeout_seconds if timeout is None else seconds_or_none(timeout)
        return TaskFunction(self.function, name or self.name, policy, limit)


@overload
def workflow(function: Callable[P, R], /) -> WorkflowFunction[P, R]: ...
@overload
def workflow(
    *, name: str | None = None, description: str | None = None, chat: bool = False
) -> Callable[[Callable[P, R]], WorkflowFunction[P, R]]: ...
def workflow(
    function: Callable[P, R] | None = None,
    /,
    *,
    name: str | None = None,
    description: str | None = None,
    chat: bool = False,
) -> Any:
    """Mark an ``async def`` as a workflow; with and without parentheses.

    ``name`` and ``description`` are shown to people, made of the function's name and docstring when
    they are not given. ``chat`` is accepted and changes nothing.
    """
    if function is not None:
        return WorkflowFunction(function)
    return lambda function: WorkflowFunction(function, name, description)


@overload
def task(function: Callable[P, R], /) -> TaskFunction[P, R]: ...
@overload
def task(
    *,
    name: str | None = None,
    retries: int | None = None,
    backoff: Duration | None = None,
    timeout: Duration | None = None,
    retry: RetryPolicy | Mapping[str, Any] | None = None,
) -> Callable[[Callable[P, R]], TaskFunction[P, R]]: ...
def task(
    function: Callable[P, R] | None = None,
    /,
    *,
    name: str | None = None,
    retries: int | None = None,
    backoff: Duration | None = None,
    timeout: Duration | None = None,
    retry: RetryPolicy | Mapping[str, Any] | None = None,
) -> Any:
    """Mark a function (sync or async) as a task; with and without parentheses.

    ``retries`` are further attempts after the first, ``backoff`` the time before the first of them
    (doubled each time), ``timeout`` that of one attempt; ``retry`` is a whole policy instead.
    """
    if function is not None:
        return TaskFunction(function)
    policy = retry_policy(retries, backoff, retry)
    limit = seconds_or_none(timeout)
    return lambda function: TaskFunction(function, name, policy, limit)


def retry_policy(
    retries: int | None = None,
    backoff: Duration | None = None,
    retry: RetryPolicy | Mapping[str, Any] | None = None,
) -> RetryPolicy:
    """Make a policy of a number of further attempts and the first delay, or of its fields."""
    if retry is not None:
        return retry if isinstance(retry, RetryPolicy) else RetryPolicy.model_validate(retry)
    if retries is not None and (not isinstance(retries, int) or isinstance(retries, bool)):
        raise ValueError(f"retries is a whole number, not {retries!r}.")
    fields: dict[str, Any] = {"max_attempts": (retries or 0) + 1}
    if backoff is not None:
        fields["backoff_seconds"] = backoff
    return RetryPolicy.model_validate(fields)


def seconds_or_none(timeout: Duration | None) -> float | None:
    """Read a time limit; 0 and None are none."""
    return (parse_duration(timeout, "timeout") or None) if timeout is not None else None


def _source(function: Callable[..., Any]) -> str:
    try:
        return textwrap.dedent(inspect.getsource(inspect.unwrap(function)))
    except (OSError, TypeError):
        code = inspect.unwrap(function).__code__
        return f"{code.co_code.hex()} {code.co_consts!r} {code.co_names!r}"
