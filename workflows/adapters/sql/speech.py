"""The store's verbs in the words of each database: statements with their values; no decisions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from workflows.engine.errors import Refused
from workflows.engine.payload import dumps
from workflows.engine.ports import NewRun, Write

from ..dialects import AnySession, SqliteSession
from ..packing import keeps_body
from ..postgres import PostgresSession, Row
from .runs import (
    APPEND,
    CLAIM,
    CREATE,
    LOCK,
    PEEK,
    SQLITE,
    SQLITE_ADVANCE,
    SQLITE_LOCK_ONE,
    STATES,
    TAIL,
    TAILS,
)


class Place(Protocol):
    """A run's row and the place of its latest checkpoint."""

    @property
    def id(self) -> int:
        """Give the row's id."""

    @property
    def checkpoint(self) -> int:
        """Give the checkpoint's seq."""


class Speech(Protocol):
    """What the store says to its database. Rows of heads end with the clock."""

    def lock(self, run_ids: Sequence[str]) -> list[Row]: ...
    def peek(self, run_ids: Sequence[str]) -> list[Row]: ...
    def claim(self, owner: str, limit: int, ttl_seconds: float) -> list[Row]: ...
    def create(self, new: NewRun) -> tuple[int, Any] | None: ...
    def states(self, places: Sequence[Place]) -> list[Row]: ...
    def tails(self, places: Sequence[Place]) -> list[Row]: ...
    def tail(self, run: int, seq: int) -> list[Row]: ...
    def append(
        self, events: Sequence[Row], writes: Sequence[Write], chains: Sequence[bytes | None]
    ) -> None: ...


def speech_of(session: AnySession) -> Speech:
    """Give the words for the database of a session."""
    if isinstance(session, SqliteSession):
        return SqliteSpeech(session)
    return PostgresSpeech(session)


def _error(write: Write) -> str | None:
    error = write.state.error
    return str(error.get("message", ""))[:300] if error else None


def _checkpoint(write: Write) -> int:
    return write.state.seq if keeps_body(write) else int(write.head.key.checkpoint)


def _moved() -> Refused:
    return Refused("The run has moved.", code="stale")


class SqliteSpeech:
    """Lists travel as JSON: the statement stays the same, so it is prepared once."""

    def __init__(self, session: SqliteSession) -> None:
        """Take the connection."""
        self._session = session

    def lock(self, run_ids: Sequence[str]) -> list[Row]:
        """Read; the transaction itself is the lock."""
        return self.peek(run_ids)

    def peek(self, run_ids: Sequence[str]) -> list[Row]:
        """Read the rows."""
        if len(run_ids) == 1:
            return self._session.query(SQLITE_LOCK_ONE, (run_ids[0].replace("-", ""),))
        names = dumps([run_id.replace("-", "") for run_id in run_ids])
        return self._session.query(SQLITE.lock, (names,))

    def claim(self, owner: str, limit: int, ttl_seconds: float) -> list[Row]:
        """Take what is due."""
        return self._session.query(SQLITE.claim, (owner, ttl_seconds, limit))

    def create(self, new: NewRun) -> tuple[int, Any] | None:
        """Insert a run's row."""
        uuid, tags = _hex(new.run_id), dumps(list(new.tags)) if new.tags else None
        kin = (new.started_by, _hex(new.parent), _hex(new.forked_from))
        first = (uuid, new.priority, new.draft, tags)
        rows = self._session.query(SQLITE.create, (*first, *kin, new.workflow, new.version))
        return (rows[0][0], rows[0][2]) if rows else None

    def states(self, places: Sequence[Place]) -> list[Row]:
        """Read the latest checkpoints."""
        return self._session.query(SQLITE.states, (_pairs(places),))

    def tails(self, places: Sequence[Place]) -> list[Row]:
        """Read what follows the latest checkpoints."""
        return self._session.query(SQLITE.tails, (_pairs(places),))

    def tail(self, run: int, seq: int) -> list[Row]:
        """Read what follows a place."""
        return self._session.query(SQLITE.tail, (run, seq))

    def append(
        self, events: Sequence[Row], writes: Sequence[Write], chains: Sequence[bytes | None]
    ) -> None:
        """Append to the log and move the rows; a row that is not where it was is another's."""
        self._session.many(SQLITE.events, events)
        steps, moves = [], []
        for write, chain in zip(writes, chains, strict=True):
            if _goes_on(write):
                steps.append(self._step(write, chain))
            else:
                moves.append(self._move(write, chain))
        count = self._session.many(SQLITE_ADVANCE, steps) if steps else 0
        count += self._session.many(SQLITE.update, moves) if moves else 0
        if count != len(writes):
            raise _moved()

    def _step(self, write: Write, chain: bytes | None) -> Row:
        head = write.head
        chained = self._session.blob(chain)
        return (write.state.seq, chained, write.progressed, head.key.id, head.seq, head.epoch)

    def _move(self, write: Write, chain: bytes | None) -> Row:
        state, head, held = write.state, write.head, write.held
        moment, time = self._session.moment, self._session.time
        return (
            state.seq,
            state.status,
            write.progressed,
            held,
            held,
            moment(write.wake_at),
            time(state.started_at),
            time(state.finished_at),
            _error(write),
            _checkpoint(write),
            self._session.blob(chain),
            head.key.id,
            head.seq,
            head.epoch,
        )


