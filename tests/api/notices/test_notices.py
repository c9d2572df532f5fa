"""The bell and the webhooks over HTTP."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.api.conftest import Api, Drain, approval
from tests.nodes.conftest import server
from workflows.models import Delivery, Webhook
from workflows.services.notices.expanding import expand_all

__all__ = ["server"]
Client = Callable[..., Api]


@pytest.fixture
def asked(api: Client, published: Callable[..., str], drain: Drain) -> Callable[[], str]:
    """Start a run, and have those asked told."""
    slug = published(approval())

    def start() -> str:
        run: str = (
            api("ada").post(f"workflows/{slug}/runs/", {"inputs": {"amount": 1}}).json()["id"]
        )
        drain()
        expand_all()
        return run

    return start


def test_the_bell_lists_ones_own_notices_with_the_task_as_it_is_now(
    api: Client, asked: Callable[[], str]
) -> None:
    run = asked()
    answer = api("maria").get("notices/").json()
    (notice,) = answer["results"]
    assert answer["unread"] == 1
    assert {key: notice[key] for key in ("kind", "title", "path", "run", "read", "over")} == {
        "kind": "asked",
        "title": "Approve the expense",
        "path": "Flow › Review",
        "run": run,
        "read": False,
        "over": None,
    }
    assert notice["facts"] == {"group": "managers"}
    assert notice["task"]["id"] == notice["task_id"]
    assert notice["task"]["can_decide"] is True
    assert api("olga").get("notices/").json()["results"] == []


def test_the_newest_comes_first_and_pages_go_on(api: Client, asked: Callable[[], str]) -> None:
    runs = [asked() for _ in range(3)]
    first = api("maria").get("notices/", page_size=2).json()
    assert [item["run"] for item in first["results"]] == [runs[2], runs[1]]
    second = api("maria").client.get(first["next"]).json()
    assert [item["run"] for item in second["results"]] == [runs[0]]


def test_what_is_over_says_by_whom_and_is_as_good_as_read(
    api: Client, asked: Callable[[], str], drain: Drain
) -> None:
    asked()
    task = api("maria").get("notices/").json()["results"][0]["task_id"]
    answer = api("maria").post(f"tasks/{task}/decide/", {"decision": "approved", "data": {}})
    assert answer.status_code == 200
    drain()
    expand_all()
    (notice,) = api("ben").get("notices/").json()["results"]
    assert (notice["read"], notice["over"]["state"], notice["over"]["by"]) == (
        True, "decided", "maria",
    )  # fmt: skip
    assert api("ben").get("notices/", unread="1").json()["results"] == []
    (told,) = api("ada").get("notices/").json()["results"]
    assert (told["kind"], told["facts"]["decision"]) == ("outcome", "approved")


def test_notices_are_read_by_name_or_all_at_once(api: Client, asked: Callable[[], str]) -> None:
    for _ in range(3):
        asked()
    ids = [item["id"] for item in api("maria").get("notices/").json()["results"]]
    assert api("maria").post("notices/read/", {"ids": ids[:1]}).json() == {"unread": 2}
    others = [item["id"] for item in api("ben").get("notices/").json()["results"]]
    assert api("maria").post("notices/read/", {"ids": others}).json() == {"unread": 2}
    assert len(api("maria").get("notices/", unread="1").json()["results"]) == 2
    assert api("maria").get("notices/count/").json() == {"unread": 2}
    assert api("maria").post("notices/read/").json() == {"unread": 0}
    assert api("ben").get("notices/count/").json() == {"unread": 3}


@pytest.mark.parametrize("body", [{"ids": "all"}, {"ids": [0]}, {"ids": ["1"]}, {"ids": [1] * 501}])
def test_what_is_no_list_of_notices_is_refused(api: Client, body: Any) -> None:
    assert api("maria").post("notices/read/", body).status_code == 400


def test_webhooks_are_made_changed_tried_and_deleted(
    api: Client, asked: Callable[[], str], server: Any
) -> None:
    root = api("root")
    server.answers["/hook"] = (200, "text/plain", b"ok", {})
    made = root.post("webhooks/", {"name": "Ours", "url": f"{server.url}/hook"})
    assert made.status_code == 201
    hook = made.json()
    assert hook["secret"].startswith("whsec_")
    assert hook["kinds"][0] == "task.created"
    path = f"webhooks/{hook['id']}/"
    assert "secret" not in root.get(path).json()
    assert root.get(f"{path}secret/").json() == {"secret": hook["secret"]}
    assert root.post(f"{path}rotate/").json()["secret"] != hook["secret"]
    changed = root.patch(path, {"kinds": ["task.decided"], "name": "Theirs"}).json()
    assert (changed["kinds"], changed["name"]) == (["task.decided"], "Theirs")
    tried = root.post(f"{path}test/").json()
    assert (tried["state"], tried["log"][0]["status"]) == ("sent", 200)
    asked()
    assert [item["kind"] for item in root.get(f"{path}deliveries/").json()["results"]] == ["test"]
    again = root.post(f"deliveries/{tried['id']}/redeliver/").json()
    assert len(again["log"]) == 2
    assert root.get("webhooks/").json()["results"][0]["name"] == "Theirs"
    assert root.delete(path).status_code == 204
    assert root.get(path).status_code == 404


def test_mails_that_were_given_up_are_found_and_sent_again(
    api: Client, asked: Callable[[], str]
) -> None:
    asked()
    Delivery.objects.filter(user__username="ben").update(state="dead", due_at=None)
    (dead,) = api("root").get("deliveries/", state="dead", channel="mail").json()["results"]
    assert (dead["user"], dead["kind"]) == ("ben", "asked")
    assert api("root").get(f"deliveries/{dead['id']}/").json()["body"] is None
    assert api("root").post(f"deliveries/{dead['id']}/redeliver/").json()["state"] == "sent"
    assert api("root").get("deliveries/", state="eaten").status_code == 400


@pytest.mark.parametrize("name", ["ada", "otto", "maria"])
def test_only_administrators_see_webhooks_and_deliveries(
    api: Client, asked: Callable[[], str], server: Any, name: str
) -> None:
    asked()
    hook = api("root").post("webhooks/", {"name": "x", "url": f"{server.url}/"}).json()["id"]
    delivery = Delivery.objects.all()[0].pk
    person = api(name)
    one, mail = f"webhooks/{hook}/", f"deliveries/{delivery}/"
    for path in ("webhooks/", one, f"{one}secret/", f"{one}deliveries/", "deliveries/", mail):
        answer = person.get(path)
        assert (answer.status_code, answer.json()["code"]) == (403, "forbidden"), path
    for path in ("webhooks/", f"{one}test/", f"{one}rotate/", f"{mail}redeliver/"):
        assert person.post(path, {"name": "y", "url": "https://e.example/"}).status_code == 403
    assert person.delete(one).status_code == 403
    assert Webhook.objects.count() == 1


def test_the_list_takes_as_many_queries_however_long_it_is(
    api: Client, asked: Callable[[], str]
) -> None:
    counts = []
    for _ in range(3):
        asked()
        maria = api("maria")
        with CaptureQueriesContext(connection) as seen:
            maria.get("notices/")
        counts.append(len(seen))
    assert len(set(counts)) == 1
    assert counts[0] <= 27
