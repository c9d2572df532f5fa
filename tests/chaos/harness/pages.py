"""A page of the browser that follows one run, and the log that it should know in the end."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from tests.chaos.harness.site import Site
from tests.support.waiting import LONG, until
from workflows.models import Run


@dataclass
class Page:
    """What a page of the browser does: follow a run, note its events, come back after a cut."""

    site: Site
    port: int
    run: str
    seen: list[dict[str, Any]] = field(default_factory=list)
    cuts: int = 0

    @property
    def last(self) -> int:
        """Give the place up to which it knows the log."""
        return int(self.seen[-1]["seq"]) if self.seen else 0

    @contextmanager
    def following(self, deaf: bool = False) -> Iterator[ClientConnection]:
        """Open a socket and ask for what comes after the last event; one that is to be ``deaf``
        takes next to nothing off the server before somebody reads."""
        headers = {"Authorization": f"Bearer {self.site.tokens['root']}"}
        way = socket.socket()
        if deaf:
            way.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
        way.connect(("127.0.0.1", self.port))
        with connect(
            f"ws://127.0.0.1:{self.port}/ws/", sock=way, additional_headers=headers,
            open_timeout=LONG, ping_interval=None, max_queue=1 if deaf else 16,
        ) as connection:  # fmt: skip
            ask = {"type": "subscribe", "id": 1, "run_id": self.run, "since": self.last}
            connection.send(json.dumps(ask))
            try:
                yield connection
            finally:
                if deaf:
                    # Its farewell would stand behind all that it has not read.
                    way.shutdown(socket.SHUT_RDWR)

    def read_until(self, holds: Callable[[], bool]) -> None:
        """Read as a slow page does, and come back after each cut, until a condition holds."""
        pause = threading.Event()

        def once() -> bool:
            # A cut, or a server that is not back yet, or whose database is not.
            gone = (ConnectionClosed, InvalidStatus, OSError, EOFError)
            with suppress(*gone), self.following() as connection:
                given_up = time.monotonic() + LONG
                while not holds() and time.monotonic() < given_up:
                    with suppress(TimeoutError):
                        self.take(json.loads(connection.recv(0.2)))
                    pause.wait(0.001)
                return holds()
            self.cuts += 1
            return False

        until(once, f"the page knows the log of {self.run}")

    def take(self, frame: dict[str, Any]) -> None:
        """Note an event; each comes once and in its place."""
        if frame["type"] == "event":
            assert frame["event"]["seq"] == self.last + 1
            self.seen.append(frame["event"])


def log_of(site: Site, run: str) -> list[dict[str, Any]]:
    """Read the log as the API shows it, page by page."""
    found: list[dict[str, Any]] = []
    while True:
        path = f"/api/runs/{run}/events/"
        page = site.client().get(path, after=found[-1]["seq"] if found else 0, limit=200)
        if not page["results"]:
            return found
        found += page["results"]


def seq_of(run: str) -> int:
    """Read where a log stands."""
    found: int = Run.objects.values_list("seq", flat=True).get(uuid=run)
    return found
