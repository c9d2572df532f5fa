"""The SQL of runs and their logs, by database; what the values mean is in `store.py`."""

from __future__ import annotations

from dataclasses import dataclass

from ..dialects import SqliteSession
from ..postgres import Prepared

WINDOW = 1_000
"""Of so many runs that wait longest for a worker the most urgent are taken: sorting stays cheap."""

GOES_ON = "NOT EXISTS (SELECT 1 FROM workflows_pause)"
"""After a restore nothing is taken up until somebody says so; the table is empty else."""

_HEAD = "id, uuid, seq, lease_epoch, lease_owner, status, version_id, claims, checkpoint_seq, chain"
_HEAD_OF_R = ", ".join(f"r.{name}" for name in _HEAD.split(", "))
_EVENT = "run_id, seq, type, node_id, iteration, payload, at, epoch"
_EVENT_OF_E = ", ".join(f"e.{name}" for name in _EVENT.split(", "))
# The very text that Django writes for the same instant: it leaves out a fraction of zero.
_CREATED = "replace(strftime('%Y-%m-%d %H:%M:%f000', 'now'), '.000000', '')"


@dataclass(frozen=True, slots=True)
class Statements:
    """What the store says to SQLite. Heads are followed by the clock."""

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
                WHERE wake_at <= {SqliteSession.NOW} AND {GOES_ON}
                ORDER BY wake_at LIMIT {WINDOW}
            ) ORDER BY priority DESC, wake_at LIMIT %s
        )
        RETURNING {_HEAD}, {SqliteSession.NOW}
    """,
    create=f"""
        INSERT INTO workflows_run (uuid, workspace_id, workflow_id, version_id, status, seq,
            checkpoint_seq, priority, draft, claims, lease_epoch, created_at, tags, started_by_id,
            parent_id, forked_from_id)
        SELECT %s, w.workspace_id, w.id, v.id, 'queued', 0, 0, %s, %s, 0, 0, {_CREATED}, %s,
            (SELECT id FROM auth_user WHERE username = %s),
            (SELECT id FROM workflows_run WHERE uuid = %s),
            (SELECT id FROM workflows_run WHERE uuid = %s)
        FROM workflows_version v JOIN workflows_workflow w ON w.id = v.workflow_id
        WHERE w.key = %s AND v.number = %s
        RETURNING id, version_id, {SqliteSession.NOW}
    """,
    events=f"""
        INSERT INTO workflows_event ({_EVENT}, hash) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)
    """,
    update="""
        UPDATE workflows_run SET seq = %s, status = %s,
            claims = CASE WHEN %s THEN 0 ELSE claims END,
            lease_owner = CASE WHEN %s THEN lease_owner END,
            wake_at = CASE WHEN %s THEN wake_at ELSE %s END,
            started_at = %s, finished_at = %s, error = %s, checkpoint_seq = %s, chain = %s
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
        SELECT wake_at, {SqliteSession.NOW} FROM workflows_run
        WHERE wake_at IS NOT NULL AND {GOES_ON} ORDER BY wake_at LIMIT 1
    """,
)

SQLITE_LOCK_ONE = f"SELECT {_HEAD}, {SqliteSession.NOW} FROM workflows_run WHERE uuid = %s"

SQLITE_ADVANCE = """
    UPDATE workflows_run SET seq = %s, chain = %s, claims = CASE WHEN %s THEN 0 ELSE claims END
    WHERE id = %s AND seq = %s AND lease_epoch = %s
