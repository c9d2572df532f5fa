"""W4: many runs that wake at one instant, and timers that come alone."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from statistics import median
from typing import Any

from bench import client, graphs
from bench.installation import Workers
from bench.limits import rows_in_one_commit

Row = dict[str, Any]

RUNS = int(os.environ.get("BENCH_W4", "2000"))
ALONE = int(os.environ.get("BENCH_W4_ALONE", "10"))
WORKERS = int(os.environ.get("BENCH_W4_WORKERS", "1"))


def timers(workers: Workers) -> list[Row]:
    """Start runs that sleep until a moment; give how late the last one ended."""
    client.publish("sleeper", graphs.sleep_until())
    processes = [workers.start(100) for _ in range(WORKERS)]
    alone = [_late(1, 0.3)[0] for _ in range(ALONE)]
    crowd = _late(RUNS, max(RUNS / 400, 3.0))
    for process in processes:
        workers.end(process)
    cuts = sorted(crowd)
    return [
        rows_in_one_commit(RUNS),
        {
            "n": RUNS, "concurrency": 100 * WORKERS, "seconds": cuts[-1] / 1_000,
            "p50_ms": median(cuts), "p99_ms": cuts[int(len(cuts) * 0.99)],
            "notes": "wake at one instant: the last is late by so many seconds",
            "metrics": {"W4 last late s": cuts[-1] / 1_000},
        },
        {
            "n": ALONE, "concurrency": 1, "p50_ms": median(alone), "p99_ms": max(alone),
            "notes": "a timer alone: late by; p99 is the worst",
            "metrics": {"W4 alone p50 ms": median(alone)},
        },
    ]  # fmt: skip


def _late(count: int, seconds: float) -> list[float]:
    """Let runs sleep; give how many milliseconds after the moment each was completed."""
    moment = datetime.now(UTC) + timedelta(seconds=seconds)
    before = client.count("completed")
    client.start("sleeper", count, batch=50, inputs={"until": moment.isoformat()})
    in_time = client.count("completed") == before and datetime.now(UTC) < moment
    client.wait_for("completed", before + count, pause=0.02)
    if not in_time:
        # A busy machine takes longer to start them: they have to sleep before the moment comes.
        return _late(count, seconds * 2)
    rows = client.query("SELECT finished_at FROM workflows_run ORDER BY id DESC LIMIT %s", count)
    return [(client.moment(row[0]) - moment).total_seconds() * 1_000 for row in rows]
