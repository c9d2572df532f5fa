"""Workers have a bounded address space: what grows without end fails alone."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest

from tests.worker.conftest import ROOT
from workflows.management.commands import worker as command
from workflows.worker import queue_worker
from workflows.worker.queue_worker import QueueWorker

GROW = """
from workflows.worker.memory import limit_memory
limited = limit_memory(600)
try:
    bytearray(700 * 1024 * 1024)
    print(limited, "grown")
except MemoryError:
    print(limited, "refused", len(bytearray(1024)))
"""


def test_beyond_the_limit_an_allocation_fails_and_the_process_goes_on() -> None:
    done = subprocess.run([sys.executable, "-c", GROW], cwd=ROOT, capture_output=True, text=True)
    wanted = "True refused 1024" if sys.platform.startswith("linux") else "False grown"
    assert done.stdout.strip() == wanted, done.stderr


def test_every_kind_of_worker_is_limited(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    settings.FERMATA = {**settings.FERMATA, "worker_memory_mb": 777}
    seen: list[int] = []

    class Enough(Exception):
        """Ends what comes after."""

    def limit(mebibytes: int) -> bool:
        seen.append(mebibytes)
        raise Enough

    monkeypatch.setattr(command, "limit_memory", limit)
    monkeypatch.setattr(queue_worker, "limit_memory", limit)
    monkeypatch.setattr(command.signal, "signal", lambda *given: None)
    with pytest.raises(Enough):
        command.Command().handle(concurrency=1)
    with pytest.raises(Enough):
        QueueWorker.work(object.__new__(QueueWorker))
    assert seen == [777, 777]
