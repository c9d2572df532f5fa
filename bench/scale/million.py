"""million: many suspended runs, copied in bulk from recorded ones: size, resuming, waking."""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection, transaction

from bench import client, graphs
from bench.installation import Workers
from bench.latencies import decide_each, latency
from bench.limits import limit
from workflows.models.fields import to_micros

Row = dict[str, Any]

RUNS = int(os.environ.get("BENCH_MILLION", "1000000"))
WAKING = int(os.environ.get("BENCH_MILLION_WAKING", "10000"))
AT_ONCE = 50_000
PICKED = 200
TABLES = ("workflows_run", "workflows_event", "workflows_suspension", "workflows_checkpoint")
"""In the order of their references. Hashes of the chain are copied: nothing here verifies them."""


def million(workers: Workers) -> list[Row]:
    """Record one run that waits for people and one that waits for time, and copy them."""
    client.publish("wait", graphs.wait_between())
    client.publish("sleeper", graphs.sleep_until())
    process = workers.start(100)
    (asked,) = client.start("wait", 1)
    later = datetime.now(UTC) + timedelta(days=30)
    (asleep,) = client.start("sleeper", 1, inputs={"until": later.isoformat()})
    client.wait_for("suspended", 2)
    rows = [limit(), _filled(asked), _resumed(), _woken(asleep, later)]
    workers.end(process)
    return rows


def _filled(asked: str) -> Row:
    empty, began = client.database_bytes(), time.perf_counter()
    for first in range(0, RUNS, AT_ONCE):
        copy(asked, min(AT_ONCE, RUNS - first))
    seconds = time.perf_counter() - began
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    each = (client.database_bytes() - empty) / RUNS
    return {
        "n": RUNS, "seconds": seconds, "per_second": RUNS / seconds,
        "notes": f"copied in bulk; {each:.0f} bytes a run, without dead versions",
    }  # fmt: skip


def copy(run_id: str, count: int, old: datetime | None = None, new: datetime | None = None) -> None:
    """Copy a run with its log, its waits and its checkpoints, each under an id of its own; in the
    copies the moment ``old`` is ``new``."""
    rows = client.query("SELECT id FROM workflows_run WHERE uuid = %s", client.database_id(run_id))
    first = int(client.query("SELECT max(id) FROM workflows_run")[0][0]) + 1
    values = {"run": rows[0][0], "first": first, "n": count, "name": run_id}
    values |= {"old": old.isoformat() if old else "-", "new": new.isoformat() if new else "-"}
    values["wake"] = _stored(new) if new else None
    with transaction.atomic(), connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(_copying(table), values)
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT setval(pg_get_serial_sequence('workflows_run', 'id'), %s)", [first + count]
            )


def _stored(moment: datetime) -> Any:
    return moment if connection.vendor == "postgresql" else to_micros(moment)


def _copying(table: str) -> str:
    """Write the statement: columns as they are, but for the run, what names it, and its hour."""
    with connection.cursor() as cursor:
        known = connection.introspection.get_table_description(cursor, table)
    columns = [item.name for item in known]
    changed = {"id": "n.at", "uuid": _uuid()} if table == "workflows_run" else {"run_id": "n.at"}
    if table == "workflows_event":
        named = f"replace(payload, %(name)s, {_text_uuid()})"
        changed["payload"] = f"replace({named}, %(old)s, %(new)s)"
    if table in ("workflows_run", "workflows_suspension"):
        changed["wake_at"] = "%(wake)s"
    if table != "workflows_run":
        columns.remove("id")
    given = ", ".join(changed.get(name, f"t.{name}") for name in columns)
    key = "id" if table == "workflows_run" else "run_id"
    return (
        f"INSERT INTO {table} ({', '.join(columns)}) SELECT {given} FROM {table} AS t "
        f"CROSS JOIN {_numbers()} WHERE t.{key} = %(run)s"
    )


def _numbers() -> str:
    if connection.vendor == "postgresql":
        return "(SELECT generate_series(%(first)s, %(first)s + %(n)s - 1) AS at) AS n"
    return (
        "(WITH RECURSIVE c(at) AS (SELECT %(first)s UNION ALL "
        "SELECT at + 1 FROM c WHERE at < %(first)s + %(n)s - 1) SELECT at FROM c) AS n"
    )


def _text_uuid() -> str:
    """Give the id of a copy as a text: time-ordered, by its number."""
    hexed = (
        "lpad(to_hex(n.at), 12, '0')" if connection.vendor == "postgresql"
        else "printf('%%012x', n.at)"
    )  # fmt: skip
    return f"('01900000-0000-7000-8000-' || {hexed})"


def _uuid() -> str:
    if connection.vendor == "postgresql":
        return f"{_text_uuid()}::uuid"
    return f"replace({_text_uuid()}, '-', '')"


def _resumed() -> Row:
    """Resume some that lie far apart."""
    last = int(client.query("SELECT max(id) FROM workflows_run")[0][0])
    wanted = [last - number * max(RUNS // PICKED, 1) for number in range(min(PICKED, RUNS))]
    marks = ", ".join(["%s"] * len(wanted))
    found = client.query(f"SELECT uuid FROM workflows_run WHERE id IN ({marks})", *wanted)
    began = time.perf_counter()
    times = decide_each([client.dashed(row[0]) for row in found])
    return latency(times, time.perf_counter() - began, f"resume one of {RUNS} that wait")


def _woken(asleep: str, later: datetime) -> Row:
    """Have many more wake at one instant; give how late the last of them ended."""
    moment = datetime.now(UTC) + timedelta(seconds=max(WAKING / 500, 5))
    before = client.count("completed")
    copy(asleep, WAKING, later, moment)
    if datetime.now(UTC) > moment:
        raise AssertionError("Copying took longer than expected: allow more time.")
    client.wait_for("completed", before + WAKING)
    (ended,) = client.query("SELECT max(finished_at) FROM workflows_run")
    late = (client.moment(ended[0]) - moment).total_seconds()
    notes = f"of {RUNS}, so many wake at one instant: the last is late by so many seconds"
    return {"n": WAKING, "concurrency": 100, "seconds": late, "per_second": WAKING / late,
            "notes": notes}  # fmt: skip
