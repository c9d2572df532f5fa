"""The same request twice has one effect and one answer."""

from collections.abc import Callable
from typing import Any

from tests.api.conftest import Api, Drain, approval, waiting

Client = Callable[..., Api]


def test_a_repeated_start_answers_with_the_first_run(
    api: Client, published: Callable[..., str], drain: Drain
) -> None:
    slug, otto = published(approval()), api("otto")
    path = f"workflows/{slug}/runs/"
    body = {"inputs": {"amount": 1}, "idempotency_key": "k-1"}
    first = otto.post(path, body)
    drain()
    again = otto.post(path, body)
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json()["id"] == first.json()["id"]
    assert len(otto.get("runs/").json()["results"]) == 1
    other = otto.post(path, {**body, "inputs": {"amount": 2}})
    assert (other.status_code, other.json()["code"]) == (409, "idempotency_key")


def test_the_key_may_stand_in_a_header(api: Client, published: Callable[..., str]) -> None:
    slug, otto = published(approval()), api("otto")
    ids = {
        otto.post(
            f"workflows/{slug}/runs/",
            {"inputs": {"amount": 1}},
            headers={"Idempotency-Key": "k-2"},
        ).json()["id"]
        for _ in range(2)
    }
    assert len(ids) == 1


def test_keys_belong_to_one_person_one_call_and_one_object(
    api: Client, published: Callable[..., str], drain: Drain
) -> None:
    slug, second = published(waiting("only"), "A"), published(waiting("only"), "B")
    body = {"idempotency_key": "same"}
    runs = {
        api(name).post(f"workflows/{flow}/runs/", body).json()["id"]
        for name in ("otto", "ada")
        for flow in (slug, second)
    }
    assert len(runs) == 4
    drain()
    for run in runs:
        assert api("root").post(f"runs/{run}/resume/", body).status_code == 202
        drain()
        assert api("root").get(f"runs/{run}/").json()["status"] == "completed"


def test_repeated_resumes_decisions_and_stops_get_the_first_answer(
    api: Client, published: Callable[..., str], drain: Drain
) -> None:
    slug = published(approval())

    def begin() -> tuple[str, str]:
        run = api("otto").post(f"workflows/{slug}/runs/", {"inputs": {"amount": 1}}).json()["id"]
        drain()
        return run, api("root").get(f"runs/{run}/").json()["suspensions"][0]["task"]

    def twice(person: Api, path: str, body: dict[str, Any]) -> list[int]:
        keyed = {**body, "idempotency_key": "k"}
        found = []
        for sent in (keyed, keyed, body):
            found.append(person.post(path, sent).status_code)
            drain()
        return found

    run, _ = begin()
    body: dict[str, Any] = {"data": {"approved": True}}
    assert twice(api("maria"), f"runs/{run}/resume/", body) == [202, 202, 409]
    _, task = begin()
    assert twice(api("maria"), f"tasks/{task}/decide/", {"decision": "approved"}) == [200, 200, 409]
    run, _ = begin()
    assert twice(api("otto"), f"runs/{run}/stop/", {}) == [202, 202, 409]


def test_a_refused_request_leaves_its_key_free(
    api: Client, published: Callable[..., str], drain: Drain
) -> None:
    slug, otto = published(approval()), api("otto")
    wrong = {"inputs": {}, "idempotency_key": "k"}
    assert otto.post(f"workflows/{slug}/runs/", wrong).status_code == 400
    right = {"inputs": {"amount": 1}, "idempotency_key": "k"}
    assert otto.post(f"workflows/{slug}/runs/", right).status_code == 201
