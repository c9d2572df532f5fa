"""RunState and its parts: what a run is at one seq; how events change it is in ``fold.py``."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from operator import attrgetter

from ..events import Json
from ..people.alarms import next_alarm

TERMINAL = frozenset({"completed", "failed", "cancelled"})
"""Run statuses in which a run needs nobody any more."""


@dataclass(slots=True)
class Activation:
    """One execution of a node, the latest iteration of it.

    ``status``: ``running retrying suspended completed failed skipped cancelled`` (a node without an
    activation is ``pending``). ``saved`` is the saved state of its last suspension merged with the
    data
    that closed it: not None means that the node is resuming. ``resumed`` tells how that was closed:
    ``{suspension, data, action, by, via, at, opened_at, reason, kind}`` (times ISO 8601).
    ``inputs`` are the evaluated properties kept for a resumed node. ``stale``: it belongs to an
    earlier round of a loop, the node may be activated again; ``rested``: it is the header of a loop
    whose body has come to rest. ``handled`` tells that somebody took the failure. ``wait`` is the
    suspension that a failure of the run closed (as in a checkpoint): a retry opens it again.
    ``manual`` tells who completed it by hand. ``step`` is the place of a function's step
    (``NodeStarted.step``); ``inherited`` says that a fork took it over.

    Of a step: ``begun`` is the seq at which it was first started, ``news`` that of the last event
    that its function must hear of (of the function itself: up to where it knew the log), ``patch``
    the change of the run's state that came with its answer, ``again`` the spans of seqs from a
    failure to the retry by hand that took it back.
    """

    node_id: str
    iteration: int = 1
    status: str = "running"
    attempt: int = 1
    started_at: datetime | None = None
    finished_at: datetime | None = None
    action: str | None = None
    error: dict[str, Json] | None = None
    output_seq: int | None = None
    saved: dict[str, Json] | None = None
    resumed: dict[str, Json] | None = None
    inputs: dict[str, Json] | None = None
    retry_at: datetime | None = None
    stale: bool = False
    rested: bool = False
    handled: bool = False
    wait: dict[str, Json] | None = None
    manual: dict[str, Json] | None = None
    step: dict[str, Json] | None = None
    inherited: bool = False
    begun: int | None = None
    news: int | None = None
    patch: dict[str, Json] | None = None
    again: list[list[int]] | None = None

    def copy(self) -> Activation:
        """Give a copy whose saved state is its own."""
        twin = Activation(*_parts(self))
        twin.saved = None if self.saved is None else dict(self.saved)
        return twin


_parts = attrgetter(*Activation.__slots__)


@dataclass(slots=True)
class Suspension:
    """An open wait of one activation; see :class:`workflows.engine.events.NodeSuspended`.

    ``decisions`` are those given so far: ``{by, decision, data, comment, at, via, for, until}``.
    ``closing``: the task is decided, and until ``until`` that may be taken back: ``{until, by, via,
    at, decision, action, data}``; neither deadline nor alarms count meanwhile. ``alarms`` are those
    of :mod:`workflows.engine.people.alarms`. ``delegates`` maps people to those whose vote they
    have. ``info_from`` is who was asked for information.
    ``children`` are the child runs by their place (a string, from "0"): ``{run, status, result,
    error}``, ``status`` absent while it has not ended. ``ask`` is what the people were asked
    (the rest of ``TaskCreated.detail``): needed when a retry asks again.
    """

    id: str
    node_id: str
    iteration: int
    kind: str
    reason: str
    opened_at: datetime
    seq: int
    state: dict[str, Json] = field(default_factory=dict)
    metadata: dict[str, Json] = field(default_factory=dict)
    wake_at: datetime | None = None
    rules: dict[str, Json] = field(default_factory=dict)
    inputs: dict[str, Json] = field(default_factory=dict)
    task: str | None = None
    claimed_by: str | None = None
    decisions: list[dict[str, Json]] = field(default_factory=list)
    closing: dict[str, Json] | None = None
    alarms: list[dict[str, Json]] = field(default_factory=list)
    delegates: dict[str, str] = field(default_factory=dict)
    info_from: str | None = None
    reminded_at: datetime | None = None
    users: list[str] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)
    children: dict[str, dict[str, Json]] = field(default_factory=dict)
    ask: dict[str, Json] = field(default_factory=dict)


@dataclass(slots=True)
class RunState:
    """What a run's events add up to. ``edges`` maps decided edge ids to taken (True) or skipped.

    ``pending`` are edges that close or leave a loop and wait for its body's rest. ``outputs``
    holds what something downstream may read; ``failure`` is the error that ends the run once the
    running siblings have ended. ``first`` is the state that the run began with. ``patch`` is the
    change of state that a fork began with. A child tells ``parent_suspension`` how it ended.
    ``moved``: it is of another version now, and nobody has looked everywhere yet for what is ready.
    """

    run_id: str
    seq: int = 0
    status: str = "queued"
    workflow: str = ""
    version: int = 0
    inputs: dict[str, Json] = field(default_factory=dict)
    state: dict[str, Json] = field(default_factory=dict)
    result: Json = None
    error: dict[str, Json] | None = None
    failure: dict[str, Json] | None = None
    first: dict[str, Json] = field(default_factory=dict)
    patch: dict[str, Json] = field(default_factory=dict)
    parent: str | None = None
    parent_suspension: str | None = None
    parent_index: int | None = None
    depth: int = 0
    forked_from: str | None = None
    started_by: str | None = None
    ended_by: dict[str, Json] | None = None
    created_at: datetime | None = None
    started_at: datetime | None = None
    finished_at: datetime | None = None
    activations: dict[str, Activation] = field(default_factory=dict)
    edges: dict[str, bool] = field(default_factory=dict)
    pending: dict[str, bool] = field(default_factory=dict)
    outputs: dict[str, Json] = field(default_factory=dict)
    suspensions: dict[str, Suspension] = field(default_factory=dict)
    moved: bool = False

    @property
    def finished(self) -> bool:
        """Say whether the run has ended."""
        return self.status in TERMINAL

    def active(self) -> list[Activation]:
        """List the activations that a worker must be executing."""
        return [item for item in self.activations.values() if item.status == "running"]

    @property
    def executing(self) -> bool:
        """Say whether there is any such activation."""
        return any(item.status == "running" for item in self.activations.values())

    def suspension_of(self, node_id: str) -> Suspension | None:
        """Find the open suspension of a node's current activation."""
        return next((s for s in self.suspensions.values() if s.node_id == node_id), None)


def wait_timer(wait: Suspension) -> datetime | None:
    """Give when a wait next needs a worker: its timer, deadline or alarm, or the end of the window
    in which its decision may be taken back."""
    if wait.closing is not None:
        return datetime.fromisoformat(wait.closing["until"])
    times = [wait.wake_at, next_alarm(wait.alarms) if wait.alarms else None]
    return min((time for time in times if time is not None), default=None)


def next_timer(state: RunState) -> datetime | None:
    """Give the earliest timer, deadline, alarm or retry of the run."""
    waits = [wait_timer(wait) for wait in state.suspensions.values()]
    times = [time for time in waits if time is not None]
    times += [
        a.retry_at for a in state.activations.values() if a.status == "retrying" and a.retry_at
    ]
    return min(times, default=None)


def wake_time(state: RunState, now: datetime) -> datetime | None:
    """Say when a run that nobody holds next needs a worker; None when nobody needs to come."""
    if state.finished:
        return None
    if state.status == "queued" or state.active():
        return now
    waits_for_retry = any(item.status == "retrying" for item in state.activations.values())
    if state.status == "running" and not waits_for_retry:
        return now
    return next_timer(state)
