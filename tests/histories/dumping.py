"""Keep a database of a release: `python -m tests.histories.dumping`, run with the code of that
release, writes what its migrations and the demo make, with runs that wait, as SQL text."""

from __future__ import annotations

import gzip
import os
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

DATABASES = Path(__file__).parent / "databases"
ROOT = Path(__file__).resolve().parents[2]
LARGEST = 300_000
"""Bytes of one file."""

WAITING = """
from django.contrib.auth.models import User
from workflows.services.commands import RunRequest, start_run
from workflows.services.definitions import create_workflow, publish
from workflows.worker.drain import drain
root = User.objects.filter(is_superuser=True).first() or User.objects.create_superuser("keeper")
def node(key, kind, **properties):
    return {"id": key, "type": kind, "title": key, "properties": properties}
def edge(source, target):
    return {"id": source + "-" + target, "source": source, "target": target, "action": None}
graph = {
    "schema": 1,
    "nodes": [
        node("start", "input"),
        node("ask", "wait", wait_reason="Waits over the upgrade"),
        node("rest", "sleep", duration_seconds=1),
        node("end", "output", name="said", value={"$expr": "nodes.ask.data.word"}),
    ],
    "edges": [edge("start", "ask"), edge("ask", "rest"), edge("rest", "end")],
}
slug = create_workflow(root, "Carried over", slug="carried-over", graph=graph)
publish(root, slug)
start_run(root, slug, RunRequest({"number": 1}))
drain()
start_run(root, slug, RunRequest({"number": 2}))
"""
"""One run that waits for somebody, one that no worker has seen yet."""


def manage(url: str, home: Path, *args: str, root: Path = ROOT) -> str:
    """Run a command on a database; give what it printed. ``RuntimeError`` with its error."""
    env = {**os.environ, "DATABASE_URL": url, "FERMATA_HOME": str(home), "DEBUG": "1"}
    env |= {"EMAIL_URL": "console:", "FERMATA_MODULES": ""}
    env.pop("DJANGO_SETTINGS_MODULE", None)
    command = [sys.executable, "manage.py", *args]
    done = subprocess.run(command, cwd=root, env=env, capture_output=True, text=True, timeout=300)
    if done.returncode:
        raise RuntimeError(f"{args[0]} ended with {done.returncode}: {done.stderr[-3000:]}")
    return done.stdout


def dump_sqlite(home: Path) -> str:
    """Give the SQL text of the database in a home."""
    with closing(sqlite3.connect(home / "fermata.sqlite3")) as database:
        return "\n".join(database.iterdump()) + "\n"


def dump_postgres(url: str) -> str:
    """Give the SQL text of a database of PostgreSQL."""
    command = ["pg_dump", "--no-owner", "--no-privileges", url]
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    # Later pg_dumps write settings and commands that earlier servers and clients do not know.
    barred = ("\\restrict", "\\unrestrict", "SET transaction_timeout")
    return "\n".join(line for line in text.splitlines() if not line.startswith(barred)) + "\n"


def keep(release: str, store: str, text: str) -> Path:
    """Write a dump; ``FileExistsError`` when there is one: it is never written again."""
    packed = gzip.compress(text.encode(), 9, mtime=0)
    if len(packed) > LARGEST:
        raise RuntimeError(f"{len(packed)} bytes are too many.")
    DATABASES.mkdir(exist_ok=True)
    path = DATABASES / f"{release}.{store}.sql.gz"
    with path.open("xb") as file:
        file.write(packed)
    return path


def fill(url: str, home: Path) -> None:
    """Make the tables, the demo and the runs that wait."""
    manage(url, home, "migrate", "--verbosity", "0")
    manage(url, home, "load_demo", "--small")
    manage(url, home, "shell", "-c", WAITING)


def record(release: str, postgres_url: str) -> None:
    """Keep both databases of this code."""
    import psycopg

    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        fill(f"sqlite:///{home / 'fermata.sqlite3'}", home)
        keep(release, "sqlite", dump_sqlite(home))
    made = f"fermata_dump_{uuid4().hex[:10]}"
    url = urlunsplit(urlsplit(postgres_url)._replace(path=f"/{made}"))
    server = urlunsplit(urlsplit(postgres_url)._replace(path="/postgres"))
    with psycopg.connect(server, autocommit=True) as database:
        database.execute(f'CREATE DATABASE "{made}"')
        try:
            with tempfile.TemporaryDirectory() as name:
                fill(url, Path(name))
            keep(release, "postgres", dump_postgres(url))
        finally:
            database.execute(f'DROP DATABASE "{made}" WITH (FORCE)')


if __name__ == "__main__":
    from tests.support.postgres import URL

    if len(sys.argv) != 2:
        sys.exit("The release, as 0.1.0.")
    try:
        record(sys.argv[1], URL)
    except FileExistsError as error:
        sys.exit(f"{error.filename} is kept as it is: a release has one database of each kind.")
