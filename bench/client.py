"""What the measuring process does with runs: start, resume, count, hear when they move."""

from __future__ import annotations

import select
import socket
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import orjson
import uuid_utils
from django.db import connection

from workflows.adapters.hub import open_socket
from workflows.adapters.ports import current_ports
from workflows.conf import load_conf
from workflows.engine.commands import CreateRun, Resume
from workflows.engine.ports import NewRun, Work
from workflows.engine.transition import apply
from workflows.models import Version, Workflow


def publish(slug: str, graph: dict[str, Any]) -> None:
    """Make a workflow with one version."""
    workflow = Workflow.objects.create(slug=slug, name=slug, draft=graph)
    Version.objects.create(workflow=workflow, number=1, graph=graph, digest="")


def start(slug: str, count: int, batch: int = 1, inputs: dict[str, Any] | None = None) -> list[str]:
    """Start runs, so many a transaction; each transaction is durable when it returns."""
    given = inputs if inputs is not None else {"amount": 120, "who": "ada"}
    made: list[str] = []
    while len(made) < count:
        ids = [str(uuid_utils.uuid7()) for _ in range(min(batch, count - len(made)))]
        works = [Work(run_id, CreateRun(given), new=NewRun(run_id, slug, 1)) for run_id in ids]
        _raise(apply(current_ports(), works))
        made += ids
    return made


def resume(run_ids: Sequence[str]) -> None:
    """End the only wait of each run, all in one transaction."""
    works = [Work(run_id, Resume(data={"ok": True}, by="ada")) for run_id in run_ids]
    _raise(apply(current_ports(), works))


def _raise(answers: Sequence[Any]) -> None:
    for answer in answers:
        if answer.error is not None:
            raise answer.error


def count(status: str) -> int:
    """Count the runs with a status."""
    return int(query("SELECT count(*) FROM workflows_run WHERE status = %s", status)[0][0])


def query(sql: str, *params: Any) -> list[tuple[Any, ...]]:
    """Read rows."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return list(cursor.fetchall())


def wait_for(status: str, number: int, seconds: float = 600, pause: float = 0.05) -> None:
    """Wait until so many runs have a status."""
    deadline = time.monotonic() + seconds
    while count(status) < number:
        if time.monotonic() > deadline:
            raise TimeoutError(f"Only {count(status)} of {number} runs are {status}.")
        time.sleep(pause)


def span(newest: int) -> float:
    """Give the seconds, by the database's clock, from the first start to the last end of the
    newest runs."""
    rows = query(
        "SELECT started_at, finished_at FROM workflows_run ORDER BY id DESC LIMIT %s", newest
    )
    starts, ends = [moment(row[0]) for row in rows], [moment(row[1]) for row in rows]
    return (max(ends) - min(starts)).total_seconds()


def now() -> datetime:
    """Give this machine's clock, aware UTC."""
    return datetime.now(UTC)


@contextmanager
def hearing() -> Iterator[socket.socket]:
    """Listen to the feed as the web server does."""
    with open_socket(load_conf().run_dir, "web") as ear:
        yield ear


def wait_until_finished(ear: socket.socket, run_id: str, seconds: float = 30) -> None:
    """Wait for the hint that a run has moved, and look whether it has finished."""
    deadline = time.monotonic() + seconds
    name = database_id(run_id)
    while time.monotonic() < deadline:
        if select.select([ear], [], [], 1.0)[0]:
            hint = orjson.loads(ear.recv(65_536))
            if run_id not in hint.get("moved", {}):
                continue
        rows = query("SELECT status FROM workflows_run WHERE uuid = %s", name)
        if rows[0][0] in ("completed", "failed", "cancelled"):
            return
    raise TimeoutError(f"Run {run_id} did not finish.")


def database_id(run_id: str) -> str:
    """Write a run's id as its column has it."""
    return run_id.replace("-", "") if connection.vendor == "sqlite" else run_id


def dashed(value: Any) -> str:
    """Write an id of the database as it is outside."""
    return str(UUID(str(value)))


def moment(value: Any) -> datetime:
    """Read a time as the database gave it; aware, UTC."""
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=UTC)
    if isinstance(value, int):
        return datetime.fromtimestamp(value / 1_000_000, UTC)
    return datetime.fromisoformat(value).replace(tzinfo=UTC)


def database_bytes() -> int:
    """Give the size of the database with everything written out."""
    if connection.vendor == "sqlite":
        query("PRAGMA wal_checkpoint(TRUNCATE)")
        return int(query("PRAGMA page_count")[0][0]) * int(query("PRAGMA page_size")[0][0])
    return int(query("SELECT pg_database_size(current_database())")[0][0])
