"""The inbox over the API: who is asked, decides, claims; what a second one is told."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import Group, User

from tests.api.conftest import Api, Drain, approval, graph, node

Client = Callable[..., Api]
Open = Callable[..., tuple[str, str]]


@pytest.fixture
def opened(api: Client, published: Callable[..., str], drain: Drain) -> Open:
    """Start an approval by somebody and give the ids of its run and its task."""

    def make(starter: str = "otto", **properties: Any) -> tuple[str, str]:
        slug = published(approval(**properties))
        run = api(starter).post(f"workflows/{slug}/runs/", {"inputs": {"amount": 5}}).json()["id"]
        drain()
        return run, api("root").get(f"runs/{run}/").json()["suspensions"][0]["task"]

    return make


def test_a_task_tells_the_question_the_form_and_the_run_around_it(
    api: Client, opened: Open
) -> None:
    form = {"type": "object", "properties": {"limit": {"type": "number"}}}
    run, task = opened(instructions="Look at the receipt", subject={"amount": 5}, schema=form)
    shown = api("maria").get(f"tasks/{task}/").json()
    contract = {
        "id", "run", "workflow", "node_id", "path", "title", "state", "created_at", "due_at",
        "users", "groups", "claimed_by",
    }  # fmt: skip
    assert contract <= set(shown)
    assert (shown["run"], shown["workflow"], shown["state"]) == (run, "flow", "open")
    assert shown["instructions"] == "Look at the receipt"
    assert shown["subject"] == {"amount": 5}
    assert shown["schema"] == form
    assert shown["groups"] == ["managers"]
    assert shown["context"]["inputs"] == {"amount": 5}
    assert shown["can_decide"] is True
    assert [entry["type"] for entry in shown["history"]] == ["TaskCreated"]


def test_a_decision_closes_the_task_and_a_second_one_is_told_who_was_first(
    api: Client, opened: Open, drain: Drain
) -> None:
    run, task = opened()
    body = {"decision": "rejected", "comment": "Too much"}
    first = api("maria").post(f"tasks/{task}/decide/", body)
    assert first.status_code == 200
    shown = first.json()
    assert (shown["state"], shown["decision"], shown["decided_by"]) == (
        "decided",
        "rejected",
        "maria",
    )
    assert shown["comment"] == "Too much"
    for _ in range(2):
        second = api("ben").post(f"tasks/{task}/decide/", {"decision": "approved"})
        assert second.status_code == 409
        problem = second.json()
        assert (problem["by"], problem["via"], problem["action"]) == ("maria", "ui", "rejected")
        assert problem["at"]
        drain()
    assert api("otto").get(f"runs/{run}/").json()["result"] == {"deny": "denied"}


def test_resuming_an_approval_is_deciding_it_under_the_same_rules(
    api: Client, opened: Open
) -> None:
    run, task = opened()
    refused = api("otto").post(f"runs/{run}/resume/", {"data": {"approved": True}})
    assert (refused.status_code, refused.json()["code"]) == (403, "not_asked")
    assert api("maria").post(f"runs/{run}/resume/", {}).status_code == 400
    for wrong in ({"approved": "yes"}, {"approved": 1}, {"decision": "maybe"}):
        answer = api("maria").post(f"runs/{run}/resume/", {"data": wrong})
        assert answer.status_code == 400, wrong
    done = api("maria").post(f"runs/{run}/resume/", {"node": "review", "action": "approved"})
    assert done.status_code == 202
    assert api("maria").get(f"tasks/{task}/").json()["decided_by"] == "maria"


def test_with_nobody_named_whoever_may_resume_the_run_decides(api: Client, opened: Open) -> None:
    _, task = opened(groups=[])
    assert api("maria").get(f"tasks/{task}/").status_code == 404
    assert task in _ids(api("otto"))
    assert api("otto").post(f"tasks/{task}/decide/", {"decision": "approved"}).status_code == 200


def test_four_eyes_hold_for_everybody_superusers_too(api: Client, opened: Open) -> None:
    run, task = opened("root", forbid_initiator=True)
    for path, body in (
        (f"tasks/{task}/decide/", {"decision": "approved"}),
        (f"runs/{run}/resume/", {"data": {"approved": True}}),
    ):
        answer = api("root").post(path, body)
        assert (answer.status_code, answer.json()["code"]) == (403, "four_eyes")
    assert api("root").get(f"tasks/{task}/").json()["can_decide"] is False
    assert api("maria").post(f"tasks/{task}/decide/", {"decision": "approved"}).status_code == 200


def test_a_superusers_decision_is_recorded_as_an_override(api: Client, opened: Open) -> None:
    _, task = opened()
    shown = api("root").post(f"tasks/{task}/decide/", {"decision": "approved"}).json()
    assert shown["history"][-1]["detail"]["override"] is True


def test_a_claimed_task_is_decided_by_its_claimant(api: Client, opened: Open) -> None:
    _, task = opened()
    maria, ben = api("maria"), api("ben")
    claimed = maria.post(f"tasks/{task}/claim/")
    assert (claimed.status_code, claimed.json()["claimed_by"]) == (200, "maria")
    assert maria.post(f"tasks/{task}/claim/").status_code == 200
    assert task not in _ids(ben)
    assert task in _ids(ben, box="team")
    for verb, body in (("claim", {}), ("decide", {"decision": "approved"}), ("release", {})):
        answer = ben.post(f"tasks/{task}/{verb}/", body)
        assert answer.status_code == 409, verb
        assert answer.json()["claimed_by"] == "maria"
    assert maria.post(f"tasks/{task}/release/").json()["state"] == "open"
    assert maria.post(f"tasks/{task}/release/").status_code == 409
    assert ben.post(f"tasks/{task}/decide/", {"decision": "approved"}).status_code == 200


def test_comments_are_kept_with_the_task(api: Client, opened: Open) -> None:
    _, task = opened()
    api("maria").post(f"tasks/{task}/comment/", {"text": "Which shop?"})
    answer = api("otto").post(f"tasks/{task}/comment/", {"text": "The one in town"})
    said = [(item["by"], item["text"]) for item in answer.json()["comments"]]
    assert said == [("maria", "Which shop?"), ("otto", "The one in town")]
    assert api("otto").post(f"tasks/{task}/comment/", {"text": " "}).status_code == 400


def test_a_task_is_handed_on_to_somebody_who_exists(api: Client, opened: Open) -> None:
    _, task = opened()
    assert api("maria").post(f"tasks/{task}/delegate/", {"to": "nobody"}).status_code == 400
    given = api("maria").post(f"tasks/{task}/delegate/", {"to": "olga"})
    assert (given.status_code, given.json()["users"]) == (200, ["olga"])
    assert api("ben").post(f"tasks/{task}/decide/", {"decision": "approved"}).status_code == 404
    assert api("olga").post(f"tasks/{task}/decide/", {"decision": "approved"}).status_code == 200


def test_membership_counts_at_the_time_of_the_decision(
    api: Client, opened: Open, people: dict[str, User]
) -> None:
    _, task = opened()
    ben = api("ben")
    people["ben"].groups.clear()
    assert ben.post(f"tasks/{task}/decide/", {"decision": "approved"}).status_code == 404
    people["olga"].groups.add(Group.objects.get(name="managers"))
    assert api("olga").post(f"tasks/{task}/decide/", {"decision": "approved"}).status_code == 200


def test_many_tasks_are_decided_at_once_each_with_its_own_result(api: Client, opened: Open) -> None:
    tasks = [opened()[1] for _ in range(3)]
    api("ben").post(f"tasks/{tasks[1]}/decide/", {"decision": "rejected"})
    ids = [*tasks, str(uuid4()), "nonsense", tasks[0]]
    answer = api("maria").post("tasks/decide/", {"ids": ids, "decision": "approved"})
    assert answer.status_code == 200
    results = answer.json()["results"]
    assert [item["id"] for item in results] == ids[:5]
    assert [item["status"] for item in results] == [200, 409, 200, 404, 404]
    assert results[0]["task"]["decision"] == "approved"
    assert results[1]["error"]["by"] == "ben"
    assert api("maria").post("tasks/decide/", {"ids": [], "decision": "x"}).status_code == 400


def test_the_boxes_show_what_they_say(api: Client, opened: Open) -> None:
    _, first = opened()
    _, second = opened(groups=[], users=["ben"], title="For Ben alone")
    maria, ben = api("maria"), api("ben")
    assert _ids(maria) == [first]
    assert set(_ids(maria, box="team")) == {first, second}
    assert set(_ids(ben)) == {first, second}
    assert _ids(ben, q="alone") == [second]
    assert _ids(ben, workflow="ghost") == []
    assert _ids(api("rita"), box="all") == []
    maria.post(f"tasks/{first}/decide/", {"decision": "approved"})
    assert _ids(maria) == []
    assert _ids(maria, state="done") == [first]
    assert set(_ids(api("otto"), box="all", state="all")) == {first, second}
    for wrong in ({"box": "his"}, {"state": "lost"}, {"order": "random"}):
        assert maria.get("tasks/", **wrong).status_code == 400


def test_tasks_are_sorted_by_due_date_with_those_without_one_last(
    api: Client, opened: Open
) -> None:
    _, never = opened()
    _, late = opened(due_seconds="3d")
    _, soon = opened(due_seconds="1h")
    assert _ids(api("maria"), order="due") == [soon, late, never]
    page = api("maria").get("tasks/", order="due", page_size=2).json()
    rest = api("maria").client.get(page["next"]).json()
    assert [item["id"] for item in rest["results"]] == [never]
    assert _ids(api("maria"), overdue="true") == []


def test_the_bell_lists_what_one_may_end(api: Client, opened: Open) -> None:
    run, task = opened()
    row = api("maria").get("suspensions/").json()["results"][0]
    assert (row["task"], row["run"], row["reason"]) == (task, run, "Approve the expense")
    assert row["can_resume"] is True
    for name in ("otto", "rita", "olga", "ada"):
        assert api(name).get("suspensions/").json()["results"] == []


def test_a_stopped_run_withdraws_its_task(api: Client, opened: Open) -> None:
    run, task = opened()
    api("otto").post(f"runs/{run}/stop/", {"reason": "Mistake"})
    shown = api("maria").get(f"tasks/{task}/").json()
    assert (shown["state"], shown["can_decide"]) == ("withdrawn", False)
    late = api("maria").post(f"tasks/{task}/decide/", {"decision": "approved"})
    assert late.status_code == 409
    assert api("maria").post(f"tasks/{task}/claim/").status_code == 409


def test_a_wait_without_a_task_is_only_for_those_who_operate(
    api: Client, published: Callable[..., str], drain: Drain
) -> None:
    slug = published(graph([node("hold", "wait", wait_reason="Hold")], []))
    run = api("ada").post(f"workflows/{slug}/runs/").json()["id"]
    drain()
    assert api("maria").post(f"runs/{run}/resume/").status_code == 404
    assert api("otto").get("suspensions/").json()["results"][0]["run"] == run
    assert api("ada").post(f"runs/{run}/resume/").status_code == 202


def _ids(person: Api, **query: Any) -> list[str]:
    return [item["id"] for item in person.get("tasks/", **query).json()["results"]]
