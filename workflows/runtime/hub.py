"""Hub: tells drivers in this process which runs need a worker and which have moved."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from workflows.engine.events import Json
from workflows.engine.ports import Bell, Feed

Listener = Callable[[Sequence[str], bool], None]
"""Gets run ids, and whether they were rung for (else they have moved). Called in any thread."""


class Hub:
    """A bell and a feed in one that pass on to listeners, and to the bell and feed behind it."""

    def __init__(self, bell: Bell | None = None, feed: Feed | None = None) -> None:
        """Begin without listeners."""
        self._bell, self._feed = bell, feed
        self._listeners: list[Listener] = []
        self._lock = threading.Lock()

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Add a listener; give what takes it away again."""
        with self._lock:
            self._listeners.append(listener)

        def leave() -> None:
            with self._lock:
                self._listeners.remove(listener)

        return leave

    @contextmanager
    def heard(self) -> Iterator[set[str]]:
        """Collect the runs that this thread rings for meanwhile."""
        rung: set[str] = set()
        thread = threading.get_ident()

        def hear(run_ids: Sequence[str], ringing: bool) -> None:
            if ringing and threading.get_ident() == thread:
                rung.update(run_ids)

        leave = self.listen(hear)
        try:
            yield rung
        finally:
            leave()

    def ring(self, run_ids: Sequence[str]) -> None:
        """Say that these runs need a worker, or that their holder should look."""
        if self._bell is not None:
            self._bell.ring(run_ids)
        self._tell(run_ids, True)

    def publish(self, moved: Mapping[str, int]) -> None:
        """Say that these runs have moved."""
        if self._feed is not None:
            self._feed.publish(moved)
        self._tell(list(moved), False)

    def progress(
        self, run_id: str, node_id: str, iteration: int, value: Mapping[str, Json]
    ) -> None:
        """Pass on how far a node is."""
        if self._feed is not None:
            self._feed.progress(run_id, node_id, iteration, value)

    def _tell(self, run_ids: Sequence[str], rung: bool) -> None:
        with self._lock:
            listeners = list(self._listeners)
        for listener in listeners:
            listener(run_ids, rung)
