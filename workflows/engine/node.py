"""What a node's author sees: nodes and the context of their attempts; running them is not here."""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Annotated, Any, ClassVar, Literal, NoReturn

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr
from typing_extensions import TypedDict

from .callbacks import CALLBACK, CallbackRequest, MakeAddress, example_address
from .durations import Seconds
from .errors import WorkflowSuspendedException
from .events import Json
from .expressions import item_names
from .people import EVERYBODY, Office, TaskRequest


@dataclass(frozen=True, slots=True)
class Output:
    """What ``process`` returns when it also chooses an action: the output and the action's name."""

    value: Json = None
    action: str | None = None


@dataclass(frozen=True, slots=True)
class Child:
    """A run to be started below this one: its inputs, and its place among its siblings from 0.

    ``run``: an earlier run of this place that failed; it is taken up again where it stopped.
    """

    index: int
    inputs: Mapping[str, Json] = field(default_factory=dict)
    run: str | None = None


@dataclass(frozen=True, slots=True)
class ChildrenRequest:
    """Which runs a suspension of the kind ``children`` waits for; ``version`` None is the latest.

    At most ``concurrency`` are under way at the same time. The suspension is closed when all have
    ended, with the data ``{"children": [{index, run, status, result, error}]}`` in the order of
    their places.
    """

    workflow: str
    children: Sequence[Child]
    version: int | None = None
    concurrency: int = 10


@dataclass(frozen=True, slots=True)
class SignalRequest:
    """The signal that a suspension of the kind ``event`` waits for; the key counts, None too."""

    name: str
    key: str | None = None


@dataclass(frozen=True, slots=True)
class SuspensionRequest:
    """What a node asks for when it suspends; carried by ``WorkflowSuspendedException``.

    ``kind`` is one of ``wait approval question form callback timer event pause children``.
    ``schema`` is the JSON Schema that resume data must satisfy, ``actions`` the only actions a
    resume may name (None: those of the node). ``seconds`` or ``until`` set the timer or deadline;
    what then happens says ``on_timeout``. ``rules`` are further facts that judge an answer, as
    ``input_type`` of a question.
    """

    reason: str
    state: Mapping[str, Json] = field(default_factory=dict)
    metadata: Mapping[str, Json] = field(default_factory=dict)
    kind: str = "wait"
    schema: Mapping[str, Json] | None = None
    options: Sequence[Json] | None = None
    actions: Sequence[str] | None = None
    seconds: float | None = None
    until: datetime | None = None
    on_timeout: str | None = None
    timeout_data: Json = None
    escalate_to: Mapping[str, Json] | None = None
    task: TaskRequest | None = None
    signal: SignalRequest | None = None
    children: ChildrenRequest | None = None
    rules: Mapping[str, Json] = field(default_factory=dict)


class StateView:
    """The run's state as a node sees it: reads give copies, changes are recorded when the node
    finishes."""

    def __init__(self, values: Mapping[str, Json]) -> None:
        """Look at the values; they are never changed through this view."""
        self._values = values
        self.changed: dict[str, Json] = {}
        self.deleted: set[str] = set()

    def get(self, key: str, default: Json = None) -> Json:
        """Give a copy of the value, this node's own changes included."""
        if key in self.changed:
            return deepcopy(self.changed[key])
        if key in self.deleted or key not in self._values:
            return default
        return deepcopy(self._values[key])

    def set(self, key: str, value: Json) -> None:
        """Set a value (JSON; checked when the node finishes)."""
        self.deleted.discard(key)
        self.changed[key] = deepcopy(value)

    def delete(self, key: str) -> None:
        """Remove a key; one that does not exist is no error."""
        self.changed.pop(key, None)
        self.deleted.add(key)

    def as_dict(self) -> dict[str, Json]:
        """Give a copy of all values, this node's own changes included."""
        merged = {k: v for k, v in self._values.items() if k not in self.deleted}
        return deepcopy({**merged, **self.changed})


async def _no_record(suspension: str, updates: Mapping[str, Json]) -> None:
    """Drop an update: for contexts that stand outside a run (previews, unit tests of a node)."""


