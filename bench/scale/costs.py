"""costs: what a step costs a worker and the database, and the simulation that follows from it."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.db import connection

from bench import client, graphs
from bench.installation import Workers
from bench.limits import limit
from bench.scale.simulation import WORKERS, Costs, throughput
from workflows.adapters.ports import current_ports
from workflows.engine.commands import Complete
from workflows.engine.execution import InlineWorker
from workflows.engine.ports import Applied, Work
from workflows.engine.transition import apply, claim

Row = dict[str, Any]

RUNS = int(os.environ.get("BENCH_COSTS", "500"))
CORES = int(os.environ.get("BENCH_COSTS_CORES", "4"))
TICKS = os.sysconf("SC_CLK_TCK")


def costs(workers: Workers) -> list[Row]:
    """Do the steps of chains here, without a worker: one run, then 50, a transaction."""
    if connection.vendor != "postgresql":
        return []
    client.publish("chain", graphs.chain(10))
    client.query("SELECT 1")
    _drive(5, 50)
    single, many = _drive(RUNS // 10, 1), _drive(RUNS, 50)
    executing = max(_execute(RUNS // 10) - single["here"], 0.0)
    # Two sizes of a transaction, two unknowns: what it costs by itself, and what each step adds.
    each = (many["database"] - single["database"] / 50) / (1 - 1 / 50)
    found = Costs(
        worker_step=many["here"] + executing,
        commit=max(single["database"] - each, 0.0),
        database_step=each,
        flush=max(single["wall"] - single["here"] - single["database"], 0.0),
        cores=CORES,
    )
    return [limit(), _told(found, many), *(_simulated(found, count) for count in WORKERS)]


def _drive(runs: int, at_once: int) -> dict[str, float]:
    """Give the microseconds a step: CPU here, CPU of the database's process, wall clock."""
    client.start("chain", runs, batch=50)
    pid = int(client.query("SELECT pg_backend_pid()")[0][0])
    here, there, wall, steps = time.thread_time(), _cpu(pid), time.perf_counter(), 0
    while claimed := claim(current_ports(), "bench", at_once, 600):
        answers: Sequence[Applied] = claimed
        while works := [work for answer in answers for work in _works(answer)]:
            answers = apply(current_ports(), works)
            steps += len(works)
    spent = {
        "here": time.thread_time() - here,
        "database": _cpu(pid) - there,
        "wall": time.perf_counter() - wall,
    }
    return {name: 1e6 * seconds / steps for name, seconds in spent.items()}


def _execute(runs: int) -> float:
    """Give the microseconds of CPU of a step that is executed and recorded here, one by one."""
    client.start("chain", runs, batch=50)
    # Nothing else runs in this loop: it may wait for the database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    here = time.thread_time()
    asyncio.run(InlineWorker(current_ports(), "bench").drain(1))
    return 1e6 * (time.thread_time() - here) / (runs * 10)


def _works(answer: Applied) -> list[Work]:
    """Answer each assignment as a worker would."""
    items = [] if answer.released else [assignment.activation for assignment in answer.ready]
    return [
        Work(
            answer.run_id,
            Complete(item.node_id, item.iteration, item.attempt, output=1, seconds=0.001),
            "bench",
            answer.epoch,
            answer.state,
        )
        for item in items
    ]


def _cpu(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def _told(found: Costs, many: dict[str, float]) -> Row:
    return {
        "n": RUNS * 10, "steps_per_second": 1e6 / many["wall"],
        "notes": f"microseconds: worker {found.worker_step:.0f} a step, database "
        f"{found.commit:.0f} a transaction and {found.database_step:.0f} a step, "
        f"disk {found.flush:.0f} a flush",
    }  # fmt: skip


def _simulated(found: Costs, workers: int) -> Row:
    rate, used, batch = throughput(found, workers)
    return {
        "concurrency": 50 * workers, "steps_per_second": rate,
        "notes": f"simulated: {workers} workers, a database of {CORES} cores used to {used:.0%}, "
        f"{batch:.0f} steps a transaction",
    }  # fmt: skip
