"""A database of each release goes through the migrations since, and what waits in it goes on."""

from __future__ import annotations

import gzip
import json
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from time import monotonic
from typing import Any
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import psycopg
import pytest
from django.contrib.auth.models import User
from django.core.management import call_command

from tests.api.conftest import drain
from tests.management.homes import at_home
from tests.support.postgres import URL
from workflows.models import Event, Run
from workflows.services.inbox.deciding import ResumeRequest, resume_run
from workflows.services.verify import verify_exchange, verify_runs

from .dumping import DATABASES, LARGEST, keep, manage

__all__ = ["drain"]

RELEASES = sorted({path.name.removesuffix(".sqlite.sql.gz") for path in DATABASES.glob("*.sqli*")})
BRING_FORWARD = """
import io, json, os, psycopg
from time import monotonic
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from workflows.models import Run
from workflows.services.inbox.deciding import ResumeRequest, resume_run
from workflows.worker.drain import drain
call_command("migrate", verbosity=0)
with psycopg.connect(os.environ["DATABASE_URL"]):
    try:
        call_command("restore", after_load=True)
    except CommandError as error:
        refused = str(error)
out = io.StringIO()
call_command("restore", after_load=True, json=True, stdout=out)
report = json.loads(out.getvalue())
epochs = [row.lease_epoch for row in Run.objects.all()]
drain()
still = Run.objects.filter(lease_epoch__in=epochs).count() == len(epochs)
call_command("continue_after_restore", stdout=io.StringIO())
root = User.objects.filter(is_superuser=True)[0]
runs = Run.objects.filter(workflow__slug="carried-over").order_by("pk")
drain()
for run in runs:
    resume_run(root, str(run.uuid), ResumeRequest(data={"word": "on"}))
until = monotonic() + 30
while runs.exclude(status="completed").exists() and monotonic() < until:
    drain()
call_command("verify", stdout=out)
print(json.dumps({
    "refused": refused, "report": report, "lowest": min(epochs), "still": still,
    "ended": [run.status for run in runs.all()], "verified": "All is well" in out.getvalue(),
}))
"""


def text_of(release: str, store: str) -> str:
    """Read a dump."""
    return gzip.decompress((DATABASES / f"{release}.{store}.sql.gz").read_bytes()).decode()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("release", RELEASES)
def test_a_database_of_sqlite_is_brought_forward_and_goes_on(
    release: str, tmp_path: Path, settings: Any, drain: Callable[[], int]
) -> None:
    with at_home(tmp_path / "home", settings) as path:
        with closing(sqlite3.connect(path)) as database:
            database.executescript(text_of(release, "sqlite"))
        call_command("migrate", verbosity=0)
        events = Event.objects.count()
        assert [fault for verdict in verify_runs() for fault in verdict.faults] == []
        drain()
        root = User.objects.get(is_superuser=True)
        carried = Run.objects.filter(workflow__slug="carried-over").order_by("pk")
        for run in carried:
            resume_run(root, str(run.uuid), ResumeRequest(data={"word": "on"}))
        until = monotonic() + 30
        while carried.exclude(status="completed").exists() and monotonic() < until:
            drain()
        assert [run.status for run in carried.all()] == ["completed", "completed"]
        assert Event.objects.count() > events
        assert [fault for verdict in verify_runs() for fault in verdict.faults] == []
        assert verify_exchange() == []


@pytest.fixture
def restored(tmp_path: Path) -> Iterator[Callable[[str], str]]:
    """Load a dump, then back that up and restore it as an operator would; give its address."""
    made: list[str] = []

    def create() -> str:
        made.append(f"fermata_old_{uuid4().hex[:10]}")
        with psycopg.connect(at("postgres"), autocommit=True) as server:
            server.execute(f'CREATE DATABASE "{made[-1]}"')
        return at(made[-1])

    def restore(release: str) -> str:
        first, second, dump = create(), create(), tmp_path / "fermata.dump"
        load = ["psql", "--quiet", "--set=ON_ERROR_STOP=1", first]
        text = text_of(release, "postgres")
        subprocess.run(load, input=text, text=True, check=True, stdout=subprocess.DEVNULL)
        subprocess.run(["pg_dump", "--format=custom", f"--file={dump}", first], check=True)
        into = ["pg_restore", "--no-owner", "--exit-on-error", f"--dbname={second}", dump]
        subprocess.run(into, check=True)
        return second

    yield restore
    with psycopg.connect(at("postgres"), autocommit=True) as server:
        for name in made:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def at(name: str) -> str:
    """Give the address of another database of the server."""
    return urlunsplit(urlsplit(URL)._replace(path=f"/{name}"))


@pytest.mark.postgres
@pytest.mark.parametrize("release", RELEASES)
def test_a_database_of_postgresql_is_brought_forward_stands_still_and_goes_on(
    release: str, tmp_path: Path, restored: Callable[[str], str]
) -> None:
    """Also what a restore is there: pg_dump, pg_restore, `migrate`, `restore --after-load`."""
    said = manage(restored(release), tmp_path, "shell", "-c", BRING_FORWARD)
    found = json.loads(said.splitlines()[-1])
    assert "other programs" in found["refused"]
    assert found["report"]["unfinished"] > 2
    assert found["lowest"] >= found["report"]["epochs_raised_by"]
    assert found["still"]
    assert found["ended"] == ["completed", "completed"]
    assert found["verified"]


def test_there_is_a_database_of_each_kind_and_none_is_written_again(tmp_path: Path) -> None:
    assert RELEASES
    for release in RELEASES:
        for store in ("sqlite", "postgres"):
            assert (DATABASES / f"{release}.{store}.sql.gz").stat().st_size < LARGEST
            with pytest.raises(FileExistsError):
                keep(release, store, "")
