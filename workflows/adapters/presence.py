"""Which workers are alive: those of this machine by their sockets, others by Redis."""

from __future__ import annotations

import socket
from pathlib import Path

from workflows.conf import load_conf

PREFIX, SUFFIX = "worker-", ".sock"


def living_workers() -> list[str]:
    """Return the ids of workers that would hear the bell now."""
    conf = load_conf()
    found = [
        path.name.removeprefix(PREFIX).removesuffix(SUFFIX)
        for path in sorted(conf.run_dir.glob(f"{PREFIX}*{SUFFIX}"))
        if _listens(path)
    ]
    if conf.redis_url:
        found += _queue_workers(conf.redis_url)
    return found


def _listens(path: Path) -> bool:
    # A socket file outlives a killed process; connecting tells whether somebody still holds it.
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(str(path))
        except OSError:
            return False
        return True


def _queue_workers(url: str) -> list[str]:
    from redis import Redis, RedisError
    from rq import Worker

    try:
        with Redis.from_url(url, socket_timeout=1, socket_connect_timeout=1) as client:
            return [worker.name for worker in Worker.all(connection=client)]
    except RedisError:
        return []
