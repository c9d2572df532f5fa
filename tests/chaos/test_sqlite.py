"""Rows 30 to 33: SQLite's file is locked, missing, read for long, or its writer is killed."""

from __future__ import annotations

import random
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest

from core.stores import SQLITE_OPTIONS
from tests.chaos.harness.site import Site
from tests.support.threads import meanwhile
from tests.support.waiting import LONG, until
from workflows.models import Run
from workflows.services.doctor import machine

PAGE = 4_096
USUAL_LOG = 1_000 * PAGE
"""Bytes after which SQLite writes its log back by itself, when nobody reads what it held before."""

WRITE_BACK = "PRAGMA wal_checkpoint(TRUNCATE)"
WRITER_BACK = """
import sqlite3, sys
database = sqlite3.connect(sys.argv[1], isolation_level=None)
database.execute("PRAGMA synchronous=FULL")
database.execute("SELECT count(*) FROM sqlite_master").fetchone()
print("begins", flush=True)
database.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
print("has ended", flush=True)
"""
DEATHS = 200


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
    path, root = f"/api/workflows/{slug}/runs/", site.client()
    with connected(site) as other, ThreadPoolExecutor(1) as pool:
        other.execute("BEGIN IMMEDIATE")
        site.tell("another writer holds the database")
        asked = pool.submit(root.send, "POST", path, {"inputs": {}}, "late")
        assert site.client().get("/api/runs/")["results"], "who reads waits for nobody"
        late = asked.result(LONG)
        other.execute("ROLLBACK")
    assert late.status == 503
    assert SQLITE_OPTIONS["timeout"] <= late.seconds < SQLITE_OPTIONS["timeout"] + 15
    runs.append(root.start(slug, key="late"))
    site.until_ended(*runs)


@pytest.mark.soak
def test_a_long_reader_holds_up_no_writer(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    slug = steps(site)
    monkeypatch.setattr(machine, "LARGE_LOG", USUAL_LOG)
    with connected(site) as other, connected(site) as third:
        other.execute("BEGIN")
        other.execute("SELECT count(*) FROM workflows_event").fetchone()
        site.tell("a reader stays in its transaction")
        site.until_ended(*[site.client().start(slug) for _ in range(60)])
        _, pages, written = third.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
        # Longer than SQLite lets it grow, as the reader lets it not be written back.
        assert written < pages
        assert pages * PAGE > USUAL_LOG
        told = [finding.advice for finding in machine.disk()]
        assert "Somebody has been reading for long: end that program." in told
        other.execute("COMMIT")
        until(lambda: third.execute(WRITE_BACK).fetchone()[0] == 0, "it is written back")


@pytest.mark.soak
def test_the_folder_of_the_file_is_not_there(site: Site) -> None:
    site.kill_all()
    nowhere = {"DATABASE_URL": f"sqlite:///{site.home}/nowhere/fermata.sqlite3"}
    chosen = (site.web, site.workers[0])
    usual = {process.name: process.environment for process in chosen}
    before = site.workers[0].length
    try:
        for process in chosen:
            process.environment = {**process.environment, **nowhere}
            process.start(wait=False)
        assert site.workers[0].until_dead() == 2
        (line,) = site.workers[0].said(before).splitlines()
        assert line.startswith(f"The database {site.home}/nowhere/fermata.sqlite3 cannot be opened")
        site.web.until_ready()
        sent = site.client().send("POST", "/api/workflows/", {"name": "x"})
        assert (sent.status, sent.retry_after is not None) == (503, True)
    finally:
        site.kill_all()
        for process in chosen:
            process.environment = usual[process.name]


@pytest.mark.soak
def test_killed_while_the_log_is_written_back(site: Site, chance: random.Random) -> None:
    slug, runs, deaths = steps(site), list[str](), 0
    with connected(site) as other:
        other.execute("CREATE TABLE chaos_ballast (n INTEGER PRIMARY KEY, data BLOB)")
        with meanwhile(lambda: runs.append(site.client().start(slug)), 0.1):
            while deaths < DEATHS:
                # Enough to write back for the death to come within.
                other.execute("REPLACE INTO chaos_ballast VALUES (1, randomblob(4000000))")
                deaths += dies_while_it_writes_back(site, chance)
        site.tell(f"{deaths} processes died within a checkpoint")
        assert other.execute("PRAGMA quick_check").fetchone() == ("ok",)
        site.until_ended(*runs)
        assert Run.objects.filter(uuid__in=runs).count() == len(runs)
        other.execute("DROP TABLE chaos_ballast")


def dies_while_it_writes_back(site: Site, chance: random.Random) -> bool:
    """Kill a process that writes the log back; say whether it was at it, and not done yet."""
    command = [sys.executable, "-I", "-c", WRITER_BACK, str(site.home / "fermata.sqlite3")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "begins\n"
        threading.Event().wait(chance.random() * 0.004)
        process.kill()
        return process.stdout.read() == ""
