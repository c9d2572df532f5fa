"""Figures that only grow: counted in each process, kept in one table for the whole installation.

A process adds up what it does and from time to time adds that to the rows, so that the figures
outlive it and whichever web process is asked knows those of all. What a process counted since its
last visit is lost when it is killed.
"""

from __future__ import annotations

import threading
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from workflows.engine.payload import dumps

from ..dialects import writing

_ADD = """
    INSERT INTO workflows_meter (name, labels, value) VALUES (%s, %s, %s)
    ON CONFLICT (name, labels) DO UPDATE SET value = workflows_meter.value + excluded.value
"""
BUCKETS = (0.005, 0.02, 0.1, 0.5, 2.0, 10.0, 60.0, 600.0)
"""Upper bounds in seconds; what is above the last counts as ``+Inf``."""

MOST_VALUES = 100
"""So many different values a label takes in one process; all further ones are ``other``."""

FLUSH_SECONDS = 10.0

Labels = tuple[tuple[str, str], ...]


class Key(NamedTuple):
    """One figure: its name, and its labels in the order of their names."""

    name: str
    labels: Labels = ()


class Meters:
    """The figures of this process since its last visit to the table. Safe for threads."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._lock = threading.Lock()
        self._flushing = threading.Lock()
        self._counts: Counter[Key] = Counter()
        self._values: dict[tuple[str, str], set[str]] = {}

    def events(self, kinds: Iterable[str]) -> None:
        """Count events that have been appended, by type."""
        with self._lock:
            for kind, count in Counter(kinds).items():
                self._counts[Key("events", (("type", kind),))] += count

    def observe(self, name: str, seconds: float, **labels: str) -> None:
        """Count a duration: its bucket, the sum, the number."""
        with self._lock:
            told = tuple(sorted((key, self._bounded(name, key, v)) for key, v in labels.items()))
            place = bisect_left(BUCKETS, seconds)
            bound = f"{BUCKETS[place]:g}" if place < len(BUCKETS) else "+Inf"
            self._counts[Key(f"{name}_bucket", (*told, ("le", bound)))] += 1
            self._counts[Key(f"{name}_sum", told)] += seconds  # type: ignore[assignment]

    def flush(self) -> None:
        """Add everything to the table; what cannot be added is kept. Raises the driver's errors."""
        with self._flushing:
            with self._lock:
                taken, self._counts = self._counts, Counter()
            if not taken:
                return
            # In one order, so that two processes never wait for each other crosswise.
            rows = sorted((key.name, dumps(dict(key.labels)), float(n)) for key, n in taken.items())
            try:
                with writing() as session:
                    session.many(_ADD, rows)
            except BaseException:
                with self._lock:
                    self._counts.update(taken)
                raise

    def pending(self) -> Mapping[Key, float]:
        """Give what has not been added yet."""
        with self._lock:
            return dict(self._counts)

    def forget(self) -> None:
        """Drop what has not been added: the database is another now, or this is a fork."""
        with self._lock:
            self._counts.clear()

    def _bounded(self, name: str, label: str, value: str) -> str:
        """Keep a label from taking values without end: each is a row and a series."""
        known = self._values.setdefault((name, label), set())
        if value not in known and len(known) >= MOST_VALUES:
            return "other"
        known.add(value)
        return value


METERS = Meters()
"""Those of this process."""
