"""Claims about a Redis that does not answer: what it costs whoever rings, and whoever looks."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import redis
from django.conf import settings
from django.test import override_settings

from tests.support.server import free_port
from workflows.adapters import queue
from workflows.adapters.upkeep.redis import queue_facts, redis_facts


@contextmanager
def in_redis_mode(port: int) -> Iterator[None]:
    url = f"redis://127.0.0.1:{port}/0"
    queues = {"default": {"URL": url, "SERIALIZER": "rq.serializers.JSONSerializer"}}
    app = {**settings.FERMATA, "redis_url": url}
    installed = [*settings.INSTALLED_APPS, "django_rq"]
    with override_settings(FERMATA=app, RQ_QUEUES=queues, INSTALLED_APPS=installed):
        yield


def test_a_redis_that_does_not_answer_is_asked_once_in_a_while() -> None:
    with in_redis_mode(free_port()):
        enqueue = queue.Enqueuer()
        with pytest.raises(redis.ConnectionError):
            enqueue()
        # The second ring is not even tried: nobody waits for it.
        assert enqueue() is None  # type: ignore[func-returns-value]
        assert queue.listening() == []


def test_a_redis_that_hangs_counts_as_away_to_whoever_looks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(queue, "PATIENCE_SECONDS", 0.05)
    with socket.create_server(("127.0.0.1", 0)) as silent, in_redis_mode(silent.getsockname()[1]):
        # Without a limit of ours both would wait for ever.
        assert queue_facts() is None
        with pytest.raises(OSError, match="Redis does not answer"):
            redis_facts()
