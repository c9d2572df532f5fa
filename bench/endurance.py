"""E1: runs that wait in the middle, while one of two workers is killed again and again."""

from __future__ import annotations

import os
import signal
import threading
import time
from typing import Any

from django.db import connections

from bench import client, graphs
from bench.installation import Workers
from bench.oracle import faults
from workflows.adapters.leases import expire_owner


def endurance(workers: Workers) -> list[dict[str, Any]]:
    """Start, let all suspend, resume all; ``AssertionError`` names what was lost or doubled."""
    runs = int(os.environ.get("BENCH_E1", "1000"))
    pause = float(os.environ.get("BENCH_E1_KILL_SECONDS", "2"))
    client.publish("five", graphs.five_with_a_wait())
    reaper = Reaper(workers, pause)
    reaper.start()
    began = time.perf_counter()
    ids = client.start("five", runs, batch=10)
    client.wait_for("suspended", runs)
    waiting = time.perf_counter()
    for first in range(0, runs, 10):
        client.resume(ids[first : first + 10])
    client.wait_for("completed", runs)
    ended = time.perf_counter()
    reaper.stop()
    wrong = faults(ids)
    if wrong:
        raise AssertionError("; ".join(wrong[:5]))
    seconds = ended - began
    note = f"{reaper.killed} workers killed; suspended after {waiting - began:.1f} s; nothing lost"
    return [
        {
            "n": runs,
            "concurrency": 2,
            "seconds": seconds,
            "per_second": runs / seconds,
            "steps_per_second": runs * 5 / seconds,
            "notes": note,
        }
    ]


class Reaper:
    """Keeps two workers alive and kills one of them every so often, as a supervisor sees it."""

    def __init__(self, workers: Workers, pause_seconds: float) -> None:
        """Take where workers are started, and the time between two deaths."""
        self.killed = 0
        self._workers = workers
        self._pause = pause_seconds
        self._stop = threading.Event()
        self._number = 0
        self._thread = threading.Thread(target=self._run, daemon=True)

    def start(self) -> None:
        """Start two workers and the killing."""
        self._living = [self._new(patient=True), self._new(patient=True)]
        self._thread.start()

    def stop(self) -> None:
        """End the killing; the workers live on."""
        self._stop.set()
        self._thread.join()

    def _new(self, patient: bool = False) -> tuple[str, Any]:
        self._number += 1
        name = f"bench{self._number}"
        return name, self._workers.start(20, lease_seconds=5, name=name, patient=patient)

    def _run(self) -> None:
        try:
            while not self._stop.wait(self._pause):
                name, process = self._living.pop(0)
                self._workers.end(process, signal.SIGKILL)
                self.killed += 1
                expire_owner(name)
                # On a busy machine a start takes longer than the pause: only who works is killed.
                self._living.append(self._new(patient=True))
        finally:
            connections.close_all()
