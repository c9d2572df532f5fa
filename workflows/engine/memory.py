"""The ports in memory: for tests, examples and dry runs; nothing survives the process."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from .errors import NotFound, Refused
from .events import Json, Record
from .messages import Kept, Message, Signal, from_body, to_body
from .payload import dumps, loads
from .ports import Head, Heard, Listener, NewRun, RequestKey, Write
from .program import Program
from .state import RunState, dump, fold, restore


@dataclass(slots=True)
class MemoryRun:
    """The row of a run, its log and its latest checkpoint."""

    new: NewRun
    head: Head
    wake_at: datetime | None = None
    records: list[Record] = field(default_factory=list)
    checkpoint: tuple[int, dict[str, Json]] | None = None


class MemoryClock:
    """A clock that tests move by hand; aware UTC."""

    def __init__(self, start: datetime | None = None) -> None:
        """Begin at a fixed instant, so that tests do not depend on the day."""
        self.time = start or datetime(2026, 1, 5, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        """Give the time."""
        return self.time

    def forward(self, seconds: float) -> None:
        """Move on."""
        self.time += timedelta(seconds=seconds)


class MemoryStore:
    """A store in dictionaries: a transaction is a lock and copies that are put back when it ends
    well."""

    def __init__(self, clock: Callable[[], datetime] | None = None) -> None:
        """Begin empty; the clock plays the database's."""
        self.clock = clock or (lambda: datetime.now(UTC))
        self.runs: dict[str, MemoryRun] = {}
        self.keys: dict[tuple[str, str], tuple[str, str]] = {}
        self.programs: dict[tuple[str, int], Program] = {}
        self.messages: list[tuple[datetime, Kept]] = []
        self.signals: dict[int, Signal] = {}
        self.listeners: list[tuple[str, str | None, Listener]] = []
        self.heard: list[Heard] = []
        self.sent = 0
        self._lock = threading.RLock()

    def program(self, workflow: str, version: int) -> Program:
        """Give a program that was put into ``programs``."""
        if (workflow, version) not in self.programs:
            raise NotFound("There is no such version.")
        return self.programs[(workflow, version)]

    def has_messages(self) -> bool:
        """Say whether a message is due."""
        return any(at <= self.clock() for at, _ in self.messages)

    @contextmanager
    def transaction(self) -> Iterator[MemoryTransaction]:
        """Open a transaction; its changes are kept when the block ends without an exception."""
        with self._lock:
            tx = MemoryTransaction(self)
            yield tx
            tx.commit()

    def state(self, run_id: str) -> RunState:
        """Fold a run from zero."""
        return fold(run_id, self.runs[run_id].records)


