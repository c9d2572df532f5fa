"""Leases outside of a transition: renewed, given back, ended for the dead; and what is due.

Taking a run is the store's `claim`. Only the database's clock decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from workflows.engine.payload import dumps

from .dialects import AnySession, SqliteSession, reading, writing
from .ports import current_ports
from .sql.runs import DUE, GOES_ON, SQLITE

_SQLITE_MINE = "uuid IN (SELECT value FROM json_each(%s)) AND lease_owner = %s"
# Rows are locked in the order of their ids, as the store does: the two never wait crosswise.
_POSTGRES_MINE = """
    id IN (SELECT id FROM workflows_run WHERE uuid = ANY(%s::uuid[]) AND lease_owner = %s
           ORDER BY id FOR NO KEY UPDATE)
"""
_RENEW = "UPDATE workflows_run SET wake_at = {until} WHERE {mine} RETURNING uuid"
# Letting go in good order is no take-over: the count of those goes back by one.
_RELEASE = """
    UPDATE workflows_run SET wake_at = {now}, lease_owner = NULL,
        claims = CASE WHEN claims > 0 THEN claims - 1 ELSE 0 END
    WHERE {mine} RETURNING uuid
"""
_EXPIRE = """
    UPDATE workflows_run SET wake_at = {now}
    WHERE lease_owner = %s AND wake_at > {now} AND wake_at <= {until} RETURNING uuid
"""
_POSTPONE = """
    UPDATE workflows_run SET wake_at = {until} WHERE uuid = %s AND wake_at <= {now} RETURNING id
"""
_FIRST = """
    SELECT uuid FROM workflows_run WHERE id IN (
        SELECT id FROM workflows_run WHERE wake_at <= {now} AND {goes_on}
        ORDER BY wake_at LIMIT 1000
    ) ORDER BY priority DESC, wake_at LIMIT 1
"""
_BEAT = """
    INSERT INTO workflows_worker_beat (owner, host, pid, started_at, seen_at, held)
    VALUES (%s, %s, %s, %s, %s, %s)
    ON CONFLICT (owner) DO UPDATE SET seen_at = excluded.seen_at, held = excluded.held
"""
_FORGET_BEAT = "DELETE FROM workflows_worker_beat WHERE owner = %s OR seen_at < %s"

LONGEST_LEASE = 86_400.0
"""Seconds. Runs with later timers are not held: the index over wake_at leaves them out."""

FORGOTTEN_AFTER = timedelta(days=1)
"""So long a worker that gave no sign of life stays listed."""


@dataclass(frozen=True, slots=True)
class Beat:
    """A sign of life: who, where, since when (aware UTC), and the runs that it holds."""

    owner: str
    host: str
    pid: int
    started_at: Any
    held: Sequence[str]


def renew(beat: Beat, ttl_seconds: float) -> tuple[set[str], datetime]:
    """Extend the leases, leave a sign of life; give the runs that are still held, and the
    database's time."""
    with writing() as session:
        kept = _change(session, _RENEW, beat.held, beat.owner, ttl_seconds) if beat.held else set()
        now = session.now()
        started, seen = session.time(beat.started_at), session.time(now)
        session.many(_BEAT, [(beat.owner, beat.host, beat.pid, started, seen, len(beat.held))])
    return kept, now


def release(owner: str, run_ids: Sequence[str]) -> set[str]:
    """Give runs back so that another worker may take them at once; give those that were held."""
    if not run_ids:
        return set()
    with writing() as session:
        freed = _change(session, _RELEASE, run_ids, owner)
    current_ports().bell.ring(sorted(freed))
    return freed


def sign_off(owner: str) -> None:
    """Forget a worker that ends, and those that nobody has seen for long."""
    with writing() as session:
        long_ago = session.time(session.now() - FORGOTTEN_AFTER)
        session.many(_FORGET_BEAT, [(owner, long_ago)])


def expire_owner(owner: str) -> int:
    """End the leases of a worker that is known to be dead; give how many runs that frees."""
    with writing() as session:
        sql = _phrase(session, _EXPIRE, LONGEST_LEASE)
        freed = sorted(_id(row[0]) for row in session.query(sql, (owner,)))
        session.many(_FORGET_BEAT, [(owner, session.time(session.now() - FORGOTTEN_AFTER))])
    if freed:
        current_ports().bell.ring(freed)
    return len(freed)


def first_due() -> str | None:
    """Name the run that a claim would take first."""
    with reading() as session:
        now = session.NOW if isinstance(session, SqliteSession) else "statement_timestamp()"
        rows = session.query(_FIRST.format(now=now, goes_on=GOES_ON))
    return _id(rows[0][0]) if rows else None


def postpone(run_id: str, seconds: float = 30) -> None:
    """Leave a run that nobody holds alone for a while: this process cannot read it."""
    with writing() as session:
        sql = _phrase(session, _POSTPONE, seconds)
        name = run_id.replace("-", "") if isinstance(session, SqliteSession) else run_id
        session.query(sql, (name,))


def reads_before_claiming() -> bool:
    """Say whether a claim that finds nothing would hold others up, so that one reads first."""
    return connection.vendor == "sqlite"


def seconds_to_next() -> float | None:
    """Say when the next run needs a worker: seconds from now, 0 or less when due; None: nothing."""
    with reading() as session:
        if isinstance(session, SqliteSession):
            rows = session.query(SQLITE.due)
        else:
            rows = session.call(DUE, 1)
        if not rows:
            return None
        due, now = (session.read_moment(value) for value in rows[0])
        return (due - now).total_seconds()


def _change(
    session: AnySession, sql: str, run_ids: Sequence[str], owner: str, ttl_seconds: float = 0
) -> set[str]:
    if isinstance(session, SqliteSession):
        names: Any = dumps([run_id.replace("-", "") for run_id in run_ids])
    else:
        names = list(run_ids)
    rows = session.query(_phrase(session, sql, ttl_seconds), (names, owner))
    return {_id(row[0]) for row in rows}


def _phrase(session: AnySession, sql: str, seconds: float) -> str:
    if isinstance(session, SqliteSession):
        now, until, mine = session.NOW, f"{session.NOW} + {int(seconds * 1e6)}", _SQLITE_MINE
    else:
        now = "clock_timestamp()"
        until, mine = f"{now} + interval '{seconds:.3f} seconds'", _POSTGRES_MINE
        if sql is _EXPIRE:
            # A stable clock, or the index over wake_at could not be used.
            now, until = "statement_timestamp()", until.replace("clock", "statement")
    return sql.format(now=now, until=until, mine=mine)


def _id(value: Any) -> str:
    return str(value if isinstance(value, UUID) else UUID(value))
