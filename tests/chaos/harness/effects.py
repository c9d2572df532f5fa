"""The outside world: a server that records what reaches it."""

from __future__ import annotations

import json
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any

from tests.support.outside.web import serving


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


@contextmanager
def open_effects() -> Iterator[Effects]:
    """Serve for as long as the block lasts."""
    made = Effects()
    made.going.set()

    def answer(handler: BaseHTTPRequestHandler, body: bytes) -> None:
        key = handler.headers.get("Idempotency-Key", "")
        made.seen.append(Effect(handler.command, handler.path, key, body))
        made.count += 1
        made.going.wait(60)
        failing = made.failing > 0
        made.failing -= failing
        handler.send_response(500 if failing else 200)
        handler.send_header("Content-Length", "2")
        handler.end_headers()
        handler.wfile.write(b"ok")

    with serving(answer) as server:
        made.url = server.url
        yield made
        made.go_on()
