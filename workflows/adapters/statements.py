"""The SQL of the store, by database; what the values mean is in `store.py`."""

from __future__ import annotations

from dataclasses import dataclass

from .dialects import SqliteSession

WINDOW = 1_000
"""Of so many runs that wait longest for a worker the most urgent are taken: sorting stays cheap."""

_HEAD = "id, uuid, seq, lease_epoch, lease_owner, status, version_id, claims, checkpoint_seq"
_HEAD_OF_R = ", ".join(f"r.{name}" for name in _HEAD.split(", "))
_EVENT = "run_id, seq, type, node_id, iteration, payload, at, epoch"
_EVENT_OF_E = ", ".join(f"e.{name}" for name in _EVENT.split(", "))
# The very text that Django writes for the same instant: it leaves out a fraction of zero.
_CREATED = "replace(strftime('%Y-%m-%d %H:%M:%f000', 'now'), '.000000', '')"


@dataclass(frozen=True, slots=True)
class Statements:
    """What the store says. Heads are followed by the clock where one is read."""

    lock: str
    claim: str
    create: str
    events: str
    update: str
    states: str
    tails: str
    tail: str
    due: str


SQLITE = Statements(
    lock=f"""
        SELECT {_HEAD}, {SqliteSession.NOW} FROM workflows_run
        WHERE uuid IN (SELECT value FROM json_each(%s))
    """,
    claim=f"""
        UPDATE workflows_run SET lease_owner = %s, lease_epoch = lease_epoch + 1,
            claims = claims + 1, wake_at = {SqliteSession.NOW} + %s * 1000000
        WHERE id IN (
            SELECT id FROM (
                SELECT id, priority, wake_at FROM workflows_run
                WHERE wake_at <= {SqliteSession.NOW} ORDER BY wake_at LIMIT {WINDOW}
            ) ORDER BY priority DESC, wake_at LIMIT %s
        )
        RETURNING {_HEAD}, {SqliteSession.NOW}
    """,
    create=f"""
        INSERT INTO workflows_run (uuid, workflow_id, version_id, status, seq, checkpoint_seq,
            priority, draft, claims, lease_epoch, created_at, tags, started_by_id, parent_id)
        SELECT %s, w.id, v.id, 'queued', 0, 0, %s, %s, 0, 0, {_CREATED}, %s,
            (SELECT id FROM auth_user WHERE username = %s),
            (SELECT id FROM workflows_run WHERE uuid = %s)
        FROM workflows_version v JOIN workflows_workflow w ON w.id = v.workflow_id
        WHERE w.slug = %s AND v.number = %s
        RETURNING id, version_id, {SqliteSession.NOW}
    """,
    events=f"INSERT INTO workflows_event ({_EVENT}) VALUES (%s, %s, %s, %s, %s, %s, %s, %s)",
    update="""
        UPDATE workflows_run SET seq = %s, status = %s, claims = CASE WHEN %s THEN 0 ELSE claims END,
            lease_owner = CASE WHEN %s THEN lease_owner END,
            wake_at = CASE WHEN %s THEN wake_at ELSE %s END,
            started_at = %s, finished_at = %s, error = %s, checkpoint_seq = %s
        WHERE id = %s AND seq = %s AND lease_epoch = %s
    """,
    states="""
        SELECT run_id, seq, body FROM json_each(%s) AS want
        CROSS JOIN workflows_checkpoint ON run_id = want.value ->> 0 AND seq = want.value ->> 1
    """,
    tails=f"""
        SELECT {_EVENT_OF_E} FROM json_each(%s) AS want
        CROSS JOIN workflows_event AS e
        ON e.run_id = want.value ->> 0 AND e.seq > want.value ->> 1 ORDER BY e.run_id, e.seq
    """,
    tail=f"SELECT {_EVENT} FROM workflows_event WHERE run_id = %s AND seq > %s ORDER BY seq",
    due=f"""
        SELECT wake_at, {SqliteSession.NOW} FROM workflows_run WHERE wake_at IS NOT NULL
        ORDER BY wake_at LIMIT 1
    """,
)

SQLITE_ADVANCE = """
    UPDATE workflows_run SET seq = %s, claims = CASE WHEN %s THEN 0 ELSE claims END
    WHERE id = %s AND seq = %s AND lease_epoch = %s
"""
"""The same as ``update`` where the run stays held in its status: no index is touched."""