@dataclass(slots=True)
class ProcessingContext:
    """One attempt's view of its run.

    ``inputs`` are the run's inputs, ``outputs`` the outputs so far by node id, ``arrived`` the
    outputs on the taken incoming edges in the graph's order. ``idempotency_key`` stays the same
    over attempts and restarts: hand it to outside systems. ``resumed`` is
    :attr:`workflows.engine.state.Activation.resumed`. ``literals`` are the texts that stand in the
    graph, against those that were computed; None: unknown.
    """

    run_id: str
    node_id: str
    iteration: int = 1
    attempt: int = 1
    workflow: str = ""
    state: StateView = field(default_factory=lambda: StateView({}))
    inputs: Mapping[str, Json] = field(default_factory=dict)
    outputs: Mapping[str, Json] = field(default_factory=dict)
    arrived: Sequence[Json] = ()
    title: str = ""
    started_by: str | None = None
    started_at: datetime | None = None
    now: datetime | None = None
    saved: dict[str, Json] | None = None
    resumed: Mapping[str, Json] | None = None
    logs: list[dict[str, Json]] = field(default_factory=list)
    signals: list[dict[str, Json]] = field(default_factory=list)
    on_progress: Callable[[float, str], None] = lambda fraction, message: None
    record: Callable[[str, Mapping[str, Json]], Awaitable[None]] = _no_record
    callbacks: MakeAddress = example_address
    office: Office = EVERYBODY
    literals: Sequence[str] | None = None

    @property
    def idempotency_key(self) -> str:
        """Give the key of this activation: ``<run>/<node>/<iteration>``."""
        return f"{self.run_id}/{self.node_id}/{self.iteration}"

    def progress(self, fraction: float, message: str = "") -> None:
        """Show progress from 0.0 to 1.0 on the node; not recorded, may be called from a thread."""
        self.on_progress(min(max(float(fraction), 0.0), 1.0), message[:200])

    def log(
        self, message: str, level: Literal["debug", "info", "warning", "error"] = "info"
    ) -> None:
        """Write a line into the run's log; recorded with the outcome of this attempt."""
        self.logs.append({"level": level, "message": str(message)[:2000]})

    def emit(self, name: str, key: str | None = None, data: Json = None) -> None:
        """Send a signal, once, when this attempt has completed; one that fails sends none."""
        if str(name).startswith(CALLBACK):
            raise ValueError(f"No signal may be named {CALLBACK}…: callbacks come from outside.")
        told = None if key is None else str(key)
        self.signals.append({"name": str(name), "key": told, "data": data})

    def callback(
        self, schema: Mapping[str, Json] | None = None, seconds: float = 0, signed: bool = False
    ) -> CallbackRequest:
        """Describe a callback to this activation: suspend for the signal with its ``name``."""
        return CallbackRequest(self.run_id, self.node_id, self.iteration, schema, seconds, signed)

    async def callback_url(self, request: CallbackRequest | None = None) -> str:
        """Give the address to post to; it works from now on, also before the node suspends."""
        return await self.callbacks(request or self.callback())

    def expression_names(self) -> dict[str, Json]:
        """Give the names that an expression sees here, inside a map ``item`` and ``index`` too."""
        started = self.started_at.isoformat() if self.started_at else None
        return {
            **item_names(self.inputs),
            "inputs": dict(self.inputs),
            "state": self.state.as_dict(),
            "nodes": dict(self.outputs),
            "run": {"id": self.run_id, "started_at": started},
            "attempt": self.attempt,
        }


class BaseNode(BaseModel):
    """A kind of node. Its Pydantic fields are the properties: palette entry, input ports and form
    follow. The class's docstring describes it to authors of workflows.

    Class variables begin with ``node_``, so that properties may have any other name:
    ``node_type`` (default ``<package>.<ClassName>``), ``node_title``, ``node_category`` (``People
    Wait Flow Data Connect`` or your own), ``node_icon`` (a Tabler icon's name), ``node_tags``,
    ``node_actions`` (the actions it may choose), ``node_outputs`` (port name to JSON Schema; a
    lone port is the whole output, several are its fields; None: one port ``output``),
    ``node_effects`` (``none reads sends``: what running it twice does to the world),
    ``node_held_back`` (whether a trial run leaves its work undone; None: when it sends);
    ``reads_outputs`` (whose outputs ``process`` reads through the context: ``all incoming none``;
    the others leave the run's state).
    """

    model_config = ConfigDict(
        extra="forbid", validate_default=False, arbitrary_types_allowed=False, populate_by_name=True
    )

    node_type: ClassVar[str] = ""
    node_title: ClassVar[str] = ""
    node_category: ClassVar[str] = "Custom"
    node_icon: ClassVar[str] = "box"
    node_tags: ClassVar[tuple[str, ...]] = ()
    node_actions: ClassVar[tuple[str, ...]] = ()
    node_outputs: ClassVar[Mapping[str, Any] | None] = None
    node_effects: ClassVar[Literal["none", "reads", "sends"]] = "none"
    node_held_back: ClassVar[bool | None] = None
    reads_outputs: ClassVar[Literal["all", "incoming", "none"]] = "all"

    _context: ProcessingContext | None = PrivateAttr(default=None)

    def process(self, context: ProcessingContext) -> Any:
        """Do the node's work; ``async def`` runs in the loop, ``def`` in a thread.

        Return the output (JSON) or ``Output(value, action=...)``. Raise ``Permanent`` or
        ``TryAgain`` to steer retries; any other exception is a failed attempt.
        """
        raise TypeError(f"{type(self).__name__} does not define process().")

    def rehearse(self, context: ProcessingContext) -> Any:
        """Give what stands for the output in a trial run that holds the node's effects back."""
        return None

    @classmethod
    def actions_of(cls, properties: Mapping[str, Json]) -> tuple[str, ...]:
        """Give the actions a node with these (raw) properties may choose; override when they depend
        on them."""
        return cls.node_actions

    @classmethod
    def outputs_of(cls, properties: Mapping[str, Json]) -> Mapping[str, Any] | None:
        """Give the output ports of a node with these (raw) properties; override when they depend on
        them."""
        return cls.node_outputs

    @classmethod
    def expressions_of(cls, properties: Mapping[str, Json]) -> Sequence[tuple[str, str]]:
        """List the CEL sources that are properties by nature, as (JSON pointer below properties,
        source)."""
        return ()

    @classmethod
    def missing(cls, properties: Mapping[str, Json]) -> str | None:
        """Say what this process lacks to run such a node, in a sentence; None: nothing."""
        return None

    @classmethod
    def is_async(cls) -> bool:
        """Say whether ``process`` runs in the event loop."""
        return _is_coroutine_function(cls.process)

    @classmethod
    def is_suspendable(cls) -> bool:
        """Say whether the node can suspend its run."""
        return False

    @classmethod
    def is_held_back(cls) -> bool:
        """Say whether nodes of this kind do nothing in a trial run, unless they are allowed to."""
        return cls.node_effects == "sends" if cls.node_held_back is None else cls.node_held_back


