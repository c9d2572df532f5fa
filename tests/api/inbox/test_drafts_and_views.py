"""Drafts of answers and saved views: each person's own."""

from __future__ import annotations

import pytest

from tests.api.conftest import Api
from tests.api.inbox.conftest import Client, Open


def put(person: Api, path: str, body: object) -> int:
    status: int = person.send("put", path, body).status_code
    return status


def test_a_draft_is_kept_for_its_writer_until_he_decides(api: Client, opened: Open) -> None:
    _, task = opened()
    maria = api("maria")
    assert maria.get(f"tasks/{task}/").json()["draft"] is None
    draft = {"data": {"amount": 3}, "comment": "half a", "decision": "approved"}
    assert put(maria, f"tasks/{task}/draft/", draft) == 204
    kept = maria.get(f"tasks/{task}/").json()["draft"]
    assert {key: kept[key] for key in draft} == draft
    assert api("ben").get(f"tasks/{task}/").json()["draft"] is None
    assert put(maria, f"tasks/{task}/draft/", {"comment": "half a word"}) == 204
    assert maria.get(f"tasks/{task}/").json()["draft"]["data"] is None
    maria.post(f"tasks/{task}/decide/", {"decision": "approved"})
    assert maria.get(f"tasks/{task}/").json()["draft"] is None
    assert put(maria, f"tasks/{task}/draft/", draft) == 409


def test_a_draft_may_be_dropped_and_strangers_have_none(api: Client, opened: Open) -> None:
    _, task = opened()
    put(api("maria"), f"tasks/{task}/draft/", {"comment": "x"})
    assert api("maria").delete(f"tasks/{task}/draft/").status_code == 204
    assert api("maria").get(f"tasks/{task}/").json()["draft"] is None
    assert put(api("olga"), f"tasks/{task}/draft/", {"comment": "x"}) == 404


def test_views_are_kept_renamed_ordered_and_deleted(api: Client) -> None:
    maria = api("maria")
    body = {"page": "inbox", "name": " Over  due ", "query": "?overdue=true&cursor=x"}
    made = maria.post("views/", body)
    assert (made.status_code, made.json()["name"], made.json()["query"]) == (
        201, "Over due", "overdue=true",
    )  # fmt: skip
    first = made.json()["id"]
    assert maria.post("views/", body).status_code == 409
    second = maria.post("views/", {**body, "name": "Mine"}).json()
    assert second["place"] == 1
    assert maria.patch(f"views/{first}/", {"place": 5}).json()["place"] == 5
    assert [item["name"] for item in maria.get("views/").json()["results"]] == ["Mine", "Over due"]
    assert maria.patch(f"views/{first}/", {"name": "Mine"}).status_code == 409
    assert maria.patch(f"views/{first}/", {"query": "q=a"}).json()["query"] == "q=a"
    assert maria.get("views/", page="runs").json()["results"] == []
    assert maria.delete(f"views/{first}/").status_code == 204
    assert maria.delete(f"views/{first}/").status_code == 404


def test_nobody_sees_or_touches_the_views_of_others(api: Client) -> None:
    view = api("maria").post("views/", {"page": "runs", "name": "A", "query": ""}).json()["id"]
    assert api("root").get("views/", page="runs").json()["results"] == []
    assert api("root").patch(f"views/{view}/", {"name": "B"}).status_code == 404
    assert api("root").delete(f"views/{view}/").status_code == 404


@pytest.mark.parametrize(
    "body",
    [
        {"page": "desk", "name": "A", "query": ""},
        {"page": "inbox", "name": "  ", "query": ""},
        {"page": "inbox", "name": "A"},
        {"page": "inbox", "name": "A", "query": "&".join(f"a{n}=1" for n in range(60))},
    ],
)
def test_a_view_that_is_none_is_refused(api: Client, body: dict[str, str]) -> None:
    assert api("maria").post("views/", body).status_code == 400
