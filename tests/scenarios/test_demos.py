"""Every demo workflow goes through the API to its end, with a worker killed in the middle of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.support.server import Installation
from tests.support.waiting import LONG


class Person:
    """Somebody with a token; gives decoded answers and insists on the status."""

    def __init__(self, server: Installation, username: str) -> None:
        made = server.manage("create_token", username, "--name", "scenario")
        token = made.stdout.split()[-1]
        headers = {"Authorization": f"Bearer {token}"}
        self._http = httpx.Client(base_url=server.url, headers=headers, timeout=LONG)

    def get(self, path: str) -> Any:
        answer = self._http.get(path)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def post(self, path: str, body: Any, status: int) -> Any:
        answer = self._http.post(path, json=body)
        assert answer.status_code == status, answer.text
        return answer.json()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    running = Installation(tmp_path_factory.mktemp("home"), workers=2)
    running.migrate()
    running.start()
    yield running
    running.stop()


@pytest.fixture(scope="module")
def operator(server: Installation) -> Person:
    return Person(server, "otto")


@pytest.fixture(scope="module")
def manager(server: Installation) -> Person:
    return Person(server, "maria")


def run_until(server: Installation, who: Person, run: str, status: str) -> Any:
    """Wait for a status of the run and give the run."""
    server.wait_until(lambda: who.get(f"/api/runs/{run}/")["status"] == status)
    return who.get(f"/api/runs/{run}/")


def finish(server: Installation, who: Person, run: str) -> Any:
    """Wait for the end; hold that the log has no gap and no step twice."""
    done = run_until(server, who, run, "completed")
    events = who.get(f"/api/runs/{run}/events/?after=0")["results"]
    assert [event["seq"] for event in events] == list(range(1, done["seq"] + 1))
    ended = Counter(
        (event["node_id"], event["iteration"])
        for event in events
        if event["type"] in ("NodeCompleted", "NodeSkipped")
    )
    assert set(ended.values()) == {1}
    return done


def start(who: Person, slug: str, inputs: Any) -> str:
    run: str = who.post(f"/api/workflows/{slug}/runs/", {"inputs": inputs}, 201)["id"]
    return run


@pytest.mark.parametrize(("decision", "arm"), [("approved", "process"), ("rejected", "reject")])
def test_an_expense_is_approved_or_rejected(
    server: Installation, operator: Person, manager: Person, decision: str, arm: str
) -> None:
    run = start(operator, "expense-approval", {"purpose": "Lisbon", "amount": 1500})
    waiting = run_until(server, operator, run, "suspended")
    server.kill_a_worker()
    task = waiting["suspensions"][0]["task"]
    manager.post(f"/api/tasks/{task}/decide/", {"decision": decision, "comment": "seen"}, 200)
    nodes = finish(server, operator, run)["nodes"]
    assert nodes[arm]["status"] == "completed"
    assert {nodes["process"]["status"], nodes["reject"]["status"]} == {"completed", "skipped"}
    assert nodes["review"]["output"]["approver"] == "maria"


def test_a_parallel_review_joins_after_both_answers(
    server: Installation, operator: Person, manager: Person
) -> None:
    run = start(operator, "parallel-review", {"proposal": "The bridge"})
    waits = run_until(server, operator, run, "suspended")["suspensions"]
    assert {wait["node_id"] for wait in waits} == {"legal", "technical"}
    first, second = sorted(waits, key=lambda wait: str(wait["node_id"]), reverse=True)
    manager.post(f"/api/tasks/{first['task']}/decide/", {"decision": "approved"}, 200)
    run_until(server, operator, run, "suspended")
    server.kill_a_worker()
    manager.post(
        f"/api/runs/{run}/resume/", {"suspension": second["id"], "data": {"approved": True}}, 202
    )
    assert finish(server, operator, run)["nodes"]["accept"]["status"] == "completed"


def test_a_delayed_notification_outlives_its_worker(server: Installation, operator: Person) -> None:
    run = start(operator, "delayed-notification", {"message": "Lunch", "delay": "2s"})
    waiting = run_until(server, operator, run, "suspended")
    assert waiting["suspensions"][0]["kind"] == "timer"
    server.kill_a_worker()
    nodes = finish(server, operator, run)["nodes"]
    assert nodes["delay"]["output"]["slept_seconds"] >= 2


@pytest.mark.parametrize(
    ("priority", "arm"), [("urgent", "page"), ("normal", "assign"), ("low", "queue")]
)
def test_a_condition_takes_one_of_three_ways(
    server: Installation, operator: Person, priority: str, arm: str
) -> None:
    run = start(operator, "conditional-workflow", {"subject": "Printer", "priority": priority})
    server.kill_a_worker()
    nodes = finish(server, operator, run)["nodes"]
    taken = {name for name in ("page", "assign", "queue") if nodes[name]["status"] == "completed"}
    assert taken == {arm}


def test_a_handwritten_node_waits_again_and_remembers(
    server: Installation, operator: Person
) -> None:
    run = start(operator, "document-approval", {"document": "Handbook"})
    first = run_until(server, operator, run, "suspended")["suspensions"][0]
    answer = {"approved": False, "changes_wanted": True, "comments": "Add a title"}
    operator.post(f"/api/runs/{run}/resume/", {"suspension": first["id"], "data": answer}, 202)
    server.wait_until(lambda: first["id"] not in open_waits(operator, run))
    second = run_until(server, operator, run, "suspended")["suspensions"][0]
    assert second["state"]["history"] == ["Add a title"]
    server.kill_a_worker()
    operator.post(f"/api/runs/{run}/resume/", {"node": "review", "data": {"approved": True}}, 202)
    done = finish(server, operator, run)
    assert done["nodes"]["review"]["output"]["rounds"] == 2
    assert done["result"] == {"outcome": "Handbook was approved by otto."}


def open_waits(who: Person, run: str) -> set[str]:
    """Give the ids of the open suspensions once the run waits again; before, all of them."""
    found = who.get(f"/api/runs/{run}/")
    return {wait["id"] for wait in found["suspensions"]}
