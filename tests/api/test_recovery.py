"""Retrying, forking, moving and comparing runs over the API, and which refusal for what."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.api.conftest import Api, Drain, edge, graph, node
from workflows.adapters.ports import forget_ports
from workflows.engine.registry import Registry
from workflows.nodes import BUILT_IN, WaitNode, discovery

Client = Callable[..., Api]
Publish = Callable[..., str]
Json = dict[str, Any]


def fragile() -> Json:
    """Draw a graph that fails in the middle unless the state says that it is well."""
    broken = {"message": "Broken.", "when": {"$expr": "!has(state.well)"}}
    nodes = [
        node("start", "input"),
        node("put", "set_state", values={"n": 1}),
        node("check", "fail", **broken),
        node("end", "constant", value="done"),
    ]
    return graph(nodes, [edge("start", "put"), edge("put", "check"), edge("check", "end")])


@pytest.fixture
def run_of(api: Client, published: Publish, drain: Drain) -> Callable[..., Json]:
    """Start a run as the operator and let it come to rest."""

    def run(shape: Json, name: str = "Flow", inputs: Json | None = None) -> Json:
        slug = published(shape, name)
        answer = api("otto").post(f"workflows/{slug}/runs/", {"inputs": inputs or {}})
        assert answer.status_code == 201, answer.content
        drain()
        return api("otto").get(f"runs/{answer.json()['id']}/").json()

    return run


def test_a_retry_is_shown_before_it_is_made(run_of: Any, api: Client) -> None:
    run = run_of(fragile())
    shown = api("otto").get(f"runs/{run['id']}/retry/").json()
    failed = {"node_id": "check", "title": "Check", "effects": "none"}
    assert shown == {"restarts": [failed], "reopens": [], "may_repeat": []}


def test_a_failed_run_tries_again_what_failed(run_of: Any, api: Client, drain: Drain) -> None:
    run = run_of(fragile())
    answer = api("otto").post(f"runs/{run['id']}/retry/", {})
    assert answer.status_code == 202
    assert answer.json()["error"] is None
    drain()
    after = api("otto").get(f"runs/{run['id']}/").json()
    assert (after["status"], after["nodes"]["check"]["attempt"]) == ("failed", 2)
    assert after["nodes"]["put"]["attempt"] == 1


def test_a_failed_step_is_completed_by_hand(run_of: Any, api: Client, drain: Drain) -> None:
    run = run_of(fragile())
    path = f"runs/{run['id']}/retry/"
    deed = {"by_hand": {"check": {"do": "complete", "output": {"ok": True}}}}
    refused = api("otto").post(path, deed)
    assert (refused.status_code, refused.json()["errors"][0]["attr"]) == (400, "reason")
    assert api("otto").post(path, {**deed, "reason": "Seen by me"}).status_code == 202
    drain()
    after = api("otto").get(f"runs/{run['id']}/").json()
    assert after["status"] == "completed"
    assert after["nodes"]["check"]["output"] == {"ok": True}
    told = {"by": "otto", "reason": "Seen by me", "do": "complete"}
    assert after["nodes"]["check"]["manual"] == told


def test_a_skipped_step_lets_the_run_go_on(run_of: Any, api: Client, drain: Drain) -> None:
    run = run_of(fragile())
    body = {"by_hand": {"check": {"do": "skip"}}, "reason": "Not today"}
    assert api("otto").post(f"runs/{run['id']}/retry/", body).status_code == 202
    drain()
    after = api("otto").get(f"runs/{run['id']}/").json()
    assert (after["status"], after["nodes"]["check"]["status"]) == ("completed", "skipped")


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"by_hand": {"nowhere": {"do": "skip"}}, "reason": "r"}, 404),
        ({"by_hand": {"put": {"do": "skip"}}, "reason": "r"}, 409),
        ({"by_hand": {"check": {"do": "burn"}}, "reason": "r"}, 400),
        ({"by_hand": {"check": "skip"}, "reason": "r"}, 400),
        ({"by_hand": []}, 400),
    ],
)
def test_a_wrong_retry_is_refused(run_of: Any, api: Client, body: Json, status: int) -> None:
    run = run_of(fragile())
    answer = api("otto").post(f"runs/{run['id']}/retry/", body)
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    assert api("otto").get(f"runs/{run['id']}/").json()["seq"] == run["seq"]


def test_a_run_that_has_not_failed_cannot_be_retried(run_of: Any, api: Client) -> None:
    run = run_of(graph([node("wait", "wait", wait_reason="r")], []))
    answer = api("otto").post(f"runs/{run['id']}/retry/", {})
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (409, "not_failed")


def test_who_may_not_operate_may_not_retry_fork_or_move(run_of: Any, api: Client) -> None:
    run = run_of(fragile())
    for call, body in (("retry", {}), ("fork", {}), ("migrate", {"version": 1, "reason": "r"})):
        assert api("ben").post(f"runs/{run['id']}/{call}/", body).status_code in (403, 404)


def test_a_fork_starts_from_a_place_with_changes(run_of: Any, api: Client, drain: Drain) -> None:
    run = run_of(fragile())
    shown = api("otto").get(f"runs/{run['id']}/fork/").json()
    assert (shown["seq"], shown["state"]) == (run["seq"], {"n": 1})
    assert [item["node_id"] for item in shown["restarts"]] == ["check"]
    answer = api("otto").post(f"runs/{run['id']}/fork/", {"state": {"well": True}})
    assert answer.status_code == 201
    made = answer.json()
    assert (made["forked_from"], made["id"] != run["id"]) == (run["id"], True)
    drain()
    after = api("otto").get(f"runs/{made['id']}/").json()
    assert (after["status"], after["state"]) == ("completed", {"n": 1, "well": True})
    events = api("otto").get(f"runs/{made['id']}/events/").json()["results"]
    assert (events[0]["type"], events[0]["seq"]) == ("RunForked", 1)
    assert not any(e["node_id"] == "put" for e in events), "what was completed is not run again"


def test_a_fork_with_the_same_key_is_one_run(run_of: Any, api: Client) -> None:
    run = run_of(fragile())
    body = {"state": {"well": True}, "idempotency_key": "k"}
    first = api("otto").post(f"runs/{run['id']}/fork/", body)
    second = api("otto").post(f"runs/{run['id']}/fork/", body)
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json()["id"] == second.json()["id"]
    other = api("otto").post(f"runs/{run['id']}/fork/", {**body, "state": {}})
    assert other.status_code == 409


def test_a_checkpoint_is_forked_by_its_id_and_by_its_name(
    run_of: Any, api: Client, drain: Drain
) -> None:
    shape = graph(
        [node("wait", "wait", wait_reason="r"), node("end", "constant", value=1)],
        [edge("wait", "end")],
    )
    run = run_of(shape)
    saved = api("otto").post(f"runs/{run['id']}/checkpoints/", {"name": "before"}).json()
    api("otto").post(f"runs/{run['id']}/resume/", {})
    drain()
    for name in (saved["id"], "before"):
        made = api("otto").post(f"runs/{run['id']}/fork/", {"checkpoint": name})
        assert made.status_code == 201
        drain()
        after = api("otto").get(f"runs/{made.json()['id']}/").json()
        assert [wait["node_id"] for wait in after["suspensions"]] == ["wait"]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"checkpoint": "nothing of the kind"}, 404),
        ({"seq": 4_000}, 404),
        ({"seq": 0}, 400),
        ({"seq": 1, "checkpoint": "x"}, 400),
        ({"outputs": {"end": 1}}, 400),
        ({"state": []}, 400),
    ],
)
def test_a_wrong_fork_is_refused(run_of: Any, api: Client, body: Json, status: int) -> None:
    run = run_of(fragile())
    answer = api("otto").post(f"runs/{run['id']}/fork/", body)
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")


def test_a_waiting_run_moves_to_a_newer_version(run_of: Any, api: Client, drain: Drain) -> None:
    nodes = [node("wait", "wait", wait_reason="r"), node("end", "constant", value=1)]
    run = run_of(graph(nodes, [edge("wait", "end")]))
    newer = [*nodes, node("more", "constant", value=2)]
    draft = api("ada").get("workflows/flow/").json()
    body = {
        "graph": graph(newer, [edge("wait", "end"), edge("end", "more")]),
        "revision": draft["revision"],
    }
    assert api("ada").patch("workflows/flow/", body).status_code == 200
    assert api("ada").post("workflows/flow/versions/", {}).status_code == 201
    path = f"runs/{run['id']}/migrate/"
    shown = api("otto").get(f"{path}?version=2").json()
    assert (shown["fits"], shown["findings"][0]["level"]) == (True, "ok")
    assert api("otto").get(f"runs/{run['id']}/").json()["version"] == 1
    assert api("otto").post(path, {"version": 2, "reason": " "}).status_code == 400
    assert api("otto").post(path, {"version": 9, "reason": "r"}).status_code == 404
    moved = api("otto").post(path, {"version": 2, "reason": "A step was missing"})
    assert (moved.status_code, moved.json()["version"]) == (202, 2)
    drain()
    api("otto").post(f"runs/{run['id']}/resume/", {})
    drain()
    after = api("otto").get(f"runs/{run['id']}/").json()
    assert (after["status"], after["nodes"]["more"]["output"]) == ("completed", 2)
    assert api("otto").post(path, {"version": 1, "reason": "back"}).status_code == 409


def test_a_version_that_lacks_the_waiting_step_is_refused_by_name(run_of: Any, api: Client) -> None:
    run = run_of(graph([node("wait", "wait", wait_reason="r")], []))
    draft = api("ada").get("workflows/flow/").json()
    body = {"graph": graph([node("x", "constant", value=1)], []), "revision": draft["revision"]}
    api("ada").patch("workflows/flow/", body)
    api("ada").post("workflows/flow/versions/", {})
    path = f"runs/{run['id']}/migrate/"
    assert api("otto").get(f"{path}?version=2").json()["fits"] is False
    answer = api("otto").post(path, {"version": 2, "reason": "r"})
    assert answer.status_code == 400
    assert "wait" in answer.json()["detail"]


def test_two_runs_are_compared(run_of: Any, api: Client, drain: Drain) -> None:
    run = run_of(fragile(), inputs={"a": {"b": 1}, "c": 2})
    made = api("otto").post(
        f"runs/{run['id']}/fork/", {"state": {"well": True}, "inputs": {"a": {"b": 5}}}
    )
    drain()
    other = made.json()["id"]
    shown = api("otto").get(f"runs/{run['id']}/compare/?other={other}").json()
    assert (shown["runs"], shown["same_version"]) == ([run["id"], other], True)
    assert shown["inputs"] == [{"path": "a.b", "left": 1, "right": 5}]
    nodes = {item["node_id"]: item for item in shown["nodes"]}
    assert nodes["check"]["differs"]
    assert not nodes["put"]["differs"]
    assert (nodes["check"]["left"]["status"], nodes["check"]["right"]["status"]) == (
        "failed",
        "completed",
    )
    assert shown["result"]["differs"]
    assert api("otto").get(f"runs/{run['id']}/compare/").status_code == 400
    assert api("otto").get(f"runs/{run['id']}/compare/?other=x").status_code == 404


def test_a_run_whose_node_type_is_gone_says_what_it_waits_for(
    run_of: Any, api: Client, drain: Drain, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = run_of(graph([node("wait", "wait", wait_reason="r")], []))
    bare = Registry(cls for cls in BUILT_IN if cls is not WaitNode)
    monkeypatch.setattr(discovery, "_registry", bare)
    forget_ports()
    after = api("otto").get(f"runs/{run['id']}/").json()
    assert (after["missing_types"], after["nodes"]["wait"]["status"]) == (["wait"], "suspended")
    told = api("otto").get(f"runs/{run['id']}/explain/").json()["summary"]
    assert told == "Waits for a worker that has the node type wait."
    monkeypatch.undo()
    forget_ports()
    assert api("otto").post(f"runs/{run['id']}/resume/", {}).status_code == 202
    drain()
    assert api("otto").get(f"runs/{run['id']}/").json()["status"] == "completed"


def test_the_saved_state_of_an_open_wait_is_changed_by_operators(
    run_of: Any, api: Client, drain: Drain
) -> None:
    run = run_of(graph([node("wait", "wait", wait_reason="r")], []))
    wait = run["suspensions"][0]["id"]
    path = f"runs/{run['id']}/suspensions/{wait}/state/"
    answer = api("otto").post(path, {"updates": {"limit": 5}})
    assert answer.status_code == 202
    assert answer.json()["suspensions"][0]["state"]["limit"] == 5
    assert api("ben").post(path, {"updates": {"limit": 6}}).status_code in (403, 404)
    assert api("otto").post(path, {"updates": {}}).status_code == 400
    assert api("otto").post(path, {"updates": []}).status_code == 400
    other = f"runs/{run['id']}/suspensions/{run['id']}.999/state/"
    assert api("otto").post(other, {"updates": {"a": 1}}).status_code == 404
