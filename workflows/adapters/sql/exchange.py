"""The words for messages and signals in each database; what they mean is in `exchange.py`."""

from __future__ import annotations

import hashlib
from typing import NamedTuple, Protocol

from workflows.engine.payload import dumps
from workflows.engine.workspaces import signal_parted

from ..dialects import AnySession, SqliteSession
from ..postgres import PostgresSession, Prepared, Row

SEND = "INSERT INTO workflows_message (kind, body, attempts) VALUES (%s, %s, 0)"
PUT_BACK = """
    INSERT INTO workflows_message (id, kind, body, attempts, due_at) VALUES (%s, %s, %s, %s, %s)
"""
KEEP_SIGNAL = """
    INSERT INTO workflows_signal (channel, name, key, data, "by", created_at)
    VALUES (%s, %s, %s, %s, %s, %s)
"""
GIVE_BACK_SIGNAL = """
    INSERT INTO workflows_signal (channel, name, key, data, "by", created_at, id)
    VALUES (%s, %s, %s, %s, %s, %s, %s)
"""
MIGRATE = """
    UPDATE workflows_run SET version_id = (
        SELECT v.id FROM workflows_version v
        WHERE v.workflow_id = workflows_run.workflow_id AND v.number = %s
    ) WHERE id = %s
"""

_DUE = "FROM workflows_message WHERE due_at IS NULL OR due_at <="
_MESSAGE = "RETURNING id, kind, body, attempts"
_WAITS = """
    SELECT r.uuid, s.seq FROM workflows_suspension s JOIN workflows_run r ON r.id = s.run_id
    WHERE s.closed_at IS NULL AND s.signal_channel =
"""
_SIGNAL = 'RETURNING id, data, "by"'
_LATEST = """
    SELECT max(v.number) FROM workflows_version v JOIN workflows_workflow w
    ON w.id = v.workflow_id WHERE NOT w.withdrawn AND v.number < 1000000000 AND w.key =
"""
_LISTENERS = """
    SELECT w.key, t.inputs, u.username, CAST(t.id AS text) FROM workflows_trigger t
    JOIN workflows_workflow w ON w.id = t.workflow_id JOIN auth_user u ON u.id = t.created_by_id
    WHERE u.is_active AND t.enabled AND (t.event_key IS NULL OR t.event_key = {key})
    AND t.event_name = {name} AND w.workspace_id = {workspace} ORDER BY t.id
"""


HEARD = """
    UPDATE workflows_trigger SET last_fired_at = %s, last_error = NULL,
        last_run_id = (SELECT id FROM workflows_run WHERE uuid = %s) WHERE id = %s
"""
UNHEARD = "UPDATE workflows_trigger SET last_fired_at = %s, last_error = %s WHERE id = %s"


class Channel(NamedTuple):
    """A signal's name and key with their hash, which is what indexes and locks know."""

    hash: int
    name: str
    key: str | None


def channel_of(name: str, key: str | None) -> Channel:
    """Give a channel with its hash, the same in every process and release (64 bits, signed)."""
    digest = hashlib.blake2b(dumps([name, key]).encode(), digest_size=8).digest()
    return Channel(int.from_bytes(digest, "big", signed=True), name, key)


class Exchange(Protocol):
    """What is said about messages and signals."""

    def any_due(self) -> bool: ...
    def take(self, limit: int) -> list[Row]: ...
    def take_one(self, message: int) -> list[Row]: ...
    def lock(self, channel: Channel) -> None: ...
    def waits(self, channel: Channel) -> list[Row]: ...
    def take_signal(self, channel: Channel) -> list[Row]: ...
    def listeners(self, channel: Channel) -> list[Row]: ...
    def latest(self, workflow: str) -> int | None: ...


def exchange_of(session: AnySession) -> Exchange:
    """Give the words for the database of a session."""
    if isinstance(session, SqliteSession):
        return SqliteExchange(session)
    return PostgresExchange(session)


