"""Questions and forms over the API: how their tasks look and how they are answered."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.api.conftest import Api, Drain, edge, graph, node

Client = Callable[..., Api]
Publish = Callable[..., str]
Json = dict[str, Any]
SCHEMA = {"type": "object", "properties": {"days": {"type": "integer"}}, "required": ["days"]}


@pytest.fixture
def ask(api: Client, published: Publish, drain: Drain) -> Callable[..., tuple[str, Json]]:
    """Start a run with one asking node for maria; give the run's id and her task."""

    def start(kind: str, **properties: Any) -> tuple[str, Json]:
        asking = node("q", kind, users=["maria"], **properties)
        slug = published(graph([asking, node("end", "merge")], [edge("q", "end")]))
        run = api("otto").post(f"workflows/{slug}/runs/", {}).json()["id"]
        drain()
        (task,) = api("maria").get("tasks/?box=mine").json()["results"]
        return run, api("maria").get(f"tasks/{task['id']}/").json()

    return start


def test_a_question_shows_how_it_is_answered(ask: Any) -> None:
    _, task = ask("question", question="Lunch?", options=["soup", "fish"], allow_custom=True)
    assert (task["kind"], task["title"], task["input_type"]) == ("question", "Lunch?", "choice")
    assert task["options"] == [{"id": "soup", "label": "soup"}, {"id": "fish", "label": "fish"}]
    assert (task["skippable"], task["allow_custom"]) == (False, True)


@pytest.mark.parametrize("body", [{"data": {"answer": "fish"}}, {"decision": "fish"}])
def test_a_question_is_answered_in_the_inbox(
    ask: Any, api: Client, drain: Drain, body: Json
) -> None:
    run, task = ask("question", question="Lunch?", options=["soup", "fish"])
    answer = api("maria").post(f"tasks/{task['id']}/decide/", body)
    assert answer.status_code == 200
    assert (answer.json()["state"], answer.json()["decision"]) == ("decided", "fish")
    drain()
    after = api("otto").get(f"runs/{run}/").json()
    assert after["nodes"]["q"]["output"] == {"answer": "fish", "by": "maria"}


def test_an_answer_that_is_no_option_is_refused_and_the_task_stays_open(
    ask: Any, api: Client
) -> None:
    _, task = ask("question", question="Lunch?", options=["soup", "fish"])
    path = f"tasks/{task['id']}/"
    answer = api("maria").post(path + "decide/", {"data": {"answer": "stone"}})
    assert (answer.status_code, answer.json()["errors"][0]["attr"]) == (400, "data.answer")
    assert api("maria").get(path).json()["state"] == "open"


def test_a_form_is_submitted_by_its_data_alone(ask: Any, api: Client, drain: Drain) -> None:
    run, task = ask("form", title="Trip", schema=SCHEMA)
    path = f"tasks/{task['id']}/decide/"
    wrong = api("maria").post(path, {"data": {"days": "x"}})
    assert (wrong.status_code, wrong.json()["errors"][0]["attr"]) == (400, "data.days")
    done = api("maria").post(path, {"data": {"days": 2}})
    assert (done.status_code, done.json()["decision"]) == (200, "submitted")
    drain()
    after = api("otto").get(f"runs/{run}/").json()
    assert after["nodes"]["q"]["output"] == {"data": {"days": 2}, "by": "maria"}


def test_an_approval_without_a_decision_is_still_refused(ask: Any, api: Client) -> None:
    _, task = ask("approval", title="Pay?")
    answer = api("maria").post(f"tasks/{task['id']}/decide/", {"data": {}})
    assert (answer.status_code, answer.json()["errors"][0]["attr"]) == (400, "decision")


def test_only_those_who_are_asked_may_answer(ask: Any, api: Client) -> None:
    run, task = ask("question", question="Lunch?", options=["soup"])
    body = {"data": {"answer": "soup"}}
    assert api("ben").post(f"tasks/{task['id']}/decide/", body).status_code == 403
    assert api("otto").post(f"runs/{run}/resume/", body).status_code == 403


def test_a_wait_below_is_answered_from_the_parent(
    api: Client, published: Publish, drain: Drain
) -> None:
    child = graph([node("check", "wait", wait_reason="Look")], [])
    published(child, "Inner")
    slug = published(graph([node("call", "subworkflow", workflow="inner")], []), "Outer")
    run = api("otto").post(f"workflows/{slug}/runs/", {}).json()["id"]
    drain()
    before = api("otto").get(f"runs/{run}/").json()
    assert (before["status"], before["children"]["running"]) == ("suspended", 1)
    below = api("otto").get(f"runs/?parent={run}").json()["results"]
    assert [item["status"] for item in below] == ["suspended"]
    assert api("otto").post(f"runs/{run}/resume/", {"data": {"ok": 1}}).status_code == 202
    drain()
    after = api("otto").get(f"runs/{run}/").json()
    assert after["status"] == "completed"
    assert after["nodes"]["call"]["output"]["check"]["data"] == {"ok": 1}
    again = api("otto").post(f"runs/{run}/resume/", {"node": "call"})
    assert again.status_code == 409


def test_several_waits_below_must_be_told_apart(
    api: Client, published: Publish, drain: Drain
) -> None:
    published(graph([node("check", "approval", title="Fine?", users=["maria"])], []), "Inner")
    call = node("each", "map", workflow="inner", items=[1, 2])
    slug = published(graph([call], []), "Outer")
    run = api("otto").post(f"workflows/{slug}/runs/", {}).json()["id"]
    drain()
    refused = api("maria").post(f"runs/{run}/resume/", {"action": "approved"})
    assert refused.status_code in (400, 404)
    tasks = api("maria").get("tasks/?box=mine").json()["results"]
    assert [task["path"] for task in tasks] == ["Outer › Inner › Check"] * 2
    for task in tasks:
        body = {"decision": "approved"}
        assert api("maria").post(f"tasks/{task['id']}/decide/", body).status_code == 200
    drain()
    assert api("otto").get(f"runs/{run}/").json()["status"] == "completed"
