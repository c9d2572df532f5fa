"""W6: many steps of one run side by side, and a join."""

from __future__ import annotations

import os
from statistics import median
from typing import Any

from bench import client, graphs
from bench.installation import Workers
from bench.limits import rows_in_one_commit

Row = dict[str, Any]

WIDTH = int(os.environ.get("BENCH_W6", "200"))
ROUNDS = 5


def joins(workers: Workers) -> list[Row]:
    """Start such a run a few times; from its first start to its end by the database's clock."""
    client.publish("fan", graphs.fan(WIDTH))
    process = workers.start(100)
    times = []
    for number in range(ROUNDS + 1):
        client.start("fan", 1)
        client.wait_for("completed", number + 1, pause=0.02)
        times.append(client.span(1))
    workers.end(process)
    # The first one pays for the imports and the plans of statements.
    middle = median(times[1:])
    return [
        rows_in_one_commit(2 * WIDTH),
        {
            "n": ROUNDS, "concurrency": WIDTH, "seconds": middle,
            "steps_per_second": WIDTH / middle,
            "notes": f"{WIDTH} steps side by side and a join, the median of {ROUNDS} runs",
            "metrics": {"W6 join s": middle},
        },
    ]  # fmt: skip