POSTGRES = Statements(
    # The clock is read outside of the CTE, that is after all rows are locked.
    lock=f"""
        WITH locked AS MATERIALIZED (
            SELECT {_HEAD} FROM workflows_run WHERE uuid = ANY(%s::uuid[]) ORDER BY id FOR UPDATE
        ) SELECT locked.*, clock_timestamp() FROM locked
    """,
    claim=f"""
        WITH due AS MATERIALIZED (
            SELECT id FROM workflows_run
            WHERE wake_at <= statement_timestamp() AND id IN (
                SELECT id FROM workflows_run WHERE wake_at <= statement_timestamp()
                ORDER BY wake_at LIMIT {WINDOW}
            )
            ORDER BY priority DESC, wake_at LIMIT %s FOR UPDATE SKIP LOCKED
        )
        UPDATE workflows_run AS r SET lease_owner = %s, lease_epoch = lease_epoch + 1,
            claims = claims + 1, wake_at = statement_timestamp() + make_interval(secs => %s)
        FROM due WHERE r.id = due.id
        RETURNING {_HEAD_OF_R}, clock_timestamp()
    """,
    create="""
        INSERT INTO workflows_run (uuid, workflow_id, version_id, status, seq, checkpoint_seq,
            priority, draft, claims, lease_epoch, created_at, tags, started_by_id, parent_id)
        SELECT %s::uuid, w.id, v.id, 'queued', 0, 0, %s::smallint, %s::bool, 0, 0,
            clock_timestamp(), %s::text, (SELECT id FROM auth_user WHERE username = %s::text),
            (SELECT id FROM workflows_run WHERE uuid = %s::uuid)
        FROM workflows_version v JOIN workflows_workflow w ON w.id = v.workflow_id
        WHERE w.slug = %s::text AND v.number = %s::int
        RETURNING id, version_id, created_at
    """,
    events=f"""
        INSERT INTO workflows_event ({_EVENT}) SELECT * FROM unnest(%s::bigint[], %s::int[], %s::text[], %s::text[],
            %s::int[], %s::text[], %s::timestamptz[], %s::int[])
    """,
    # The division is the fence: a run that somebody else has moved makes the statement, and so the
    # transaction, fail without the answer having to be waited for.
    update="""
        WITH moved AS (
            UPDATE workflows_run AS r SET seq = w.seq, status = w.status,
                claims = CASE WHEN w.progressed THEN 0 ELSE claims END,
                lease_owner = CASE WHEN w.held THEN lease_owner END,
                wake_at = CASE WHEN w.held THEN r.wake_at ELSE w.wake_at END,
                started_at = w.started_at, finished_at = w.finished_at, error = w.error,
                checkpoint_seq = w.checkpoint_seq
            FROM unnest(%s::int[], %s::text[], %s::bool[], %s::bool[], %s::timestamptz[],
                %s::timestamptz[], %s::timestamptz[], %s::text[], %s::int[],
                %s::bigint[], %s::int[], %s::int[])
                AS w(seq, status, progressed, held, wake_at, started_at, finished_at, error,
                    checkpoint_seq, id, old_seq, old_epoch)
            WHERE r.id = w.id AND r.seq = w.old_seq AND r.lease_epoch = w.old_epoch
            RETURNING 1
        ) SELECT 1 / (count(*) = %s)::int FROM moved
    """,
    states="""
        SELECT c.run_id, c.seq, c.body FROM unnest(%s::bigint[], %s::int[]) AS want(run, seq)
        JOIN workflows_checkpoint c ON c.run_id = want.run AND c.seq = want.seq
    """,
    tails=f"""
        SELECT {_EVENT_OF_E}
        FROM unnest(%s::bigint[], %s::int[]) AS want(run, seq)
        CROSS JOIN LATERAL (
            SELECT * FROM workflows_event WHERE run_id = want.run AND seq > want.seq
        ) e ORDER BY e.run_id, e.seq
    """,
    tail=f"SELECT {_EVENT} FROM workflows_event WHERE run_id = %s AND seq > %s ORDER BY seq",
    due="""
        SELECT wake_at, statement_timestamp() FROM workflows_run WHERE wake_at IS NOT NULL
        ORDER BY wake_at LIMIT 1
    """,
)
