"""Many machines: web, queue workers and timekeepers on PostgreSQL and Redis, some of which die.
The web and the workers have their roles in the database, so that its policies count."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from websockets.sync.client import ClientConnection, connect

from tests.scenarios.machines import WEB, WORKER, Machines
from tests.support.waiting import LONG

GRAPH = {
    "schema": 1,
    "nodes": [
        {"id": "in", "type": "input"},
        {"id": "ask", "type": "approval", "properties": {"title": "Go?", "users": ["chief"]}},
        {"id": "nap", "type": "sleep", "properties": {"duration_seconds": 0.5}},
        {"id": "end", "type": "output", "properties": {"name": "done", "value": 1}},
    ],
    "edges": [
        {"id": "e1", "source": "in", "target": "ask"},
        {"id": "e2", "source": "ask", "target": "nap", "action": "approved"},
        {"id": "e3", "source": "nap", "target": "end"},
    ],
}


@pytest.fixture
def machines() -> Iterator[Machines]:
    """Two web processes, two queue workers, two timekeepers."""
    # A short path: there are sockets in the homes.
    folder = tempfile.TemporaryDirectory(prefix="fermata-")
    made = Machines(Path(folder.name), GRAPH)
    try:
        made.open()
        for number in "12":
            made.web(f"web{number}")
            made.manage(f"worker{number}", "rqworker")
            made.manage(f"timekeeper{number}", "timekeeper")
        made.until(lambda: made.answers("web1", "/readyz") and made.answers("web2"))
        yield made
    finally:
        made.close()
        folder.cleanup()


@contextmanager
def watching(machines: Machines, name: str, run_id: str) -> Iterator[ClientConnection]:
    """Follow a run at a web process."""
    address = machines.url(name).replace("http", "ws") + "/ws/"
    headers = {"Authorization": f"Bearer {machines.token}"}
    with connect(address, additional_headers=headers, open_timeout=LONG) as socket:
        socket.send(json.dumps({"type": "subscribe", "id": 1, "run_id": run_id, "since": 0}))
        yield socket


def follow(socket: ClientConnection, status: str) -> list[dict[str, Any]]:
    """Read frames until the run has a status; give what has come when it does not."""
    frames: list[dict[str, Any]] = []
    while not frames or (frames[-1]["type"], frames[-1].get("status")) != ("job_update", status):
        try:
            frames.append(json.loads(socket.recv(timeout=LONG)))
        except TimeoutError:
            raise AssertionError(f"Only this has come: {frames}") from None
    return frames


def events(frames: list[dict[str, Any]]) -> list[tuple[int, str]]:
    """Give places and types of the events among frames."""
    found = [frame["event"] for frame in frames if frame["type"] == "event"]
    return [(event["seq"], event["type"]) for event in found]


def figures(machines: Machines, name: str) -> str:
    """Read the figures at a web process."""
    return httpx.get(f"{machines.url(name)}/metrics", timeout=LONG).text


@pytest.mark.postgres
@pytest.mark.redis
def test_a_run_goes_over_all_machines_and_the_death_of_some_changes_nothing(
    machines: Machines,
) -> None:
    run_id = machines.ask("web1", "/api/workflows/trip/runs/", {"inputs": {}})["id"]
    with watching(machines, "web2", run_id) as socket:
        frames = follow(socket, "suspended")
        assert "fermata_sockets 1.0" in figures(machines, "web2")
        machines.kill("worker1")
        machines.kill("timekeeper1")
        (task,) = machines.ask("web1", "/api/tasks/?box=mine")["results"]
        machines.ask("web1", f"/api/tasks/{task['id']}/decide/", {"decision": "approved"})
        frames += follow(socket, "completed")
    log = machines.ask("web1", f"/api/runs/{run_id}/events/")["results"]
    # The browser at the other machine has seen the very log that the API shows.
    assert events(frames) == [(event["seq"], event["type"]) for event in log]
    assert [seq for seq, _ in events(frames)] == list(range(1, len(log) + 1))
    # What the job has counted comes with its end.
    ended = 'fermata_runs_finished_total{status="completed"} 1.0'
    machines.until(lambda: ended in figures(machines, "web1"))
    assert machines.roles() == {WEB, WORKER}
    assert "fermata_redis_up 1.0" in figures(machines, "web1")
    queue = "/admin/django_rq/dashboard/"
    assert "/queues/0/" in machines.page("web1", queue, "chief").text
    for path in ("", "stats.json", "metrics", "queues/0/", "workers/0/"):
        assert machines.page("web1", queue + path, "otto").status_code == 403, path
    # Whoever listens over Redis did not fail because nothing had happened for a while.
    assert "Traceback" not in machines.told()
    assert machines.end("worker2") == 0
    assert machines.end("timekeeper2") == 0
