"""The worker class that `manage.py rqworker` uses: jobs are JSON, never pickled code."""

from __future__ import annotations

import logging
import os
import signal
import time
from contextlib import suppress
from typing import Any

# Each job is done by a fork, which would load anew whatever waits elsewhere for its first use.
import cryptography.fernet
import cryptography.hazmat.primitives.kdf.hkdf  # noqa: F401
import holidays  # noqa: F401
import jsonschema  # noqa: F401
import psycopg  # noqa: F401
from django.db import connections
from redis import RedisError
from rq import Worker, worker_registration
from rq.exceptions import StopRequested
from rq.serializers import JSONSerializer

from workflows.adapters.queue import DRAIN
from workflows.adapters.upkeep import schema
from workflows.conf import load_conf
from workflows.nodes.connect import guarded  # noqa: F401
from workflows.nodes.discovery import default_registry
from workflows.services.publishing import publish_code
from workflows.worker import drain  # noqa: F401  (imported before the forks, which then share it)
from workflows.worker.memory import limit_memory

log = logging.getLogger(__name__)

TROUBLE_SECONDS = 1.0


class QueueWorker(Worker):
    """Executes drain jobs. Whoever can write to Redis must not be able to run code here.

    A job names a function, which would be imported and called with whatever stands in the job: so
    every other job than ours is refused, and what cannot be read ends nobody.
    """

    refused = 0

    def __init__(self, *args: Any, **options: Any) -> None:
        """Take what RQ takes, but no other serializer."""
        super().__init__(*args, **{**options, "serializer": JSONSerializer})

    def work(self, *args: Any, **options: Any) -> bool:
        """Read once what forks are to share, publish what is written in Python, then work."""
        limit_memory(load_conf().worker_memory_mb)
        default_registry()
        publish_code()
        # Here, not in each fork: a deploy may have changed the files by then.
        schema.known(schema.APP)
        leave_database()
        return super().work(*args, **options)

    def handle_warm_shutdown_request(self) -> None:
        """Ask the job that is being executed to end as well: it gives its runs back."""
        super().handle_warm_shutdown_request()  # type: ignore[no-untyped-call]
        if self.horse_pid:
            with suppress(ProcessLookupError):
                os.kill(self.horse_pid, signal.SIGTERM)

    def dequeue_job_and_maintain_ttl(self, timeout: Any, max_idle_time: Any = None) -> Any:
        """Wait for a job that can be read; RQ itself would end at the first that cannot."""
        while True:
            try:
                return super().dequeue_job_and_maintain_ttl(timeout, max_idle_time)
            except StopRequested:
                raise
            except RedisError as error:
                log.warning("Redis is in trouble, trying again: %s", error)
                time.sleep(TROUBLE_SECONDS)
            except Exception as error:
                self._refuse(f"it cannot be read ({type(error).__name__})")

    def execute_job(self, job: Any, queue: Any) -> None:
        """Execute a job that says what ours say, and nothing more."""
        if is_ours(job):
            super().execute_job(job, queue)
            return
        self._refuse("it is not ours")
        # By its key alone: its own `delete` reads more of it, and fails at what it finds there.
        self.connection.delete(job.key)

    def heartbeat(self, timeout: Any = None, pipeline: Any = None) -> None:
        """Give a sign of life, and stand in the list again when Redis has been emptied."""
        super().heartbeat(timeout, pipeline)
        worker_registration.register(self, pipeline)

    def _refuse(self, why: str) -> None:
        self.refused += 1
        log.warning("A job of the queue is refused, %s; %d so far.", why, self.refused)


def is_ours(job: Any) -> bool:
    """Say whether a job asks for nothing but what we queue: one function, no argument, no more."""
    try:
        asked = (job.func_name, job.instance, list(job.args), dict(job.kwargs))
    except Exception:
        # Whatever a foreign job makes of reading it, it is foreign.
        return False
    more = ("_success_callback_name", "_failure_callback_name", "_stopped_callback_name")
    return asked == (DRAIN, None, [], {}) and not any(getattr(job, name, None) for name in more)


def leave_database() -> None:
    """Close the connections and their pool: each job is a fork, and a pool's threads stay behind.

    A job that inherited the pool would wait for a connection in vain.
    """
    for connection in connections.all(initialized_only=True):
        connection.close()
        close_pool = getattr(connection, "close_pool", None)
        if close_pool is not None:
            close_pool()
