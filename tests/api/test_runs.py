"""Runs over the API: start, look, list, resume, stop, and exactly which refusal for what."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from tests.api.conftest import Api, Drain, approval, edge, graph, node, waiting

Client = Callable[..., Api]
Publish = Callable[..., str]


@pytest.fixture
def start(api: Client, published: Publish, drain: Drain) -> Callable[..., dict[str, Any]]:
    """Publish a graph, start a run as the operator and let it come to rest."""

    def run(shape: dict[str, Any], inputs: Any = None, name: str = "Flow") -> dict[str, Any]:
        slug = published(shape, name)
        answer = api("otto").post(f"workflows/{slug}/runs/", {"inputs": inputs or {}})
        assert answer.status_code == 201, answer.content
        drain()
        return api("otto").get(f"runs/{answer.json()['id']}/").json()

    return run


def test_a_run_shows_every_node_and_its_open_suspension(start: Any) -> None:
    run = start(approval(), {"amount": 12})
    assert run["status"] == "suspended"
    assert run["workflow"] == "flow"
    assert run["inputs"] == {"amount": 12}
    assert list(run["nodes"]) == ["start", "review", "pay", "deny"]
    assert [n["status"] for n in run["nodes"].values()] == [
        "completed", "suspended", "pending", "pending",
    ]  # fmt: skip
    assert run["nodes"]["start"]["output"] == {"amount": 12}
    wait = run["suspensions"][0]
    contract = {
        "id", "node_id", "iteration", "kind", "reason", "state", "metadata", "schema", "options",
        "actions", "opened_at", "wake_at", "task",
    }  # fmt: skip
    assert contract <= set(wait)
    assert (wait["node_id"], wait["kind"]) == ("review", "approval")
    assert wait["id"].startswith(run["id"] + ".")
    assert wait["actions"] == ["approved", "rejected"]
    assert run["parent"] is None


def test_the_whole_way_from_start_to_result(start: Any, api: Client, drain: Drain) -> None:
    run = start(approval(), {"amount": 12})
    path = f"runs/{run['id']}/"
    body = {"data": {"approved": True, "comment": "fine"}}
    answer = api("maria").post(path + "resume/", body)
    assert answer.status_code == 202
    assert answer.json()["id"] == run["id"]
    drain()
    done = api("otto").get(path).json()
    assert done["status"] == "completed"
    assert done["result"] == {"pay": "paid"}
    assert done["nodes"]["deny"]["status"] == "skipped"
    review = done["nodes"]["review"]
    assert review["action"] == "approved"
    assert review["output"]["approver"] == "maria"
    events = api("otto").get(path + "events/").json()["results"]
    assert [event["seq"] for event in events] == list(range(1, done["seq"] + 1))
    tail = api("otto").get(path + "events/", after=3, limit=2).json()
    assert [event["seq"] for event in tail["results"]] == [4, 5]
    assert "after=5" in tail["next"]
    assert api("otto").get(path + "events/", after=done["seq"]).json()["results"] == []
    assert api("otto").get(path + "events/", after="x").status_code == 400


@pytest.mark.parametrize(
    ("inputs", "attr"),
    [
        ({}, "inputs.amount"),
        ({"amount": "12"}, "inputs.amount"),
        ({"amount": None}, "inputs.amount"),
        ([], "inputs"),
        ("text", "inputs"),
    ],
)
def test_inputs_that_do_not_fit_are_refused_with_their_path(
    api: Client, published: Publish, inputs: Any, attr: str
) -> None:
    slug = published(approval())
    answer = api("otto").post(f"workflows/{slug}/runs/", {"inputs": inputs})
    assert answer.status_code == 400
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert attr in [item["attr"] for item in answer.json()["errors"]]
    assert api("otto").get("runs/").json()["results"] == []


def test_a_given_version_runs_and_an_unknown_one_is_not_found(
    api: Client, published: Publish, drain: Drain
) -> None:
    slug, root = published(approval()), api("root")
    root.patch(f"workflows/{slug}/", {"graph": graph([node("only", "constant", value=1)], [])})
    root.post(f"workflows/{slug}/versions/")
    latest = root.post(f"workflows/{slug}/runs/", {}).json()
    first = root.post(f"workflows/{slug}/runs/", {"version": 1, "inputs": {"amount": 1}}).json()
    assert (latest["version"], first["version"]) == (2, 1)
    assert list(latest["nodes"]) == ["only"]
    assert root.post(f"workflows/{slug}/runs/", {"version": 9}).status_code == 404
    assert root.post(f"workflows/{slug}/runs/", {"version": "1"}).status_code == 400
    assert root.post("workflows/ghost/runs/", {}).status_code == 404


def test_resuming_without_a_name_is_ambiguous_when_two_wait(start: Any, api: Client) -> None:
    run = start(waiting("left", "right"))
    otto, path = api("otto"), f"runs/{run['id']}/resume/"
    answer = otto.post(path, {})
    assert answer.status_code == 400
    assert answer.json()["code"] == "ambiguous"
    assert otto.post(path, {"node": "left"}).status_code == 202
    assert otto.post(path, {}).status_code == 202
    assert otto.post(path, {}).status_code == 409


def test_each_wrong_resume_has_its_own_answer(start: Any, api: Client, drain: Drain) -> None:
    run = start(waiting("only"))
    otto, path = api("otto"), f"runs/{run['id']}/resume/"
    wait = run["suspensions"][0]["id"]
    assert otto.post(path, {"node": "ghost"}).status_code == 404
    assert otto.post(path, {"suspension": f"{run['id']}.99"}).status_code == 404
    assert otto.post(path, {"suspension": "nonsense"}).status_code == 404
    assert otto.post(path, {"suspension": f"{uuid4()}.5"}).status_code == 404
    assert otto.post(path, {"node": "start"}).status_code == 409
    assert otto.post(path, {"node": 5}).status_code == 400
    assert otto.post(path, {"state": []}).status_code == 400
    assert otto.post(f"runs/{uuid4()}/resume/", {}).status_code == 404
    assert otto.post("runs/not-an-id/resume/", {}).status_code == 404
    assert api("otto").get(f"runs/{run['id']}/").json()["seq"] == run["seq"]
    assert otto.post(path, {"suspension": wait, "data": {"ok": 1}}).status_code == 202
    drain()
    again = otto.post(path, {"suspension": wait})
    assert again.status_code == 409
    problem = again.json()
    assert problem["code"] == "already_closed"
    assert (problem["by"], problem["via"], problem["action"]) == ("otto", "ui", None)
    assert problem["at"].endswith("+00:00")


def test_an_unknown_action_is_refused_with_the_list_of_known_ones(start: Any, api: Client) -> None:
    shape = graph(
        [node("hold", "wait", wait_reason="Hold"), node("a", "constant"), node("b", "constant")],
        [edge("hold", "a", "left"), edge("hold", "b", "right")],
    )
    run = start(shape)
    path = f"runs/{run['id']}/resume/"
    assert run["suspensions"][0]["actions"] == ["left", "right"]
    answer = api("otto").post(path, {"action": "up"})
    assert answer.status_code == 400
    assert "left, right" in answer.json()["detail"]
    assert api("otto").post(path, {}).status_code == 400
    assert api("otto").post(path, {"action": "left"}).status_code == 202


def test_data_is_checked_against_the_form_and_changes_nothing_when_wrong(
    start: Any, api: Client
) -> None:
    form = {"type": "object", "properties": {"days": {"type": "integer"}}, "required": ["days"]}
    run = start(graph([node("ask", "wait", wait_reason="Days", schema=form)], []))
    path = f"runs/{run['id']}/resume/"
    assert run["suspensions"][0]["schema"] == form
    for data in ({}, {"days": "3"}, None, [1]):
        answer = api("otto").post(path, {"data": data})
        assert answer.status_code == 400, data
    wrong = api("otto").post(path, {"data": {"days": "3"}}).json()
    assert wrong["errors"][0]["attr"] == "data.days"
    assert api("otto").get(f"runs/{run['id']}/").json()["seq"] == run["seq"]
    assert api("otto").post(path, {"data": {"days": 3}}).status_code == 202


def test_stop_ends_a_waiting_run_and_a_second_stop_is_a_conflict(start: Any, api: Client) -> None:
    run = start(approval(), {"amount": 1})
    otto, path = api("otto"), f"runs/{run['id']}/"
    stopped = otto.post(path + "stop/", {"reason": "Not needed"})
    assert (stopped.status_code, stopped.json()["status"]) == (202, "cancelled")
    assert stopped.json()["suspensions"] == []
    again = otto.post(path + "stop/", {})
    assert again.status_code == 409
    assert again.json()["by"] == "otto"
    late = api("maria").post(path + "resume/", {"data": {"approved": True}})
    assert late.status_code == 409
    task, wait = run["suspensions"][0]["task"], run["suspensions"][0]["id"]
    for where, body in (
        (path + "resume/", {"node": run["suspensions"][0]["node_id"], "action": "approved"}),
        (path + "resume/", {"suspension": wait, "action": "approved"}),
        (f"tasks/{task}/decide/", {"decision": "approved"}),
        (f"tasks/{task}/claim/", {}),
    ):
        told = api("maria").post(where, body)
        facts = {key: told.json()[key] for key in ("by", "via", "action")}
        assert (told.status_code, facts) == (409, {"by": "otto", "via": "stop", "action": "stop"})
        assert told.json()["at"]
    told = otto.get(path + "explain/").json()
    assert "otto" in told["summary"]
    assert told["status"] == "cancelled"


def test_a_queued_run_can_be_stopped_before_any_worker_came(
    api: Client, published: Publish, drain: Drain
) -> None:
    slug = published(approval())
    run = api("otto").post(f"workflows/{slug}/runs/", {"inputs": {"amount": 1}}).json()
    assert run["status"] == "queued"
    assert api("otto").post(f"runs/{run['id']}/stop/").status_code == 202
    drain()
    assert api("otto").get(f"runs/{run['id']}/").json()["status"] == "cancelled"


def test_a_named_checkpoint_is_listed_with_the_automatic_ones(start: Any, api: Client) -> None:
    run = start(waiting("only"))
    otto, path = api("otto"), f"runs/{run['id']}/checkpoints/"
    made = otto.post(path, {"name": "before the answer"})
    assert made.status_code == 201
    body = made.json()
    assert (body["name"], body["created_by"]) == ("before the answer", "otto")
    listed = otto.get(path).json()["results"]
    assert listed[0] == body
    assert any(item["name"] is None for item in listed)
    assert otto.post(path, {"name": ""}).status_code == 400
    assert otto.post(path, {}).json()["errors"][0]["attr"] == "name"


def test_explain_tells_the_way_the_failure_and_who_can_act(start: Any, api: Client) -> None:
    run = start(approval(), {"amount": 1})
    told = api("otto").get(f"runs/{run['id']}/explain/").json()
    assert set(told) >= {"status", "waits", "path", "failures", "retries", "counts"}
    wait = told["waits"][0]
    assert (wait["node_id"], wait["kind"], wait["groups"]) == ("review", "approval", ["managers"])
    assert set(wait) >= {"reason", "since", "due_at", "users"}
    assert [(s["node_id"], s["status"]) for s in told["path"]] == [
        ("start", "completed"), ("review", "suspended"),
    ]  # fmt: skip
    assert told["counts"]["pending"] == 2
    failed = start(graph([node("bang", "fail", message="No money")], []), name="Bang")
    assert failed["error"]["message"] == "No money"
    told = api("otto").get(f"runs/{failed['id']}/explain/").json()
    assert told["failures"][0]["message"] == "No money"
    assert told["failures"][0]["node_id"] == "bang"


def test_the_list_is_filtered_by_what_people_know(start: Any, api: Client) -> None:
    otto = api("otto")
    run = start(waiting("only"), name="Alpha")
    other = start(approval(), {"amount": 1}, name="Beta")
    otto.post("workflows/beta/runs/", {"inputs": {"amount": 2}, "tags": ["urgent", "q4"]})

    def found(**query: Any) -> list[str]:
        return [item["id"] for item in otto.get("runs/", **query).json()["results"]]

    assert len(found()) == 3
    assert found(workflow="alpha") == [run["id"]]
    assert found(status="queued", workflow="beta") == found(tag="urgent")
    assert len(found(status="queued,suspended")) == 3
    assert found(tag="urg") == found(tag="Urgent") == []
    assert found(q=other["id"]) == found(q=other["id"].upper()) == [other["id"]]
    assert run["id"] in found(q=run["id"][:13])
    assert found(q="alph") == [run["id"]]
    assert found(q="%") == []
    assert found(parent=run["id"]) == []
    assert len(found(started_after=run["created_at"])) == 3
    assert found(started_after="2999-01-01") == []
    for wrong in ({"status": "sleeping"}, {"started_after": "yesterday"}, {"page_size": "0"}):
        assert api("otto").get("runs/", **wrong).status_code == 400
    assert otto.get("workflows/alpha/runs/").json()["results"][0]["id"] == run["id"]
    brief = otto.get("runs/", workflow="alpha").json()["results"][0]["suspensions"][0]
    assert brief["reason"] == "Wait at only"


@pytest.mark.parametrize("place", ["1", "9999", "-1", "\N{SUPERSCRIPT TWO}", "", "x"])
def test_an_id_that_never_was_a_suspension_is_not_found(
    start: Any, api: Client, place: str
) -> None:
    run = start(waiting("w"))
    answer = api("otto").post(f"runs/{run['id']}/resume/", {"suspension": f"{run['id']}.{place}"})
    assert answer.status_code == 404


def test_a_pause_tells_which_key_it_needs_and_offers_no_action_of_what_has_not_run(
    start: Any, api: Client, drain: Drain
) -> None:
    told = {**node("ask", "approval"), "options": {"pause_before": True, "wait_for_input": "ok"}}
    run = start(graph([node("begin", "input"), told], [edge("begin", "ask")]))
    (pause,) = run["suspensions"]
    assert (pause["kind"], pause["needs"], pause["actions"]) == ("pause", "ok", [])
    path = f"runs/{run['id']}/"
    assert api("otto").post(path + "resume/", {"suspension": pause["id"]}).status_code == 400
    body = {"suspension": pause["id"], "data": {"ok": True}}
    assert api("otto").post(path + "resume/", body).status_code == 202
    drain()
    after = api("otto").get(path).json()
    assert (after["state"], after["suspensions"][0]["kind"]) == ({"ok": True}, "approval")
