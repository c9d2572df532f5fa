"""WorkflowContext: what a workflow function does its work with; doing it is in ``running/``."""

from __future__ import annotations

import random
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any, Literal, Unpack
from uuid import uuid4

from ..callbacks import CALLBACK
from ..errors import Invalid
from ..events import Json
from ..payload import ensure_json
from ..program import BODY, Assignment
from ..retry import RetryPolicy
from ..tools import Tools
from ..workspaces import slug_of
from . import calls
from .codec import PLAIN, codec_of
from .declaring import Duration, TaskFunction, retry_policy, seconds_or_none
from .registry import FunctionRegistry
from .running import waiting
from .running.branches import run_branches, uses
from .running.executing import Code, current_step, drop
from .running.memory import FunctionState
from .running.record import PATCHED, TASK, Call
from .running.stepping import Doing, Stepper
from .running.values import Moment, Number, Text
from .running.waiting import GivenTerms, InputType, Option, Question, Terms


class WorkflowContext:
    """One run as its workflow function sees it.

    Everything that takes time, touches the outside or is not the same each time is a step: it is
    recorded, and a replay gets the record. ``state`` is the run's state, ``inputs`` are the run's
    inputs as they were given.
    """

    def __init__(
        self, job: Assignment, stepper: Stepper, registry: FunctionRegistry | None, tools: Tools
    ) -> None:
        """Take the run, what brings its steps about, and the functions that have names."""
        self._job = job
        self._stepper = stepper
        self._registry = registry
        self._tools = tools
        self._old_ways: set[str] = set()
        self.state = FunctionState(stepper.memory, self._outside_of_steps)

    @property
    def run_id(self) -> str:
        """Give the run's id."""
        return self._job.run_id

    @property
    def workflow(self) -> str:
        """Give the workflow's slug."""
        return slug_of(self._job.workflow)

    @property
    def inputs(self) -> Mapping[str, Json]:
        """Give the run's inputs."""
        return dict(self._job.inputs)

    @property
    def started_by(self) -> str | None:
        """Give the username of who started the run."""
        return self._job.started_by

    @property
    def started_at(self) -> datetime | None:
        """Give the time at which the run began."""
        return self._job.started_at

    @property
    def idempotency_key(self) -> str:
        """Give the key of the step that is being executed, of the run outside of one.

        It stays the same over attempts and restarts: hand it to outside systems.
        """
        info = current_step()
        return info.idempotency_key if info is not None else f"{self.run_id}/{BODY}/1"

    async def task(self, function: Callable[..., Any] | str, /, *args: Any, **kwargs: Any) -> Any:
        """Call a function as a step and give what it returns, a JSON value or what it declares.

        Async functions run in the event loop, others in a thread. ``@task`` functions bring their
        retries and time limit. A text names a registered ``@task`` function.
        """
        task = self._task(function)
        code = partial(task.function, *args, **kwargs)
        call = Call(
            task.name,
            TASK,
            calls.shown(task.name, args, kwargs),
            calls.digest(args, kwargs),
        )
        codec = codec_of(task.function) if _hashable(task.function) else PLAIN
        return await self._stepper.do(call, Doing(code, task.retry, task.timeout_seconds, codec))

    async def step(
        self,
        name: str,
        code: Code,
        /,
        *,
        retries: int | None = None,
        backoff: Duration | None = None,
        timeout: Duration | None = None,
        retry: RetryPolicy | Mapping[str, Any] | None = None,
    ) -> Any:
        """Do something as a step with a name: a function without arguments, or an awaitable.

        ``ctx.step("charge", lambda: charge(card))``; with retries it must be a function.
        """
        policy = retry_policy(retries, backoff, retry)
        if policy.max_attempts > 1 and not callable(code):
            drop(code)
            raise ValueError(
                f"The step {name!r} is to be tried again: give a function, as lambda: ..., since "
                "an awaitable can be awaited only once."
            )
        if not callable(code) and not isinstance(code, Awaitable):
            raise TypeError(f"The step {name!r} needs a function or an awaitable.")
        codec = codec_of(code) if callable(code) and _hashable(code) else PLAIN
        doing = Doing(code, policy, seconds_or_none(timeout), codec)
        return await self._stepper.do(Call(_name(name), "step", str(name)), doing)

    async def parallel(self, *branches: Code) -> list[Any]:
        """Run branches at once and give what they return, in their order.

        A branch is ``ctx.task(...)``, any coroutine that uses the context, or a function without
        arguments. When one fails the others still end, then the first error in order is raised.
        """
        return await run_branches(self._stepper, f"parallel of {len(branches)}", branches)

    async def gather(self, **branches: Code) -> dict[str, Any]:
        """Run named branches at once and give what they return by their names."""
        shown = f"gather({', '.join(branches)})"
        values = await run_branches(self._stepper, shown, list(branches.values()))
        return dict(zip(branches, values, strict=True))

    async def map(
        self, function: Callable[[Any], Any] | str, items: Iterable[Any], concurrency: int = 10
    ) -> list[Any]:
        """Call a function for each item, at most ``concurrency`` at once; the results in order.

        A function that uses this context (``lambda url: ctx.task(fetch, url)``) is a branch with
        steps of its own, any other one is a step each time.
        """
        if concurrency < 1:
            raise ValueError("concurrency must be 1 or more.")
        given = list(items)
        branches: list[Code] = [self._mapped(function, item) for item in given]
        shown = f"map over {len(given)} items"
        return await run_branches(self._stepper, shown, branches, concurrency)

    async def sleep(self, duration: Duration) -> None:
        """Sleep so many seconds, or ``"5s" "2m" "1h" "3d"``, without holding a worker.

        0 does nothing. Raises ``ValueError`` for what is no duration.
        """
        seconds = waiting.seconds_of(duration, "The time to sleep")
        if seconds:
            text = duration if isinstance(duration, str) else f"{seconds:g} s"
            call = Call("sleep", "timer", calls.shown("sleep", (duration,)))
            await self._stepper.wait(call, waiting.timer(seconds, text))

    async def wait_for_user(
        self,
        question: str,
        input_type: InputType = "text",
        options: Sequence[Option] | None = None,
        *,
        skippable: bool = False,
        allow_custom: bool = False,
        **terms: Unpack[GivenTerms],
    ) -> Any:
        """Ask a person and give the answer; None when a skippable question was skipped.

        ``approval`` and ``choice`` give the chosen option's id, ``multiselect`` a list of ids,
        ``text`` the text. Options are texts or ``{"id", "label"}``. With neither users nor groups,
        whoever may resume the run answers. ``timeout_seconds``, ``on_timeout``, ``timeout_data``,
        ``escalate_to`` as in ``wait``.
        """
        asks = Question(question, input_type, options, skippable, allow_custom)
        call = Call(
            "wait_for_user",
            "question",
            calls.shown("wait_for_user", (question,)),
            calls.digest(question, input_type, asks.choices(), skippable, allow_custom),
        )
        return await self._stepper.wait(call, asks.waiting(Terms(**terms)))

    async def wait(
        self,
        reason: str,
        schema: Mapping[str, Json] | None = None,
        **terms: Unpack[GivenTerms],
    ) -> Any:
        """Wait until somebody resumes the run, and give the data that they bring.

        They must satisfy the JSON Schema. After ``timeout_seconds`` ``TimedOut`` is raised, or with
        ``timeout_data`` (or ``on_timeout="resume"``) that is given, or with
        ``on_timeout="escalate"`` the people of ``escalate_to`` are asked.
        """
        waits = waiting.plain_wait(reason, schema, Terms(**terms))
        call = Call("wait", "wait", calls.shown("wait", (reason,)), calls.digest(reason, schema))
        return await self._stepper.wait(call, waits)

    async def wait_for_event(
        self, name: str, key: str | None = None, **terms: Unpack[GivenTerms]
    ) -> Any:
        """Wait for a signal with this name and key, and give its data; one that was sent before
        counts."""
        if not isinstance(name, str) or not name or name.startswith(CALLBACK):
            raise ValueError(f"{name!r} cannot be the name of an event.")
        waits = waiting.event_wait(name, key, Terms(**terms))
        shown = calls.shown("wait_for_event", (name,) if key is None else (name, key))
        call = Call("wait_for_event", "event", shown, calls.digest(name, key))
        return await self._stepper.wait(call, waits)

    async def child(
        self, workflow: Any, inputs: Mapping[str, Json] | None = None, version: int | None = None
    ) -> Any:
        """Run another workflow (a slug, a workflow function, a flow) and give its result.

        Raises ``StepFailed`` when it failed or was stopped; a retry of this run goes on with it.
        """
        slug = workflow if isinstance(workflow, str) else getattr(workflow, "slug", None)
        if not isinstance(slug, str):
            raise Invalid("A workflow is named by its slug, or by a flow or workflow function.")
        waits = waiting.child_wait(slug, inputs or {}, version)
        shown = calls.shown("child", (slug,), inputs or {})
        call = Call(slug, "child", shown, calls.digest(slug, inputs or {}))
        return await self._stepper.wait(call, waits)

    async def emit(self, name: str, key: str | None = None, data: Json = None) -> None:
        """Send a signal, once, to every wait for it; one is kept when nobody waits."""
        if not isinstance(name, str) or not name or name.startswith(CALLBACK):
            raise ValueError(f"{name!r} cannot be the name of an event.")
        signal = {"name": name, "key": key, "data": ensure_json(data, "data")}
        call = Call("emit", "emit", calls.shown("emit", (name,)), calls.digest(signal))
        await self._stepper.do(call, Doing(_nothing, signals=(signal,)))

    def now(self) -> Moment:
        """Give the time (UTC) at which the function came here first."""
        make = partial(lambda: self._tools.now().isoformat())
        return Moment.fromisoformat(self._stepper.at_once(Call("now", "now", "now()"), make))

    def uuid(self) -> Text:
        """Give a new unique id, the same in every replay."""
        return Text(self._stepper.at_once(Call("uuid", "uuid", "uuid()"), lambda: str(uuid4())))

    def random(self) -> Number:
        """Give a random number from 0 up to 1, the same in every replay."""
        make = random.SystemRandom().random
        return Number(self._stepper.at_once(Call("random", "random", "random()"), make))

    def patched(self, id: str) -> bool:
        """Say whether this run takes the new way of changed code.

        True for runs that come here for the first time, False for those that had gone past this
        place before it was put into the code; the same for the rest of the run::

            if ctx.patched("check-twice"):
                await ctx.task(check_again)
        """
        line = self._stepper.line()
        place = f"{PATCHED}:{id}"
        if not self._stepper.book.has(place) and (
            id in self._old_ways or self._stepper.book.ahead(line)
        ):
            self._old_ways.add(id)
            return False
        call = Call(_name(f"patched-{id}"), PATCHED, calls.shown(PATCHED, (id,)))
        self._stepper.at_place(place, call, lambda: True)
        return True

    def log(
        self, message: str, level: Literal["debug", "info", "warning", "error"] = "info"
    ) -> None:
        """Write a line into the run's log, once; recorded with what the function does next."""
        self._stepper.log({"level": level, "message": str(message)[:2000]})

    def progress(self, fraction: float, message: str = "") -> None:
        """Show progress from 0.0 to 1.0; not recorded."""
        info = current_step()
        value = {"fraction": min(max(float(fraction), 0.0), 1.0), "message": message[:200]}
        self._tools.progress(self.run_id, info.node_id if info else BODY, 1, value)

    def _outside_of_steps(self) -> None:
        self._stepper.line()

    def _task(self, function: Callable[..., Any] | str) -> TaskFunction[..., Any]:
        if isinstance(function, str):
            if self._registry is None:
                raise Invalid(f"There is no task {function!r} here.")
            return self._registry.task(function)
        if isinstance(function, TaskFunction):
            return function
        if not callable(function):
            raise TypeError(
                "ctx.task takes the function and its arguments: ctx.task(fetch, url), not "
                f"a {type(function).__name__}."
            )
        return TaskFunction(function, _name_of(function))

    def _mapped(self, function: Callable[[Any], Any] | str, item: Any) -> Code:
        if callable(function) and uses(function, self):
            return partial(function, item)
        return partial(self.task, function, item)


def _nothing() -> None:
    """Do nothing: the step is in its record."""


def _name(name: object) -> str:
    if not isinstance(name, str) or not name.strip() or name.startswith("@") or len(name) > 100:
        raise ValueError(f"A step's name is a text of 1 to 100 characters, not {name!r}.")
    return name


def _name_of(function: Callable[..., Any]) -> str:
    while isinstance(function, partial):
        function = function.func
    name = getattr(function, "__name__", type(function).__name__)
    return "lambda" if name == "<lambda>" else str(name)


def _hashable(function: Any) -> bool:
    return getattr(type(function), "__hash__", None) is not None
