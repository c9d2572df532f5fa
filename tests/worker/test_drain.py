"""Redis mode: jobs say only that there is work; a Redis that is gone costs nothing but time."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from typing import Any

import pytest
import redis
from django.conf import settings
from django.db import OperationalError
from django.test import override_settings
from rq import Worker
from rq.serializers import JSONSerializer

from tests.support.redis import URL
from tests.worker.conftest import MODULES, ROOT, House, database_url
from workflows.adapters import ports, queue
from workflows.adapters.bell import QueueBell
from workflows.adapters.hub import Sender
from workflows.adapters.presence import living_workers
from workflows.worker import drain as drain_module
from workflows.worker import loop, timekeeper
from workflows.worker.drain import drain

STEP = {"id": "a", "type": "bench.add_one"}


class Counter:
    """A bell that counts, and may be out of order."""

    def __init__(self, broken: bool = False) -> None:
        self.rung = 0
        self.broken = broken

    def __call__(self) -> None:
        self.rung += 1
        if self.broken:
            raise redis.ConnectionError("no Redis")


def test_a_bell_never_raises(tmp_path: Any) -> None:
    enqueue = Counter(broken=True)
    QueueBell(Sender(tmp_path, "worker"), enqueue).ring(["r"])
    assert enqueue.rung == 1


def test_the_timekeeper_rings_for_what_is_due(house: House, monkeypatch: Any) -> None:
    counter = Counter()
    monkeypatch.setattr(timekeeper.current_ports().bell, "ring", lambda runs: counter())
    assert timekeeper.run_once() == timekeeper.SWEEP_SECONDS
    house.publish("flow", [STEP])
    house.start("flow")
    counter.rung = 0
    assert timekeeper.run_once() == timekeeper.BUSY_SECONDS
    assert counter.rung == 1


def test_a_timer_that_the_timekeeper_is_not_told_of_is_late_by_a_second_at_most(
    house: House,
) -> None:
    assert timekeeper.run_once() <= 1


def test_a_drain_ends_when_nothing_is_due(house: House) -> None:
    house.publish("flow", [STEP, {"id": "w", "type": "wait"}], "a w")
    runs = [house.start("flow") for _ in range(3)]
    drain()
    assert {house.status(run_id) for run_id in runs} == {"suspended"}
    house.resume(runs[0])
    drain()
    assert house.status(runs[0]) == "completed"


def test_a_step_longer_than_job_and_grace_is_executed_once(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.publish("flow", [house.gate("g")])
    run_id = house.start("flow")
    monkeypatch.setattr(drain_module, "MOST_SECONDS", 0.05)
    monkeypatch.setattr(loop, "GRACE_SECONDS", 0.05)
    opener = threading.Timer(0.6, house.open, ["g"])
    opener.start()
    drain()
    assert house.status(run_id) == "completed"
    assert len(house.begun("g")) == 1
    assert not opener.is_alive()


def test_a_run_that_cannot_be_given_back_ends_no_other_step(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.publish("first", [house.gate("g"), STEP], "g a")
    house.publish("second", [house.gate("h")])
    house.start("first")
    run_id = house.start("second")
    tried = Counter()

    def release(*given: Any) -> None:
        tried()
        house.open("h")
        raise OperationalError("gone")

    monkeypatch.setattr(drain_module, "MOST_SECONDS", 0.05)
    monkeypatch.setattr(loop, "release", release)
    threading.Timer(0.3, house.open, ["g"]).start()
    drain()
    assert house.status(run_id) == "completed"
    assert tried.rung >= 1


@pytest.fixture
def with_redis() -> Iterator[redis.Redis]:
    """Switch this process to Redis mode, on an empty Redis."""
    queues = {"default": {"URL": URL, "SERIALIZER": "rq.serializers.JSONSerializer"}}
    client = redis.Redis.from_url(URL)
    client.flushdb()
    app = {**settings.FERMATA, "redis_url": URL}
    installed = [*settings.INSTALLED_APPS, "django_rq"]
    with override_settings(FERMATA=app, RQ_QUEUES=queues, INSTALLED_APPS=installed):
        ports.forget_ports()
        yield client
    ports.forget_ports()
    client.flushdb()


@pytest.mark.redis
def test_a_queue_worker_advances_runs(with_redis: redis.Redis, house: House) -> None:
    house.publish("flow", [STEP])
    runs = [house.start("flow") for _ in range(5)]
    assert with_redis.llen("rq:queue:default") == 1
    done = subprocess.run(
        [sys.executable, "manage.py", "rqworker", "--burst"],
        cwd=ROOT,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "core.settings",
            "DATABASE_URL": database_url(),
            "FERMATA_HOME": str(settings.FERMATA["home"]),
            "FERMATA_MODULES": ",".join(MODULES),
            "REDIS_URL": URL,
        },
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    assert {house.status(run_id) for run_id in runs} == {"completed"}, done.stderr


@pytest.mark.redis
def test_a_queue_worker_without_a_job_counts_as_living(
    with_redis: redis.Redis, house: House
) -> None:
    assert living_workers() == []
    worker = Worker([queue.QUEUE], connection=with_redis, serializer=JSONSerializer)
    worker.register_birth()
    assert living_workers() == [worker.key]
    worker.register_death()
    assert living_workers() == []


@pytest.mark.redis
def test_many_rings_are_few_jobs(with_redis: redis.Redis, monkeypatch: Any) -> None:
    monkeypatch.setattr(queue, "QUIET_SECONDS", 0)
    bell = ports.current_ports().bell
    for _ in range(50):
        bell.ring(["r"])
    assert with_redis.llen("rq:queue:default") == 1
