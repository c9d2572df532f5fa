"""From a decision here until another process has finished the run: the times, and their row."""

from __future__ import annotations

import time
from statistics import quantiles
from typing import Any

from bench import client

Row = dict[str, Any]


def decide_each(ids: list[str]) -> list[float]:
    """End the wait of each run here; give the milliseconds until it is seen as finished."""
    times = []
    with client.hearing() as ear:
        for run_id in ids:
            began = time.perf_counter()
            client.resume([run_id])
            client.wait_until_finished(ear, run_id)
            times.append((time.perf_counter() - began) * 1_000)
    return times


def latency(times: list[float], seconds: float, notes: str) -> Row:
    """Give the row of figures."""
    cuts = quantiles(times, n=100, method="inclusive")
    return {
        "n": len(times),
        "concurrency": 1,
        "seconds": seconds,
        "per_second": len(times) / seconds,
        "p50_ms": cuts[49],
        "p99_ms": cuts[98],
        "notes": notes,
    }
