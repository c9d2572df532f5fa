"""What a process left undelivered when it died is delivered by the workers' sweeps."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.support.waiting import LONG
from tests.worker.conftest import House
from workflows.adapters.store import DjangoStore
from workflows.engine.commands import Stop
from workflows.engine.messages import ToRun
from workflows.models import Message
from workflows.worker import timekeeper
from workflows.worker.drain import drain
from workflows.worker.loop import Worker

WAIT = {"id": "w", "type": "wait"}


def leave(run_id: str) -> None:
    """Keep a message as a process does that dies before it delivers."""
    with DjangoStore().transaction() as tx:
        tx.send([ToRun(run_id, Stop("Nobody waits for it any more."))])


@contextmanager
def working(worker: Worker) -> Iterator[None]:
    """Have a worker of this process work in a thread; it is asked to end at the end."""
    loops: list[asyncio.AbstractEventLoop] = []

    async def work() -> None:
        loops.append(asyncio.get_running_loop())
        await worker.run()

    thread = threading.Thread(target=lambda: asyncio.run(work()))
    thread.start()
    try:
        yield
    finally:
        loops[0].call_soon_threadsafe(worker.stop)
        thread.join(LONG)


def waiting(house: House) -> str:
    run_id = house.start("flow")
    house.until(lambda: house.status(run_id) == "suspended")
    return run_id


def test_an_idle_worker_delivers_what_was_left(house: House) -> None:
    house.publish("flow", [WAIT])
    house.worker("w1")
    run_id = waiting(house)
    leave(run_id)
    house.until(lambda: house.status(run_id) == "cancelled")
    assert not Message.objects.exists()


def test_a_worker_with_all_hands_full_delivers_too(house: House) -> None:
    house.publish("flow", [WAIT])
    house.publish("busy", [house.gate("g")])
    first = house.worker("w1")
    run_id = waiting(house)
    house.end(first)
    busy = house.start("busy")
    with working(Worker("w2", concurrency=1)):
        house.until(lambda: house.begun("g"))
        leave(run_id)
        house.until(lambda: house.status(run_id) == "cancelled")
        house.open("g")
        house.until(lambda: house.finished(busy))


def test_a_message_of_another_release_harms_no_worker(house: House) -> None:
    house.publish("flow", [WAIT])
    Message.objects.create(kind="Telegram", body={})
    house.worker("w1")
    run_id = waiting(house)
    leave(run_id)
    house.until(lambda: house.status(run_id) == "cancelled")
    assert Message.objects.get().attempts == 1


def test_a_drain_begins_with_what_was_left(house: House) -> None:
    house.publish("flow", [WAIT])
    run_id = house.start("flow")
    drain()
    leave(run_id)
    drain()
    assert house.status(run_id) == "cancelled"


def test_the_timekeeper_rings_for_what_was_left(house: House, monkeypatch: Any) -> None:
    rung: list[Any] = []
    monkeypatch.setattr(timekeeper.current_ports().bell, "ring", rung.append)
    assert timekeeper.run_once() == timekeeper.SWEEP_SECONDS
    leave("01938c0e-6b7c-7000-8000-0000000000cc")
    assert timekeeper.run_once() == timekeeper.BUSY_SECONDS
    assert rung == [[]]
