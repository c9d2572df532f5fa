"""Who fires schedules: embedded workers, or the timekeeper; and addresses made by real workers."""

from __future__ import annotations

import asyncio
import json
import signal
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import OperationalError, connection
from django.test import Client

from tests.support.outside.web import serving
from tests.worker.conftest import House
from workflows.adapters.callbacks import address_of, token_of
from workflows.engine.callbacks import CallbackRequest
from workflows.models import Callback, Run, Trigger
from workflows.services.triggers.changing import TriggerRequest, create_trigger
from workflows.worker import timekeeper
from workflows.worker.maintenance import beside, schedules
from workflows.worker.patience import addresses, patient

STEP = {"id": "a", "type": "bench.add_one"}


def schedule(house: House, runs_missed: int) -> Trigger:
    """Publish a workflow with a yearly schedule that is late by some slots."""
    house.publish("flow", [STEP])
    root, _ = User.objects.get_or_create(username="root", is_superuser=True)
    settings = {"cron": "0 0 1 1 *", "missed": "all"}
    made = create_trigger(root, "flow", TriggerRequest("schedule", settings=settings))
    trigger = Trigger.objects.get(pk=made.id)
    assert trigger.next_at is not None
    first = trigger.next_at.replace(year=trigger.next_at.year - runs_missed)
    Trigger.objects.filter(pk=trigger.pk).update(next_at=first)
    return trigger


def test_workers_fire_a_schedule_once_among_them(house: House) -> None:
    trigger = schedule(house, 12)
    workers = [house.worker(name) for name in ("w1", "w2")]
    house.until(lambda: Run.objects.filter(status="completed").count() == 12)
    for worker in workers:
        # The other may have done it all while this one was still starting.
        assert house.end(worker) in (0, -signal.SIGTERM)
    assert Run.objects.count() == 12
    before = trigger.next_at
    trigger.refresh_from_db()
    assert (trigger.next_at, trigger.held_until) == (before, None)
    assert trigger.last_run is not None


def test_a_schedule_made_while_a_worker_idles_is_noticed(house: House) -> None:
    house.worker("w1")
    schedule(house, 1)
    house.until(lambda: Run.objects.filter(status="completed").count() == 1)


def test_the_timekeeper_fires_schedules_in_redis_mode(house: House) -> None:
    trigger = schedule(house, 1)

    class Until:
        """A stop that is set once a run has been started."""

        def is_set(self) -> bool:
            return Run.objects.exists()

        def wait(self, seconds: float) -> None:
            threading.Event().wait(min(seconds, 0.05))

    timekeeper.keep_time(Until())  # type: ignore[arg-type]
    assert Run.objects.count() == 1
    trigger.refresh_from_db()
    assert trigger.last_run == Run.objects.get()


def test_looks_are_at_most_a_second_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    def look(answer: float | None) -> float:
        monkeypatch.setattr(schedules, "fire_due", lambda: answer)
        return beside.look(schedules.firing(), threading.Event())

    assert (look(None), look(3_600.0), look(0.5)) == (1, 1, 0.5)
    assert 0 < look(-5.0) < 0.1


def test_an_answer_to_an_address_that_a_worker_made_ends_the_wait(house: House) -> None:
    house.publish("flow", [{"id": "lab", "type": "callback"}, STEP], "lab a")
    house.worker("w1")
    run = house.start("flow")
    house.until(lambda: house.status(run) == "suspended")
    request = CallbackRequest(run, "lab")
    row = Callback.objects.get()
    assert (str(row.webhook_id), row.expires_at) == (request.webhook_id, None)
    path = "/" + address_of(request).split("/", 3)[3]
    answer = Client().post(path, {"ok": True}, content_type="application/json")
    assert answer.status_code == 202
    house.until(lambda: house.finished(run))
    assert token_of(request) not in repr([record.event for record in house.log(run)])


@pytest.fixture
def lab(transactional_db: None) -> Iterator[tuple[str, list[int]]]:
    """Give the address of a system that answers at once, and what its answers came to."""
    statuses: list[int] = []

    def answer(handler: BaseHTTPRequestHandler, body: bytes) -> None:
        told = json.loads(body)
        path = "/" + told["callback_url"].split("/", 3)[3]
        sent = Client().post(path, {"run": told["run"]}, content_type="application/json")
        statuses.append(sent.status_code)
        connection.close()
        handler.send_response(204)
        handler.end_headers()

    with serving(answer) as server:
        yield f"{server.url}/", statuses


def test_an_answer_that_comes_while_the_address_is_still_being_told_counts(
    house: House, lab: tuple[str, list[int]]
) -> None:
    told, statuses = lab
    node = {"id": "lab", "type": "callback", "properties": {"notify_url": told}}
    house.publish("flow", [node])
    house.worker("w1", FERMATA_HTTP_ALLOW="127.0.0.0/8")
    run = house.start("flow")
    house.until(lambda: house.finished(run))
    assert statuses == [202]
    assert house.state(run).result["lab"]["callback_data"] == {"run": run}


def test_an_address_is_made_also_over_a_short_trouble_of_the_database(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    calls = []

    class Thread:
        """Stands for the database thread: the first call finds the database away."""

        async def call(self, work: Callable[[], Any]) -> Any:
            calls.append(work)
            if len(calls) == 1:
                raise OperationalError("away")
            return "https://made/"

    monkeypatch.setattr("workflows.worker.patience.PAUSE_SECONDS", 0.0)
    made = addresses(patient(Thread(), 30))  # type: ignore[arg-type]
    assert asyncio.run(made(CallbackRequest("r1", "a"))) == "https://made/"
    assert len(calls) == 2
    with pytest.raises(OperationalError):
        calls.clear()
        asyncio.run(addresses(patient(Thread(), -1))(CallbackRequest("r1", "a")))  # type: ignore[arg-type]
