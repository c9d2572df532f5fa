"""Rows 30 to 33: SQLite's file is locked, missing, read for long, or its writer is killed."""

from __future__ import annotations

import random
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.chaos.harness.site import Site
from workflows.models import Run


def steps(site: Site) -> str:
    step = ("constant", {"value": 1})
    return site.publish({"a": site.effect(), "b": step, "z": step}, "a>b", "b>z")


@contextmanager
def connected(site: Site) -> Iterator[sqlite3.Connection]:
    """Open the database as somebody else."""
    other = sqlite3.connect(site.home / "fermata.sqlite3", isolation_level=None, timeout=30)
    try:
        yield other
    finally:
        other.close()


def test_another_writer_holds_the_database_for_long(site: Site) -> None:
    slug = steps(site)
    runs = [site.client().start(slug) for _ in range(3)]
    root, late = site.client(timeout=60), []

    def ask() -> None:
        late.append(root.send("POST", f"/api/workflows/{slug}/runs/", {"inputs": {}}, "late"))

    with connected(site) as other:
        other.execute("BEGIN IMMEDIATE")
        site.tell("another writer holds the database")
        thread = threading.Thread(target=ask)
        thread.start()
        assert site.client().get("/api/runs/")["results"], "who reads waits for nobody"
        thread.join(40)
        other.execute("ROLLBACK")
    assert [sent.status for sent in late] == [503]
    assert late[0].seconds < 30
    runs.append(root.start(slug, key="late"))
    site.until_ended(*runs)


@pytest.mark.soak
def test_a_long_reader_holds_up_no_writer(site: Site) -> None:
    slug = steps(site)
    with connected(site) as other:
        other.execute("BEGIN")
        other.execute("SELECT count(*) FROM workflows_event").fetchone()
        site.tell("a reader stays in its transaction")
        runs = [site.client().start(slug) for _ in range(60)]
        site.until_ended(*runs)
        wal = (site.home / "fermata.sqlite3-wal").stat().st_size
        other.execute("COMMIT")
    assert wal > 0


@pytest.mark.soak
def test_the_file_may_not_be_written(site: Site) -> None:
    done = site.web
    site.kill_all()
    folder = site.home / "elsewhere"
    folder.write_text("not a folder")
    usual = dict(done.environment)
    done.environment = {**usual, "DATABASE_URL": f"sqlite:///{folder}/fermata.sqlite3"}
    try:
        worker = site.workers[0]
        worker.environment, given = done.environment, worker.environment
        worker.start(wait=False)
        assert worker.until_dead(40) != 0
        assert "Traceback" not in worker.tail(600)
    finally:
        done.environment = usual
        worker.environment = given
        folder.unlink()


@pytest.mark.soak
def test_killed_while_the_log_is_written_back(site: Site, chance: random.Random) -> None:
    slug = steps(site)
    stop, pause = threading.Event(), threading.Event()

    def write_back() -> None:
        with connected(site) as other:
            while not stop.wait(0.02):
                other.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    thread = threading.Thread(target=write_back, daemon=True)
    thread.start()
    runs = []
    for _ in range(12):
        runs += [site.client().start(slug) for _ in range(chance.randint(1, 6))]
        pause.wait(chance.random() * 0.2)
        chance.choice(site.workers).kill()
        site.replace_the_dead().until_ready()
    stop.set()
    thread.join(10)
    with connected(site) as other:
        assert other.execute("PRAGMA quick_check").fetchone() == ("ok",)
    site.until_ended(*runs, seconds=60)
    assert Run.objects.filter(uuid__in=runs).count() == len(runs)
