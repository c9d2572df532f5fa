"""DjangoStore: runs, logs and checkpoints in SQLite or PostgreSQL; their only writer."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, NamedTuple

from workflows.engine.errors import FermataError, NotFound, Refused
from workflows.engine.events import (
    CheckpointSaved,
    Json,
    NodeEvent,
    Record,
    event_type,
    from_record,
    to_payload,
)
from workflows.engine.payload import dumps, loads
from workflows.engine.ports import Head, NewRun, RequestKey, Write
from workflows.engine.program import Program
from workflows.engine.state import RunState, dump, fold, restore
from workflows.engine.workspaces import parted, subject_in
from workflows.models.fields import SEALED, to_micros

from .audit.chain import genesis, link
from .dialects import AnySession, dashed, reading, writing
from .exchange import Exchange
from .operating import traces
from .operating.meters import METERS
from .packing import keeps_body, pack, unpack
from .personal.keys import SubjectCipher, key_of_run
from .personal.sealing import read_payload, seal_payload
from .postgres import Row
from .programs import Programs, build_program
from .sql.exchange import MIGRATE, exchange_of
from .sql.projections import Projection
from .sql.speech import Speech, speech_of

_CHECKPOINT = """
    INSERT INTO workflows_checkpoint (run_id, seq, public_id, name, body, at)
    VALUES (%s, %s, %s, %s, %s, %s)
"""
_RECALL = "SELECT digest, run_uuid FROM workflows_request_key WHERE scope = %s AND key = %s"
_REMEMBER = """
    INSERT INTO workflows_request_key (scope, key, digest, run_uuid, created_at)
    VALUES (%s, %s, %s, %s, %s)
"""


class Unreadable(FermataError):
    """This code cannot read a run's log or checkpoint: a newer one wrote it, or it is damaged."""

    code = "unreadable"

    def __init__(self, run_id: str, error: Exception) -> None:
        """Name the run."""
        super().__init__(f"The log of run {run_id} cannot be read: {error}")
        self.run_id = run_id


class Key(NamedTuple):
    """The store's own name of a run: its row, the place of its latest checkpoint (0: none), and the
    head of its chain."""

    id: int
    checkpoint: int
    chain: bytes | None = None


class DjangoStore:
    """See :class:`workflows.engine.ports.Store`. Safe for threads; each has its own connection."""

    def __init__(
        self, using: str = "default", build: Callable[[Json], Program] = build_program
    ) -> None:
        """Take the name of the database, and what makes a program of a graph."""
        self._using = using
        self._programs = Programs(build)

    @contextmanager
    def transaction(self) -> Iterator[DjangoTransaction]:
        """Open a write transaction; it commits when the block ends without an exception."""
        with traces.transition() as moved, writing(self._using) as session:
            tx = DjangoTransaction(session, self._programs)
            yield tx
            moved(tx.moved)
        if tx.appended:
            METERS.events(tx.appended)

    def program(self, workflow: str, version: int) -> Program:
        """Give the program of a version; ``NotFound``, ``UnknownNodeType``."""
        known = self._programs.known(workflow, version)
        if known is not None:
            return known
        with reading(self._using) as session:
            return self._programs.get(session, workflow, version)

    def has_messages(self) -> bool:
        """Say whether messages wait to be delivered, without locking anything."""
        with reading(self._using) as session:
            return exchange_of(session).any_due()

    def read(self, run_ids: Sequence[str]) -> dict[str, RunState]:
        """Fold runs without locking them; a run that does not exist is missing from the answer."""
        with reading(self._using) as session:
            tx = DjangoTransaction(session, self._programs)
            return tx.states(tx.peek(run_ids))


