"""Row 40: a program that answers inside the very request that tells it the address."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any

import httpx
import pytest

from tests.chaos.harness.site import Site
from tests.support.outside.web import serving
from tests.support.waiting import LONG
from workflows.models import Event


def _answer(url: str, body: Any) -> int:
    headers = {"Content-Type": "application/json"}
    request = urllib.request.Request(url, json.dumps(body).encode(), headers)
    with urllib.request.urlopen(request, timeout=LONG) as answer:
        return int(answer.status)


@dataclass
class Eager:
    """A program that answers a callback, twice, before it answers the request that told of it."""

    url: str = ""
    addresses: list[str] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)


@pytest.fixture
def eager() -> Iterator[Eager]:
    """Serve for one test."""
    made = Eager()

    def answer(handler: BaseHTTPRequestHandler, body: bytes) -> None:
        address = json.loads(body)["callback_url"]
        made.addresses.append(address)
        made.answers += [_answer(address, {"from": "inside"}) for _ in range(2)]
        handler.send_response(200)
        handler.end_headers()

    with serving(answer) as server:
        made.url = f"{server.url}/"
        yield made


def test_an_answer_that_comes_before_the_wait_is_there_counts_once(
    site: Site, eager: Eager
) -> None:
    slug = site.publish({"lab": ("callback", {"notify_url": eager.url})})
    run = site.client().start(slug)
    site.until_ended(run)
    assert site.status(run) == "completed"
    # Taken, and then known already.
    assert eager.answers[:2] == [202, 200]
    (done,) = Event.objects.filter(run__uuid=run, type="NodeCompleted", node_id="lab")
    assert done.payload["output"]["callback_data"] == {"from": "inside"}
    # Afterwards: the same again is fine, another answer and another address are not.
    (address,) = set(eager.addresses)
    found = [
        httpx.post(address, json={"from": "inside"}).status_code,
        httpx.post(address, json={"from": "outside"}).status_code,
        httpx.post(f"{address.rstrip('/')[:-4]}xxxx/", json={}).status_code,
        httpx.post(f"{address.partition('/hooks/')[0]}/hooks/callback//", json={}).status_code,
    ]
    assert found == [200, 409, 404, 404]
