"""The whole server is killed while a run waits; started again, the run goes on where it was."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import installed
from tests.browser.pages.inbox import Inbox
from tests.browser.pages.run import RunPage
from tests.browser.people import People
from tests.support.server import Installation

pytestmark = pytest.mark.browser


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[Installation]:
    """An installation that may be killed."""
    running = installed(tmp_path)
    yield running
    if running.process is not None and running.process.poll() is None:
        running.stop()


def descendants(pid: int) -> list[int]:
    """List a process's children, and theirs."""
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    children = [int(child) for child in listed]
    return children + [found for child in children for found in descendants(child)]


def kill_everything(server: Installation) -> None:
    """Kill supervisor, web server and workers at once, as a power cut would."""
    assert server.process is not None
    pids = [server.process.pid, *descendants(server.process.pid)]
    for pid in pids:
        os.kill(pid, signal.SIGKILL)
    server.process.wait(10)
    assert not server.answers()


def test_a_run_that_waits_survives_the_death_of_the_server(
    browser: Browser, own_server: Installation, pictures: Path
) -> None:
    people = People(browser, own_server, pictures)
    alice, maria = people.open("alice"), people.open("maria")
    run_id = alice.start("expense-approval", purpose="A generator", amount=640)
    run = RunPage(alice.page).open(run_id)
    run.expect_status("suspended")
    run.mark()

    kill_everything(own_server)
    own_server.start()

    inbox = Inbox(maria.page).open()
    inbox.pick("A generator")
    inbox.comment("it worked without power")
    inbox.decide("approved")
    # The author's page finds its own way back to the server.
    run.expect_status("completed")
    expect(run.events).to_contain_text("it worked without power")
    run.expect_not_reloaded()
    people.close()
