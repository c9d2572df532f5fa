"""Claims about the ``http_request`` node: what is sent, and what an answer becomes."""

from __future__ import annotations

import json
from datetime import timedelta
from email.utils import format_datetime
from typing import Any

import pytest
from pydantic import ValidationError

from tests.nodes.built_in import NOW, REGISTRY, BuiltInWorld, context
from workflows.engine.errors import NodeError, Permanent, TryAgain
from workflows.engine.graphs import validate_graph
from workflows.engine.node import ProcessingContext
from workflows.nodes.connect import HttpRequestNode


def call(url: str, given: ProcessingContext | None = None, **properties: Any) -> dict[str, Any]:
    node = HttpRequestNode.model_validate({"url": url, **properties})
    return node.process(given or context())


def test_editors_are_told_which_texts_are_filled_in() -> None:
    told = REGISTRY.describe(HttpRequestNode)["properties"]["properties"]
    marked = [name for name, schema in told.items() if schema.get("x-values") == "template"]
    assert marked == ["headers", "query"]


def test_a_request_gives_status_headers_and_the_json_of_the_body(server: Any) -> None:
    server.answers["/x"] = (200, "application/json", b'{"a": [1]}', {"X-Made": "yes"})
    given = call(f"{server.url}/x", query={"q": "ä b", "n": 2, "yes": True, "no": None})
    assert (given["status"], given["body"]) == (200, {"a": [1]})
    assert given["headers"]["x-made"] == "yes"
    method, path, _, _ = server.seen[0]
    assert (method, path) == ("GET", "/x?q=%C3%A4+b&n=2&yes=true")


def test_a_body_is_sent_as_json_and_a_text_as_it_is(server: Any) -> None:
    server.answers["/x"] = (201, "text/plain", "grüß".encode(), {})
    given = call(f"{server.url}/x", method="POST", body={"n": 1})
    assert json.loads(server.seen[0][3]) == {"n": 1}
    assert server.seen[0][2]["content-type"] == "application/json"
    assert (given["status"], given["body"]) == (201, "grüß")
    call(f"{server.url}/x", context(inputs={"w": "ü"}), method="PUT", body="Hi {{ inputs.w }}")
    assert server.seen[1][3].decode() == "Hi ü"
    assert server.seen[1][2]["content-type"] == "text/plain; charset=utf-8"
    for body in (False, 0, []):
        call(f"{server.url}/x", method="POST", body=body)
        assert json.loads(server.seen[-1][3]) == body


def test_every_attempt_carries_the_same_idempotency_key(server: Any) -> None:
    server.answers["/x"] = (200, "text/plain", b"", {})
    call(f"{server.url}/x", context(attempt=1), method="POST", body={})
    call(f"{server.url}/x", context(attempt=2), method="POST", body={})
    call(f"{server.url}/x", method="POST", body={}, headers={"idempotency-key": "mine"})
    assert [seen[2]["idempotency-key"] for seen in server.seen] == ["r1/n/1", "r1/n/1", "mine"]


@pytest.mark.parametrize(
    ("status", "error"),
    [(400, Permanent), (404, Permanent), (429, TryAgain), (500, TryAgain), (503, TryAgain)],
)
def test_an_error_status_fails_and_says_whether_trying_again_may_help(
    server: Any, status: int, error: type[NodeError]
) -> None:
    server.answers["/x"] = (status, "text/plain", b"CANARY", {"Retry-After": "7"})
    with pytest.raises(error, match=f"The answer was {status} [A-Z]") as caught:
        call(f"{server.url}/x")
    assert "CANARY" not in str(caught.value)
    if isinstance(caught.value, TryAgain):
        assert caught.value.after_seconds == 7
    assert call(f"{server.url}/x", fail_on_status=False)["body"] == "CANARY"


@pytest.mark.parametrize(
    ("given", "seconds"),
    [
        (format_datetime(NOW + timedelta(seconds=90)), 90),
        (format_datetime(NOW - timedelta(seconds=90)), 0),
        ("99999999", 86_400),
        ("soon", None),
        ("-5", None),
    ],
)
def test_a_date_to_come_back_at_is_understood(
    server: Any, given: str, seconds: float | None
) -> None:
    server.answers["/x"] = (503, "", b"", {"Retry-After": given})
    with pytest.raises(TryAgain) as caught:
        call(f"{server.url}/x")
    assert caught.value.after_seconds == seconds


