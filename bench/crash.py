"""W7: kill -9 halfway through many runs of slow steps; how long until all have finished."""

from __future__ import annotations

import os
import signal
import time
from typing import Any

from bench import client, graphs
from bench.installation import Workers
from bench.limits import limit
from bench.oracle import faults
from bench.steps import executed_file
from workflows.adapters.leases import expire_owner

Row = dict[str, Any]

RUNS = int(os.environ.get("BENCH_W7", "200"))
STEPS = 10
LEASE_SECONDS = 5.0


def crash(workers: Workers) -> list[Row]:
    """Kill a worker on this machine, as its supervisor sees it, and one on another machine."""
    client.publish("slow", graphs.slow_chain(STEPS))
    return [limit(), _kill(workers, near=True), _kill(workers, near=False)]


def _kill(workers: Workers, near: bool) -> Row:
    executed_file().unlink(missing_ok=True)
    before = client.count("completed")
    ids = client.start("slow", RUNS, batch=50)
    name = "near" if near else "far"
    victim = workers.start(RUNS, lease_seconds=LEASE_SECONDS, name=name)
    while len(_lines()) < RUNS * STEPS // 2:
        time.sleep(0.005)
    began = time.perf_counter()
    workers.end(victim, signal.SIGKILL)
    if near:
        expire_owner(name)
    workers.start(RUNS, lease_seconds=LEASE_SECONDS, name=f"heir-of-{name}")
    client.wait_for("completed", before + RUNS, pause=0.02)
    seconds = time.perf_counter() - began
    workers.end(workers.running[-1])
    return _row(ids, seconds, near)


def _row(ids: list[str], seconds: float, near: bool) -> Row:
    lines = [line for line in _lines() if line.partition("/")[0] in set(ids)]
    known = client.query("SELECT count(*) FROM workflows_run")[0][0]
    wrong = faults(ids) if known == len(ids) else []
    if wrong:
        raise AssertionError("; ".join(wrong[:5]))
    twice, lost = len(lines) - len(set(lines)), RUNS * STEPS - len(set(lines))
    where = "on this machine" if near else f"elsewhere, lease of {LEASE_SECONDS:g} s"
    metrics = {"W7 finished s": seconds, "W7 steps twice": twice, "W7 steps lost": lost}
    return {
        "n": RUNS, "concurrency": RUNS, "seconds": seconds,
        "notes": f"finished after kill -9, {where}; {twice} steps done twice, {lost} lost",
        "metrics": metrics if near else {},
    }  # fmt: skip


def _lines() -> list[str]:
    return executed_file().read_text().split() if executed_file().exists() else []
