"""Trying a draft over the API: trial runs, test data, previews, taking a publication back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail

from tests.api.conftest import Api, Drain, approval, edge, graph, node

Client = Callable[..., Api]


@pytest.fixture
def draft(api: Client) -> str:
    """Save a draft that nobody has published: an approval, a timer, a mail."""
    nodes = [
        node("start", "input"),
        node("review", "approval", title="Pay?", groups=["managers"], forbid_initiator=True),
        node("rest", "sleep", duration_seconds="3d"),
        node("tell", "send_email", to=["rita@example.org"], subject="Paid"),
        node("end", "transform", expression="nodes.tell.sent_to[0]"),
    ]
    edges = [
        edge("start", "review"),
        edge("review", "rest", "approved"),
        edge("rest", "tell"),
        edge("tell", "end"),
    ]
    body = {"name": "Flow", "graph": graph(nodes, edges)}
    return str(api("root").post("workflows/", body).json()["slug"])


def test_a_draft_is_tried_without_being_published(api: Client, draft: str, drain: Drain) -> None:
    root = api("root")
    made = root.post(f"workflows/{draft}/trials/", {"skip_time": True})
    assert made.status_code == 201, made.content
    assert made.json()["draft"] is True
    run = made.json()["id"]
    drain()
    task = root.get(f"runs/{run}/").json()["suspensions"][0]
    assert (task["users"], task["groups"]) == (["root"], [])
    assert root.post(f"tasks/{task['task']}/decide/", {"decision": "approved"}).status_code == 200
    drain()
    drain()
    found = root.get(f"runs/{run}/").json()
    assert (found["status"], found["result"]) == ("completed", {"end": "rita@example.org"})
    assert mail.outbox == []
    workflow = root.get(f"workflows/{draft}/").json()
    assert workflow["latest_version"] is None
    assert root.get(f"workflows/{draft}/versions/").json()["results"] == []
    shown = root.get(f"workflows/{draft}/versions/{found['version']}/").json()
    assert "trial" in shown["graph"]


def test_a_trial_asks_nobody_else(api: Client, draft: str, drain: Drain) -> None:
    api("root").post(f"workflows/{draft}/trials/", {})
    drain()
    assert api("maria").get("tasks/", box="team").json()["results"] == []


def test_a_run_to_here_does_not_mind_what_is_unfinished_after_it(
    api: Client, draft: str, drain: Drain
) -> None:
    root = api("root")
    broken = root.get(f"workflows/{draft}/").json()["graph"]
    broken["nodes"][4]["properties"] = {"expression": "1 +"}
    root.patch(f"workflows/{draft}/", {"graph": broken})
    assert root.post(f"workflows/{draft}/trials/", {}).status_code == 400
    pins = {"review": {"output": {"approved": True}, "action": "approved"}}
    body = {"until": "rest", "pins": pins, "skip_time": True}
    run = root.post(f"workflows/{draft}/trials/", body).json()["id"]
    drain()
    drain()
    found = root.get(f"runs/{run}/").json()
    assert found["status"] == "completed"
    assert set(found["nodes"]) == {"start", "review", "rest"}


def test_one_step_is_run_on_given_data(api: Client, draft: str, drain: Drain) -> None:
    root = api("root")
    pins = {"tell": {"output": {"sent_to": ["x@example.org"]}}}
    made = root.post(f"workflows/{draft}/trials/", {"only": "end", "pins": pins}).json()
    drain()
    assert root.get(f"runs/{made['id']}/").json()["nodes"]["end"]["output"] == "x@example.org"


def test_the_same_trial_twice_keeps_one_snapshot(api: Client, draft: str) -> None:
    first = api("root").post(f"workflows/{draft}/trials/", {}).json()
    second = api("root").post(f"workflows/{draft}/trials/", {}).json()
    assert first["id"] != second["id"]
    assert first["version"] == second["version"]


def test_a_snapshot_cannot_be_started_as_a_version(api: Client, draft: str) -> None:
    number = api("root").post(f"workflows/{draft}/trials/", {}).json()["version"]
    answer = api("root").post(f"workflows/{draft}/runs/", {"version": number})
    assert answer.status_code in (400, 404)


@pytest.mark.parametrize(
    ("name", "body", "status"),
    [
        ("otto", {}, 404),
        ("root", {"until": "ghost"}, 404),
        ("root", {"until": "rest", "only": "rest"}, 400),
        ("root", {"pins": {"rest": 5}}, 400),
        ("root", {"pins": {"rest": {"strange": 1}}}, 400),
        ("root", {"skip_time": "yes"}, 400),
    ],
)
def test_what_makes_no_sense_is_refused(
    api: Client, draft: str, name: str, body: Any, status: int
) -> None:
    assert api(name).post(f"workflows/{draft}/trials/", body).status_code == status


def test_a_trial_in_what_is_saved_is_never_published(api: Client) -> None:
    root = api("root")
    given = {**approval(), "trial": {"pins": {"review": {"output": 1}}}}
    slug = root.post("workflows/", {"name": "Sly", "graph": given}).json()["slug"]
    assert "trial" not in root.get(f"workflows/{slug}/").json()["graph"]


def test_test_data_is_kept_under_its_name(api: Client, draft: str) -> None:
    ada = api("ada")
    body = {"name": "Small, large", "inputs": {"amount": 5}, "pins": {"rest": {"output": 1}}}
    assert ada.post(f"workflows/{draft}/test-sets/", body).status_code == 200
    ada.post(f"workflows/{draft}/test-sets/", {**body, "inputs": {"amount": 6}})
    (kept,) = ada.get(f"workflows/{draft}/test-sets/").json()
    assert (kept["inputs"], kept["pins"], kept["updated_by"]) == (
        {"amount": 6}, {"rest": {"output": 1}}, "ada",
    )  # fmt: skip
    assert ada.delete(f"workflows/{draft}/test-sets/Small, large/").status_code == 204
    assert ada.delete(f"workflows/{draft}/test-sets/Small, large/").status_code == 404


def test_a_name_of_test_data_is_a_part_of_an_address(api: Client, draft: str) -> None:
    answer = api("ada").post(f"workflows/{draft}/test-sets/", {"name": "a/b"})
    assert (answer.status_code, answer.json()["errors"][0]["attr"]) == (400, "name")


def test_test_data_belongs_to_authors(api: Client, published: Callable[..., str]) -> None:
    slug = published(approval())
    assert api("otto").post(f"workflows/{slug}/test-sets/", {"name": "A"}).status_code == 403


def test_a_preview_says_what_is_wrong_or_what_it_gives(
    api: Client, published: Callable[..., str], drain: Drain
) -> None:
    slug = published(approval())
    ada = api("ada")
    say = lambda **body: ada.post(f"workflows/{slug}/preview/", body).json()  # noqa: E731
    assert say(expression="inputs.amount +")["problem"]
    nothing = say(expression="inputs.amount")
    assert (nothing["problem"], nothing["has_value"], nothing["run"]) == (None, False, None)
    run = ada.post(f"workflows/{slug}/runs/", {"inputs": {"amount": 7}}).json()["id"]
    drain()
    known = say(expression="inputs.amount * 2")
    assert (known["value"], known["run"]) == (14, run)
    assert say(expression="nodes.start.amount", run=run)["value"] == 7
    assert say(expression="inputs.missing")["failure"]
    assert say(expression="nodes.pay", nodes={"pay": "pinned"})["value"] == "pinned"
    assert say(expression="output.amount", node="start")["value"] == 7


def test_a_withdrawn_workflow_is_started_by_nobody_until_it_is_published_again(
    api: Client, published: Callable[..., str]
) -> None:
    slug = published(approval())
    ada = api("ada")
    assert ada.post(f"workflows/{slug}/unpublish/").json()["withdrawn"] is True
    answer = ada.post(f"workflows/{slug}/runs/", {"inputs": {"amount": 1}})
    assert (answer.status_code, answer.json()["code"]) == (400, "not_published")
    assert ada.post(f"workflows/{slug}/unpublish/").status_code == 409
    assert api("otto").post(f"workflows/{slug}/unpublish/").status_code == 403
    assert ada.post(f"workflows/{slug}/versions/", {}).status_code == 200
    assert ada.get(f"workflows/{slug}/").json()["withdrawn"] is False
    assert ada.post(f"workflows/{slug}/runs/", {"inputs": {"amount": 1}}).status_code == 201


def test_a_draft_tells_who_changed_what_since_it_was_published(
    api: Client, published: Callable[..., str]
) -> None:
    slug = published(approval())
    ada, root = api("ada"), api("root")
    changed = ada.get(f"workflows/{slug}/").json()["graph"]
    changed["nodes"][2]["title"] = "Pay at once"
    ada.patch(f"workflows/{slug}/", {"graph": changed})
    changed["nodes"] = changed["nodes"][:3]
    changed["edges"] = [e for e in changed["edges"] if e["target"] != "deny"]
    told = root.patch(f"workflows/{slug}/", {"graph": changed}).json()["changes"]
    assert {name: mark["by"] for name, mark in told["nodes"].items()} == {
        "pay": "ada", "deny": "root",
    }  # fmt: skip
    assert list(told["edges"]) == ["review-rejected-deny"]
    root.post(f"workflows/{slug}/versions/", {})
    assert ada.get(f"workflows/{slug}/").json()["changes"] == {"nodes": {}, "edges": {}}


def test_an_empty_group_is_told_and_keeps_nobody_from_publishing(api: Client) -> None:
    root = api("root")
    given = approval(groups=["nobodies", "managers"], forbid_initiator=True)
    made = root.post("workflows/", {"name": "Asked", "graph": given}).json()
    assert [(item["code"], item["node_id"]) for item in made["advice"]] == [
        ("empty_group", "review"),
    ]
    assert root.post("workflows/asked/versions/", {}).status_code == 201


def test_the_figures_of_versions_know_nothing_of_trials(
    api: Client, published: Callable[..., str], drain: Drain
) -> None:
    slug = published(approval())
    root = api("root")
    body = {"until": "start", "inputs": {"amount": 1}}
    run = root.post(f"workflows/{slug}/trials/", body).json()["id"]
    drain()
    assert root.get(f"runs/{run}/").json()["status"] == "completed"
    assert root.get("dashboard/").json()["workflows"] == []


def test_the_time_of_a_trial_is_skipped_wait_by_wait(api: Client, draft: str, drain: Drain) -> None:
    root = api("root")
    pins = {"review": {"output": {"approved": True}, "action": "approved"}}
    run = root.post(f"workflows/{draft}/trials/", {"pins": pins}).json()["id"]
    drain()
    wait = root.get(f"runs/{run}/").json()["suspensions"][0]
    assert (wait["kind"], wait["node_id"]) == ("timer", "rest")
    assert api("maria").post(f"runs/{run}/suspensions/{wait['id']}/pass-time/").status_code == 404
    assert root.post(f"runs/{run}/suspensions/{wait['id']}/pass-time/").status_code == 202
    drain()
    assert root.get(f"runs/{run}/").json()["status"] == "completed"
    again = root.post(f"runs/{run}/suspensions/{wait['id']}/pass-time/")
    assert again.status_code == 409


def test_a_deadline_of_a_trial_passes_at_once_but_not_one_of_a_real_run(
    api: Client, drain: Drain
) -> None:
    root = api("root")
    nodes = [
        node("review", "approval", title="Pay?", users=["root"], timeout_seconds="2d"),
        node("late", "transform", expression="'late'"),
    ]
    made = graph(nodes, [edge("review", "late", "timeout")])
    slug = root.post("workflows/", {"name": "Slow", "graph": made}).json()["slug"]
    root.post(f"workflows/{slug}/versions/")
    real = root.post(f"workflows/{slug}/runs/", {}).json()["id"]
    trial = root.post(f"workflows/{slug}/trials/", {}).json()["id"]
    drain()
    (wait,) = root.get(f"runs/{real}/").json()["suspensions"]
    refused = root.post(f"runs/{real}/suspensions/{wait['id']}/pass-time/")
    assert (refused.status_code, refused.json()["code"]) == (409, "no_trial")
    (wait,) = root.get(f"runs/{trial}/").json()["suspensions"]
    assert root.post(f"runs/{trial}/suspensions/{wait['id']}/pass-time/").status_code == 202
    drain()
    assert root.get(f"runs/{trial}/").json()["result"] == {"late": "late"}


def test_trials_are_told_from_real_runs_and_tasks(api: Client, draft: str, drain: Drain) -> None:
    root = api("root")
    root.post(f"workflows/{draft}/trials/", {})
    drain()
    for address, name in (("runs/", "draft"), ("tasks/", "test")):
        assert [row[name] for row in root.get(address).json()["results"]] == [True]
        assert len(root.get(address, **{name: "true"}).json()["results"]) == 1
        assert root.get(address, **{name: "false"}).json()["results"] == []
    board = root.get("dashboard/").json()
    counted = [board[card]["count"] for card in ("running", "people", "outside", "failed")]
    assert counted == [0, 0, 0, 0]
    assert "test=false" in board["people"]["to"]
    assert "draft=false" in board["running"]["to"]
