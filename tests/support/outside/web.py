"""A web server on loopback whose answers a test gives, in threads."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = Callable[[BaseHTTPRequestHandler, bytes], None]
"""Answers a request of any method; the handler tells of it, the bytes are its body."""


class Server(ThreadingHTTPServer):
    """Takes many at once, and ends without waiting for answers that hang."""

    daemon_threads = True
    request_queue_size = 200

    @property
    def url(self) -> str:
        """Give the address, without a slash at the end."""
        return f"http://127.0.0.1:{self.server_port}"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: whoever asked may have been killed."""


@contextmanager
def serving(answer: Answer) -> Iterator[Server]:
    """Serve for as long as the block lasts."""

    class Handler(BaseHTTPRequestHandler):
        def __getattr__(self, name: str) -> Any:
            if name.startswith("do_"):
                return self._answer
            raise AttributeError(name)

        def _answer(self) -> None:
            answer(self, self.rfile.read(int(self.headers.get("Content-Length") or 0)))

        def log_message(self, *args: Any) -> None:
            """Say nothing."""

    server = Server(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
