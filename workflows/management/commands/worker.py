"""`manage.py worker`: one worker process on the database alone; see `worker.loop`."""

from __future__ import annotations

import asyncio
import signal
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from django.db import connections

from workflows.checks import OURS
from workflows.conf import load_conf
from workflows.management.acting import USAGE, OurCommand
from workflows.services.publishing import publish_code
from workflows.worker.loop import CONCURRENCY, run_worker
from workflows.worker.memory import limit_memory


class Command(OurCommand):
    """Claim and advance runs until asked to end."""

    help = "Run one worker until SIGTERM or Ctrl-C."
    examples = ("worker", "worker --concurrency 20")
    requires_system_checks = (OURS,)

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take how many runs may be held at once."""
        parser.add_argument(
            "--concurrency", type=int, default=CONCURRENCY, help="how many runs to hold at once"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Work."""
        if options["concurrency"] < 1:
            raise CommandError("--concurrency must be 1 or more.", returncode=USAGE)
        # Asked to end while it is still starting, it has nothing to give back.
        signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(0))
        limit_memory(load_conf().worker_memory_mb)
        publish_code()
        connections.close_all()  # the worker's threads have their own
        code = asyncio.run(run_worker(options["concurrency"]))
        if code:
            sys.exit(code)
