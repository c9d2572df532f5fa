"""scale: the same chains with 1, 2 and 4 worker processes, and what the database does meanwhile."""

from __future__ import annotations

import os
from typing import Any

from django.db import connection

from bench import client, graphs
from bench.installation import Workers
from bench.limits import limit

Row = dict[str, Any]

RUNS = int(os.environ.get("BENCH_SCALE", "1000"))
PROCESSES = [int(n) for n in (os.environ.get("BENCH_SCALE_WORKERS") or "1 2 4").split()]


def growth(workers: Workers) -> list[Row]:
    """Measure each number of processes on runs that are queued before they start."""
    client.publish("chain", graphs.chain(10))
    return [limit(), *(_with(workers, count) for count in PROCESSES)]


def _with(workers: Workers, count: int) -> Row:
    client.start("chain", RUNS, batch=50)
    before, used, commits = client.count("completed"), workers.cost.cpu_seconds, _commits()
    processes = [workers.start(50, patient=False) for _ in range(count)]
    client.wait_for("completed", before + RUNS)
    commits = _commits() - commits
    for process in processes:
        workers.end(process)
    seconds = client.span(RUNS)
    cpu = workers.cost.cpu_seconds - used
    return {
        "n": RUNS, "concurrency": 50 * count, "seconds": seconds,
        "per_second": RUNS / seconds, "steps_per_second": RUNS * 10 / seconds,
        "cpu_s": round(cpu, 2),
        "notes": f"{count} worker processes, {1e6 * cpu / RUNS / 10:.0f} us of their CPU a step"
        + (f", {RUNS * 10 / commits:.0f} steps a transaction" if commits else ""),
    }  # fmt: skip


def _commits() -> int:
    if connection.vendor != "postgresql":
        return 0
    sql = "SELECT xact_commit FROM pg_stat_database WHERE datname = current_database()"
    return int(client.query(sql)[0][0])