"""
"""The same as ``update`` where the run stays held in its status: no index is touched."""

_CLOCK = "(extract(epoch FROM clock_timestamp()) * 1000000)::bigint"
_HEAD_READS = "isiissiiibi"
_AT_OF_E = _EVENT_OF_E.replace("e.at", "(extract(epoch FROM e.at) * 1000000)::bigint")
_EVENT_READS = "iissisii"

LOCK = Prepared(
    "lock",
    "uuid[]",
    # The clock is read outside of the CTE, that is after all rows are locked. A row's key never
    # changes: whoever makes a child of a locked run need not wait for it, nor both for each other.
    f"""
    WITH locked AS MATERIALIZED (
        SELECT {_HEAD} FROM workflows_run WHERE uuid = ANY($1) ORDER BY id FOR NO KEY UPDATE
    ) SELECT locked.*, {_CLOCK} FROM locked
    """,
    _HEAD_READS,
)
PEEK = Prepared(
    "peek",
    "uuid[]",
    f"SELECT {_HEAD}, {_CLOCK} FROM workflows_run WHERE uuid = ANY($1)",
    _HEAD_READS,
)
CLAIM = Prepared(
    "claim",
    "text, int, float",
    f"""
    WITH due AS MATERIALIZED (
        SELECT id FROM workflows_run
        WHERE wake_at <= statement_timestamp() AND id = ANY(ARRAY(
            SELECT id FROM workflows_run WHERE wake_at <= statement_timestamp() AND {GOES_ON}
            ORDER BY wake_at LIMIT {WINDOW}
        ))
        ORDER BY priority DESC, wake_at LIMIT $2 FOR NO KEY UPDATE SKIP LOCKED
    )
    UPDATE workflows_run AS r SET lease_owner = $1, lease_epoch = lease_epoch + 1,
        claims = claims + 1, wake_at = statement_timestamp() + make_interval(secs => $3)
    FROM due WHERE r.id = due.id RETURNING {_HEAD_OF_R}, {_CLOCK}
    """,
    _HEAD_READS,
)
CREATE = Prepared(
    "create",
    "uuid, smallint, bool, text, text, uuid, uuid, text, int",
    """
    INSERT INTO workflows_run (uuid, workspace_id, workflow_id, version_id, status, seq,
        checkpoint_seq, priority, draft, claims, lease_epoch, created_at, tags, started_by_id,
        parent_id, forked_from_id)
    SELECT $1, w.workspace_id, w.id, v.id, 'queued', 0, 0, $2, $3, 0, 0, clock_timestamp(), $4,
        (SELECT id FROM auth_user WHERE username = $5),
        (SELECT id FROM workflows_run WHERE uuid = $6),
        (SELECT id FROM workflows_run WHERE uuid = $7)
    FROM workflows_version v JOIN workflows_workflow w ON w.id = v.workflow_id
    WHERE w.key = $8 AND v.number = $9
    RETURNING id, version_id, (extract(epoch FROM created_at) * 1000000)::bigint
    """,
    "iii",
)
APPEND = Prepared(
    "append",
    "json, json, int",
    # The division is the fence: a run that somebody else has moved makes the statement, and so the
    # transaction, fail without the answer having to be waited for.
    f"""
    WITH logged AS (
        INSERT INTO workflows_event ({_EVENT}, hash)
        SELECT a, b, c, d, e, f, g, h, decode(i, 'hex') FROM json_to_recordset($1) AS x(
            a bigint, b int, c text, d text, e int, f text, g timestamptz, h int, i text)
    ), moved AS (
        UPDATE workflows_run AS r SET seq = w.a, status = w.b,
            claims = CASE WHEN w.c THEN 0 ELSE claims END,
            lease_owner = CASE WHEN w.d THEN lease_owner END,
            wake_at = CASE WHEN w.d THEN r.wake_at ELSE w.e END,
            started_at = w.f, finished_at = w.g, error = w.h, checkpoint_seq = w.i,
            chain = decode(w.m, 'hex')
        FROM json_to_recordset($2) AS w(
            a int, b text, c bool, d bool, e timestamptz, f timestamptz, g timestamptz, h text,
            i int, j bigint, k int, l int, m text)
        WHERE r.id = w.j AND r.seq = w.k AND r.lease_epoch = w.l RETURNING 1
    ) SELECT 1 / (count(*) = $3)::int FROM moved
    """,
)
STATES = Prepared(
    "states",
    "bigint[], int[]",
    """
    SELECT c.run_id, c.seq, c.body FROM unnest($1, $2) AS want(run, seq)
    JOIN workflows_checkpoint c ON c.run_id = want.run AND c.seq = want.seq
    """,
    "iib",
)
TAILS = Prepared(
    "tails",
    "bigint[], int[]",
    f"""
    SELECT {_AT_OF_E} FROM unnest($1, $2) AS want(run, seq) CROSS JOIN LATERAL (
        SELECT * FROM workflows_event WHERE run_id = want.run AND seq > want.seq
    ) e ORDER BY e.run_id, e.seq
    """,
    _EVENT_READS,
)
TAIL = Prepared(
    "tail",
    "bigint, int",
    f"SELECT {_AT_OF_E} FROM workflows_event e WHERE run_id = $1 AND seq > $2 ORDER BY seq",
    _EVENT_READS,
)
DUE = Prepared(
    "due",
    "int",
    f"""
    SELECT (extract(epoch FROM wake_at) * 1000000)::bigint,
        (extract(epoch FROM statement_timestamp()) * 1000000)::bigint
    FROM workflows_run WHERE wake_at IS NOT NULL AND {GOES_ON} ORDER BY wake_at LIMIT $1
    """,
    "ii",
)
