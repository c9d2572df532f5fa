"""Events of one activation: started, finished, skipped, waiting, answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from .base import Json, NodeEvent


@dataclass(frozen=True, slots=True)
class NodeStarted(NodeEvent):
    """An attempt of an activation begins.

    When it is a loop's header going into its next round: ``cleared`` edges lose their decision,
    the nodes of ``reset`` may be activated again, ``taken`` back edges led here. A step of a
    function says in ``step`` where it stands: ``{position, name, kind, digest, shown}``.
    """

    attempt: int = 1
    cleared: Sequence[str] = ()
    reset: Sequence[str] = ()
    taken: Sequence[str] = ()
    step: Mapping[str, Json] | None = None


@dataclass(frozen=True, slots=True)
class NodeCompleted(NodeEvent):
    """An activation finished: its output, action, state changes and the decided outgoing edges.

    ``inputs`` are the evaluated dynamic properties. ``keep`` is False when nothing downstream
    reads the output, which then stays only in this record. ``left`` are the edges that close or
    leave a loop and are to be taken when its body has come to rest. ``manual`` names who completed
    it by hand, with the reason.
    """

    output: Json = None
    action: str | None = None
    set: Mapping[str, Json] = field(default_factory=dict)
    delete: Sequence[str] = ()
    seconds: float = 0.0
    attempt: int = 1
    taken: Sequence[str] = ()
    skipped: Sequence[str] = ()
    keep: bool = True
    inputs: Mapping[str, Json] = field(default_factory=dict)
    logs: Sequence[Mapping[str, Json]] = ()
    manual: Mapping[str, Json] | None = None
    left: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class NodeFailed(NodeEvent):
    """An attempt failed. With ``retry_at`` (ISO 8601) another follows; else the edges are decided.

    ``error`` is ``{"type", "message", "attempt", "traceback"?}``. ``handled`` says that an error
    edge
    or ``on_error: continue`` took the failure, so that it does not fail the run; ``output`` is what
    those who come after see.
    """

    error: Mapping[str, Json]
    attempt: int = 1
    retry_at: str | None = None
    handled: bool = False
    output: Json = None
    taken: Sequence[str] = ()
    skipped: Sequence[str] = ()
    seconds: float = 0.0
    inputs: Mapping[str, Json] = field(default_factory=dict)
    logs: Sequence[Mapping[str, Json]] = ()
    left: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class NodeSkipped(NodeEvent):
    """Every way into the node was skipped, so the node is, and its ``skipped`` outgoing edges."""

    skipped: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class LoopEnded(NodeEvent):
    """The body of the loop with this header came to rest: the edges that leave it are decided."""

    taken: Sequence[str] = ()
    skipped: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class NodeCancelled(NodeEvent):
    """A running or waiting activation was ended by a stop or by the failure of the run."""

    reason: str | None = None


@dataclass(frozen=True, slots=True)
class NodeSuspended(NodeEvent):
    """An activation waits. ``suspension`` is ``"<run_id>.<seq of this event>"``.

    ``state`` is the node's saved state, ``inputs`` its evaluated dynamic properties (a resumed node
    sees them again), ``wake_at`` (ISO 8601) the timer or deadline. ``rules`` holds what closing
    needs:
    ``schema``, ``options``, ``actions``, ``on_timeout``, ``timeout_data``, ``escalate_to``, and for
    tasks ``quorum``, ``forbid_initiator``. Absent keys mean "none".
    """

    suspension: str
    kind: str
    reason: str
    state: Mapping[str, Json] = field(default_factory=dict)
    metadata: Mapping[str, Json] = field(default_factory=dict)
    wake_at: str | None = None
    rules: Mapping[str, Json] = field(default_factory=dict)
    inputs: Mapping[str, Json] = field(default_factory=dict)
    set: Mapping[str, Json] = field(default_factory=dict)
    delete: Sequence[str] = ()
    logs: Sequence[Mapping[str, Json]] = ()


@dataclass(frozen=True, slots=True)
class NodeResumed(NodeEvent):
    """A suspension was closed with ``data`` and ``action``; ``via`` is the door it came through.

    Doors: ``ui api e-mail callback timer deadline signal child``. ``patch`` repeats the change of
    the run's state that came with it: a function's replay applies it in this place.
    """

    suspension: str
    data: Json = None
    action: str | None = None
    by: str | None = None
    via: str = "api"
    patch: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ChildStarted(NodeEvent):
    """A child run was asked for: ``index`` is its place among the children of the suspension."""

    suspension: str
    run: str
    index: int = 0


@dataclass(frozen=True, slots=True)
class FunctionYielded(NodeEvent):
    """A workflow function has gone as far as it can; it is replayed when a step has its answer.

    ``seen`` is the seq up to which it knew the log: an answer after that is still news to it.
    """

    seen: int = 0
