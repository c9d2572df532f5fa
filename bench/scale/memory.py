"""memory: a worker's resident memory over very many runs; flat means nothing is kept of them."""

from __future__ import annotations

import os
from typing import Any

from bench import client, graphs
from bench.installation import Workers, memory_mb
from bench.limits import limit

Row = dict[str, Any]

RUNS = int(os.environ.get("BENCH_MEMORY", "100000"))
PARTS = 10


def memory(workers: Workers) -> list[Row]:
    """Do chains of two steps; look at the memory after each tenth."""
    client.publish("short", graphs.chain(2))
    process = workers.start(50)
    part, seen, begun = RUNS // PARTS, [], client.now()
    for number in range(1, PARTS + 1):
        client.start("short", part, batch=50)
        client.wait_for("completed", part * number, seconds=3_600)
        seen.append(memory_mb(process.pid))
    seconds = (client.now() - begun).total_seconds()
    workers.end(process)
    told = " ".join(f"{value:.0f}" for value in seen)
    return [
        limit(),
        {
            "n": RUNS, "concurrency": 50, "seconds": seconds, "per_second": RUNS / seconds,
            "steps_per_second": 2 * RUNS / seconds,
            "notes": f"MB after each tenth: {told}; grown by {seen[-1] - seen[0]:.1f} since the "
            "first",
        },
    ]  # fmt: skip
