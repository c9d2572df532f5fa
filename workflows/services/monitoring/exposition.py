"""The text that Prometheus reads, made at most each few seconds whoever asks how often."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator

from django.db import DatabaseError, InterfaceError
from prometheus_client import CollectorRegistry, ProcessCollector, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric

from workflows.adapters.operating.meters import METERS

from . import collecting

log = logging.getLogger(__name__)

FRESH_SECONDS = 5.0
METRICS = (
    "fermata_up", "fermata_runs", "fermata_due_runs", "fermata_oldest_due_seconds",
    "fermata_backlog", "fermata_dead_deliveries", "fermata_workers", "fermata_held_runs",
    "fermata_events_total", "fermata_runs_created_total", "fermata_runs_finished_total",
    "fermata_step_seconds", "fermata_claim_seconds", "fermata_sockets", "fermata_database_pool",
    "fermata_redis_up", "fermata_queue_jobs", "fermata_queue_workers", "fermata_paused",
)  # fmt: skip
"""The names of all figures of ours."""

_SOURCES: tuple[Callable[[], Iterator[Metric]], ...] = (
    collecting.of_the_tables,
    collecting.of_all_processes,
)
_made: list[tuple[float, bytes]] = []
_making = threading.Lock()


class Installation:
    """A collector of Prometheus's library."""

    def collect(self) -> Iterator[Metric]:
        """Read everything; a database that does not answer is told by `fermata_up`."""
        found: list[Metric] = []
        try:
            METERS.flush()
            for source in _SOURCES:
                found += source()
        except (DatabaseError, InterfaceError) as error:
            log.warning("The figures cannot be read: %s", error)
            found = []
        up = GaugeMetricFamily("fermata_up", "1: the database answers", value=float(bool(found)))
        yield from (up, *found, *collecting.of_this_process(), *collecting.of_redis())


def exposition() -> bytes:
    """Give the text, not older than five seconds."""
    with _making:
        now = time.monotonic()
        if not _made or now - _made[0][0] > FRESH_SECONDS:
            registry = CollectorRegistry(auto_describe=False)
            ProcessCollector(registry=registry)
            registry.register(Installation())
            _made[:] = [(now, generate_latest(registry))]
        return _made[0][1]
