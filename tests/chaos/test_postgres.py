"""Rows 26 to 29, 34 and 35: PostgreSQL restarts, fails over, is read-only, full, or held up."""

from __future__ import annotations

import random
import statistics
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import psycopg
import pytest

from tests.chaos.harness.site import POSTGRES, Site
from tests.chaos.harness.stores import Cluster
from tests.support.waiting import until
from workflows.models import Run

on_postgres = pytest.mark.parametrize("site", [POSTGRES], indirect=True, ids=str)


def steps(site: Site) -> str:
    step = ("constant", {"value": 1})
    return site.publish({"a": site.effect(), "b": step, "z": step}, "a>b", "b>z")


@contextmanager
def load(site: Site, slug: str, most: int) -> Iterator[list[str]]:
    """Start runs without a pause while the block lasts, insisting on an answer to each."""
    client, stop, runs = site.client(), threading.Event(), []

    def run() -> None:
        while len(runs) < most and not stop.is_set():
            runs.append(client.start(slug))

    threads = [threading.Thread(target=run, daemon=True) for _ in range(2)]
    for thread in threads:
        thread.start()
    try:
        yield runs
    finally:
        stop.set()
        for thread in threads:
            thread.join(60)


def refused_politely(site: Site, since: int) -> None:
    """See that every refusal was a 503 that says when to come again, never a 500."""
    told = {sent.status for sent in site.journal[since:]}
    assert told <= {None, 200, 201, 202, 503}, told


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
            assert down.status in (None, 503)
            site.cluster.start()
    refused_politely(site, since)
    site.until_ended(*runs, seconds=40)


@pytest.mark.soak
@on_postgres
def test_all_sessions_are_ended_again_and_again(site: Site, chance: random.Random) -> None:
    slug, since = steps(site), len(site.journal)
    with load(site, slug, 200) as runs:
        for _ in range(8):
            reached = len(runs) + chance.randint(2, 15)
            until(lambda reached=reached: len(runs) >= min(reached, 200), "runs are started", 60)
            site.tell(f"{site.cluster.cut_all(site.database)} sessions ended")
    refused_politely(site, since)
    site.until_ended(*runs, seconds=60)


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
def test_somebody_locks_in_the_other_order(site: Site) -> None:
    """A deadlock is broken by PostgreSQL; whichever side loses tries again, unseen."""
    slug, since = site.publish({"w": "wait", "z": site.effect()}, "w>z"), len(site.journal)
    runs = [site.client().start(slug) for _ in range(6)]
    site.until_waiting(*runs)
    rows = list(Run.objects.filter(uuid__in=runs).order_by("-pk").values_list("pk", flat=True))
    stop = threading.Event()

    def lock_backwards() -> None:
        while not stop.wait(0.05):
            with (
                suppress(psycopg.Error),
                site.cluster.connect(site.database) as other,
                other.transaction(),
            ):
                for row in rows:
                    other.execute("SELECT 1 FROM workflows_run WHERE id = %s FOR UPDATE", (row,))

    thread = threading.Thread(target=lock_backwards, daemon=True)
    thread.start()
    for run in runs:
        assert site.client().resume(run).acknowledged
    stop.set()
    thread.join(20)
    refused_politely(site, since)
    site.until_ended(*runs)


@pytest.mark.soak
@on_postgres
def test_a_transaction_left_open_does_not_slow_claims(site: Site) -> None:
    slug = site.publish({"a": ("constant", {"value": 1})})
    with site.cluster.connect(site.database) as other:
        other.execute("BEGIN ISOLATION LEVEL REPEATABLE READ")
        other.execute("SELECT count(*) FROM workflows_run")
        site.tell("idle in transaction; 10,000 dead rows")
        with site.cluster.connect(site.database) as noise:
            for _ in range(100):
                noise.execute("UPDATE workflows_run SET priority = priority WHERE id IN "
                              "(SELECT id FROM workflows_run LIMIT 100)")  # fmt: skip
        took = []
        for _ in range(15):
            run = site.client().start(slug)
            site.until_ended(run)
            row = Run.objects.get(uuid=run)
            took.append((row.started_at - row.created_at).total_seconds())
        other.execute("ROLLBACK")
    assert statistics.median(took) < 0.5, took
