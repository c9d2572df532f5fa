"""What Redis says of itself, for whoever looks after an installation; jobs are in `queue.py`."""

from __future__ import annotations

import time
from dataclasses import dataclass

from ..queue import patient_queue, patient_redis


@dataclass(frozen=True, slots=True)
class RedisFacts:
    """Version, the seconds of one answer, what happens when the memory is full."""

    version: str
    seconds: float
    policy: str


def redis_facts() -> RedisFacts:
    """Ask Redis; raises `OSError` with a sentence that holds no password."""
    from redis import RedisError

    try:
        with patient_redis() as client:
            begun = time.monotonic()
            client.ping()
            seconds = time.monotonic() - begun
            info = client.info()
    except (RedisError, ValueError, OSError) as error:
        raise OSError(f"Redis does not answer ({type(error).__name__}).") from error
    return RedisFacts(
        str(info.get("redis_version", "?")), seconds, str(info.get("maxmemory_policy", "?"))
    )


def queue_facts() -> tuple[int, int] | None:
    """Count the jobs that wait in our queue and the processes that listen; None: Redis is away."""
    from redis import RedisError
    from rq import Worker

    try:
        queue = patient_queue()
        with queue.connection:
            return int(queue.count), int(Worker.count(queue=queue))
    except RedisError:
        return None
