"""A web server on loopback, which the nodes under test may reach for as long as a test lasts."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from workflows.nodes.connect import wire


class Handler(BaseHTTPRequestHandler):
    """Answers each path as the test has said: (status, type, body, more headers)."""

    def __getattr__(self, name: str) -> Any:
        """Answer every method in the same way."""
        if name.startswith("do_"):
            return self._answer
        raise AttributeError(name)

    def _answer(self) -> None:
        server: Any = self.server
        size = int(self.headers.get("Content-Length", 0))
        headers = {name.lower(): value for name, value in self.headers.items()}
        server.seen.append((self.command, self.path, headers, self.rfile.read(size)))
        given = server.answers.get(self.path.split("?")[0], (404, "", b"", {}))
        if callable(given):
            given(self)
            return
        status, kind, body, more = given
        self.send_response(status)
        if kind:
            self.send_header("Content-Type", kind)
        for name, value in more.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture
def server() -> Iterator[Any]:
    """Serve ``answers`` by path and collect what is ``seen``: (method, path, headers, body)."""
    made: Any = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made.daemon_threads = True
    made.seen, made.answers = [], {}
    made.url = f"http://127.0.0.1:{made.server_port}"
    thread = threading.Thread(target=made.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    wire.configure(["127.0.0.0/8"])
    yield made
    wire.configure([])
    made.shutdown()
    made.server_close()
