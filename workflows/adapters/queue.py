"""Drain jobs in the queue of django-rq: few, coalesced, and without any content."""

from __future__ import annotations

import threading
import time
from typing import Any

QUEUE = "default"
"""The one that `manage.py rqworker` takes when it is told no name."""

DRAIN = "workflows.worker.drain.drain"
"""What a job runs, by name: the adapters know no worker."""

QUIET_SECONDS = 0.02
"""Rings so close together are one."""


def listening() -> list[str]:
    """Name the RQ workers of the queue, busy or idle; none when Redis does not answer."""
    import django_rq
    from redis import RedisError
    from rq import Worker

    try:
        return sorted(Worker.all_keys(queue=django_rq.get_queue(QUEUE)))
    except RedisError:
        return []


class Enqueuer:
    """Queues a drain job unless as many are queued as there are workers."""

    def __init__(self) -> None:
        """Connect when the first job is queued."""
        self._lock = threading.Lock()
        self._last = 0.0
        self._workers = (0.0, 1)

    def __call__(self) -> None:
        """Queue a job; raises what Redis raises."""
        with self._lock:
            now = time.monotonic()
            if now - self._last < QUIET_SECONDS:
                return
            self._last = now
        import django_rq

        queue = django_rq.get_queue(QUEUE)
        if queue.count < self._count(queue, now):
            queue.enqueue_call(DRAIN, timeout=3_600, result_ttl=0, failure_ttl=0, ttl=60)

    def _count(self, queue: Any, now: float) -> int:
        """Count the workers of the queue, anew each 5 s; at least one will come."""
        from rq import Worker

        read, count = self._workers
        if now - read > 5:
            count = max(1, Worker.count(queue=queue))
            self._workers = (now, count)
        return count
