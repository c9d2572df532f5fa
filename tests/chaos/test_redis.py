"""Rows 19 to 25: Redis is emptied, gone, hanging, full, or holds what it should not; it only
rings, so nothing but time is lost."""

from __future__ import annotations

import json
import pickle
import random
import signal
import statistics
from pathlib import Path
from typing import Any

import pytest

from tests.chaos.harness.effects import Effects
from tests.chaos.harness.processes import Process
from tests.chaos.harness.site import REDIS, Site
from tests.chaos.test_load import of_95_in_100
from tests.support.threads import meanwhile
from tests.support.waiting import until
from workflows.adapters.queue import DRAIN
from workflows.models import Run

pytestmark = pytest.mark.parametrize("site", [REDIS], indirect=True, ids=str)

QUEUE, FAILED = "rq:queue:default", "rq:failed:default"


def short(site: Site) -> str:
    step = ("constant", {"value": 1})
    return site.publish({"a": site.effect(), "b": step, "z": step}, "a>b", "b>z")


def start_many(site: Site, slug: str, count: int) -> list[str]:
    client = site.client()
    return [client.start(slug) for _ in range(count)]


def test_redis_is_emptied_again_and_again(site: Site) -> None:
    assert site.redis is not None
    redis = site.redis.client
    site.tell("FLUSHALL each 0.3 s")
    with meanwhile(redis.flushall, 0.3):
        runs = start_many(site, short(site), 40)
        site.until_ended(*runs)


def test_redis_is_gone_then_back_and_empty(site: Site) -> None:
    assert site.redis is not None
    slug = short(site)
    site.tell("SHUTDOWN NOSAVE")
    site.redis.stop()
    since = len(site.journal)
    # Workers look into the database by themselves, and the API does not wait for Redis.
    site.until_ended(*start_many(site, slug, 10))
    asked = site.journal[since:]
    assert [sent.status for sent in asked] == [201] * 10
    assert statistics.median(sent.seconds for sent in asked) < 1
    site.redis.start()
    # The queue's worker finds its way back by itself, without those that sweep.
    for worker in site.workers:
        worker.end()
    later = site.client().start(slug)
    site.until_ended(later)


@pytest.mark.soak
def test_redis_hangs_and_nobody_waits_for_it(site: Site) -> None:
    assert site.redis is not None
    slug = short(site)
    usual = seconds_of_95_starts_in_100(site, slug)
    site.tell("Redis is frozen")
    site.redis.signal(signal.SIGSTOP)
    assert seconds_of_95_starts_in_100(site, slug) < usual + 1


def seconds_of_95_starts_in_100(site: Site, slug: str) -> float:
    """Start runs; give the seconds within which the API has answered but for a few of them."""
    since = len(site.journal)
    start_many(site, slug, 20)
    return of_95_in_100([sent.seconds for sent in site.journal[since:]])


@pytest.mark.soak
def test_redis_is_full_and_throws_away_what_it_likes(site: Site) -> None:
    assert site.redis is not None
    redis = site.redis.client
    redis.config_set("maxmemory-policy", "allkeys-lru")
    redis.config_set("maxmemory", "2mb")
    site.tell("maxmemory 2mb, allkeys-lru, filled")
    for number in range(3_000):
        redis.set(f"filler:{number}", "x" * 1_000)
    runs = start_many(site, short(site), 20)
    site.until_ended(*runs)
    redis.flushall()


@pytest.mark.soak
def test_foreign_jobs_are_refused_and_their_worker_lives(
    site: Site, chance: random.Random, tmp_path: Path
) -> None:
    assert site.redis is not None
    redis, queue = site.redis.client, site.processes["queue"]
    # Another test has emptied Redis: with its first job the worker stands in the list again.
    site.until_ended(site.client().start(short(site)))
    until(lambda: redis.smembers("rq:workers"), "the queue has a worker")
    born, before = queue.pid, refusals(queue)
    redis.delete(QUEUE, FAILED)
    foreign = _foreign(chance, tmp_path)
    for name, data in foreign.items():
        push(redis, name, data)
    redis.rpush(QUEUE, b"\xff\xfe", "no-such-job")
    for worker in site.workers:
        worker.end()
    run = site.client().start(short(site))
    site.until_ended(run)
    assert (queue.alive, queue.pid) == (True, born)
    # Each is counted, with the name that cannot be read; what does not exist is no job.
    assert refusals(queue) - before == len(foreign) + 1
    # Nothing was executed, in a fork neither, and no fork was there to fail.
    assert list(tmp_path.iterdir()) == []
    assert redis.zcard(FAILED) == 0


def refusals(queue: Process) -> int:
    """Count the jobs that the queue's worker says to have refused."""
    return queue.said().count("A job of the queue is refused")


def _foreign(chance: random.Random, folder: Path) -> dict[str, bytes]:
    """Make jobs, all but one of which would leave a trace in a folder."""
    return {
        "pickled": pickle.dumps(("os.mkdir", None, (f"{folder}/pickled",), {})),
        "random": chance.randbytes(200),
        "other": json.dumps(["os.mkdir", None, [f"{folder}/other"], {}]).encode(),
        "drained": json.dumps([DRAIN, None, [f"{folder}/drained"], {}]).encode(),
    }


def push(redis: Any, name: str, data: bytes, times: int = 1) -> None:
    """Put a job into the queue, so often."""
    at = "2026-01-01T00:00:00.000000Z"
    redis.hset(f"rq:job:{name}", mapping={"data": data, "created_at": at, "origin": "default"})
    redis.rpush(QUEUE, *[name] * times)


def test_jobs_come_ten_times_late_and_for_nothing(site: Site, effects: Effects) -> None:
    assert site.redis is not None
    redis = site.redis.client
    done = start_many(site, short(site), 3)
    site.until_ended(*done)
    ended = {run: Run.objects.get(uuid=run).seq for run in done}
    seen = len(effects.seen)
    redis.delete(QUEUE, FAILED)
    job = json.dumps([DRAIN, None, [], {}]).encode()
    # Nothing is due when they come, and they are older than all that there is.
    push(redis, "late", job, 10)
    until(lambda: idle(redis), "the queue is empty")
    assert len(effects.seen) == seen
    push(redis, "again", job, 10)
    runs = start_many(site, short(site), 5)
    site.until_ended(*runs)
    until(lambda: idle(redis), "the queue is empty")
    assert {run: Run.objects.get(uuid=run).seq for run in done} == ended
    assert redis.zcard(FAILED) == 0


def idle(redis: Any) -> bool:
    """Say whether no job waits and none is at work."""
    return not redis.llen(QUEUE) and not redis.zcard("rq:wip:default")
