"""Workflow functions in real processes that are killed: all ends well, and nothing counts twice."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.scenarios.test_demos import Person
from tests.support import postgres
from tests.support.server import Installation

FLOWS = '''
import asyncio, os, time
from workflows import StepFailed, WorkflowContext, task, workflow
from workflows.engine.functions import current_step

def note(what):
    info = current_step()
    with open(os.environ["EFFECTS"], "a") as log:
        log.write(f"{info.idempotency_key} {what} {time.time()}\\n")

@task
async def work(name, seconds=0.05):
    note("begins")
    await asyncio.sleep(seconds)
    return name.upper()

@task(retries=3, backoff=0.2)
def flaky(name):
    note("begins")
    if current_step().attempt < 3:
        raise ValueError("Not yet.")
    return f"{name} at last"

@workflow
async def little(ctx: WorkflowContext, name: str) -> str:
    return await ctx.task(work, name)

@workflow
async def journey(ctx: WorkflowContext, number: int) -> dict:
    """Goes through everything that a function may do."""
    key = ctx.uuid()
    one = [await ctx.task(work, f"s{number}-{step}") for step in range(4)]
    ctx.state.set("half", one[0])
    at_once = await ctx.gather(
        slow=ctx.task(work, "slow", 0.6),
        asked=ctx.wait_for_user(f"Question of {number}?", "choice", ["yes", "no"]),
        flaky=ctx.task(flaky, "flaky"),
        mapped=ctx.map(lambda name: ctx.task(work, name), ["a", "b", "c"], concurrency=2),
    )
    await ctx.sleep(0.5)
    child = await ctx.child(little, {"name": "below"})
    last = await ctx.task(work, str(key))
    return {"one": one, **at_once, "child": child, "same": last == key.upper(),
            "half": ctx.state.get("half")}
'''
RUNS = 6


def expected(number: int) -> dict[str, Any]:
    one = [f"S{number}-{step}" for step in range(4)]
    return {
        "one": one,
        "slow": "SLOW",
        "asked": "yes",
        "flaky": "flaky at last",
        "mapped": ["A", "B", "C"],
        "child": "BELOW",
        "same": True,
        "half": one[0],
    }


@pytest.fixture(
    params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)], scope="module"
)
def server(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Installation]:
    home = tmp_path_factory.mktemp("home")
    (home / "journeys.py").write_text(FLOWS)
    extra = {"FERMATA_MODULES": "journeys", "PYTHONPATH": str(home), "EFFECTS": str(home / "log")}
    if request.param == "postgres":
        name = "fermata_functions"
        with psycopg.connect(postgres.URL, dbname="postgres", autocommit=True) as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
            connection.execute(f"CREATE DATABASE {name}")
        extra["DATABASE_URL"] = postgres.URL.rpartition("/")[0] + f"/{name}"
    running = Installation(home, workers=2, extra=extra)
    running.migrate()
    running.start()
    yield running
    running.stop()
    if request.param == "postgres":
        with psycopg.connect(postgres.URL, dbname="postgres", autocommit=True) as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


class Reaper(threading.Thread):
    """Kills a worker every so often until told to stop, or until it has killed enough: on a busy
    machine a worker may need longer to come up than it has to live."""

    ENOUGH = 12

    def __init__(self, server: Installation) -> None:
        super().__init__(daemon=True)
        self.killed = 0
        self._server = server
        self._told = threading.Event()

    def run(self) -> None:
        while self.killed < self.ENOUGH and not self._told.wait(0.7):
            self._server.kill_a_worker()
            self.killed += 1

    def end(self) -> None:
        self._told.set()
        self.join()


@pytest.mark.timeout(400)
def test_runs_of_functions_survive_workers_that_are_killed(server: Installation) -> None:
    otto = Person(server, "otto")
    reaper = Reaper(server)
    reaper.start()
    runs = [
        otto.post("/api/workflows/journey/runs/", {"inputs": {"number": number}}, 201)["id"]
        for number in range(RUNS)
    ]
    server.wait_until(lambda: all(answer(otto, run) for run in runs))
    server.wait_until(lambda: reaper.killed >= 6)
    reaper.end()
    server.wait_until(lambda: all(ended(otto, run) for run in runs))
    for number, run in enumerate(runs):
        found = otto.get(f"/api/runs/{run}/")
        assert (found["status"], found["error"]) == ("completed", None)
        assert found["result"] == expected(number)
        check_log(otto, run, server)


def answer(who: Person, run: str) -> bool:
    """Answer the question if it is open; say whether it has been answered."""
    found = who.get(f"/api/runs/{run}/")
    for wait in found["suspensions"]:
        if wait["kind"] == "question":
            body = {"suspension": wait["id"], "data": {"answer": "yes"}}
            who.post(f"/api/runs/{run}/resume/", body, 202)
            return True
    return any(step["name"] == "wait_for_user" and step["status"] == "completed"
               for step in found["steps"])  # fmt: skip


def ended(who: Person, run: str) -> bool:
    return who.get(f"/api/runs/{run}/")["status"] in ("completed", "failed", "cancelled")


def check_log(who: Person, run: str, server: Installation) -> None:
    """Each step is begun and completed once in the log, and never executed after that."""
    events, after = [], 0
    while page := who.get(f"/api/runs/{run}/events/?after={after}")["results"]:
        events += page
        after = page[-1]["seq"]
    assert [item["seq"] for item in events] == list(range(1, len(events) + 1))
    steps = {item["node_id"] for item in events if item["payload"].get("step")}
    completed = Counter(item["node_id"] for item in events if item["type"] == "NodeCompleted")
    assert {name: completed[name] for name in steps} == dict.fromkeys(steps, 1)
    ends = {
        item["node_id"]: datetime.fromisoformat(item["at"]).timestamp()
        for item in events
        if item["type"] == "NodeCompleted"
    }
    for line in Path(server.extra["EFFECTS"]).read_text().splitlines():
        key, _, at = line.split()
        of_run, node, _ = key.split("/")
        if of_run == run:
            # The database's clock may count in milliseconds, and is read before the commit.
            assert float(at) < ends[node] + 0.05, f"{node} was executed after it was recorded"


@pytest.mark.timeout(400)
def test_a_function_survives_the_whole_server(server: Installation) -> None:
    otto = Person(server, "otto")
    run = otto.post("/api/workflows/journey/runs/", {"inputs": {"number": 7}}, 201)["id"]
    server.wait_until(lambda: otto.get(f"/api/runs/{run}/")["steps"])
    server.kill()
    server.start()
    server.wait_until(lambda: answer(otto, run))
    server.kill()
    server.start()
    server.wait_until(lambda: ended(otto, run))
    assert otto.get(f"/api/runs/{run}/")["result"] == expected(7)
    check_log(otto, run, server)


def test_the_examples_that_are_functions_go_through_the_api(server: Installation) -> None:
    otto, maria = Person(server, "otto"), Person(server, "maria")
    wrong = {"inputs": {"service": "shop"}}
    faults = otto.post("/api/workflows/deployment_approval/runs/", wrong, 400)["errors"]
    assert [fault["attr"] for fault in faults] == ["inputs.version"]
    inputs = {"service": "shop", "version": "2", "pause": "1s"}
    run = otto.post("/api/workflows/deployment_approval/runs/", {"inputs": inputs}, 201)["id"]

    def asked() -> list[dict[str, Any]]:
        tasks = maria.get("/api/tasks/?box=team&workflow=deployment_approval")["results"]
        return [task for task in tasks if task["run"] == run]

    server.wait_until(asked)
    (task,) = asked()
    assert task["title"] == "Deploy shop:2?"
    decision = {"decision": "approved", "data": {"answer": "approved"}}
    maria.post(f"/api/tasks/{task['id']}/decide/", decision, 200)
    server.wait_until(lambda: ended(otto, run))
    result = otto.get(f"/api/runs/{run}/")["result"]
    assert result["told"] == "shop:2 is in service"
    assert result["healthy"] is True
