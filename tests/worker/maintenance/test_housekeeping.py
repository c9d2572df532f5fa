"""Sweeping: what is past goes by itself, and a database that is away ends nothing."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from contextlib import nullcontext
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.db import OperationalError
from django.utils import timezone

from workflows.models import RequestKey, SignedHead, SignInLink
from workflows.services.upkeep.standing import continue_work, stand_still
from workflows.worker import timekeeper
from workflows.worker.maintenance import housekeeping

pytestmark = pytest.mark.django_db


def test_old_keys_and_links_go_and_fresh_ones_stay() -> None:
    now, user = timezone.now(), User.objects.create_user("maria")
    for days in (1, 8):
        key = RequestKey.objects.create(
            scope="s", key=str(days), digest="d", run_uuid=uuid4(), created_at=now
        )
        RequestKey.objects.filter(pk=key.pk).update(created_at=now - timedelta(days=days))
    for name, expires in (("a" * 64, -1), ("b" * 64, 1)):
        SignInLink.objects.create(
            user=user, token_hash=name, expires_at=now + timedelta(hours=expires)
        )
    housekeeping.run_once()
    assert list(RequestKey.objects.values_list("key", flat=True)) == ["1"]
    assert list(SignInLink.objects.values_list("token_hash", flat=True)) == ["b" * 64]


@pytest.mark.parametrize("fault", [OperationalError("away"), RuntimeError("odd")])
def test_a_fault_is_logged_and_the_next_hour_tries_again(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, fault: Exception
) -> None:
    def fail() -> dict[str, int]:
        raise fault

    monkeypatch.setattr(housekeeping, "keep_house", fail)
    monkeypatch.setattr(housekeeping, "standstill", lambda: None)
    monkeypatch.setattr(housekeeping, "sign_day", lambda: False)
    housekeeping.run_once()
    assert len(caplog.records) == 1


def test_the_heads_of_a_day_are_signed_once(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    housekeeping.run_once()
    housekeeping.run_once()
    assert caplog.text.count("were signed") == 1
    assert SignedHead.objects.count() == 1


def test_a_timekeeper_rings_on_while_its_housekeeping_takes_long(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    begun, go_on, stop, rung = (threading.Event() for _ in range(4))

    def keep_house() -> None:
        begun.set()
        go_on.wait(10)

    def ring() -> float:
        if begun.is_set():
            rung.set()
            stop.set()
        return 0.01

    quick = partial(housekeeping.sweeping, 0)
    monkeypatch.setattr(housekeeping, "run_once", keep_house)
    monkeypatch.setattr(timekeeper, "sweeping", quick)
    monkeypatch.setattr(timekeeper, "NoticeKeeper", nullcontext)
    monkeypatch.setattr(timekeeper, "run_once", ring)
    monkeypatch.setattr(timekeeper.schedules, "run_once", lambda: 1.0)
    breaker = threading.Timer(5, stop.set)
    breaker.start()
    watcher = threading.Thread(target=lambda: (rung.wait(10), go_on.set()))
    watcher.start()
    timekeeper.keep_time(stop)
    breaker.cancel()
    assert rung.is_set()


def test_nothing_is_signed_while_a_restored_database_stands_still() -> None:
    stand_still(timezone.now(), "a test")
    housekeeping.sign_once()
    assert not SignedHead.objects.exists()
    continue_work(None)
    housekeeping.sign_once()
    assert SignedHead.objects.count() == 1


async def test_a_workers_thread_for_the_database_does_not_wait_for_signing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    where: dict[str, threading.Thread] = {}
    done = asyncio.Event()
    loop = asyncio.get_running_loop()

    def swept() -> dict[str, int]:
        where["swept"] = threading.current_thread()
        return {}

    def signed() -> bool:
        where["signed"] = threading.current_thread()
        loop.call_soon_threadsafe(done.set)
        return False

    async def call(work: Callable[[], Any]) -> Any:
        return work()

    monkeypatch.setattr(housekeeping, "FIRST_SECONDS", 0)
    monkeypatch.setattr(housekeeping, "keep_house", swept)
    monkeypatch.setattr(housekeeping, "sign_day", signed)
    task = asyncio.create_task(housekeeping.keep_swept(call))
    await asyncio.wait_for(done.wait(), 5)
    task.cancel()
    assert where["swept"] is threading.current_thread()
    assert where["signed"] is not where["swept"]
