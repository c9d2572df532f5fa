"""Figures as families of Prometheus: those of the whole installation come from the database, those
of this process from itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
)

from workflows.adapters.operating.levels import LEVELS, pool
from workflows.adapters.operating.meters import BOUNDS
from workflows.adapters.upkeep.redis import queue_facts
from workflows.conf import load_conf

from ..queries.operating import monitoring
from ..queries.operating.monitoring import Figure
from ..upkeep.standing import standstill

ENDS = {"RunCompleted": "completed", "RunFailed": "failed", "RunCancelled": "cancelled"}
_BEGINS = ("RunCreated", "RunForked")
_DURATIONS = {
    "step_seconds": ("Duration of attempts, by type of the node and result", ("result", "type")),
    "claim_seconds": ("From the creation of a run until a worker has taken it", ()),
}


def of_the_tables() -> Iterator[Metric]:
    """Read gauges of the installation."""
    most = f"counted up to {monitoring.MOST:,}"
    yield _gauges("runs", f"Runs that have not ended, {most}", "status",
                  monitoring.unfinished_runs())  # fmt: skip
    due = monitoring.due_runs()
    yield _gauge("due_runs", f"Runs that a worker could take now, {most}", due.count)
    yield _gauge("oldest_due_seconds", "For how long the first due run has been due", due.seconds)
    yield _gauges("backlog", f"What is on its way, {most}", "kind", monitoring.backlog())
    yield _gauge("dead_deliveries", f"Mails and calls that were given up, {most}",
                 monitoring.given_up())  # fmt: skip
    workers, held = monitoring.beating_workers()
    yield _gauge("workers", "Workers that gave a sign of life within a lease", workers)
    yield _gauge("held_runs", "Runs held by them at that time", held)
    yield _gauge("paused", "1: it stands still after a restore", standstill() is not None)


def of_all_processes() -> Iterator[Metric]:
    """Read what processes have counted."""
    read = list(monitoring.figures())
    counts = {item.labels["type"]: item.value for item in read if item.name == "events"}
    yield _counters("events", "Events appended to logs, by type", "type", counts)
    begun = CounterMetricFamily("fermata_runs_created", "Runs created, forks included")
    begun.add_metric([], sum(counts.get(name, 0) for name in _BEGINS))
    yield begun
    ended = {status: counts.get(name, 0.0) for name, status in ENDS.items()}
    yield _counters("runs_finished", "Runs that ended, by status", "status", ended)
    for name, (told, labels) in _DURATIONS.items():
        yield _histogram(name, told, labels, read)


def of_this_process() -> Iterator[Metric]:
    """Read gauges of the process that is asked."""
    yield _gauge("sockets", "Open WebSockets of this process", LEVELS.get("sockets", 0))
    yield _gauges("database_pool", "Connections of this process's pool: size, free, and requests "
                  "that wait for one", "state", pool())  # fmt: skip


def of_redis() -> Iterator[Metric]:
    """Ask Redis, when there is one."""
    url = load_conf().redis_url
    if url is None:
        return
    facts = queue_facts()
    yield _gauge("redis_up", "1: Redis answers", 0 if facts is None else 1)
    if facts is not None:
        yield _gauge("queue_jobs", "Jobs that wait in the queue", facts[0])
        yield _gauge("queue_workers", "Processes that listen to the queue", facts[1])


def _gauge(name: str, told: str, value: float) -> Metric:
    return GaugeMetricFamily(f"fermata_{name}", told, value=value)


def _gauges(name: str, told: str, label: str, values: Mapping[str, float]) -> Metric:
    family = GaugeMetricFamily(f"fermata_{name}", told, labels=[label])
    for key, value in values.items():
        family.add_metric([key], value)
    return family


def _counters(name: str, told: str, label: str, values: Mapping[str, float]) -> Metric:
    family = CounterMetricFamily(f"fermata_{name}", told, labels=[label])
    for key, value in sorted(values.items()):
        family.add_metric([key], value)
    return family


def _histogram(name: str, told: str, labels: tuple[str, ...], read: Iterable[Figure]) -> Metric:
    family = HistogramMetricFamily(f"fermata_{name}", told, labels=list(labels))
    sums: dict[tuple[str, ...], float] = {}
    found: dict[tuple[str, ...], dict[str, float]] = {}
    for item in read:
        key = tuple(item.labels.get(label, "") for label in labels)
        if item.name == f"{name}_sum":
            sums[key] = item.value
        elif item.name == f"{name}_bucket":
            found.setdefault(key, {})[item.labels["le"]] = item.value
    for key, counts in sorted(found.items()):
        family.add_metric(list(key), _cumulated(counts), sums.get(key, 0.0))
    return family


def _cumulated(counts: Mapping[str, float]) -> list[tuple[str, float]]:
    """Add up the buckets: each of Prometheus's holds those below it, too."""
    total, buckets = 0.0, []
    for bound in BOUNDS:
        total += counts.get(bound, 0.0)
        buckets.append((bound, total))
    return buckets
