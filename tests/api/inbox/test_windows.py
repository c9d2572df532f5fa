"""Decisions with a window over the API: what others see, taking back, and what follows."""

from __future__ import annotations

from tests.api.conftest import Drain
from tests.api.inbox.conftest import Client, Open, ids
from tests.support.clock import DatabaseClock

APPROVE = {"decision": "approved", "comment": "fine", "undo_seconds": 8}


def test_in_the_window_the_task_is_decided_and_the_run_waits(
    api: Client, opened: Open, drain: Drain, clock: DatabaseClock
) -> None:
    run, task = opened()
    shown = api("maria").post(f"tasks/{task}/decide/", APPROVE).json()
    assert (shown["state"], shown["decided_by"]) == ("decided", "maria")
    assert shown["undo_until"] is not None
    assert shown["can"]["undo"] is True
    drain()
    assert api("otto").get(f"runs/{run}/").json()["status"] == "suspended"
    assert ids(api("maria")) == ids(api("ben")) == []
    assert ids(api("maria"), state="done") == [task]
    wait = api("otto").get(f"runs/{run}/").json()["suspensions"][0]
    assert (wait["closing"]["by"], wait["can_resume"]) == ("maria", False)
    assert api("ben").get("suspensions/").json()["results"] == []
    explained = api("otto").get(f"runs/{run}/explain/").json()
    assert explained["waits"][0]["closing"]["decision"] == "approved"

    clock.forward(9)
    drain()
    assert api("otto").get(f"runs/{run}/").json()["result"] == {"pay": "paid"}
    after = api("maria").get(f"tasks/{task}/").json()
    assert (after["state"], after["undo_until"]) == ("decided", None)
    assert after["closed_at"] > after["decided_at"]


def test_its_decider_takes_it_back_and_everybody_may_decide_again(
    api: Client, opened: Open, drain: Drain, clock: DatabaseClock
) -> None:
    run, task = opened()
    maria, ben = api("maria"), api("ben")
    maria.post(f"tasks/{task}/decide/", APPROVE)
    for other in (ben, api("otto"), api("root")):
        assert other.post(f"tasks/{task}/undo/").status_code == 403
    second = ben.post(f"tasks/{task}/decide/", {"decision": "rejected"})
    assert (second.status_code, second.json()["by"]) == (409, "maria")
    assert second.json()["via"] == "ui"

    back = maria.post(f"tasks/{task}/undo/")
    assert back.status_code == 200
    shown = back.json()
    assert (shown["state"], shown["decided_by"], shown["decision"]) == ("open", None, None)
    assert (shown["comment"], shown["agreed"]) == (None, 0)
    assert set(ids(ben)) == {task}
    clock.forward(60)
    drain()
    assert api("otto").get(f"runs/{run}/").json()["status"] == "suspended"
    assert ben.post(f"tasks/{task}/decide/", {"decision": "rejected"}).status_code == 200
    drain()
    assert api("otto").get(f"runs/{run}/").json()["result"] == {"deny": "denied"}
    kinds = [entry["type"] for entry in shown["history"]]
    assert kinds == ["TaskCreated", "TaskDecided", "TaskUndone"]


def test_after_the_window_it_is_409_with_who_decided(
    api: Client, opened: Open, drain: Drain, clock: DatabaseClock
) -> None:
    _, task = opened()
    maria = api("maria")
    maria.post(f"tasks/{task}/decide/", APPROVE)
    clock.forward(9)
    drain()
    late = maria.post(f"tasks/{task}/undo/")
    assert late.status_code == 409
    assert late.json()["by"] == "maria"


def test_a_claimed_task_is_claimed_again_when_its_decision_is_taken_back(
    api: Client, opened: Open
) -> None:
    _, task = opened()
    maria = api("maria")
    maria.post(f"tasks/{task}/claim/")
    maria.post(f"tasks/{task}/decide/", APPROVE)
    shown = maria.post(f"tasks/{task}/undo/").json()
    assert (shown["state"], shown["claimed_by"]) == ("claimed", "maria")


def test_of_a_quorum_the_last_voice_that_is_left_is_shown(api: Client, opened: Open) -> None:
    _, task = opened(quorum=2)
    maria, ben = api("maria"), api("ben")
    maria.post(f"tasks/{task}/decide/", {**APPROVE, "comment": "first"})
    shown = ben.post(f"tasks/{task}/decide/", {**APPROVE, "comment": "second"}).json()
    assert (shown["state"], shown["agreed"]) == ("decided", 2)
    back = ben.post(f"tasks/{task}/undo/").json()
    assert (back["state"], back["agreed"], back["comment"]) == ("open", 1, "first")
    assert back["decided_by"] == "maria"
    assert set(ids(ben)) == {task}
    assert ids(maria) == []


def test_many_are_taken_back_at_once_each_with_its_own_result(api: Client, opened: Open) -> None:
    tasks = [opened()[1] for _ in range(3)]
    maria = api("maria")
    body = {"ids": tasks, "decision": "approved", "undo_seconds": 8}
    assert all(item["ok"] for item in maria.post("tasks/decide/", body).json()["results"])
    maria.post(f"tasks/{tasks[0]}/undo/")
    results = maria.post("tasks/undo/", {"ids": tasks}).json()["results"]
    assert [item["status"] for item in results] == [409, 200, 200]
    assert results[1]["task"]["state"] == "open"
    assert set(ids(maria)) == set(tasks)


def test_a_stop_in_the_window_withdraws_the_task_with_the_reason(api: Client, opened: Open) -> None:
    run, task = opened()
    api("maria").post(f"tasks/{task}/decide/", APPROVE)
    api("otto").post(f"runs/{run}/stop/", {"reason": "Mistake"})
    shown = api("maria").get(f"tasks/{task}/").json()
    assert (shown["state"], shown["closed_reason"]) == ("withdrawn", "Mistake")
    assert api("maria").post(f"tasks/{task}/undo/").status_code == 409


def test_a_window_is_at_most_what_the_node_allows_and_a_number(api: Client, opened: Open) -> None:
    run, task = opened(undo_seconds=0)
    shown = api("maria").post(f"tasks/{task}/decide/", APPROVE).json()
    assert shown["undo_until"] is None
    assert api("otto").get(f"runs/{run}/").json()["status"] == "running"
    _, other = opened()
    for wrong in (-1, 4000, "long"):
        body = {"decision": "approved", "undo_seconds": wrong}
        assert api("maria").post(f"tasks/{other}/decide/", body).status_code == 400
