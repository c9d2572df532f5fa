"""Drain jobs in the queue of django-rq: few, coalesced, and without any content."""

from __future__ import annotations

import os
import threading
import time
from typing import Any

from workflows.conf import load_conf

QUEUE = "default"
"""The one that `manage.py rqworker` takes when it is told no name."""

DRAIN = "workflows.worker.drain.drain"
"""What a job runs, by name: the adapters know no worker."""

QUIET_SECONDS = 0.02
"""Rings so close together are one."""

PATIENCE_SECONDS = 0.5
"""So long Redis may take to answer: a request of a person may be waiting. Then it is away."""

REST_SECONDS = 2.0
"""A Redis that did not answer is left alone for so long; workers look into the database anyway."""


def patient_redis() -> Any:
    """Give a client that is never waited for long; nothing is asked yet."""
    from redis import Redis
    from redis.backoff import NoBackoff
    from redis.retry import Retry

    limits: Any = {
        "socket_timeout": PATIENCE_SECONDS,
        "socket_connect_timeout": PATIENCE_SECONDS,
        "retry": Retry(NoBackoff(), 0),
    }
    return Redis.from_url(str(load_conf().redis_url), **limits)


def patient_queue() -> Any:
    """Give the queue through such a client."""
    import django_rq

    return django_rq.get_queue(QUEUE, connection=patient_redis())


def listening() -> list[str]:
    """Name the RQ workers of the queue, busy or idle; none when Redis does not answer."""
    from redis import RedisError
    from rq import Worker

    try:
        return sorted(Worker.all_keys(queue=patient_queue()))
    except RedisError:
        return []


class Enqueuer:
    """Queues a drain job unless as many are queued as there are workers."""

    def __init__(self) -> None:
        """Connect when the first job is queued."""
        self._lock = threading.Lock()
        self._last = 0.0
        self._workers = (0.0, 1)
        self._rests_until = 0.0
        self._made: tuple[int, Any] = (0, None)

    def __call__(self) -> None:
        """Queue a job; raises what Redis raises, once, then lets it rest."""
        with self._lock:
            now = time.monotonic()
            if now - self._last < QUIET_SECONDS or now < self._rests_until:
                return
            self._last = now
        try:
            self._ring(now)
        except Exception:
            self._rests_until = time.monotonic() + REST_SECONDS
            raise

    def _ring(self, now: float) -> None:
        if self._made[0] != os.getpid():
            # A fork of a worker has connections of its own.
            self._made = (os.getpid(), patient_queue())
        queue = self._made[1]
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
