"""W5: a run of a function with many steps, and how soon a fresh worker goes on with it."""

from __future__ import annotations

import os
import time
from typing import Any

from bench import client
from bench.installation import Workers
from bench.limits import limit
from bench.steps import many_steps

Row = dict[str, Any]


def function(workers: Workers) -> list[Row]:
    """W5: the steps of one run, then its answer to a worker that has never seen it."""
    client.publish("many_steps", many_steps.to_json())
    sizes = [int(size) for size in (os.environ.get("BENCH_W5") or "2000 10000").split()]
    return [limit(), *(row for size in sizes for row in _one(workers, size))]


def _one(workers: Workers, steps: int) -> list[Row]:
    empty = client.database_bytes()
    process = workers.start(10)
    (run_id,) = client.start("many_steps", 1, inputs={"steps": steps})
    client.wait_for("suspended", 1, pause=0.01)
    workers.end(process)
    seconds = _span(run_id)
    each = (client.database_bytes() - empty) / steps
    went = {
        "n": steps,
        "concurrency": 1,
        "seconds": seconds,
        "steps_per_second": steps / seconds,
        "notes": f"one function of {steps} steps; {each:.0f} bytes a step",
        "metrics": {"W5 steps/s": steps / seconds, "W5 bytes/step": each},
    }
    process = workers.start(10)
    with client.hearing() as ear:
        began = time.perf_counter()
        client.resume([run_id])
        client.wait_until_finished(ear, run_id)
        latency = (time.perf_counter() - began) * 1_000
    workers.end(process)
    notes = f"a fresh worker goes on at step {steps}: answer until seen as finished"
    again: Row = {"n": 1, "concurrency": 1, "p50_ms": latency, "notes": notes}
    again["metrics"] = {"W5 restart ms": latency}
    return [went, again]


def _span(run_id: str) -> float:
    """Measure by the database's clock, from the first step to the wait."""
    rows = client.query(
        "SELECT min(at), max(at) FROM workflows_event e JOIN workflows_run r ON r.id = e.run_id "
        "WHERE r.uuid = %s AND e.type IN ('NodeStarted', 'NodeSuspended')",
        client.database_id(run_id),
    )
    first, last = (client.moment(item) for item in rows[0])
    return (last - first).total_seconds()
