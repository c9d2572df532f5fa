"""Rows 26 to 29, 34 and 35: PostgreSQL restarts, fails over, is read-only, full, or held up."""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest

from tests.chaos.harness.site import POSTGRES, TTL, Site
from tests.chaos.harness.stores import Cluster
from tests.support.threads import meanwhile
from tests.support.waiting import LONG, until
from workflows.adapters.ports import current_ports
from workflows.engine.transition import claim
from workflows.models import Run

on_postgres = pytest.mark.parametrize("site", [POSTGRES], indirect=True, ids=str)
DEAD_ROWS = 10_000


def steps(site: Site) -> str:
    step = ("constant", {"value": 1})
    return site.publish({"a": site.effect(), "b": step, "z": step}, "a>b", "b>z")


@contextmanager
def load(site: Site, slug: str, most: int) -> Iterator[list[str]]:
    """Start runs while the block lasts, insisting on an answer to each."""
    client, runs = site.client(), list[str]()

    def start() -> None:
        if len(runs) < most:
            runs.append(client.start(slug))

    with meanwhile(start, 0.01, threads=2):
        yield runs


def refused_politely(site: Site, since: int) -> None:
    """See that every start was answered: done, done before, or a 503 that says when to come
    again."""
    told = {(sent.status, sent.retry_after is not None) for sent in site.journal[since:]}
    assert told <= {(201, False), (200, False), (503, True)}


@on_postgres
def test_postgresql_is_shut_down_at_once_and_started_again(site: Site) -> None:
    slug, since = steps(site), len(site.journal)
    with load(site, slug, 400) as runs:
        for _ in range(2):
            reached = len(runs) + 5
            until(lambda reached=reached: len(runs) >= reached, "runs are started")
            site.tell("pg_ctl stop -m immediate")
            site.cluster.stop()
            down = site.client("otto").send("POST", f"/api/workflows/{slug}/runs/", {"inputs": {}})
            assert down.status == 503
            site.cluster.start()
    refused_politely(site, since)
    site.until_ended(*runs)


@pytest.mark.soak
@on_postgres
def test_all_sessions_are_ended_again_and_again(site: Site, chance: random.Random) -> None:
    slug, since = steps(site), len(site.journal)
    with load(site, slug, 200) as runs:
        for _ in range(8):
            reached = len(runs) + chance.randint(2, 15)
            until(lambda reached=reached: len(runs) >= min(reached, 200), "runs are started")
            site.tell(f"{site.cluster.cut_all(site.database)} sessions ended")
    refused_politely(site, since)
    site.until_ended(*runs)


@pytest.mark.soak
@on_postgres
def test_postgresql_takes_no_writes_for_a_while(site: Site) -> None:
    slug = steps(site)
    run = site.client().start(slug)
    site.until_ended(run)
    _read_only(site.cluster, "on")
    try:
        site.cluster.cut_all(site.database)
        root = site.client()
        sent = root.send("POST", f"/api/workflows/{slug}/runs/", {"inputs": {}}, "once")
        assert sent.status == 503
        assert root.get(f"/api/runs/{run}/")["status"] == "completed"
    finally:
        _read_only(site.cluster, "off")
    later = site.client().start(slug, key="once")
    site.until_ended(later)


def _read_only(cluster: Cluster, word: str) -> None:
    cluster.sql(
        "SET default_transaction_read_only = off",
        f"ALTER SYSTEM SET default_transaction_read_only = {word}",
        "SELECT pg_reload_conf()",
    )


@pytest.mark.soak
@on_postgres
def test_two_lock_in_the_other_order(site: Site) -> None:
    """Each waits for the other, until PostgreSQL breaks ours off; it tries again, unseen."""
    slug = site.publish({"w": "wait", "z": site.effect()}, "w>z")
    run = site.client().start(slug)
    site.until_waiting(run)
    row, since, before = Run.objects.get(uuid=run).pk, len(site.journal), deadlocks(site)
    with site.cluster.connect(site.database) as other, ThreadPoolExecutor(1) as pool:
        # Whoever looks for a deadlock first is broken off: this session does not look.
        other.execute("SET deadlock_timeout = '10min'")
        with other.transaction():
            other.execute("SELECT 1 FROM workflows_suspension WHERE run_id = %s FOR UPDATE", (row,))
            answer = pool.submit(site.client().resume, run)
            until(lambda: waiting_for_locks(site), "the answer holds the run, and waits")
            other.execute("SELECT 1 FROM workflows_run WHERE id = %s FOR UPDATE", (row,))
        assert answer.result(LONG).status == 202
    until(lambda: deadlocks(site) > before, "PostgreSQL tells of a deadlock")
    assert [sent.status for sent in site.journal[since:]] == [202]
    site.until_ended(run)


def waiting_for_locks(site: Site) -> int:
    """Count the sessions that wait for somebody else's lock."""
    return _count(site, "pg_stat_activity", "AND wait_event_type = 'Lock'")


def deadlocks(site: Site) -> int:
    """Read how many deadlocks PostgreSQL has broken off."""
    return _count(site, "pg_stat_database", "", "sum(deadlocks)")


def _count(site: Site, view: str, more: str, what: str = "count(*)") -> int:
    ((found,),) = site.cluster.sql(
        f"SELECT {what} FROM {view} WHERE datname = '{site.database}' {more}"
    )
    return int(found)


@pytest.mark.soak
@on_postgres
def test_a_transaction_left_open_does_not_slow_claims(site: Site) -> None:
    slug = site.publish({"a": ("constant", {"value": 1})})
    site.until_ended(*[site.client().start(slug) for _ in range(50)])
    with site.cluster.connect(site.database) as other, other.transaction(force_rollback=True):
        other.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        other.execute("SELECT count(*) FROM workflows_run")
        dead = 0
        with site.cluster.connect(site.database) as noise:
            while dead < DEAD_ROWS:
                dead += make_due_for_a_moment(noise)
        site.tell(f"idle in transaction; {dead} rows that were due are dead")
        took = []
        for _ in range(30):
            began = time.monotonic()
            assert claim(current_ports(), "nobody", 10, TTL) == []
            took.append(time.monotonic() - began)
    assert statistics.median(took) < 0.05, took


def make_due_for_a_moment(noise: psycopg.Connection[Any]) -> int:
    """Have ended runs be due where nobody can see it; give how many dead rows that leaves, each
    with its place in the index by which claims look."""
    with noise.transaction():
        due = noise.execute(
            "UPDATE workflows_run SET wake_at = now() - interval '1 min' WHERE wake_at IS NULL "
            "AND status = 'completed'"
        )
        noise.execute("UPDATE workflows_run SET wake_at = NULL WHERE status = 'completed'")
    return due.rowcount