def _hex(run_id: str | None) -> str | None:
    return run_id.replace("-", "") if run_id else None


def _goes_on(write: Write) -> bool:
    """Say whether nothing but the place in the log changes."""
    return write.held and not keeps_body(write) and write.head.status == write.state.status


def _pairs(places: Sequence[Place]) -> str:
    return dumps([[place.id, place.checkpoint] for place in places])


class PostgresSpeech:
    """Lists travel as JSON or as arrays, so each verb is one prepared statement."""

    def __init__(self, session: PostgresSession) -> None:
        """Take the connection."""
        self._session = session

    def lock(self, run_ids: Sequence[str]) -> list[Row]:
        """Lock and read the rows, in the order of their ids: two transactions never cross."""
        return self._session.call(LOCK, f"{{{','.join(run_ids)}}}")

    def peek(self, run_ids: Sequence[str]) -> list[Row]:
        """Read the rows."""
        return self._session.call(PEEK, f"{{{','.join(run_ids)}}}")

    def claim(self, owner: str, limit: int, ttl_seconds: float) -> list[Row]:
        """Take what is due and not locked."""
        return self._session.call(CLAIM, owner, limit, ttl_seconds)

    def create(self, new: NewRun) -> tuple[int, Any] | None:
        """Insert a run's row."""
        tags = dumps(list(new.tags)) if new.tags else None
        first, kin = (new.run_id, new.priority), (new.started_by, new.parent, new.forked_from)
        rows = self._session.call(CREATE, *first, new.draft, tags, *kin, new.workflow, new.version)
        return (rows[0][0], rows[0][2]) if rows else None

    def states(self, places: Sequence[Place]) -> list[Row]:
        """Read the latest checkpoints."""
        return self._session.call(STATES, *_columns(places))

    def tails(self, places: Sequence[Place]) -> list[Row]:
        """Read what follows the latest checkpoints."""
        return self._session.call(TAILS, *_columns(places))

    def tail(self, run: int, seq: int) -> list[Row]:
        """Read what follows a place."""
        return self._session.call(TAIL, run, seq)

    def append(
        self, events: Sequence[Row], writes: Sequence[Write], chains: Sequence[bytes | None]
    ) -> None:
        """Append to the log and move the rows; the statement fails when one is not where it was."""
        logged = dumps([dict(zip("abcdefghi", row, strict=True)) for row in events])
        both = zip(writes, chains, strict=True)
        moved = dumps([self._move(write, chain) for write, chain in both])
        self._session.say(APPEND, logged, moved, len(writes))

    def _move(self, write: Write, chain: bytes | None) -> dict[str, Any]:
        state, head = write.state, write.head
        return {
            "a": state.seq,
            "b": state.status,
            "c": write.progressed,
            "d": write.held,
            "e": write.wake_at,
            "f": state.started_at,
            "g": state.finished_at,
            "h": _error(write),
            "i": _checkpoint(write),
            "j": head.key.id,
            "k": head.seq,
            "l": head.epoch,
            "m": self._session.blob(chain),
        }


def _columns(places: Sequence[Place]) -> tuple[str, str]:
    ids = ",".join([str(place.id) for place in places])
    return f"{{{ids}}}", f"{{{','.join([str(place.checkpoint) for place in places])}}}"
