"""Program: what says how a run goes on, as a protocol, and the words in which it says so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from .events import Json
from .retry import RetryPolicy
from .state import Activation, RunState, Suspension

BODY = "@function"
"""The one activation of a function's run that a worker executes; all others are its steps."""


@dataclass(frozen=True, slots=True)
class Start:
    """Activate a node, or let a function that rests go on in the attempt it is in."""

    node_id: str
    iteration: int = 1
    attempt: int = 1


@dataclass(frozen=True, slots=True)
class Repeat:
    """Send a loop into its next round; ``too_many`` ends a runaway one with an error instead."""

    node_id: str
    iteration: int
    cleared: Sequence[str]
    reset: Sequence[str]
    taken: Sequence[str]
    too_many: bool = False


@dataclass(frozen=True, slots=True)
class EndLoop:
    """Decide the edges that leave a loop, because its body has come to rest."""

    node_id: str
    iteration: int
    taken: Sequence[str]
    skipped: Sequence[str]


@dataclass(frozen=True, slots=True)
class Skip:
    """Skip a node and its outgoing edges."""

    node_id: str
    iteration: int
    skipped: Sequence[str]


@dataclass(frozen=True, slots=True)
class Routing:
    """What a finished node's outgoing edges became, and whether something may read its output.

    ``left`` are those to be taken when the loop that they close or leave has come to rest.
    """

    taken: Sequence[str] = ()
    skipped: Sequence[str] = ()
    keep: bool = True
    left: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Pauses:
    """Where a node's run stops for a person: before it, after it, or while ``needs`` is not in the
    state."""

    before: bool = False
    after: bool = False
    needs: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """What a routing rule says of a finished node: another action, a pause, and why."""

    action: str | None = None
    pause: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Finished:
    """A finished attempt as the program is asked about it: state as it will be after the node's
    changes."""

    node_id: str
    output: Json
    action: str | None
    attempt: int
    state: Mapping[str, Json]
    failed: bool = False


@dataclass(frozen=True, slots=True)
class Assignment:
    """One attempt to be executed, with its own copies: no other thread changes them.

    A function gets the ``steps`` that are recorded up to ``seq``, and the state that its run began
    with (``first``).
    """

    run_id: str
    workflow: str
    version: int
    activation: Activation
    inputs: Mapping[str, Json]
    state: Mapping[str, Json]
    outputs: Mapping[str, Json]
    arrived: Sequence[Json] = ()
    fed: Mapping[str, Json] = field(default_factory=dict)
    started_by: str | None = None
    started_at: datetime | None = None
    steps: Sequence[Activation] = ()
    first: Mapping[str, Json] = field(default_factory=dict)
    seq: int = 0


@dataclass(frozen=True, slots=True)
class Policy:
    """What a failure of a node means."""

    retry: RetryPolicy
    on_error: str = "fail"
    has_error_edge: bool = False


@dataclass(frozen=True, slots=True)
class Actions:
    """The actions a resume may name. ``allowed`` None: any; ``required``: it must name one."""

    allowed: Sequence[str] | None = None
    required: bool = False
    timeout_edge: bool = False


class Program(Protocol):
    """A graph or a function, looked at as that which decides how a run goes on. Pure."""

    @property
    def max_parallel(self) -> int:
        """Say how many activations of one run may be executed at the same time."""

    def knows(self, node_id: str) -> bool:
        """Say whether the node exists."""

    def title(self, node_id: str) -> str:
        """Give the node's name for people."""

    def input_schemas(self) -> Sequence[Mapping[str, Json]]:
        """Give the JSON Schemas that the inputs of a run must satisfy; none: anything goes."""

    def next(self, state: RunState, touched: Iterable[str] | None, room: int) -> list[Start | Skip]:
        """Say what can start or is skipped now that edges of the ``touched`` nodes are decided.

        None: look at every node. At most ``room`` starts.
        """

    def rest(self, state: RunState) -> Repeat | EndLoop | None:
        """Say what follows for a loop whose body has come to rest, the innermost first."""

    def route(self, state: RunState, done: Finished) -> Routing:
        """Decide a finished node's outgoing edges; ``ExpressionError`` when a condition fails."""

    def pauses(self, node_id: str) -> Pauses | None:
        """Say where the run stops at this node; None: nowhere."""

    def choose(self, state: RunState, done: Finished) -> Choice | None:
        """Give the first routing rule that holds; ``ExpressionError`` when one fails."""

    def executes(self, node_id: str) -> bool:
        """Say whether a worker is handed the node's activations (a function's steps are not)."""

    def policy(self, node_id: str) -> Policy:
        """Say what a failure of the node means."""

    def actions(self, node_id: str) -> Actions:
        """Say which actions a resume of the node may or must name."""

    def result(self, state: RunState) -> Json:
        """Give the result of a run that has come to rest."""

    def assign(self, state: RunState, activation: Activation) -> Assignment:
        """Copy what one attempt needs to be executed."""


def open_waits(state: RunState) -> list[Suspension]:
    """List the open suspensions in the order they were opened."""
    return sorted(state.suspensions.values(), key=lambda item: item.seq)
