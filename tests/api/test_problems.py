"""Every error is a problem document with the right status, whatever goes wrong."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import InterfaceError, InternalError, OperationalError
from psycopg.errors import ReadOnlySqlTransaction

from tests.api.conftest import Api, approval
from workflows.services.queries.persons import directory as people_queries

Client = Callable[..., Api]


def check(answer: Any, status: int) -> dict[str, Any]:
    """Check the outer form of a problem and return it."""
    assert answer.status_code == status, answer.content
    assert answer.headers["Content-Type"] == "application/problem+json"
    body: dict[str, Any] = answer.json()
    assert {"type", "title", "status", "detail", "errors"} <= set(body)
    assert body["status"] == status
    assert all(set(item) == {"code", "detail", "attr"} for item in body["errors"])
    assert body["errors"]
    return body


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"[]",
        b'{"name": NaN}',
        b'{"name": "a", "name": "b"}',
        b'{"name": "\\u0000"}',
        b'{"name": ' + b"[" * 50_000 + b"]" * 50_000 + b"}",
        b'{"name": 1' + b"0" * 6_000 + b"}",
        b"\xff",
    ],
)
def test_a_broken_body_is_400(api: Client, body: bytes) -> None:
    check(api("ada").post("workflows/", body), 400)


def test_a_body_beyond_the_limit_is_413(api: Client) -> None:
    check(api("ada").post("workflows/", b'{"name": "' + b"x" * 1024 * 1024 + b'"}'), 413)


def test_another_type_of_body_is_415_and_another_method_405(api: Client) -> None:
    ada = api("ada")
    form = ada.client.post("/api/workflows/", {"name": "Flow"})
    check(form, 415)
    answer = ada.send("put", "workflows/", {"name": "x"})
    check(answer, 405)
    assert "POST" in answer.headers["Allow"]
    check(ada.send("options", "workflows/", {}), 405)


def test_a_wrong_field_is_named(api: Client) -> None:
    body = check(api("ada").post("workflows/", {}), 400)
    assert body["errors"] == [
        {"code": "required", "detail": "This field is required.", "attr": "name"}
    ]
    for wrong in (5, True, None, [], {}, "", "x" * 201):
        body = check(api("ada").post("workflows/", {"name": wrong}), 400)
        assert body["errors"][0]["attr"] == "name"


def test_an_unknown_address_is_404_and_one_without_a_slash_is_led_to_the_right_one(
    api: Client,
) -> None:
    check(api("ada").get("nothing/here/"), 404)
    check(api("ada").post("nothing/", {}), 404)
    answer = api("ada").get("runs")
    assert (answer.status_code, answer.headers["Location"]) == (301, "/api/runs/")


@pytest.mark.parametrize("query", [{"q": "a\x00b"}, {"q": "x" * 1001}, {"cursor": "bogus"}])
def test_query_parameters_that_make_no_sense_are_400(api: Client, query: dict[str, str]) -> None:
    check(api("ada").get("runs/", **query), 400)


def test_a_cursor_of_another_list_is_refused(api: Client, published: Callable[..., str]) -> None:
    ada, slug = api("ada"), published(approval())
    for amount in range(3):
        ada.post(f"workflows/{slug}/runs/", {"inputs": {"amount": amount}})
    following = ada.get("runs/", page_size=1).json()["next"]
    cursor = following.split("cursor=")[1].split("&")[0]
    check(ada.client.get(f"/api/workflows/?cursor={cursor}"), 400)


def test_an_unforeseen_error_is_a_500_with_an_id_and_no_trace(
    api: Client, people: dict[str, User], monkeypatch: pytest.MonkeyPatch
) -> None:
    def explode(user: User) -> None:
        raise RuntimeError("the secret inside")

    monkeypatch.setattr(people_queries, "me", explode)
    ada = api("ada")
    ada.client.raise_request_exception = False
    answer = ada.get("me/")
    body = check(answer, 500)
    assert answer.headers["X-Request-Id"] in body["detail"]
    assert "secret" not in answer.content.decode()


def standby() -> InternalError:
    fault = InternalError("cannot execute INSERT in a read-only transaction")
    fault.__cause__ = ReadOnlySqlTransaction()
    return fault


@pytest.mark.parametrize("fault", [OperationalError("gone"), InterfaceError("closed"), standby()])
def test_a_database_that_is_away_is_a_503_to_be_tried_again(
    api: Client, people: dict[str, User], monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    def fail(user: User) -> None:
        raise fault

    monkeypatch.setattr(people_queries, "me", fail)
    answer = api("ada").get("me/")
    check(answer, 503)
    assert int(answer.headers["Retry-After"]) > 0
