"""The demo's company on a real installation: cut off, started again, and worked with."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.scenarios.test_demos import Person
from tests.support.server import ROOT, Installation
from tests.support.waiting import LONG
from workflows.services.demo import SMALL

RUNS = {"FERMATA_DEMO_RUNS": str(SMALL)}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    running = Installation(tmp_path_factory.mktemp("home"), extra=RUNS)
    running.migrate()
    running.start()
    yield running
    running.stop()


def count(server: Installation, person: Person) -> int:
    """Count the runs that somebody sees, page by page."""
    found, path = 0, "/api/runs/?limit=100"
    while path:
        page = person.get(path)
        found += len(page["results"])
        path = (page["next"] or "").removeprefix(server.url)
    return found


@pytest.mark.parametrize("doing", ["Playing a month of work", "Keeping it"])
def test_a_load_that_is_killed_begins_anew(tmp_path: Path, doing: str) -> None:
    here = Installation(tmp_path)
    here.migrate()
    load = subprocess.Popen(
        [sys.executable, "manage.py", "load_demo", "--runs", "100", "--force-color"],
        cwd=ROOT, env=here.environment, stdout=subprocess.PIPE,
    )  # fmt: skip
    assert load.stdout is not None
    said = b""
    while doing.encode() not in said:
        more = load.stdout.read1()  # type: ignore[attr-defined]
        assert more, said
        said += more
    load.send_signal(signal.SIGKILL)
    assert load.wait(LONG) == -signal.SIGKILL
    load.stdout.close()
    again = here.manage("load_demo", "--runs", "100")
    assert again.stdout == "New workflows: none, 100 runs of the last month.\n", again.stderr
    assert here.manage("verify").returncode == 0


def test_the_first_start_brings_the_month_and_a_second_one_nothing(server: Installation) -> None:
    otto = Person(server, "otto")
    assert count(server, otto) == SMALL
    server.stop()
    server.start()
    assert count(server, otto) == SMALL


def test_maria_clears_her_inbox_and_the_runs_go_on(server: Installation) -> None:
    maria, otto = Person(server, "maria"), Person(server, "otto")
    tasks: list[Any] = maria.get("/api/tasks/?limit=100")["results"]
    assert 10 <= len(tasks) <= 15
    for task in tasks:
        told = maria.get(f"/api/tasks/{task['id']}/")
        answer = {"decision": "approved", "confirm": told["confirm"], "data": filled(told)}
        maria.post(f"/api/tasks/{task['id']}/decide/", answer, 200)
    assert maria.get("/api/tasks/counts/")["mine"] == 0
    runs = {task["run"] for task in tasks}
    server.wait_until(
        lambda: all(not mine(otto.get(f"/api/runs/{run}/"), tasks) for run in runs), 60
    )
    assert server.manage("verify").returncode == 0


def filled(task: Any) -> Any:
    """Fill in what a form begins with, or the least that it asks for."""
    fields = (task["schema"] or {}).get("properties", {})
    needed = (task["schema"] or {}).get("required", [])
    return {**{name: "Ben" for name in needed if name in fields}, **(task["proposal"] or {})}


def mine(run: Any, tasks: list[Any]) -> list[Any]:
    """List the waits of a run that were answered; a quorum waits for the second voice."""
    answered = {task["suspension"] for task in tasks if task["quorum"] - task["agreed"] == 1}
    return [wait for wait in run["suspensions"] if wait["id"] in answered]
