"""A database of PostgreSQL goes through pg_dump and pg_restore, stands still, and goes on."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import psycopg
import pytest

from tests.support.postgres import URL

ROOT = Path(__file__).resolve().parents[2]
MADE = """
from django.contrib.auth.models import User
from workflows.adapters.ports import current_ports
from workflows.engine.transition import claim
from workflows.services.commands import RunRequest, start_run
from workflows.services.definitions import create_workflow, publish
root = User.objects.create_superuser("root")
graph = {"nodes": [{"id": "a", "type": "log", "properties": {"message": "x"}}], "edges": []}
create_workflow(root, {"name": "Held", "slug": "held", "graph": graph})
publish(root, "held")
print(start_run(root, "held", RunRequest()))
claim(current_ports(), "gone", 1, 30)
"""


def named(name: str) -> str:
    """Give the address of another database of the server."""
    return urlunsplit(urlsplit(URL)._replace(path=f"/{name}"))


@pytest.fixture
def names() -> Iterator[tuple[str, str]]:
    """Two names of databases of our own; what is made of them is dropped."""
    both = (f"fermata_keep_{uuid4().hex[:10]}", f"fermata_kept_{uuid4().hex[:10]}")
    with psycopg.connect(named("postgres"), autocommit=True) as server:
        for name in both:
            server.execute(f'CREATE DATABASE "{name}"')
        yield both
        for name in both:
            server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def manage(url: str, home: Path, *args: str) -> subprocess.CompletedProcess[str]:
    """Run a command on a database."""
    env = {**os.environ, "DATABASE_URL": url, "FERMATA_HOME": str(home), "DEBUG": "1"}
    env.pop("DJANGO_SETTINGS_MODULE", None)
    command = [sys.executable, "manage.py", *args]
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=120)


@pytest.mark.postgres
def test_what_pg_restore_loads_stands_still_and_goes_on(
    names: tuple[str, str], tmp_path: Path
) -> None:
    first, second = map(named, names)
    assert manage(first, tmp_path, "migrate", "--verbosity", "0").returncode == 0
    made = manage(first, tmp_path, "shell", "-c", MADE)
    assert made.returncode == 0, made.stderr
    run_id = made.stdout.split()[-1]
    dump = tmp_path / "fermata.dump"
    subprocess.run(["pg_dump", "--format=custom", f"--file={dump}", first], check=True)
    subprocess.run(["pg_restore", "--no-owner", f"--dbname={second}", dump], check=True)
    done = manage(second, tmp_path, "restore", "--after-load", "--json")
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert [(item["run"], item["node_id"]) for item in report["steps"]] == [(run_id, "a")]
    with psycopg.connect(second) as database:
        found = database.execute("SELECT lease_owner, lease_epoch FROM workflows_run").fetchone()
        assert found == (None, 1 + report["epochs_raised_by"])
        # While somebody is connected nothing is taken over.
        again = manage(second, tmp_path, "restore", "--after-load")
        assert (again.returncode, "other programs" in again.stderr) == (1, True)
    assert "stands still" in manage(second, tmp_path, "continue_after_restore").stdout or True
    assert manage(second, tmp_path, "verify").returncode == 0
