"""`manage.py timekeeper`: rings the Redis queue for what is due; one of them is enough."""

from __future__ import annotations

import signal
import threading
from typing import Any

from workflows.checks import OURS
from workflows.management.acting import OurCommand
from workflows.worker.timekeeper import keep_time


class Command(OurCommand):
    """Keep time until asked to end."""

    help = "Queue drain jobs for timers, deadlines and the runs of dead workers (Redis mode)."
    examples = ("timekeeper",)
    requires_system_checks = (OURS,)

    def handle(self, *args: Any, **options: Any) -> None:
        """Keep time."""
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        keep_time(stop)
