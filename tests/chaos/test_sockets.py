"""Row 47: sockets that are cut, readers that are slow or do not read at all; in the end a browser
has exactly the events that the API shows."""

from __future__ import annotations

import json
import resource
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from tests.chaos.harness.proxy import Proxy
from tests.chaos.harness.site import REDIS, Site
from tests.support.waiting import LONG, until
from workflows.models import Run

BRANCHES = 250
"""Each records two events, all at nearly the same moment."""

CUT_AFTER = 130
"""Frames between two cuts: some cuts fall into the burst, however fast the machine is."""

DEAF, LARGE, TEXT = 20, 80, "x" * 100_000
"""So many pages that do not read, of a log with so many events that hold a text of such a size."""

GROWTH = 60 * 1024**2
"""Bytes by which the web server may grow for all of them; what they have not read is far more."""


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
            open_timeout=LONG, close_timeout=1, max_queue=1 if deaf else 16,
        ) as connection:  # fmt: skip
            ask = {"type": "subscribe", "id": 1, "run_id": self.run, "since": self.last}
            connection.send(json.dumps(ask))
            yield connection

    def read_until(self, holds: Callable[[], bool]) -> None:
        """Read as a slow page does, and come back after each cut, until a condition holds."""
        pause = threading.Event()

        def once() -> bool:
            # A cut, or a server that is not back yet.
            with suppress(ConnectionClosed, OSError, EOFError), self.following() as connection:
                while not holds():
                    with suppress(TimeoutError):
                        self.take(json.loads(connection.recv(0.2)))
                    pause.wait(0.001)
                return True
            self.cuts += 1
            return False

        until(once, f"the page knows the log of {self.run}")

    def take(self, frame: dict[str, Any]) -> None:
        """Note an event; each comes once and in its place."""
        if frame["type"] == "event":
            assert frame["event"]["seq"] == self.last + 1
            self.seen.append(frame["event"])


def burst(site: Site) -> str:
    """Start a run that waits, and then does very much at once."""
    steps = {f"n{number}": ("constant", {"value": number}) for number in range(BRANCHES)}
    slug = site.publish({"w": "wait", **steps}, *(f"w>{name}" for name in steps))
    run = site.client().start(slug)
    site.until_waiting(run)
    return run


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


def way_to(site: Site) -> Proxy:
    """Put a proxy before the web server."""
    return site.world.switchboard.proxy(site.port)


class Cut(OSError):
    """The network is gone, with all that was on its way."""


def cutting(page: Page, proxy: Proxy, ended: Callable[[], bool]) -> Callable[[], bool]:
    """Cut all sockets each so many frames; say when the page has everything."""
    next_cut = CUT_AFTER

    def holds() -> bool:
        nonlocal next_cut
        if len(page.seen) >= next_cut:
            next_cut += CUT_AFTER
            proxy.cut()
            # What lies in buffers of this machine would be read in spite of it.
            raise Cut
        return ended() and page.last == seq_of(page.run)

    return holds


def test_a_slow_page_whose_socket_is_cut_has_every_event_in_the_end(site: Site) -> None:
    run, proxy = burst(site), way_to(site)
    page = Page(site, proxy.port, run)
    assert site.client().resume(run).acknowledged
    page.read_until(cutting(page, proxy, lambda: site.status(run) == "completed"))
    assert page.cuts >= 3
    assert len(page.seen) > 2 * BRANCHES
    assert page.seen == log_of(site, run)


def test_pages_that_do_not_read_cost_the_server_little_and_others_nothing(site: Site) -> None:
    steps = {
        f"n{number}": ("constant", {"value": {"$expr": "inputs.text"}}) for number in range(LARGE)
    }
    edges = [*(f"w>{name}" for name in steps), *(f"{name}>z" for name in steps)]
    slug = site.publish({"w": "wait", **steps, "z": ("constant", {"value": 1})}, *edges)
    run = site.client().start(slug, {"text": TEXT})
    site.until_waiting(run)
    other = Page(site, site.port, run)
    before = memory(site.web.pid)
    with ExitStack() as stack:
        for _ in range(DEAF):
            stack.enter_context(Page(site, site.port, run).following(deaf=True))
        assert site.client().resume(run).acknowledged
        other.read_until(lambda: site.status(run) == "completed" and other.last == seq_of(run))
        assert DEAF * LARGE * len(TEXT) > 2 * GROWTH
        assert memory(site.web.pid) - before < GROWTH
    assert (other.cuts, other.seen) == (0, log_of(site, run))


def memory(pid: int) -> int:
    """Read how many bytes of memory a process holds."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * resource.getpagesize()


@pytest.mark.soak
@pytest.mark.parametrize("site", [REDIS], indirect=True, ids=str)
def test_without_the_layer_that_carries_hints_a_page_has_every_event_too(site: Site) -> None:
    run, proxy = burst(site), way_to(site)
    page = Page(site, proxy.port, run)
    assert site.redis is not None
    site.redis.stop()
    assert site.client().resume(run).acknowledged
    page.read_until(cutting(page, proxy, lambda: site.status(run) == "completed"))
    assert page.seen == log_of(site, run)
