"""The works: W1 chains, W2 reaction, W3 many that wait; each gives its rows of figures."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from typing import Any

from bench import client, graphs
from bench.crash import crash
from bench.demo import demo
from bench.endurance import endurance
from bench.functions import function
from bench.installation import Workers, memory_mb
from bench.joins import joins
from bench.latencies import decide_each, latency
from bench.limits import limit
from bench.scale.canvas import canvas
from bench.scale.costs import costs
from bench.scale.dashboard import figures
from bench.scale.growth import growth
from bench.scale.lists import lists
from bench.scale.memory import memory
from bench.scale.million import million
from bench.scale.sockets import sockets
from bench.timers import timers

Row = dict[str, Any]

WARM_UP = 100
"""Runs before those that are counted: the first ones load code."""


def chains(workers: Workers) -> list[Row]:
    """W1: chains of ten steps, one run at a time, then fifty at once."""
    client.publish("chain", graphs.chain(10))
    return [
        limit(),
        _chain(workers, int(os.environ.get("BENCH_W1_ONE", "150")), 1),
        _chain(workers, int(os.environ.get("BENCH_W1_MANY", "1000")), 50),
    ]


def _chain(workers: Workers, runs: int, concurrency: int) -> Row:
    ids = client.start("chain", runs, batch=50)
    before, used = client.count("completed"), workers.cost.cpu_seconds
    process = workers.start(concurrency)
    client.wait_for("completed", before + runs)
    workers.end(process)
    seconds = client.span(len(ids))
    return {
        "n": runs,
        "concurrency": concurrency,
        "seconds": seconds,
        "per_second": runs / seconds,
        "steps_per_second": runs * 10 / seconds,
        "cpu_s": round(workers.cost.cpu_seconds - used, 2),
        "notes": "chain of 10 steps",
        "metrics": {f"W1 {'one' if concurrency == 1 else 'many'} steps/s": runs * 10 / seconds},
    }


def reaction(workers: Workers) -> list[Row]:
    """W2: from before the decision here until it is seen here that another process ended it."""
    client.publish("wait", graphs.wait_between())
    runs = int(os.environ.get("BENCH_W2", "300"))
    process = workers.start(50)
    ids = client.start("wait", runs, batch=50)
    client.wait_for("suspended", runs)
    began = time.perf_counter()
    times = decide_each(ids)
    seconds = time.perf_counter() - began
    workers.end(process)
    row = latency(times, seconds, "decision until seen as finished")
    row["metrics"] = {"W2 p50 ms": row["p50_ms"], "W2 p99 ms": row["p99_ms"]}
    return [limit(), row]


def waiting(workers: Workers) -> list[Row]:
    """W3: many runs wait; how fast they got there, what one takes, how fast one is resumed."""
    client.publish("wait", graphs.wait_between())
    runs = int(os.environ.get("BENCH_W3", "10000"))
    process = workers.start(100)
    client.start("wait", WARM_UP, batch=50)
    client.wait_for("suspended", WARM_UP)
    empty, before = client.database_bytes(), memory_mb(process.pid)
    began = time.perf_counter()
    client.start("wait", runs, batch=50)
    client.wait_for("suspended", WARM_UP + runs)
    seconds = time.perf_counter() - began
    each = (client.database_bytes() - empty) / runs
    grown = memory_mb(process.pid) - before
    started = {
        "n": runs,
        "concurrency": 100,
        "seconds": seconds,
        "per_second": runs / seconds,
        "notes": f"started (50 a transaction) until suspended; {each:.0f} bytes a run, "
        f"the worker grew by {grown:.1f} MB",
        "metrics": {"W3 starts/s": runs / seconds, "W3 bytes/run": each, "W3 memory MB": grown},
    }
    picked = client.query("SELECT uuid FROM workflows_run ORDER BY id")
    step = max(len(picked) // 200, 1)
    ids = [client.dashed(row[0]) for row in picked[::step]][:200]
    began = time.perf_counter()
    times = decide_each(ids)
    resumed = latency(times, time.perf_counter() - began, f"resume one of {runs} that wait")
    resumed["metrics"] = {"W3 resume p50 ms": resumed["p50_ms"]}
    workers.end(process)
    return [limit(), started, resumed]


WORKS: dict[str, Callable[[Workers], list[Row]]] = {
    "W1": chains,
    "W2": reaction,
    "W3": waiting,
    "W4": timers,
    "W5": function,
    "W6": joins,
    "W7": crash,
    "E1": endurance,
    "dashboard": figures,
    "demo": demo,
    "canvas": canvas,
    "scale": growth,
    "costs": costs,
    "million": million,
    "lists": lists,
    "memory": memory,
    "sockets": sockets,
}
