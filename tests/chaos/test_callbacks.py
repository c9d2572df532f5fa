"""Row 40: a program that answers inside the very request that tells it the address."""

from __future__ import annotations

import json
import threading
import urllib.request
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx
import pytest

from tests.chaos.harness.site import Site
from tests.support.waiting import LONG
from workflows.models import Event


class Eager(BaseHTTPRequestHandler):
    """Answers a callback before it answers the request that told of it."""

    def do_POST(self) -> None:
        """Read the address, answer there twice, and then here."""
        told = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        server: Any = self.server
        server.addresses.append(told["callback_url"])
        for _ in range(2):
            server.answers.append(_answer(told["callback_url"], {"from": "inside"}))
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args: Any) -> None:
        """Say nothing."""


def _answer(url: str, body: Any) -> int:
    headers = {"Content-Type": "application/json"}
    request = urllib.request.Request(url, json.dumps(body).encode(), headers)
    with urllib.request.urlopen(request, timeout=LONG) as answer:
        return int(answer.status)


@pytest.fixture
def eager() -> Iterator[Any]:
    """Serve for one test."""
    server: Any = ThreadingHTTPServer(("127.0.0.1", 0), Eager)
    server.addresses, server.answers = [], []
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def test_an_answer_that_comes_before_the_wait_is_there_counts_once(site: Site, eager: Any) -> None:
    url = f"http://127.0.0.1:{eager.server_port}/"
    slug = site.publish({"lab": ("callback", {"notify_url": url})})
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
