"""Claims about secrets that requests carry: they go where they belong and never come back."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest

from tests.nodes.built_in import REGISTRY, BuiltInWorld, context
from tests.nodes.test_http import call
from tests.nodes.test_outside import resolving
from workflows.engine.errors import Permanent
from workflows.nodes.connect import credentials
from workflows.nodes.connect.credentials import Credential

SECRET = "CANARY-7/1+x=="
Asked = list[tuple[str, str, str]]


@pytest.fixture
def asked() -> Iterator[Asked]:
    """Hand out one bearer token, and collect who asked for which and for where."""
    seen: Asked = []

    def find(workflow: str, name: str, url: str) -> Credential:
        seen.append((workflow, name, url))
        return Credential("Authorization", f"Bearer {SECRET}", SECRET)

    before = list(credentials._finder)
    credentials.configure(find)
    yield seen
    credentials.configure(before[0] if before else None)


def test_a_request_carries_the_secret_of_the_credential_it_names(server: Any, asked: Asked) -> None:
    server.answers["/x"] = (200, "text/plain", b"ok", {})
    call(f"{server.url}/x", context(workflow="billing"), credential="bank")
    assert asked == [("billing", "bank", f"{server.url}/x")]
    assert server.seen[0][2]["authorization"] == f"Bearer {SECRET}"
    call(f"{server.url}/x", context())
    assert len(asked) == 1
    assert "authorization" not in server.seen[1][2]


def test_a_header_that_is_set_already_is_not_overwritten(server: Any, asked: Asked) -> None:
    with pytest.raises(Permanent, match="Authorization is the credential's"):
        call(f"{server.url}/x", credential="bank", headers={"authorization": "mine"})
    assert server.seen == []


def test_an_answer_that_repeats_the_secret_is_recorded_without_it(
    server: Any, asked: Asked
) -> None:
    forms = [SECRET, quote(SECRET, safe=""), base64.b64encode(SECRET.encode()).decode()]
    body = " ".join(forms).encode()
    server.answers["/x"] = (200, "text/plain", body, {"X-Echo": f"Bearer {SECRET}"})
    given = call(f"{server.url}/x", credential="bank")
    assert given["body"] == "[hidden] [hidden] [hidden]"
    assert given["headers"]["x-echo"] == "Bearer [hidden]"


def test_a_redirect_to_another_host_does_not_take_the_secret_along(
    server: Any, asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    resolving(monkeypatch, ["127.0.0.1"])
    there = f"http://other.example:{server.server_port}/y"
    server.answers["/x"] = (307, "", b"", {"Location": there})
    server.answers["/y"] = (200, "text/plain", b"ok", {})
    call(f"{server.url}/x", credential="bank")
    assert "authorization" in server.seen[0][2]
    assert "authorization" not in server.seen[1][2]


def test_the_log_of_a_run_holds_the_name_and_nothing_of_the_secret(
    server: Any, asked: Asked
) -> None:
    server.answers["/x"] = (500, "text/plain", SECRET.encode(), {"X-Echo": SECRET})
    for more in ({}, {"fail_on_status": False}):
        properties = {"url": f"{server.url}/x", "credential": "bank", **more}
        node = {"id": "call", "type": "http_request", "properties": properties}
        world = BuiltInWorld({"schema": 1, "nodes": [node], "edges": []})
        run = world.run()
        assert "CANARY" not in repr(world.log(run))
        assert asked[-1][0] == "w"


def test_without_a_store_a_credential_is_refused_with_a_sentence(asked: Asked) -> None:
    credentials.configure(None)
    with pytest.raises(Permanent, match="No credentials are kept here"):
        call("https://example.org/", credential="bank")


def test_the_palette_offers_the_name_and_no_line_feeds_it() -> None:
    cls = REGISTRY.get("http_request")
    assert cls is not None
    described = REGISTRY.describe(cls)
    assert described["properties"]["properties"]["credential"]["format"] == "credential"
    assert "credential" not in [port["name"] for port in described["inputs"]]
