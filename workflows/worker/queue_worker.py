"""The worker class that `manage.py rqworker` uses: jobs are JSON, never pickled code."""

from __future__ import annotations

import os
import signal
from contextlib import suppress
from typing import Any

from django.db import connections
from rq import Worker
from rq.serializers import JSONSerializer

from workflows.conf import load_conf
from workflows.nodes.discovery import default_registry
from workflows.services.publishing import publish_code
from workflows.worker import drain  # noqa: F401  (imported before the forks, which then share it)
from workflows.worker.memory import limit_memory


class QueueWorker(Worker):
    """Executes drain jobs. Whoever can write to Redis must not be able to run code here."""

    def __init__(self, *args: Any, **options: Any) -> None:
        """Take what RQ takes, but no other serializer."""
        super().__init__(*args, **{**options, "serializer": JSONSerializer})

    def work(self, *args: Any, **options: Any) -> bool:
        """Import the node classes once, publish what is written in Python, then work."""
        limit_memory(load_conf().worker_memory_mb)
        default_registry()
        publish_code()
        leave_database()
        return super().work(*args, **options)

    def handle_warm_shutdown_request(self) -> None:
        """Ask the job that is being executed to end as well: it gives its runs back."""
        super().handle_warm_shutdown_request()  # type: ignore[no-untyped-call]
        if self.horse_pid:
            with suppress(ProcessLookupError):
                os.kill(self.horse_pid, signal.SIGTERM)


def leave_database() -> None:
    """Close the connections and their pool: each job is a fork, and a pool's threads stay behind.

    A job that inherited the pool would wait for a connection in vain.
    """
    for connection in connections.all(initialized_only=True):
        connection.close()
        close_pool = getattr(connection, "close_pool", None)
        if close_pool is not None:
            close_pool()
