"""The server, the browser and the people of the journeys; one installation for all of them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.browser.people import People
from tests.support import chromium
from tests.support.server import ROOT, Installation

# Two cores may be busy with other tests at the same time.
expect.set_options(timeout=30_000)


@pytest.fixture(scope="package")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where screenshots go: PICTURES from the environment, else a temporary folder."""
    named = os.environ.get("PICTURES")
    folder = Path(named) if named else tmp_path_factory.mktemp("pictures")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """One Chromium; ended with this folder, because Playwright keeps the thread's event loop."""
    with sync_playwright() as playwright:
        running = chromium.launch(playwright)
        yield running
        running.close()


def installed(home: Path, **settings: str) -> Installation:
    """Make an installation in a folder, with more settings, and start it."""
    built = ROOT / "static" / "frontend" / "manifest.json"
    assert built.exists(), "The front end is not built: run `make build` first."
    installation = Installation(home, workers=2, extra=settings)
    installation.migrate()
    return installation.start()


@pytest.fixture(scope="package")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """Web server, worker and demo data, as `make run` starts them."""
    running = installed(tmp_path_factory.mktemp("home"))
    yield running
    running.stop()


@pytest.fixture(scope="package")
def everybody(browser: Browser, server: Installation, pictures: Path) -> People:
    """Whoever signed in once stays signed in for the other journeys."""
    return People(browser, server, pictures)


@pytest.fixture
def people(everybody: People) -> Iterator[People]:
    """The people of one journey; nothing may have gone wrong in any of their windows."""
    yield everybody
    problems = [f"{p.name}: {problem}" for p in everybody.windows for problem in p.problems]
    everybody.close()
    said = "".join(everybody.server.lines[-60:])
    assert not problems, "\n".join([*problems, "", "The server said:", said])