def test_a_run_comes_back_as_late_as_the_other_side_asked_for(server: Any) -> None:
    server.answers["/x"] = (503, "", b"", {"Retry-After": "30"})
    node = {
        "id": "call",
        "type": "http_request",
        "properties": {"url": f"{server.url}/x"},
        "options": {"retry": {"max_attempts": 2, "backoff_seconds": 1}},
    }
    world = BuiltInWorld({"schema": 1, "nodes": [node], "edges": []})
    run = world.run()
    world.clock.forward(29)
    world.drain()
    assert world.statuses(run)["call"] == "retrying"
    server.answers["/x"] = (200, "application/json", b"1", {})
    world.clock.forward(2)
    world.drain()
    assert world.state(run).result["call"]["body"] == 1
    keys = {seen[2]["idempotency-key"] for seen in server.seen}
    assert keys == {f"{run}/call/1"}


@pytest.mark.parametrize(
    ("kind", "body", "value"),
    [
        ("application/json; charset=utf-8", b'{"a": 1}', {"a": 1}),
        ("application/problem+json", b"[]", []),
        ("application/json", b"", None),
        ("text/plain", "grüß".encode(), "grüß"),
        ("text/plain; charset=latin-1", "grüß".encode("latin-1"), "grüß"),
        ("application/xml", b"<a/>", "<a/>"),
        ("", b"bare", "bare"),
    ],
)
def test_json_is_read_and_text_is_decoded(server: Any, kind: str, body: bytes, value: Any) -> None:
    server.answers["/x"] = (200, kind, body, {})
    assert call(f"{server.url}/x")["body"] == value


@pytest.mark.parametrize(
    ("kind", "body", "told"),
    [
        ("application/octet-stream", b"\xff\xfe\x00\x81", "not a text"),
        ("image/png", b"\x89PNG\r\n\x1a\n\x00", "not a text .image/png"),
        ("text/plain", b"a\x00b", "not a text"),
        ("text/plain; charset=zork", b"a", "not a text"),
        ("application/json", b"<html>", "it is JSON"),
        ("application/json", b"NaN", "it is JSON"),
        ("application/json", b"[" * 100_000, "it is JSON"),
    ],
)
def test_an_answer_that_cannot_be_read_fails_with_a_sentence(
    server: Any, kind: str, body: bytes, told: str
) -> None:
    server.answers["/x"] = (200, kind, body, {})
    with pytest.raises(Permanent, match=told):
        call(f"{server.url}/x")


def test_of_an_answer_to_head_there_is_no_body(server: Any) -> None:
    server.answers["/x"] = (200, "application/json", b"{}", {"Content-Length": "2"})
    assert call(f"{server.url}/x", method="HEAD")["body"] is None


def test_a_get_with_a_body_and_a_limit_of_an_hour_are_refused(server: Any) -> None:
    with pytest.raises(Permanent, match="no body"):
        call(f"{server.url}/x", body={"a": 1})
    with pytest.raises(ValidationError):
        call(f"{server.url}/x", timeout_seconds="1h")
    assert server.seen == []


def test_every_text_may_read_what_other_nodes_gave(server: Any) -> None:
    server.answers["/x"] = (200, "application/json", b"1", {})
    nodes = [
        {"id": "a", "type": "constant", "properties": {"value": {"v": "one"}}},
        {"id": "b", "type": "merge", "properties": {}},
        {
            "id": "call",
            "type": "http_request",
            "properties": {
                "method": "POST",
                "url": server.url + "/{{ inputs.path }}",
                "headers": {"X-Of-A": "{{ nodes.a.v }}"},
                "query": {"q": "{{ nodes.a.v }}"},
                "body": "{{ nodes.a.v }}",
            },
        },
    ]
    pairs = (("a", "b"), ("b", "call"))
    edges = [{"id": f"e{a}", "source": a, "target": b} for a, b in pairs]
    world = BuiltInWorld({"schema": 1, "nodes": nodes, "edges": edges})
    run = world.run({"path": "x"})
    assert world.state(run).status == "completed", world.state(run).error
    _, path, headers, body = server.seen[0]
    assert (path, headers["x-of-a"], body) == ("/x?q=one", "one", b"one")


def test_the_parts_of_an_answer_are_ports() -> None:
    nodes = [
        {"id": "call", "type": "http_request", "properties": {"url": "https://example.org/"}},
        {"id": "out", "type": "output", "properties": {"name": "status"}},
    ]
    edge = {"id": "e", "source": "call", "target": "out"}
    edge |= {"source_handle": "status", "target_handle": "value"}
    assert validate_graph({"schema": 1, "nodes": nodes, "edges": [edge]}, REGISTRY) == []
