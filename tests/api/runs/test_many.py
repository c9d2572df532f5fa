"""Many runs over the API: found by words, named by a filter, stopped and retried each by itself."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from tests.api.conftest import Api, Drain, approval, graph, node, waiting

Client = Callable[..., Api]
Publish = Callable[..., str]


@pytest.fixture
def start(api: Client, drain: Drain) -> Callable[..., str]:
    """Start a run and let it come to rest."""

    def run(slug: str, inputs: Any = None, who: str = "otto", **more: Any) -> str:
        body = {"inputs": inputs or {}, **more}
        answer = api(who).post(f"workflows/{slug}/runs/", body)
        assert answer.status_code == 201, answer.content
        drain()
        return str(answer.json()["id"])

    return run


def test_runs_are_found_by_what_they_were_given_and_by_their_tags(
    api: Client, published: Publish, start: Any
) -> None:
    slug = published(approval(), "Expenses")
    one = start(slug, {"amount": 12, "note": 'For "Müller" & Sons'}, tags=["Urgent"])
    two = start(slug, {"amount": 77031})
    otto = api("otto")

    def found(q: str) -> list[str]:
        return [run["id"] for run in otto.get("runs/", q=q).json()["results"]]

    assert found("77031") == [two]
    assert found('"Müller"') == [one]
    assert found("& sons") == [one]
    assert found("urgent") == [one]
    assert found("expens") == [two, one]
    assert found("100%") == []
    assert found("_") == []
    assert [run["id"] for run in api("rita").get("runs/", q="77031").json()["results"]] == []


def test_all_that_match_are_named_for_those_who_see_them(
    api: Client, published: Publish, start: Any
) -> None:
    slug = published(waiting("gate"), "Gates")
    runs = [start(slug) for _ in range(3)]
    other = start(published(graph([node("a", "constant", value=1)], []), "Other"))
    named = api("otto").get("runs/ids/", workflow=slug, status="suspended").json()
    assert named == {"ids": runs[::-1], "more": False}
    assert api("otto").get("runs/ids/").json()["ids"] == [other, *runs[::-1]]
    assert api("olga").get("runs/ids/").json() == {"ids": [], "more": False}
    assert api("otto").get("runs/ids/", status="sleeping").status_code == 400


def test_each_run_is_stopped_by_itself_and_has_its_own_result(
    api: Client, published: Publish, start: Any
) -> None:
    gates = published(waiting("gate"), "Gates")
    one, two = start(gates), start(gates)
    done = start(published(graph([node("a", "constant", value=1)], []), "Other"))
    unknown = str(uuid4())
    body = {"do": "stop", "ids": [one, done, unknown, two, one], "reason": "Wrong price list"}
    answer = api("otto").post("runs/many/", body)
    assert answer.status_code == 200
    results = answer.json()["results"]
    assert [(item["id"], item["ok"], item["status"]) for item in results] == [
        (one, True, 202), (done, False, 409), (unknown, False, 404), (two, True, 202),
    ]  # fmt: skip
    assert results[1]["error"]["detail"]
    assert api("otto").get(f"runs/{two}/").json()["status"] == "cancelled"
    last = api("otto").get(f"runs/{one}/events/").json()["results"][-1]
    assert last["payload"]["reason"] == "Wrong price list"


def test_failed_runs_are_retried_and_others_say_why_not(
    api: Client, published: Publish, start: Any, drain: Drain
) -> None:
    broken = node("pay", "fail", message="The bank is shut", when={"$expr": "attempt < 2"})
    failed = start(published(graph([broken], []), "Payments"))
    waits = start(published(waiting("gate"), "Gates"))
    assert api("otto").get(f"runs/{failed}/").json()["status"] == "failed"
    results = api("otto").post("runs/many/", {"do": "retry", "ids": [waits, failed]}).json()
    assert [item["ok"] for item in results["results"]] == [False, True]
    drain()
    assert api("otto").get(f"runs/{failed}/").json()["status"] == "completed"


def test_who_may_not_stop_runs_is_told_so_for_each(
    api: Client, published: Publish, start: Any
) -> None:
    run = start(published(approval(), "Expenses"), {"amount": 1})
    (result,) = api("maria").post("runs/many/", {"do": "stop", "ids": [run]}).json()["results"]
    assert (result["ok"], result["status"]) == (False, 403)
    assert api("otto").get(f"runs/{run}/").json()["status"] == "suspended"


@pytest.mark.parametrize(
    "body",
    [
        {"do": "stop", "ids": []},
        {"do": "burn", "ids": [str(uuid4())]},
        {"do": "stop", "ids": [str(uuid4())] * 101},
        {"ids": [str(uuid4())]},
    ],
)
def test_a_request_that_says_no_sense_is_refused(api: Client, body: Any) -> None:
    assert api("otto").post("runs/many/", body).status_code == 400