class MemoryTransaction:
    """See :class:`workflows.engine.ports.Transaction`."""

    def __init__(self, store: MemoryStore) -> None:
        """Take the time once, as a database does."""
        self.now = store.clock()
        self._store = store
        self._changed: dict[str, MemoryRun] = {}
        self._keys: dict[tuple[str, str], tuple[str, str]] = {}
        self._messages = list(store.messages)
        self._signals = dict(store.signals)

    def commit(self) -> None:
        """Put the copies back."""
        self._store.messages, self._store.signals = self._messages, self._signals
        self._store.runs.update(self._changed)
        self._store.keys.update(self._keys)

    def _get(self, run_id: str) -> MemoryRun | None:
        return self._changed.get(run_id) or self._store.runs.get(run_id)

    def _row(self, run_id: str) -> MemoryRun:
        return self._changed.get(run_id) or self._store.runs[run_id]

    def _edit(self, run_id: str) -> MemoryRun:
        if run_id not in self._changed:
            row = self._store.runs[run_id]
            self._changed[run_id] = replace(row, head=replace(row.head), records=list(row.records))
        return self._changed[run_id]

    def lock(self, run_ids: Sequence[str]) -> dict[str, Head]:
        """Read the rows."""
        rows = {run_id: self._get(run_id) for run_id in run_ids}
        return {run_id: replace(row.head) for run_id, row in rows.items() if row is not None}

    def create(self, new: NewRun) -> Head:
        """Insert a row."""
        if (new.workflow, new.version) not in self._store.programs:
            raise NotFound("There is no such version.")
        head = Head(new.run_id, 0, 0, None, "queued", new.workflow, new.version)
        self._changed[new.run_id] = MemoryRun(new, head)
        return replace(head)

    def claim(self, owner: str, limit: int, ttl_seconds: float) -> list[Head]:
        """Take the runs that are due, the most urgent and longest waiting first."""
        due = [row for row in self._store.runs.values() if row.wake_at and row.wake_at <= self.now]
        due.sort(key=lambda row: (-row.new.priority, row.wake_at))
        heads = []
        for found in due[:limit]:
            row = self._edit(found.head.run_id)
            row.head.owner = owner
            row.head.epoch += 1
            row.head.claims += 1
            row.wake_at = self.now + timedelta(seconds=ttl_seconds)
            heads.append(replace(row.head))
        return heads

    def states(self, heads: Sequence[Head]) -> dict[str, RunState]:
        """Fold the checkpoint and the tail."""
        return {head.run_id: self._load(head.run_id) for head in heads}

    def _load(self, run_id: str) -> RunState:
        row = self._row(run_id)
        if row.checkpoint is None:
            return fold(run_id, row.records)
        seq, body = row.checkpoint
        # A state takes its parts over from the body, which later folds begin with, too.
        # Writing and reading JSON is many times faster than deepcopy.
        return fold(run_id, row.records[seq:], restore(run_id, loads(dumps(body))))

    def records_after(self, head: Head, seq: int) -> list[Record]:
        """Slice the log."""
        return self._row(head.run_id).records[seq:]

    def append(self, writes: Sequence[Write]) -> None:
        """Add to logs and rows; ``Refused`` when the log has moved or the epoch has."""
        for write in writes:
            row = self._edit(write.head.run_id)
            if (row.head.seq, row.head.epoch) != (write.head.seq, write.head.epoch):
                raise Refused("The run has moved.", code="stale")
            row.records += write.records
            row.head.seq = write.state.seq
            row.head.status = write.state.status
            if write.progressed:
                row.head.claims = 0
            row.head.version = write.state.version or row.head.version
            self.send(write.messages)
            if not write.held:
                row.head.owner, row.wake_at = None, write.wake_at
            if write.checkpoint:
                row.checkpoint = (write.state.seq, loads(dumps(dump(write.state))))

    def recall(self, key: RequestKey) -> str | None:
        """Look up a request."""
        known = self._store.keys.get((key.scope, key.key))
        if known is None:
            return None
        if known[0] != key.digest:
            raise Refused("This key was used for another request.", code="idempotency_key")
        return known[1]

    def remember(self, key: RequestKey, run_id: str) -> None:
        """Keep a request."""
        self._keys[(key.scope, key.key)] = (key.digest, run_id)

    def send(self, messages: Sequence[Message]) -> None:
        """Keep messages."""
        for message in messages:
            self._store.sent += 1
            kind, body = to_body(message)
            copy = from_body(kind, loads(dumps(body)))
            self._messages.append((self.now, Kept(self._store.sent, copy)))

    def take_messages(self, limit: int, only: int | None = None) -> list[Kept]:
        """Take what is due."""
        due = [
            item
            for item in self._messages
            if (item[0] <= self.now if only is None else item[1].id == only)
        ][:limit]
        self._messages = [item for item in self._messages if item not in due]
        return [kept for _, kept in due]

    def keep_for_later(self, kept: Kept, seconds: float) -> None:
        """Put a message back."""
        again = Kept(kept.id, kept.message, kept.attempts + 1)
        self._messages.append((self.now + timedelta(seconds=seconds), again))

    def lock_channel(self, name: str, key: str | None) -> None:
        """Do nothing: a transaction has the whole store."""

    def waits_for(self, name: str, key: str | None) -> list[tuple[str, str]]:
        """Fold every run and look."""
        wanted = {"name": name, "key": key}
        return [
            (run_id, wait.id)
            for run_id in {**self._store.runs, **self._changed}
            for wait in self._load(run_id).suspensions.values()
            if wait.rules.get("signal") == wanted
        ]

    def keep_signal(self, signal: Signal, place: int | None = None) -> None:
        """Keep a signal."""
        self._store.sent += 1
        self._signals[self._store.sent if place is None else place] = signal

    def take_signal(self, name: str, key: str | None) -> tuple[int, Signal] | None:
        """Take the oldest."""
        for place, signal in sorted(self._signals.items(), key=lambda item: item[0]):
            if (signal.name, signal.key) == (name, key):
                return place, self._signals.pop(place)
        return None

    def listeners(self, name: str, key: str | None) -> list[Listener]:
        """List what was put into ``listeners``; a listener without a key hears every key."""
        known = self._store.listeners
        return [item for n, k, item in known if n == name and k in (None, key)]

    def heard(self, outcomes: Sequence[Heard]) -> None:
        """Keep what came of it."""
        self._store.heard += outcomes

    def latest_version(self, workflow: str) -> int | None:
        """Look for the largest number."""
        numbers = [number for slug, number in self._store.programs if slug == workflow]
        return max(numbers, default=None)


class MemoryBell:
    """A bell that remembers and calls who listens."""

    def __init__(self) -> None:
        """Begin silent."""
        self.rung: list[str] = []
        self.listeners: list[Callable[[Sequence[str]], None]] = []

    def ring(self, run_ids: Sequence[str]) -> None:
        """Tell the listeners."""
        self.rung += run_ids
        for listener in self.listeners:
            listener(run_ids)


class MemoryFeed:
    """A feed that remembers."""

    def __init__(self) -> None:
        """Begin empty."""
        self.moved: dict[str, int] = {}
        self.progressed: list[tuple[str, str, int, Mapping[str, Json]]] = []

    def publish(self, moved: Mapping[str, int]) -> None:
        """Keep the highest seq of each run."""
        self.moved.update(moved)

    def progress(
        self, run_id: str, node_id: str, iteration: int, value: Mapping[str, Json]
    ) -> None:
        """Keep the report."""
        self.progressed.append((run_id, node_id, iteration, value))
