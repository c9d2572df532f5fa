"""Events of a run as a whole: its beginning, its rests, its end, what reaches it from outside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from .base import Event, Json


@dataclass(frozen=True, slots=True)
class RunCreated(Event):
    """A run exists; nothing has been executed.

    A child has the run that started it as ``parent``, the suspension there that waits for it, its
    place among the children, and how deep it is nested (``depth``, 0 for a run nobody nested).
    """

    inputs: Mapping[str, Json]
    workflow: str
    version: int
    by: str | None = None
    state: Mapping[str, Json] = field(default_factory=dict)
    parent: str | None = None
    parent_suspension: str | None = None
    parent_index: int | None = None
    depth: int = 0


@dataclass(frozen=True, slots=True)
class RunForked(Event):
    """First event of a fork: ``snapshot`` is the folded state of the other run at ``seq``.

    What was in flight there is already marked to be started again, and what was to be changed is
    changed. ``changed`` names it: ``{"inputs": [...], "state": [...], "outputs": [...]}``.
    """

    run: str
    seq: int
    snapshot: Mapping[str, Json]
    by: str | None = None
    changed: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RunStarted(Event):
    """A worker took the run up for the first time."""


@dataclass(frozen=True, slots=True)
class StateChanged(Event):
    """The run's state changed outside a completion, or (``suspension``) a saved state did."""

    set: Mapping[str, Json] = field(default_factory=dict)
    delete: Sequence[str] = ()
    by: str | None = None
    suspension: str | None = None


@dataclass(frozen=True, slots=True)
class CheckpointSaved(Event):
    """A named checkpoint of the state up to this event was asked for."""

    checkpoint: str
    name: str
    by: str | None = None


@dataclass(frozen=True, slots=True)
class SignalReceived(Event):
    """A named signal reached this run."""

    name: str
    data: Json = None
    key: str | None = None
    by: str | None = None


@dataclass(frozen=True, slots=True)
class ChildFinished(Event):
    """A child run ended; ``suspension`` is what waits for it, ``index`` its place among the
    children."""

    run: str
    status: str
    result: Json = None
    suspension: str | None = None
    index: int = 0
    error: Mapping[str, Json] | None = None


@dataclass(frozen=True, slots=True)
class RunSuspended(Event):
    """Nothing can go on: the worker lets go. ``reason`` is that of the first open suspension."""

    reason: str


@dataclass(frozen=True, slots=True)
class RunResumed(Event):
    """The first resumption after a ``RunSuspended``."""

    by: str | None = None


@dataclass(frozen=True, slots=True)
class RunCompleted(Event):
    """Nothing is left to do; ``result`` is what the run gives."""

    result: Json = None


@dataclass(frozen=True, slots=True)
class RunFailed(Event):
    """The run cannot go on; ``error`` has ``type``, ``message``, ``node_id`` of a failed node."""

    error: Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class RunCancelled(Event):
    """Somebody stopped the run."""

    reason: str | None = None
    by: str | None = None


@dataclass(frozen=True, slots=True)
class RunRetried(Event):
    """A failed run goes on at what failed; ``adopted_by``: the parent's suspension that waits now.

    ``by_hand`` maps a failed node to ``{"do": "complete" | "skip", "output", "action"}``.
    """

    by: str | None = None
    reason: str | None = None
    by_hand: Mapping[str, Json] = field(default_factory=dict)
    adopted_by: str | None = None


@dataclass(frozen=True, slots=True)
class RunAdopted(Event):
    """The parent waits for the run by another suspension from now on."""

    suspension: str


@dataclass(frozen=True, slots=True)
class RunMigrated(Event):
    """The run goes on with another version; ``edges`` are decided in it, ``left`` are to be taken
    when their loop has come to rest, ``forgotten`` nodes have happened and are not there any more,
    ``outputs`` of the past are kept from now on."""

    version: int
    by: str | None = None
    reason: str | None = None
    edges: Mapping[str, bool] = field(default_factory=dict)
    forgotten: Sequence[str] = ()
    outputs: Mapping[str, Json] = field(default_factory=dict)
    left: Sequence[str] = ()
