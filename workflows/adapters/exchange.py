"""Messages between runs, and signals: kept, taken and found within a transaction of the store."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from workflows.engine.messages import Kept, Message, Signal, from_body, to_body
from workflows.engine.payload import dumps, loads
from workflows.engine.ports import Heard, Listener

from .dialects import AnySession, dashed
from .postgres import Row
from .sql.exchange import (
    GIVE_BACK_SIGNAL,
    HEARD,
    KEEP_SIGNAL,
    PUT_BACK,
    SEND,
    UNHEARD,
    channel_of,
    exchange_of,
)

log = logging.getLogger(__name__)

UNREADABLE_SECONDS = 60.0
"""How long a message rests that this code cannot read; another release may be able to."""


def message_row(message: Message) -> tuple[str, str]:
    """Give the row of ``SEND``."""
    kind, body = to_body(message)
    return kind, dumps(body)


class Exchange:
    """The part of a transaction that concerns more than one run; see ``engine.ports``."""

    def __init__(self, session: AnySession) -> None:
        """Take the connection, within a transaction."""
        self._session = session
        self._exchange = exchange_of(session)
        self._latest: dict[str, int | None] = {}

    @property
    def now(self) -> datetime:
        """Give the database's clock as it was first read in this transaction."""
        raise NotImplementedError

    def send(self, messages: Sequence[Message]) -> None:
        """Keep messages that no run's write carries."""
        if messages:
            self._session.many(SEND, [message_row(message) for message in messages])

    def take_messages(self, limit: int, only: int | None = None) -> list[Kept]:
        """Take the oldest messages that are due, or ``only`` that one; nobody else gets them."""
        rows = self._exchange.take(limit) if only is None else self._exchange.take_one(only)
        read = [self._read(row) for row in sorted(rows)]
        return [kept for kept in read if kept is not None]

    def _read(self, row: Row) -> Kept | None:
        number, kind, body, attempts = row
        try:
            return Kept(number, from_body(kind, loads(body)), attempts)
        except (ValueError, KeyError, TypeError):
            # It must not hold up the others, and is not lost either.
            log.warning("Message %s (%s) cannot be read by this release.", number, kind)
            self._put_back((number, kind, body, attempts + 1), UNREADABLE_SECONDS)
            return None

    def keep_for_later(self, kept: Kept, seconds: float) -> None:
        """Put back a message; not to be taken again before then."""
        self._put_back((kept.id, *message_row(kept.message), kept.attempts + 1), seconds)

    def _put_back(self, row: tuple[Any, ...], seconds: float) -> None:
        due = self._session.moment(self.now + timedelta(seconds=seconds))
        self._session.many(PUT_BACK, [(*row, due)])

    def lock_channel(self, name: str, key: str | None) -> None:
        """Let nobody else deliver to this name and key until the transaction ends."""
        self._exchange.lock(channel_of(name, key))

    def waits_for(self, name: str, key: str | None) -> list[tuple[str, str]]:
        """List the open waits for a signal, the oldest first: run id and suspension id."""
        rows = self._exchange.waits(channel_of(name, key))
        return [(run, f"{run}.{seq}") for run, seq in ((dashed(uuid), seq) for uuid, seq in rows)]

    def keep_signal(self, signal: Signal, place: int | None = None) -> None:
        """Keep a signal that nobody waits for: behind the others, or in the ``place`` it had."""
        data = None if signal.data is None else dumps(signal.data)
        created = self._session.moment(self.now)
        row = (*channel_of(signal.name, signal.key), data, signal.by, created)
        if place is None:
            self._session.many(KEEP_SIGNAL, [row])
        else:
            self._session.many(GIVE_BACK_SIGNAL, [(*row, place)])

    def take_signal(self, name: str, key: str | None) -> tuple[int, Signal] | None:
        """Take the oldest signal that was kept for this name and key, and tell its place."""
        rows = self._exchange.take_signal(channel_of(name, key))
        if not rows:
            return None
        place, data, by = rows[0]
        return place, Signal(name, key, None if data is None else loads(data), by)

    def listeners(self, name: str, key: str | None) -> list[Listener]:
        """List the workflows that are started by a signal, in the names of active people.

        A listener without a key hears every key.
        """
        rows = self._exchange.listeners(channel_of(name, key))
        return [
            Listener(workflow, None if inputs is None else loads(inputs), by, id_)
            for workflow, inputs, by, id_ in rows
        ]

    def heard(self, outcomes: Sequence[Heard]) -> None:
        """Note with the triggers what came of a signal: the run, or why there is none."""
        now, uuid = self._session.moment(self.now), self._uuid
        runs = [(now, uuid(item.run_id), item.listener) for item in outcomes if item.run_id]
        errors = [(now, item.error, item.listener) for item in outcomes if not item.run_id]
        for sql, rows in ((HEARD, runs), (UNHEARD, errors)):
            if rows:
                self._session.many(sql, rows)

    def _uuid(self, text: str) -> str:
        return text.replace("-", "") if self._session.vendor == "sqlite" else text

    def latest_version(self, workflow: str) -> int | None:
        """Give the number of the latest published version; asked once a transaction."""
        if workflow not in self._latest:
            self._latest[workflow] = self._exchange.latest(workflow)
        return self._latest[workflow]
