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

BOUNDS = (*(f"{bound:g}" for bound in BUCKETS), "+Inf")
"""The same as Prometheus writes them."""

MOST_VALUES = 100
"""So many different values a label takes in one process; all further ones are ``other``."""

FLUSH_SECONDS = 10.0

Labels = tuple[tuple[str, str], ...]


class Key(NamedTuple):
    """One figure: its name, and its labels in the order of their names."""

    name: str
    labels: Labels = ()


class Durations:
    """A histogram of this process: how many there were up to each bound, and their sum."""

    __slots__ = ("counts", "lock", "total")

    def __init__(self, lock: threading.Lock) -> None:
        """Begin with nothing; the lock is that of all figures."""
        self.lock = lock
        self.counts = [0] * (len(BUCKETS) + 1)
        self.total = 0.0

    def observe(self, seconds: float) -> None:
        """Count one."""
        with self.lock:
            self.counts[bisect_left(BUCKETS, seconds)] += 1
            self.total += seconds

    def clear(self) -> None:
        """Begin anew; called under the lock."""
        self.counts = [0] * (len(BUCKETS) + 1)
        self.total = 0.0


class Meters:
    """The figures of this process since its last visit to the table. Safe for threads."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._lock = threading.Lock()
        self._flushing = threading.Lock()
        self._counts: dict[Key, float] = {}
        self._kinds: Counter[str] = Counter()
        self._durations: dict[Key, Durations] = {}
        self._values: dict[tuple[str, str], set[str]] = {}

    def events(self, kinds: Iterable[str]) -> None:
        """Count events that have been appended, by type."""
        with self._lock:
            self._kinds.update(kinds)

    def durations(self, name: str, **labels: str) -> Durations:
        """Give the histogram with these labels, always the same one: callers may keep it."""
        with self._lock:
            told = tuple(sorted((key, self._bounded(name, key, v)) for key, v in labels.items()))
            key = Key(name, told)
            found = self._durations.get(key)
            if found is None:
                found = self._durations[key] = Durations(self._lock)
            return found

    def flush(self) -> None:
        """Add everything to the table; what cannot be added is kept. Raises the driver's errors."""
        with self._flushing:
            with self._lock:
                self._gather()
                taken, self._counts = self._counts, {}
            if not taken:
                return
            # In one order, so that two processes never wait for each other crosswise.
            rows = sorted((key.name, dumps(dict(key.labels)), float(n)) for key, n in taken.items())
            try:
                with writing() as session:
                    session.many(_ADD, rows)
            except BaseException:
                with self._lock:
                    for key, value in taken.items():
                        self._add(key, value)
                raise

    def pending(self) -> Mapping[Key, float]:
        """Give what has not been added yet."""
        with self._lock:
            self._gather()
            return dict(self._counts)

    def forget(self) -> None:
        """Drop what has not been added: the database is another now."""
        with self._lock:
            self._gather()
            self._counts.clear()

    def _add(self, key: Key, value: float) -> None:
        self._counts[key] = self._counts.get(key, 0.0) + value

    def _gather(self) -> None:
        """Bring everything into the form of the table; called under the lock."""
        for kind, count in self._kinds.items():
            self._add(Key("events", (("type", kind),)), count)
        self._kinds.clear()
        for key, found in self._durations.items():
            if not any(found.counts):
                continue
            for bound, count in zip(BOUNDS, found.counts, strict=True):
                if count:
                    self._add(Key(f"{key.name}_bucket", (*key.labels, ("le", bound))), count)
            self._add(Key(f"{key.name}_sum", key.labels), found.total)
            found.clear()

    def _bounded(self, name: str, label: str, value: str) -> str:
        """Keep a label from taking values without end: each is a row and a series."""
        known = self._values.setdefault((name, label), set())
        if value not in known and len(known) >= MOST_VALUES:
            return "other"
        known.add(value)
        return value


METERS = Meters()
"""Those of this process."""
