"""Rows 19 to 25: Redis is emptied, gone, hanging, full, or holds what it should not; it only
rings, so nothing but time is lost."""

from __future__ import annotations

import pickle
import random
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from tests.chaos.harness.site import REDIS, SWEEP, Site
from tests.support.waiting import until

pytestmark = pytest.mark.parametrize("site", [REDIS], indirect=True, ids=str)

QUEUE = "rq:queue:default"


@contextmanager
def again_and_again(what: Callable[[], Any], pause: float) -> Iterator[None]:
    """Do something every so often while the block lasts."""
    stop = threading.Event()

    def run() -> None:
        while not stop.wait(pause):
            what()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(10)


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
    with again_and_again(redis.flushall, 0.3):
        runs = start_many(site, short(site), 40)
        site.until_ended(*runs, seconds=30)


def test_redis_is_gone_then_back_and_empty(site: Site) -> None:
    assert site.redis is not None
    slug = short(site)
    site.tell("SHUTDOWN NOSAVE")
    site.redis.stop()
    runs = start_many(site, slug, 10)
    took = site.until_ended(*runs, seconds=20)
    assert took < SWEEP + 6, "workers look into the database by themselves"
    journal = site.journal[-10:]
    assert {sent.status for sent in journal} == {201}
    assert max(sent.seconds for sent in journal) < 3
    site.redis.start()
    # The queue's worker finds its way back by itself, without those that sweep.
    for worker in site.workers:
        worker.end()
    later = site.client().start(slug)
    site.until_ended(later, seconds=40)


@pytest.mark.soak
def test_redis_hangs_and_nobody_waits_for_it(site: Site) -> None:
    assert site.redis is not None
    slug = short(site)
    start_many(site, slug, 3)
    site.tell("Redis is frozen")
    site.redis.signal(signal.SIGSTOP)
    runs = start_many(site, slug, 20)
    slowest = sorted(sent.seconds for sent in site.journal[-20:])[-2]
    site.redis.signal(signal.SIGCONT)
    assert slowest < 1.5, f"a start took {slowest:.2f} s while Redis hung"
    site.until_ended(*runs)


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
    redis.config_set("maxmemory", "0")
    redis.flushall()


@pytest.mark.soak
def test_foreign_jobs_are_refused_and_their_worker_lives(site: Site, chance: random.Random) -> None:
    assert site.redis is not None
    redis, queue = site.redis.client, site.processes["queue"]
    # Another test has emptied Redis: with its first job the worker stands in the list again.
    site.until_ended(site.client().start(short(site)))
    until(lambda: redis.smembers("rq:workers"), "the queue has a worker", 40)
    born = queue.pid
    for name, data in _foreign(chance).items():
        redis.hset(f"rq:job:{name}", mapping={"data": data, "created_at": "never", "origin": "x"})
        redis.rpush(QUEUE, name)
    redis.rpush(QUEUE, b"\xff\xfe", "no-such-job")
    for worker in site.workers:
        worker.end()
    run = site.client().start(short(site))
    site.until_ended(run, seconds=60)
    assert (queue.alive, queue.pid) == (True, born)


def _foreign(chance: random.Random) -> dict[str, bytes]:
    return {
        "pickled": pickle.dumps(("os.system", None, ("exit 1",), {})),
        "random": chance.randbytes(200),
        "other": b'["os._exit", null, [1], {}]',
        "unknown": b'["workflows.worker.nothing", null, [], {}]',
    }


def test_jobs_come_ten_times_late_and_for_nothing(site: Site, chance: random.Random) -> None:
    assert site.redis is not None
    redis = site.redis.client
    done = start_many(site, short(site), 3)
    site.until_ended(*done)
    site.redis.client.delete(QUEUE)
    slug = short(site)
    job = b'["workflows.worker.drain.drain", null, [], {}]'
    names = [f"again-{number}" for number in range(10)]
    chance.shuffle(names)
    for name in names:
        at = "2026-01-01T00:00:00.000000Z"
        redis.hset(f"rq:job:{name}", mapping={"data": job, "created_at": at, "origin": "default"})
        redis.rpush(QUEUE, name, name)
    runs = start_many(site, slug, 5)
    site.until_ended(*runs)
    until(lambda: not redis.llen(QUEUE), "the queue is empty", 60)
