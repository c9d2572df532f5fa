"""Claims about the worker of Redis mode: what its forks find."""

from __future__ import annotations

from typing import Any

import pytest
from rq import Worker

from workflows.worker import queue_worker
from workflows.worker.queue_worker import QueueWorker


class Pooled:
    """A connection with a pool, as PostgreSQL's."""

    def __init__(self, seen: list[str]) -> None:
        self.seen = seen

    def close(self) -> None:
        self.seen.append("closed")

    def close_pool(self) -> None:
        self.seen.append("pool closed")


def test_forks_inherit_no_connection_and_no_pool(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []

    class Connections:
        def all(self, **how: Any) -> list[Pooled]:
            return [Pooled(seen)]

    def work(self: Worker, *given: Any, **more: Any) -> bool:
        seen.append("forks")
        return True

    monkeypatch.setattr(queue_worker, "connections", Connections())
    monkeypatch.setattr(queue_worker, "publish_code", lambda: seen.append("published"))
    monkeypatch.setattr(Worker, "work", work)
    assert QueueWorker.work(object.__new__(QueueWorker))
    assert seen == ["published", "closed", "pool closed", "forks"]
