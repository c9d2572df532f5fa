"""The outside world: a server that records what reaches it, and a mail server that keeps mails."""

from __future__ import annotations

import json
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from aiosmtpd.controller import Controller

from tests.support.postbox import Postbox
from tests.support.server import free_port


@dataclass(frozen=True)
class Effect:
    """What reached the server; ``key`` is its idempotency key."""

    method: str
    path: str
    key: str
    body: bytes

    @property
    def json(self) -> Any:
        """Read the body."""
        return json.loads(self.body)


@dataclass
class Effects:
    """What has happened outside. ``hang`` holds back answers, ``fail`` says how many get a 500."""

    url: str = ""
    seen: list[Effect] = field(default_factory=list)
    count: int = 0
    """All that there ever were; tests forget what they have ``seen``."""

    going: threading.Event = field(default_factory=threading.Event)
    failing: int = 0

    def keys(self, path: str = "") -> dict[str, list[Effect]]:
        """Give what was done by its key."""
        found: dict[str, list[Effect]] = defaultdict(list)
        for effect in list(self.seen):
            if effect.path.startswith(path):
                found[effect.key].append(effect)
        return found

    def hang(self) -> None:
        """Answer nothing until ``go_on``."""
        self.going.clear()

    def go_on(self) -> None:
        """Answer."""
        self.going.set()
        self.failing = 0


class _Handler(BaseHTTPRequestHandler):
    """Records, then answers."""

    protocol_version = "HTTP/1.1"

    def __getattr__(self, name: str) -> Any:
        if name.startswith("do_"):
            return self._answer
        raise AttributeError(name)

    def _answer(self) -> None:
        server: Any = self.server
        effects: Effects = server.effects
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        key = self.headers.get("Idempotency-Key", "")
        effects.seen.append(Effect(self.command, self.path, key, body))
        effects.count += 1
        effects.going.wait(60)
        status = 200
        if effects.failing > 0:
            effects.failing -= 1
            status = 500
        try:
            self.send_response(status)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"ok")
        except OSError:
            self.close_connection = True

    def log_message(self, *args: Any) -> None:
        """Say nothing."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 200

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: whoever asked was killed."""


@contextmanager
def open_effects() -> Iterator[Effects]:
    """Serve for as long as the block lasts."""
    made = Effects()
    made.going.set()
    server: Any = _Server(("127.0.0.1", 0), _Handler)
    server.effects = made
    made.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield made
    finally:
        made.go_on()
        server.shutdown()
        server.server_close()


@contextmanager
def open_mail_sink() -> Iterator[Postbox]:
    """Take mails for as long as the block lasts; no setting of this process is changed."""
    box = Postbox(port=free_port())
    controller = Controller(box, hostname="127.0.0.1", port=box.port)
    controller.start()
    try:
        yield box
    finally:
        controller.stop()
