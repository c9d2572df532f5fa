"""The job of RQ workers: advance what is due until nothing is, or the time is up."""

from __future__ import annotations

import asyncio

from workflows.adapters.operating import traces
from workflows.adapters.ports import current_ports
from workflows.worker.loop import Worker, new_owner

MOST_SECONDS = 20.0


def drain() -> None:
    """Claim and advance runs; called by RQ, usually in a process of its own."""
    asyncio.run(_drain())


async def _drain() -> None:
    worker = Worker(new_owner(), drain=True)
    timer = asyncio.get_running_loop().call_later(MOST_SECONDS, worker.stop)
    await worker.run()
    traces.flush()
    timer.cancel()
    if worker.stopping:
        # Others wait in the queue behind us; what is left comes after them.
        current_ports().bell.ring([])
