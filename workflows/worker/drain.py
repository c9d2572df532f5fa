"""The job of RQ workers: advance what is due until nothing is, or the time is up; a step that
was begun may take longer, up to the time that RQ gives a job."""

from __future__ import annotations

import asyncio
import signal
import threading

from workflows.adapters.operating import traces
from workflows.adapters.ports import current_ports
from workflows.worker.loop import Worker, new_owner

MOST_SECONDS = 20.0


def drain() -> None:
    """Claim and advance runs; called by RQ, usually in a process of its own."""
    asyncio.run(_drain())


async def _drain() -> None:
    worker = Worker(new_owner(), drain=True)
    loop = asyncio.get_running_loop()
    timer = loop.call_later(MOST_SECONDS, worker.rest)
    if threading.current_thread() is threading.main_thread():
        # The queue worker hands on that it is to end: steps have the grace.
        loop.add_signal_handler(signal.SIGTERM, worker.stop)
    await worker.run()
    traces.flush()
    timer.cancel()
    if worker.stopping:
        # Others wait in the queue behind us; what is left comes after them.
        current_ports().bell.ring([])
