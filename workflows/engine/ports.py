"""What the engine needs from outside, as protocols; the adapters and ``memory.py`` fulfil them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

from .commands import Command
from .errors import FermataError
from .events import Json, Record
from .messages import Kept, Message, Signal
from .state import RunState

if TYPE_CHECKING:
    from .program import Assignment, Program


@dataclass(slots=True)
class NewRun:
    """The row of a run to be made. ``run_id`` is a UUIDv7 string; ``workflow`` a slug, ``version``
    its number."""

    run_id: str
    workflow: str
    version: int
    priority: int = 0
    tags: Sequence[str] = ()
    started_by: str | None = None
    parent: str | None = None
    draft: bool = False
    forked_from: str | None = None


@dataclass(slots=True)
class Head:
    """A run's locked row: its place in the log and who holds it. ``key`` is the store's own name
    for the run.

    ``claims`` counts claims since the last completed step (a poison run shows by it).
    """

    run_id: str
    seq: int
    epoch: int
    owner: str | None
    status: str
    workflow: str
    version: int
    claims: int = 0
    key: Any = None


@dataclass(slots=True)
class Write:
    """What one transaction adds to one run. ``state`` is the state folded up to the last record.

    ``held`` tells that a worker holds the run and keeps it: its ``wake_at`` (the lease's expiry)
    stays. Else the
    row gets ``wake_at`` and loses its owner. ``progressed`` resets ``claims``; ``checkpoint`` asks
    for a
    checkpoint row at the state's seq. ``messages`` are kept with it, to be delivered soon after.
    """

    head: Head
    state: RunState
    records: list[Record] = field(default_factory=list)
    held: bool = False
    wake_at: datetime | None = None
    progressed: bool = False
    checkpoint: bool = False
    messages: list[Message] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class RequestKey:
    """An idempotency key in its scope (call and object), with the request's digest."""

    scope: str
    key: str
    digest: str


@dataclass(slots=True)
class Work:
    """One command for one run, to be applied. ``owner`` and ``epoch`` are set when a holder speaks.

    ``state`` is the holder's cached state (it is changed; dropped when the transaction fails).
    ``prepare`` is
    called inside the transaction with the locked state and may replace the command (policy that
    must be read
    under the lock).
    """

    run_id: str
    command: Command
    owner: str | None = None
    epoch: int | None = None
    state: RunState | None = None
    new: NewRun | None = None
    key: RequestKey | None = None
    prepare: Callable[[RunState, Command], Command] | None = None


@dataclass(slots=True)
class Applied:
    """What came of a Work: the state after it, or ``error``. ``records`` are new to the caller
    (others' too).

    ``released`` tells a holder that the run is no longer its own,
    ``ready`` what it has to execute now. ``replayed`` is the first answer's run id when
    the request had been made before.
    """

    run_id: str
    state: RunState | None = None
    records: Sequence[Record] = ()
    epoch: int = 0
    released: bool = False
    error: FermataError | None = None
    replayed: str | None = None
    ready: Sequence[Assignment] = ()


@dataclass(frozen=True, slots=True)
class Listener:
    """A workflow that a signal starts.

    ``inputs`` may hold ``$expr`` that see ``event``: ``name key data``; without inputs the run gets
    the event's data. ``by`` is in whose name, ``id`` the store's own name of the listener.
    """

    workflow: str
    inputs: Json = None
    by: str | None = None
    id: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Heard:
    """What came of a signal for one listener: the run that it started, or why there is none."""

    listener: str
    run_id: str | None = None
    error: str | None = None


class Transaction(Protocol):
    """One open database transaction."""

    @property
    def now(self) -> datetime:
        """Give the database's clock at the start of the transaction (aware UTC)."""

    def lock(self, run_ids: Sequence[str]) -> dict[str, Head]:
        """Lock the rows and read them; a run that does not exist is missing from the answer."""

    def create(self, new: NewRun) -> Head:
        """Insert the row of a run, locked, with seq 0; ``NotFound`` when the version does not
        exist."""

    def claim(self, owner: str, limit: int, ttl_seconds: float) -> list[Head]:
        """Take runs whose ``wake_at`` has come, raise their epoch and claims, set the lease's
        expiry."""

    def states(self, heads: Sequence[Head]) -> dict[str, RunState]:
        """Fold the runs: the latest checkpoint and the tail after it."""

    def records_after(self, head: Head, seq: int) -> list[Record]:
        """Read the records after ``seq`` up to the head's."""

    def append(self, writes: Sequence[Write]) -> None:
        """Write records, rows, query tables and checkpoints, in bulk; the only writer of a run's
        tables."""

    def recall(self, key: RequestKey) -> str | None:
        """Give the run id of the first request with this key; ``Refused`` when its content
        differed."""

    def remember(self, key: RequestKey, run_id: str) -> None:
        """Keep the answer of a request."""

    def send(self, messages: Sequence[Message]) -> None:
        """Keep messages that no run's write carries."""

    def take_messages(self, limit: int, only: int | None = None) -> list[Kept]:
        """Take the oldest messages out of the store, or ``only`` that one; those that others are
        taking are passed over."""

    def keep_for_later(self, kept: Kept, seconds: float) -> None:
        """Put back a message that could not be delivered; not to be taken again before then."""

    def lock_channel(self, name: str, key: str | None) -> None:
        """Let nobody else deliver to this name and key until the transaction ends."""

    def waits_for(self, name: str, key: str | None) -> list[tuple[str, str]]:
        """List the open waits for a signal: run id and suspension id."""

    def keep_signal(self, signal: Signal, place: int | None = None) -> None:
        """Keep a signal that nobody waits for: behind the others, or in the ``place`` it had."""

    def take_signal(self, name: str, key: str | None) -> tuple[int, Signal] | None:
        """Take the oldest signal that was kept for this name and key, and tell its place."""

    def listeners(self, name: str, key: str | None) -> list[Listener]:
        """List the workflows that are started by a signal with this name and key."""

    def heard(self, outcomes: Sequence[Heard]) -> None:
        """Note with the listeners what came of a signal."""

    def latest_version(self, workflow: str) -> int | None:
        """Give the number of the latest published version."""


class Store(Protocol):
    """The database of runs."""

    def transaction(self) -> AbstractContextManager[Transaction]:
        """Open a write transaction; it commits when the block ends without an exception."""

    def program(self, workflow: str, version: int) -> Program:
        """Give the program of a version (immutable, so cached)."""

    def has_messages(self) -> bool:
        """Say whether messages wait to be delivered, without locking anything."""


class Bell(Protocol):
    """Wakes workers; a hint that may be lost."""

    def ring(self, run_ids: Sequence[str]) -> None:
        """Tell the workers that these runs need one, or that their holder should look; never
        raises."""


class Feed(Protocol):
    """Tells the live side that a run has moved; a hint that may be lost."""

    def publish(self, moved: Mapping[str, int]) -> None:
        """Say "run X is at seq N" for each; never raises."""

    def progress(
        self, run_id: str, node_id: str, iteration: int, value: Mapping[str, Json]
    ) -> None:
        """Say how far a running node is: ``{fraction, message}``; not recorded, never raises."""


@dataclass(slots=True)
class Ports:
    """The ports in one hand."""

    store: Store
    bell: Bell
    feed: Feed
