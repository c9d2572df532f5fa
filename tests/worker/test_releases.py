"""Claims about newer releases and about a Redis that does not answer: who notices, and at what
cost."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
import redis
from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import override_settings

from tests.support.server import free_port
from workflows.adapters import queue
from workflows.services.readiness import newer_migrations
from workflows.worker.releases import outdated


@pytest.mark.django_db
def test_a_migration_that_this_code_lacks_makes_it_the_older_one() -> None:
    assert newer_migrations() == []
    MigrationRecorder(connection).record_applied("workflows", "9999_next")
    assert newer_migrations() == ["workflows.9999_next"]

    async def here(function: Callable[[], Any]) -> Any:
        return ["workflows.9999_next"]

    assert asyncio.run(outdated(here)) == "workflows.9999_next"


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
