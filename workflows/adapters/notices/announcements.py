"""Announcements: taken one by one in the transaction of the caller, put off when that fails."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import F, Q

from workflows.models import Announcement

from ..dialects import AnySession, SqliteSession, reading, session_of

_TAKE = """
    DELETE FROM workflows_announcement WHERE id = (
        SELECT id FROM workflows_announcement WHERE due_at IS NULL OR due_at <= {now}
        ORDER BY id LIMIT 1 {lock}
    ) RETURNING id, kind, run_id, seq, at, {now}
"""
_ANY = "SELECT 1 FROM workflows_announcement WHERE due_at IS NULL OR due_at <= {now} LIMIT 1"
_LOCK = "SELECT pg_advisory_xact_lock(%s, %s)"
_RUNS, _WORKFLOWS = 7_001, 7_002
LONGEST_PAUSE = 3_600


@dataclass(frozen=True, slots=True)
class Taken:
    """An announcement that is ours until the end of the transaction; ``now`` is the database's."""

    id: int
    kind: str
    run_id: int
    seq: int
    at: datetime
    now: datetime


def any_due() -> bool:
    """Say whether there is something to tell; takes no lock."""
    with reading() as session:
        return bool(session.query(_phrase(session, _ANY)))


def take() -> Taken | None:
    """Delete the oldest that nobody is working on, and give it; only inside a transaction.

    Announcements of one run are worked on by one process at a time: who comes second sees what
    the first has written.
    """
    session = session_of(connection)
    rows = session.query(_phrase(session, _TAKE))
    if not rows:
        return None
    id_, kind, run_id, seq, at, now = rows[0]
    _lock(session, _RUNS, run_id)
    return Taken(id_, kind, run_id, seq, session.read_moment(at), session.read_moment(now))


def lock_workflow(workflow: int) -> None:
    """Have others wait who tell of failures of the same workflow; only inside a transaction."""
    _lock(session_of(connection), _WORKFLOWS, workflow)


def put_off(announcement: int) -> None:
    """Have one rest that could not be told: it must not hold up the others."""
    rows = Announcement.objects.filter(pk=announcement)
    attempts = rows.values_list("attempts", flat=True).first()
    if attempts is None:
        return
    with reading() as session:
        due = session.now() + timedelta(seconds=min(2**attempts, LONGEST_PAUSE))
    rows.filter(Q(attempts=attempts)).update(attempts=F("attempts") + 1, due_at=due)


def _lock(session: AnySession, kind: int, number: int) -> None:
    # On SQLite the transaction itself is the lock.
    if not isinstance(session, SqliteSession):
        session.query(_LOCK, (kind, number % 2**31))


def _phrase(session: AnySession, sql: str) -> str:
    if isinstance(session, SqliteSession):
        return sql.format(now=session.NOW, lock="")
    return sql.format(now="statement_timestamp()", lock="FOR UPDATE SKIP LOCKED")