class DjangoTransaction(Exchange):
    """See :class:`workflows.engine.ports.Transaction`."""

    def __init__(self, session: AnySession, programs: Programs) -> None:
        """Take the connection, within a transaction."""
        super().__init__(session)
        self._speech: Speech = speech_of(session)
        self._programs = programs
        self._now: datetime | None = None
        self.moved: list[str] = []
        self.appended: list[str] = []
        """The types of the events that were appended, for whoever counts them."""

    @property
    def now(self) -> datetime:
        """Give the database's clock as it was first read in this transaction."""
        if self._now is None:
            self._now = self._session.now()
        return self._now

    def lock(self, run_ids: Sequence[str]) -> dict[str, Head]:
        """Lock the rows in the order of their ids and read them."""
        heads = self._heads(self._speech.lock(_sound(run_ids)))
        return {head.run_id: head for head in heads}

    def peek(self, run_ids: Sequence[str]) -> list[Head]:
        """Read the rows without locking them."""
        return self._heads(self._speech.peek(_sound(run_ids)))

    def claim(self, owner: str, limit: int, ttl_seconds: float) -> list[Head]:
        """Take runs that are due; those that others are locking are passed over."""
        return self._heads(self._speech.claim(owner, limit, ttl_seconds))

    def _heads(self, rows: Sequence[Row]) -> list[Head]:
        heads = []
        for id_, uuid, seq, epoch, owner, status, version, claims, checkpoint, chain, now in rows:
            slug, number = self._programs.name_of(self._session, version)
            key = Key(id_, checkpoint, chain)
            run_id = dashed(uuid)
            heads.append(Head(run_id, seq, epoch, owner, status, slug, number, claims, key))
            read = self._session.read_moment(now)
            self._now = read if self._now is None or read > self._now else self._now
        return heads

    def create(self, new: NewRun) -> Head:
        """Insert the row of a run; ``NotFound`` when the version does not exist."""
        found = self._speech.create(new)
        if found is None:
            raise NotFound("There is no such version.")
        row, now = found
        if self._now is None:
            self._now = self._session.read_moment(now)
        return Head(new.run_id, 0, 0, None, "queued", new.workflow, new.version, 0, Key(row, 0))

    def states(self, heads: Sequence[Head]) -> dict[str, RunState]:
        """Fold the latest checkpoint and the tail after it, two statements for all runs."""
        marked = [head.key for head in heads if head.key.checkpoint]
        bodies = {run: body for run, _, body in self._speech.states(marked)} if marked else {}
        tails: dict[int, list[Row]] = {head.key.id: [] for head in heads}
        for row in self._speech.tails([head.key for head in heads]):
            tails[row[0]].append(row)
        return {
            head.run_id: self._fold(head.run_id, bodies.get(head.key.id), tails[head.key.id])
            for head in heads
        }

    def _fold(self, run_id: str, body: bytes | None, tail: Sequence[Row]) -> RunState:
        try:
            start = restore(run_id, unpack(body)) if body is not None else None
            return fold(run_id, [self._record(row[1:]) for row in tail], start)
        except (ValueError, KeyError, TypeError, zlib.error) as error:
            raise Unreadable(run_id, error) from error

    def records_after(self, head: Head, seq: int) -> list[Record]:
        """Read the records after ``seq``."""
        return [self._record(event) for _, *event in self._speech.tail(head.key.id, seq)]

    def _record(self, row: Sequence[Any]) -> Record:
        seq, type_name, node_id, iteration, payload, at, epoch = row
        read = read_payload(payload) if SEALED in payload else loads(payload)
        event = from_record(type_name, node_id, iteration, read)
        return Record(seq, event, self._session.read_moment(at), epoch)

    def append(self, writes: Sequence[Write]) -> None:
        """Write everything in bulk; it fails as a whole when a run has moved or is another's."""
        keys = self._keys(writes)
        events, chains = self._events(writes, keys)
        checkpoints: list[Row] = []
        projection = Projection(self._session)
        for write in writes:
            run = write.head.key.id
            checkpoints += self._checkpoints(write, run, keys.get(run))
            projection.add(write, run)
        self._speech.append(events, writes, chains)
        self.moved += [write.head.run_id for write in writes]
        self.appended += [event[2] for event in events]
        if checkpoints:
            self._session.many(_CHECKPOINT, checkpoints)
        for sql, rows in projection.rows:
            self._session.many(sql, rows)
        self._append_the_rare(writes)

    def _keys(self, writes: Sequence[Write]) -> dict[int, SubjectCipher]:
        """Give the keys of the runs that are personal, by their rows; most often there are none."""
        found = {}
        for write in writes:
            state = write.state
            about = self._programs.about(self._session, state.workflow, state.version)
            if about is not None:
                subject = about.subject_of(state.inputs, state.started_by, state.run_id)
                subject = subject_in(parted(state.workflow)[0], subject)
                run = write.head.key.id
                found[run] = key_of_run(self._session, run, subject)
        return found

    def _events(
        self, writes: Sequence[Write], keys: Mapping[int, SubjectCipher]
    ) -> tuple[list[Row], list[bytes | None]]:
        """Give the rows of all events, each linked to the one before, and the head of each run."""
        rows: list[Row] = []
        heads = []
        moment, blob = self._session.moment, self._session.blob
        known, micros, stored = None, 0, None
        for write in writes:
            run, _, head = write.head.key
            key = keys.get(run)
            if head is None and write.records:
                head = genesis(write.head.run_id)
            for record in write.records:
                event, seq, at, epoch = record.event, record.seq, record.at, record.epoch
                if at is not known:
                    # All that one transaction records has one time.
                    known, micros, stored = at, to_micros(at), moment(at)
                node, iteration = None, None
                if isinstance(event, NodeEvent):
                    node, iteration = event.node_id, event.iteration
                kind, told = event_type(event), to_payload(event)
                payload = dumps(told if key is None else seal_payload(told, key))
                place = (seq, micros, epoch, iteration, kind, node, payload.encode())
                head = link(head, place)
                rows.append((run, seq, kind, node, iteration, payload, stored, epoch, blob(head)))
            heads.append(head)
        return rows, heads

    def _append_the_rare(self, writes: Sequence[Write]) -> None:
        """Keep messages and changes of version: no statement where there are none."""
        moved = [(write.state.version, write.head.key.id) for write in writes if _migrated(write)]
        if moved:
            self._session.many(MIGRATE, moved)
        self.send([message for write in writes for message in write.messages])

    def _checkpoints(
        self, write: Write, run: int, key: SubjectCipher | None
    ) -> list[tuple[Any, ...]]:
        """Give the rows of the state as it is now, and of the places that were named on the way."""
        moment, seq, rows = self._session.moment, write.state.seq, []
        named = {
            record.seq: (record.event, record.at)
            for record in write.records
            if isinstance(record.event, CheckpointSaved)
        }
        if write.checkpoint:
            body = pack(dump(write.state), key) if keeps_body(write) else None
            last = named.pop(seq, None)
            public_id, name = (
                (self._uuid(last[0].checkpoint), last[0].name) if last else (None,) * 2
            )
            rows.append((run, seq, public_id, name, body, moment(self.now)))
        for place, (event, at) in named.items():
            # The state of that place is gone; whoever wants it folds the log up to there.
            rows.append((run, place, self._uuid(event.checkpoint), event.name, None, moment(at)))
        return rows

    def recall(self, key: RequestKey) -> str | None:
        """Give the run id of the first request with this key; ``Refused`` for other content."""
        rows = self._session.query(_RECALL, (key.scope, key.key))
        if not rows:
            return None
        digest, uuid = rows[0]
        if digest != key.digest:
            raise Refused("This key was used for another request.", code="idempotency_key")
        return dashed(uuid)

    def remember(self, key: RequestKey, run_id: str) -> None:
        """Keep the answer of a request."""
        at = self._session.time(self.now)
        row = (key.scope, key.key, key.digest, self._uuid(run_id), at)
        self._session.many(_REMEMBER, [row])


def _migrated(write: Write) -> bool:
    return write.state.version not in (write.head.version, 0)


_RUN_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def _sound(run_ids: Sequence[str]) -> list[str]:
    """Leave out what cannot be a run's id: there is no such run."""
    return [run_id for run_id in run_ids if _RUN_ID.fullmatch(run_id)]


def read_states(run_ids: Sequence[str]) -> dict[str, RunState]:
    """Fold runs of the default database without locking them."""
    return DjangoStore().read(run_ids)