# Asked at each attempt; the answer of a function never changes.
_is_coroutine_function = lru_cache(maxsize=4_096)(inspect.iscoroutinefunction)

_SETTING: dict[str, Any] = {"x-port": False}
"""Marks a property that no data edge may feed: it is no input port."""


class Escalation(TypedDict, total=False):
    """Whom a task goes to when its time is over."""

    __pydantic_config__ = ConfigDict(extra="forbid")  # type: ignore[misc]

    users: Annotated[list[str], Field(title="People")]
    groups: Annotated[list[str], Field(title="Groups")]


class SuspendableNode(BaseNode):
    """A node that can suspend its run and go on later, in another process, after any restart.

    ``process`` runs again on resumption, with ``is_resuming()`` true and the original inputs.
    ``timeout_seconds`` 0 means no deadline.
    """

    node_category: ClassVar[str] = "Wait"

    timeout_seconds: Seconds = Field(
        default=0,
        title="Time limit",
        description="How long to wait; 0 waits for ever.",
        json_schema_extra=_SETTING,
    )
    on_timeout: Literal["fail", "resume", "escalate"] | None = Field(
        default=None,
        title="When the time is over",
        description="Without a choice: go on by the time-out line if there is one, else fail.",
        json_schema_extra=_SETTING,
    )
    timeout_data: Any = Field(
        default=None,
        title="Answer when the time is over",
        description="What the step goes on with when nobody has answered.",
        json_schema_extra=_SETTING,
    )
    escalate_to: Escalation | None = Field(
        default=None,
        title="Escalate to",
        description="Who is asked instead when the time is over.",
        json_schema_extra=_SETTING,
    )

    @classmethod
    def is_suspendable(cls) -> bool:
        """Say whether the node can suspend its run."""
        return True

    def is_resuming(self) -> bool:
        """Say whether this attempt continues after a suspension."""
        return self._context is not None and self._context.saved is not None

    async def get_saved_state(self) -> dict[str, Json]:
        """Give the saved state merged with the resume data (resume data wins).

        Raises ``ValueError`` when the node is not resuming.
        """
        if self._context is None or self._context.saved is None:
            raise ValueError("The node is not resuming: there is no saved state.")
        return deepcopy(self._context.saved)

    async def update_suspended_state(self, updates: Mapping[str, Json]) -> None:
        """Record a change of the saved state at once; only a resuming node may.

        Raises ``ValueError`` when the node is not resuming.
        """
        context = self._context
        if context is None or context.saved is None or context.resumed is None:
            raise ValueError("The node is not resuming: there is no saved state to update.")
        await context.record(context.resumed["suspension"], updates)
        context.saved.update(deepcopy(dict(updates)))

    async def suspend_workflow(
        self,
        reason: str,
        state: Mapping[str, Json],
        metadata: Mapping[str, Json] | None = None,
        **more: Any,
    ) -> NoReturn:
        """Record the suspension and leave; never returns.

        ``more`` are the other fields of :class:`SuspensionRequest`. Raises
        ``WorkflowSuspendedException``, a ``BaseException`` that must not be caught.
        """
        self.suspend(SuspensionRequest(reason, dict(state), dict(metadata or {}), **more))

    def suspend(self, request: SuspensionRequest) -> NoReturn:
        """Leave with a full request; the way for a ``process`` that is not async."""
        raise WorkflowSuspendedException(request)


def bind(node: BaseNode, context: ProcessingContext) -> BaseNode:
    """Give a node instance the context of its attempt."""
    node._context = context
    return node
