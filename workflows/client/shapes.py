"""What the server answers, as typed values: runs, suspensions, tasks, events; nothing is sent here.

Every value keeps the whole answer in ``raw``, so that what a newer server adds is there as well.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any, TypeVar

Json = Any
"""A JSON value: None, bool, int, float, str, list or dict with string keys."""

T = TypeVar("T")

ENDED = frozenset({"completed", "failed", "cancelled"})
"""Run statuses in which a run needs nobody any more."""


def read(cls: type[T], data: Json) -> T:
    """Build a value from an answer; unknown members stay in ``raw`` alone.

    Raises ``ValueError`` when the answer is no object, or lacks what the value cannot be without.
    """
    if not isinstance(data, Mapping):
        raise ValueError(f"A {cls.__name__} was expected, not {type(data).__name__}.")
    names = {item.name for item in fields(cls)}  # type: ignore[arg-type]
    values = {name: _READERS.get(name, _same)(data[name]) for name in names & data.keys()}
    try:
        return cls(**{**values, "raw": data} if "raw" in names else values)
    except TypeError as error:
        raise ValueError(f"A {cls.__name__} lacks something: {error}") from error


def read_all(cls: type[T], data: Json) -> tuple[T, ...]:
    """Build a value of each item of a list."""
    return tuple(read(cls, item) for item in data or ())


def _same(value: Json) -> Json:
    return value


def _instant(value: Json) -> datetime | None:
    return datetime.fromisoformat(value) if value else None


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault of a request: a stable code, a sentence, and the field's path (``data.amount``)."""

    code: str = "error"
    detail: str = ""
    attr: str | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """An error as the server tells it (RFC 9457); ``raw`` has the facts, as who was first."""

    status: int
    code: str = "error"
    detail: str = ""
    title: str = ""
    type: str = "about:blank"
    errors: tuple[Fault, ...] = ()
    raw: Mapping[str, Json] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Suspension:
    """An open wait of a run; in a list of runs without state, schema, options and actions.

    ``actions`` are those that an answer may name (empty: any), ``wake_at`` is the deadline,
    ``task`` the id of the task that asks ``users`` and ``groups``.
    """

    id: str
    node_id: str
    kind: str
    reason: str = ""
    run: str = ""
    workflow: str = ""
    title: str = ""
    iteration: int = 1
    state: Mapping[str, Json] = field(default_factory=dict)
    metadata: Mapping[str, Json] = field(default_factory=dict)
    schema: Mapping[str, Json] | None = None
    options: Sequence[Json] | None = None
    actions: Sequence[str] = ()
    opened_at: datetime | None = None
    wake_at: datetime | None = None
    task: str | None = None
    users: Sequence[str] = ()
    groups: Sequence[str] = ()
    can_resume: bool = False
    raw: Mapping[str, Json] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Node:
    """How a node of a run stands; ``error`` is ``{type, message, attempt}``."""

    status: str
    iteration: int = 1
    attempt: int = 0
    action: str | None = None
    inputs: Mapping[str, Json] | None = None
    output: Json = None
    error: Mapping[str, Json] | None = None
    manual: Mapping[str, Json] | None = None
    started_at: datetime | None = None
    finished_at: datetime | None = None
    raw: Mapping[str, Json] = field(default_factory=dict, repr=False, compare=False)


def _nodes(data: Json) -> dict[str, Node]:
    return {name: read(Node, item) for name, item in (data or {}).items()}


@dataclass(frozen=True, slots=True)
class Run:
    """A run; in a list without inputs, state, result and nodes.

    ``status`` is one of ``queued running suspended completed failed cancelled``; ``suspensions``
    are the open ones.
    """

    id: str
    workflow: str
    status: str
    version: int = 0
    workflow_name: str = ""
    kind: str = "graph"
    inputs: Mapping[str, Json] = field(default_factory=dict)
    state: Mapping[str, Json] = field(default_factory=dict)
    result: Json = None
    error: Mapping[str, Json] | None = None
    nodes: Mapping[str, Node] = field(default_factory=dict)
    suspensions: tuple[Suspension, ...] = ()
    seq: int = 0
    priority: int = 0
    tags: Sequence[str] = ()
    created_by: str | None = None
    created_at: datetime | None = None
    started_at: datetime | None = None
    finished_at: datetime | None = None
    parent: str | None = None
    forked_from: str | None = None
    raw: Mapping[str, Json] = field(default_factory=dict, repr=False, compare=False)

    @property
    def ended(self) -> bool:
        """Say whether the run has completed, failed or been cancelled."""
        return self.status in ENDED


@dataclass(frozen=True, slots=True)
class Event:
    """One event of a run's log in its place; ``payload`` depends on ``type``."""

    seq: int
    type: str
    node_id: str | None = None
    iteration: int | None = None
    payload: Mapping[str, Json] = field(default_factory=dict)
    at: datetime | None = None
    raw: Mapping[str, Json] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The state of a run at ``seq``; automatic ones have no name."""

    id: str
    seq: int
    name: str | None = None
    created_at: datetime | None = None
    created_by: str | None = None
    raw: Mapping[str, Json] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Task:
    """What people are asked; in a list without form, options, actions and history.

    ``state`` is one of ``open claimed done closed``; ``run`` is the run that waits.
    """

    id: str
    run: str
    title: str = ""
    state: str = "open"
    workflow: str = ""
    workflow_name: str = ""
    node_id: str = ""
    path: str = ""
    kind: str = ""
    instructions: str = ""
    subject: Json = None
    schema: Mapping[str, Json] | None = None
    options: Sequence[Json] | None = None
    actions: Sequence[str] = ()
    created_at: datetime | None = None
    due_at: datetime | None = None
    users: Sequence[str] = ()
    groups: Sequence[str] = ()
    claimed_by: str | None = None
    initiator: str | None = None
    suspension: str = ""
    decision: str | None = None
    decided_by: str | None = None
    decided_at: datetime | None = None
    comment: str | None = None
    priority: int = 0
    quorum: int = 1
    agreed: int = 0
    acting_for: str | None = None
    info_from: str | None = None
    undo_until: datetime | None = None
    closed_at: datetime | None = None
    closed_reason: str | None = None
    can_decide: bool = False
    raw: Mapping[str, Json] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Workflow:
    """A named definition; in a list without graph, problems and revision."""

    slug: str
    name: str = ""
    description: str = ""
    latest_version: int | None = None
    graph: Mapping[str, Json] | None = None
    problems: Sequence[Mapping[str, Json]] = ()
    revision: int | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None
    updated_by: str | None = None
    raw: Mapping[str, Json] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Version:
    """A published, immutable version of a workflow."""

    number: int
    workflow: str = ""
    note: str = ""
    graph: Mapping[str, Json] | None = None
    created_at: datetime | None = None
    created_by: str | None = None
    raw: Mapping[str, Json] = field(default_factory=dict, repr=False, compare=False)


_TIMES = (
    "at", "opened_at", "wake_at", "created_at", "started_at", "finished_at", "updated_at", "due_at",
    "decided_at", "undo_until", "closed_at",
)  # fmt: skip
_READERS: dict[str, Callable[[Json], Any]] = {
    **dict.fromkeys(_TIMES, _instant),
    "errors": lambda data: read_all(Fault, data),
    "suspensions": lambda data: read_all(Suspension, data),
    "nodes": lambda data: {name: read(Node, item) for name, item in (data or {}).items()},
}
"""What is more than its JSON, by the name of the member."""
