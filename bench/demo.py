"""demo: the company's month on an empty database, and a start that finds it there."""

from __future__ import annotations

import os
import time
from typing import Any

from bench.installation import Workers
from bench.limits import limit
from workflows.services.demo import load_demo
from workflows.services.verify import verify_exchange, verify_runs

Row = dict[str, Any]


def demo(workers: Workers) -> list[Row]:
    """Load the demo, load it again, and check every log; ``AssertionError`` names what is wrong."""
    runs = int(os.environ.get("BENCH_DEMO", "300"))
    steps: dict[str, float] = {}

    def tell(doing: str, done: int, total: int) -> None:
        steps.setdefault(doing, time.perf_counter())

    first = _row(runs, "people, workflows and runs", lambda: load_demo(runs, tell).runs == runs)
    playing, keeping = steps.values()
    first["notes"] += f"; {keeping - playing:.1f} s of it played in memory"
    again = _row(runs, "a second start", lambda: load_demo(runs).runs == 0)
    found = [fault for verdict in verify_runs() for fault in verdict.faults] + verify_exchange()
    if found:
        raise AssertionError("; ".join(str(fault) for fault in found[:5]))
    return [limit(), first, again]


def _row(runs: int, notes: str, work: Any) -> Row:
    began, used = time.perf_counter(), time.process_time()
    if not work():
        raise AssertionError(f"{notes}: not as many runs as expected.")
    seconds = time.perf_counter() - began
    return {
        "n": runs,
        "concurrency": 1,
        "seconds": seconds,
        "per_second": runs / seconds,
        "cpu_s": round(time.process_time() - used, 2),
        "notes": notes,
    }
