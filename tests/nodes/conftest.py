"""A web server on loopback, which the nodes under test may reach for as long as a test lasts."""

from __future__ import annotations

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest

from tests.support.outside.web import serving
from workflows.nodes.connect import wire


@pytest.fixture
def server() -> Iterator[Any]:
    """Serve ``answers`` by path and collect what is ``seen``: (method, path, headers, body).

    An answer is (status, type, body, more headers), or a function of the handler.
    """
    seen: list[Any] = []
    answers: dict[str, Any] = {}

    def answer(handler: BaseHTTPRequestHandler, body: bytes) -> None:
        headers = {name.lower(): value for name, value in handler.headers.items()}
        seen.append((handler.command, handler.path, headers, body))
        given = answers.get(handler.path.split("?")[0], (404, "", b"", {}))
        if callable(given):
            given(handler)
            return
        status, kind, text, more = given
        handler.send_response(status)
        for name, value in {**({"Content-Type": kind} if kind else {}), **more}.items():
            handler.send_header(name, value)
        handler.end_headers()
        if handler.command != "HEAD":
            handler.wfile.write(text)

    with serving(answer) as running:
        made: Any = running
        made.seen, made.answers = seen, answers
        wire.configure(["127.0.0.0/8"])
        yield made
        wire.configure([])