class SqliteExchange:
    """The transaction itself is the lock."""

    _ANY = f"SELECT 1 {_DUE} {SqliteSession.NOW} LIMIT 1"
    _TAKE = f"""
        DELETE FROM workflows_message WHERE id IN (
            SELECT id {_DUE} {SqliteSession.NOW} ORDER BY id LIMIT %s
        ) {_MESSAGE}
    """
    _ONE = f"DELETE FROM workflows_message WHERE id = %s {_MESSAGE}"
    _OPEN = f"{_WAITS} %s AND s.signal_name = %s AND s.signal_key IS %s ORDER BY s.id"
    _OLDEST = f"""
        DELETE FROM workflows_signal WHERE id = (
            SELECT id FROM workflows_signal WHERE channel = %s AND name = %s AND key IS %s
            ORDER BY id LIMIT 1
        ) {_SIGNAL}
    """
    _HEARING = _LISTENERS.format(key="%s", name="%s", workspace="%s")

    def __init__(self, session: SqliteSession) -> None:
        """Take the connection."""
        self._session = session

    def any_due(self) -> bool:
        """Say whether a message can be taken."""
        return bool(self._session.query(self._ANY))

    def take(self, limit: int) -> list[Row]:
        """Take the oldest that are due."""
        return self._session.query(self._TAKE, (limit,))

    def take_one(self, message: int) -> list[Row]:
        """Take this one, due or not."""
        return self._session.query(self._ONE, (message,))

    def lock(self, channel: Channel) -> None:
        """Do nothing: nobody else writes."""

    def waits(self, channel: Channel) -> list[Row]:
        """List the open waits: uuid of the run and seq."""
        return self._session.query(self._OPEN, channel)

    def take_signal(self, channel: Channel) -> list[Row]:
        """Take the oldest kept signal: id, data and sender."""
        return self._session.query(self._OLDEST, channel)

    def listeners(self, channel: Channel) -> list[Row]:
        """List the triggers in force that hear it: workflow, inputs and in whose name."""
        workspace, name = signal_parted(channel.name)
        return self._session.query(self._HEARING, (channel.key, name, workspace))

    def latest(self, workflow: str) -> int | None:
        """Find the number of the latest version."""
        found: int | None = self._session.query(f"{_LATEST} %s", (workflow,))[0][0]
        return found


_NOW = "statement_timestamp()"
_ANY = Prepared("any_message", "int", f"SELECT 1 {_DUE} {_NOW} LIMIT $1", "i")
_TAKE = Prepared(
    "take_messages",
    "int",
    f"""
    DELETE FROM workflows_message WHERE id = ANY(ARRAY(
        SELECT id {_DUE} {_NOW} ORDER BY id LIMIT $1 FOR UPDATE SKIP LOCKED
    )) {_MESSAGE}
    """,
    "issi",
)
_ONE = Prepared(
    "take_message",
    "bigint",
    f"""
    DELETE FROM workflows_message WHERE id = ANY(ARRAY(
        SELECT id FROM workflows_message WHERE id = $1 FOR UPDATE SKIP LOCKED
    )) {_MESSAGE}
    """,
    "issi",
)
_LOCK = Prepared("lock_channel", "bigint", "SELECT pg_advisory_xact_lock($1)")
_OPEN = Prepared(
    "waits",
    "bigint, text, text",
    f"{_WAITS} $1 AND s.signal_name = $2 AND s.signal_key IS NOT DISTINCT FROM $3 ORDER BY s.id",
    "si",
)
_OLDEST = Prepared(
    "take_signal",
    "bigint, text, text",
    f"""
    DELETE FROM workflows_signal WHERE id = (
        SELECT id FROM workflows_signal
        WHERE channel = $1 AND name = $2 AND key IS NOT DISTINCT FROM $3 ORDER BY id LIMIT 1
    ) {_SIGNAL}
    """,
    "iss",
)
_HEARING = Prepared(
    "listeners",
    "text, text, bigint",
    _LISTENERS.format(name="$1", key="$2", workspace="$3"),
    "ssss",
)
_NEWEST = Prepared("latest_version", "text", f"{_LATEST} $1", "i")


class PostgresExchange:
    """Others may be taking messages at the same time: each row has one taker."""

    def __init__(self, session: PostgresSession) -> None:
        """Take the connection."""
        self._session = session

    def any_due(self) -> bool:
        """Say whether a message can be taken."""
        return bool(self._session.call(_ANY, 1))

    def take(self, limit: int) -> list[Row]:
        """Take the oldest that are due and that nobody is taking."""
        return self._session.call(_TAKE, limit)

    def take_one(self, message: int) -> list[Row]:
        """Take this one, due or not, unless somebody is taking it."""
        return self._session.call(_ONE, message)

    def lock(self, channel: Channel) -> None:
        """Have others wait; sent with the next question, which then sees what they committed."""
        self._session.say(_LOCK, channel.hash)

    def waits(self, channel: Channel) -> list[Row]:
        """List the open waits: uuid of the run and seq."""
        return self._session.call(_OPEN, *channel)

    def take_signal(self, channel: Channel) -> list[Row]:
        """Take the oldest kept signal: id, data and sender."""
        return self._session.call(_OLDEST, *channel)

    def listeners(self, channel: Channel) -> list[Row]:
        """List the triggers in force that hear it: workflow, inputs and in whose name."""
        workspace, name = signal_parted(channel.name)
        return self._session.call(_HEARING, name, channel.key, workspace)

    def latest(self, workflow: str) -> int | None:
        """Find the number of the latest version."""
        found: int | None = self._session.call(_NEWEST, workflow)[0][0]
        return found
