"""Rows 52 to 54: retention while runs come and go, a thousand sockets, ten thousand timers at the
same second."""

from __future__ import annotations

import asyncio
import json
import resource
import statistics
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from websockets.asyncio.client import connect

from bench.client import start as start_at_once
from tests.chaos.harness.client import Sent
from tests.chaos.harness.site import POSTGRES, SQLITE, Site
from tests.support.threads import meanwhile
from tests.support.waiting import until
from workflows.models import Event, Run
from workflows.services.pruning import Retention, prune

pytestmark = [pytest.mark.soak, pytest.mark.timeout(600)]

on_both = pytest.mark.parametrize("site", [SQLITE, POSTGRES], indirect=True, ids=str)
SOCKETS = 1_000
SLEEPERS = 10_000
OLD = 300
QUICK = 0.5
"""Seconds in which 95 of 100 requests are answered whatever wakes up."""


def of_95_in_100(found: list[float]) -> float:
    """Give the value that 95 of 100 do not exceed."""
    return statistics.quantiles(found, n=20)[-1]


@on_both
def test_retention_takes_old_runs_while_new_ones_come_and_go(site: Site) -> None:
    slug = site.publish({"a": ("constant", {"value": 1}), "z": ("constant", {"value": 2})}, "a>z")
    root = site.client()
    old = noted(site, slug, OLD)
    site.until_ended(*old, seconds=120)
    long_ago = timezone.now() - timedelta(days=400)
    Run.objects.filter(uuid__in=old).update(finished_at=long_ago)
    asked = Retention(timedelta(days=365), batch=20)

    def take() -> None:
        for _ in prune(asked):
            pass

    took = []
    with meanwhile(take):
        young = []
        for _ in range(100):
            began = time.monotonic()
            young.append(root.start(slug))
            took.append(time.monotonic() - began)
        until(lambda: not Run.objects.filter(uuid__in=old).exists(), "the old runs are gone")
        site.until_ended(*young)
    assert not Event.objects.filter(run__uuid__in=old).exists()
    assert Run.objects.filter(uuid__in=young, status="completed").count() == len(young)
    assert of_95_in_100(took) < 1
    # The oracle would ask for the old ones, which were acknowledged: they are gone on purpose.
    site.journal[:] = [sent for sent in site.journal if not _is_of(sent, set(old))]


def _is_of(sent: Sent, runs: set[str]) -> bool:
    return isinstance(sent.answer, dict) and sent.answer.get("id") in runs


def noted(site: Site, slug: str, count: int) -> list[str]:
    """Start many runs past the API, and note them as if they had been asked for there."""
    made = start_at_once(slug, count, batch=200, inputs={})
    path = f"/api/workflows/{slug}/runs/"
    site.journal += [Sent("POST", path, "", None, None, 201, {"id": run}) for run in made]
    return made


@on_both
def test_ten_thousand_timers_of_one_second_all_fire_and_the_api_stays_quick(site: Site) -> None:
    at = datetime.now(UTC) + timedelta(seconds=180)
    slug = site.publish({"nap": ("sleep", {"until": at.isoformat()})})
    runs = noted(site, slug, SLEEPERS)
    site.until_waiting(*runs, seconds=170)
    took: list[float] = []
    root = site.client()
    until(lambda: datetime.now(UTC) >= at, "the second has come", 200)
    due = Run.objects.filter(workflow__slug=slug, status="suspended")

    def ask() -> bool:
        began = time.monotonic()
        root.get("/api/runs/", page_size=20)
        took.append(time.monotonic() - began)
        return not due.exists()

    seconds = until(ask, "all timers have fired", 300)
    site.until_ended(*runs, seconds=120)
    site.tell(f"{SLEEPERS} timers fired within {seconds:.1f} s")
    fired = Event.objects.filter(run__workflow__slug=slug, type="NodeResumed")
    assert fired.count() == SLEEPERS
    assert of_95_in_100(took) < QUICK


def test_a_thousand_sockets_hear_the_end_of_one_run(site: Site) -> None:
    slug = site.publish({"w": "wait", "z": ("constant", {"value": 1})}, "w>z")
    run = site.client().start(slug)
    site.until_waiting(run)
    _allow_files(3 * SOCKETS)
    # It has the limits with which it was started.
    site.web.kill()
    site.web.start()
    heard = asyncio.run(_crowd(site, run))
    assert heard == [Run.objects.values_list("seq", flat=True).get(uuid=run)] * SOCKETS


def _allow_files(count: int) -> None:
    """Let this process, and those that it starts, have so many files open."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    assert hard == resource.RLIM_INFINITY or hard >= count, "Raise `ulimit -Hn` for this test."
    if soft != resource.RLIM_INFINITY and soft < count:
        resource.setrlimit(resource.RLIMIT_NOFILE, (count, hard))


async def _crowd(site: Site, run: str) -> list[int]:
    """Have everybody follow a run, resume it, and give the last place that each has heard of."""
    headers = {"Authorization": f"Bearer {site.tokens['root']}"}
    door, ready = asyncio.Semaphore(20), asyncio.Semaphore(0)

    async def follow() -> int:
        async with door:
            opening = connect(
                f"ws://127.0.0.1:{site.port}/ws/", additional_headers=headers, open_timeout=60
            )
            socket = await opening
        await socket.send(json.dumps({"type": "subscribe", "id": 1, "run_id": run, "since": 0}))
        last, told = 0, False
        async with asyncio.timeout(150):
            while True:
                frame = json.loads(await socket.recv())
                if frame["type"] == "event":
                    last = frame["event"]["seq"]
                    if not told:
                        told = True
                        ready.release()
                    if frame["event"]["type"] == "RunCompleted":
                        break
        with suppress(TimeoutError):
            await asyncio.wait_for(socket.close(), 5)
        return last

    tasks = [asyncio.create_task(follow()) for _ in range(SOCKETS)]
    for _ in range(SOCKETS):
        await ready.acquire()
    resumed = await asyncio.to_thread(site.client().resume, run)
    assert resumed.acknowledged
    return list(await asyncio.gather(*tasks))
