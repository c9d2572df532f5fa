"""Row 47: sockets that are cut, readers that are slow or do not read at all; in the end a browser
has exactly the events that the API shows."""

from __future__ import annotations

import resource
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.chaos.harness.pages import Page, log_of, seq_of
from tests.chaos.harness.proxy import Proxy
from tests.chaos.harness.site import REDIS, Site

BRANCHES = 250
"""Each records two events, all at nearly the same moment."""

CUT_AFTER = 130
"""Frames between two cuts: some cuts fall into the burst, however fast the machine is."""

DEAF, STEPS, TEXT = 50, 400, "x" * 8_000
"""So many pages that do not read; the steps of the run that they follow, and the output of each."""

GROWTH = 60 * 1024**2
"""Bytes by which the web server may grow for all of them; what they have not read is far more."""


def burst(site: Site) -> str:
    """Start a run that waits, and then does very much at once."""
    steps = {f"n{number}": ("constant", {"value": number}) for number in range(BRANCHES)}
    slug = site.publish({"w": "wait", **steps}, *(f"w>{name}" for name in steps))
    run = site.client().start(slug)
    site.until_waiting(run)
    return run


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
        f"n{number}": ("constant", {"value": {"$expr": "inputs.text"}}) for number in range(STEPS)
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
        assert DEAF * STEPS * len(TEXT) > 2 * GROWTH
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
