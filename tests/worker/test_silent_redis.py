"""Claims about a Redis that does not answer: what it costs whoever rings."""

from __future__ import annotations

import pytest
import redis
from django.conf import settings
from django.test import override_settings

from tests.support.server import free_port
from workflows.adapters import queue


def test_a_redis_that_does_not_answer_is_asked_once_in_a_while() -> None:
    url = f"redis://127.0.0.1:{free_port()}/0"
    queues = {"default": {"URL": url, "SERIALIZER": "rq.serializers.JSONSerializer"}}
    app = {**settings.FERMATA, "redis_url": url}
    installed = [*settings.INSTALLED_APPS, "django_rq"]
    with override_settings(FERMATA=app, RQ_QUEUES=queues, INSTALLED_APPS=installed):
        enqueue = queue.Enqueuer()
        with pytest.raises(redis.ConnectionError):
            enqueue()
        # The second ring is not even tried: nobody waits for it.
        assert enqueue() is None  # type: ignore[func-returns-value]
        assert queue.listening() == []
