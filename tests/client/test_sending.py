"""What is sent again and what is not, how long is waited, and that a key makes it safe."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import httpx
import pytest

from tests.client.conftest import TOKEN, URL, Script, ok, problem, run
from workflows.client import ApiError, Client, ConnectionFailed, ServerFault, TooMany

Make = Callable[..., Script]
LOST = httpx.ReadTimeout("no answer in time")


def test_a_lost_start_is_sent_again_under_the_same_key(script: Make) -> None:
    server = script(LOST, httpx.RemoteProtocolError("closed"), ok(run("queued"), 201))
    assert server.client().start("flow", {"amount": 1}).id == "r1"
    keys = [body["idempotency_key"] for body in server.bodies()]
    assert len(keys) == 3
    assert len(set(keys)) == 1
    assert len(keys[0]) == 36


def test_each_request_has_a_key_of_its_own_unless_one_is_given(script: Make) -> None:
    server = script(ok(run()))
    client = server.client()
    client.start("flow")
    client.start("flow")
    client.start("flow", idempotency_key="mine")
    first, second, third = (body["idempotency_key"] for body in server.bodies())
    assert first != second
    assert third == "mine"


@pytest.mark.parametrize(
    ("verb", "arguments"),
    [
        ("resume", ("r1", {"approved": True})),
        ("decide", ("t1", "approved")),
        ("signal", ("paid", "order-7", {"sum": 3})),
        ("fork", ("r1",)),
        ("stop", ("r1",)),
        ("retry", ("r1",)),
    ],
)
def test_what_changes_something_carries_a_key(
    script: Make, verb: str, arguments: tuple[object, ...]
) -> None:
    server = script(LOST, ok({**run(), "run": "r1", "delivered": 2}))
    getattr(server.client(), verb)(*arguments)
    first, second = server.bodies()
    assert first == second
    assert first["idempotency_key"]


def test_what_has_no_key_is_not_sent_twice_once_it_may_have_arrived(script: Make) -> None:
    server = script(LOST)
    with pytest.raises(ConnectionFailed, match="no answer in time"):
        server.client().checkpoint("r1", "before")
    assert len(server.asked) == 1
    refused = script(httpx.ConnectError("refused"), ok({"id": "c1", "seq": 4}, 201))
    assert refused.client().checkpoint("r1", "before").seq == 4


def test_the_rests_grow_and_then_the_client_gives_up(script: Make) -> None:
    server = script(httpx.ConnectError("refused"))
    with pytest.raises(ConnectionFailed, match="does not answer: refused"):
        server.client().get("r1")
    assert len(server.asked) == 6
    for number, seconds in enumerate(server.rests):
        assert 0.125 * 2**number <= seconds <= 0.25 * 2**number


def test_the_server_says_when_to_come_back(script: Make) -> None:
    date = format_datetime(datetime.now(UTC) + timedelta(seconds=90), usegmt=True)
    server = script(
        problem(429, headers={"Retry-After": "7"}),
        problem(503, headers={"Retry-After": date}),
        problem(503, headers={"Retry-After": "soon"}),
        ok(run()),
    )
    assert server.client().get("r1").ended
    first, second, third = server.rests
    assert first == 7
    assert 80 < second <= 90
    assert third <= 1


def test_nobody_waits_for_hours(script: Make) -> None:
    server = script(problem(429, "throttled", "Too many.", headers={"Retry-After": "86400"}))
    with pytest.raises(TooMany, match="Too many"):
        server.client().get("r1")
    assert server.rests == []


def test_a_busy_server_gets_no_second_request_that_could_count_twice(script: Make) -> None:
    server = script(problem(503, detail="The database is away."))
    with pytest.raises(ServerFault, match="The database is away"):
        server.client().release("t1")
    assert len(server.asked) == 1
    throttled = script(problem(429, headers={"Retry-After": "1"}), ok({"id": "t1", "run": "r1"}))
    assert throttled.client().release("t1").id == "t1"


def test_an_error_of_the_server_is_no_reason_to_repeat(script: Make) -> None:
    server = script(problem(500, detail="Quote 123."))
    with pytest.raises(ServerFault, match="Quote 123"):
        server.client().get("r1")
    assert len(server.asked) == 1


def test_the_token_goes_to_the_server_alone(script: Make) -> None:
    server = script(httpx.Response(301, headers={"Location": "https://evil.example/"}))
    client = server.client()
    with pytest.raises(ApiError, match="sends us to https://evil.example/"):
        client.get("r1")
    assert [request.url.host for request in server.asked] == ["fermata.example.org"]
    assert server.asked[0].headers["Authorization"] == f"Bearer {TOKEN}"
    assert TOKEN not in repr(client)


def test_ids_and_slugs_cannot_lead_elsewhere(script: Make) -> None:
    server = script(ok(run()))
    client = server.client()
    client.get("../me/?x=1#y")
    assert server.asked[0].url.raw_path == b"/api/runs/..%2Fme%2F%3Fx%3D1%23y/"
    for wrong in ("", ".", ".."):
        with pytest.raises(ValueError, match="An id or a slug is needed"):
            client.get(wrong)


@pytest.mark.parametrize("address", ["fermata.example.org", "ftp://x", "https://", ""])
def test_what_is_no_address_is_refused_at_once(address: str) -> None:
    with pytest.raises(ValueError, match="is no address"):
        Client(address, TOKEN)


@pytest.mark.parametrize("token", ["", "two words", "line\nbreak", "schlüssel"])
def test_what_is_no_token_is_refused_without_being_repeated(token: str) -> None:
    with pytest.raises(ValueError, match="The token is not one") as caught:
        Client(URL, token)
    assert not token or token not in str(caught.value)


def test_an_address_may_end_with_api_and_a_slash(script: Make) -> None:
    server = script(ok(run()))
    Client(f"{URL}/api/", TOKEN, transport=httpx.MockTransport(server.answer)).get("r1")
    assert str(server.asked[0].url) == f"{URL}/api/runs/r1/"
