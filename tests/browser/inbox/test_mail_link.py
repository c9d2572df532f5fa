"""A mail arrives, its link opens without JavaScript, and a button on the page decides."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import installed
from tests.browser.pages.axe import barriers
from tests.browser.people import PHONE, WIDE, People
from tests.support.outside.postbox import Postbox, open_postbox, text_of
from tests.support.server import Installation

pytestmark = pytest.mark.browser
LINK = re.compile(r"http://\S+/decide/link/\S+/")
PAGE = re.compile(r"http://\S+/decide/[0-9a-f-]{36}/")
SUBJECT = {
    "amount": 1500,
    "currency": "EUR",
    "for": "Conference in Lisbon, 3 to 6 February",
    "lines": [{"what": "Flight", "price": 420}, {"what": "Hotel", "price": 1080}],
}
FORM = {
    "type": "object",
    "required": ["centre"],
    "properties": {
        "centre": {"type": "string", "title": "Cost centre", "enum": ["4711 Sales", "4712 IT"]},
        "booked": {"type": "boolean", "title": "Already booked"},
    },
}


@pytest.fixture
def box() -> Iterator[Postbox]:
    with open_postbox() as made:
        yield made


@pytest.fixture
def own_server(tmp_path: Path, box: Postbox) -> Iterator[Installation]:
    """An installation whose mail goes to the box; Maria has an address there."""
    mail = {"EMAIL_URL": f"smtp://127.0.0.1:{box.port}?tls=0&from=fermata@example.org"}
    running = installed(tmp_path, **mail)
    address = "User.objects.filter(username='maria').update(email='maria@example.org')"
    done = running.manage("shell", "-c", f"from django.contrib.auth.models import User; {address}")
    assert done.returncode == 0, done.stderr
    yield running
    running.stop()


def publish(people: People, **properties: object) -> None:
    """Publish a workflow that asks Maria by mail."""
    asks = {"title": "Approve 1,500 € for Lisbon?", "users": ["maria"], "subject": SUBJECT}
    graph = {
        "schema": 1,
        "nodes": [
            {"id": "in", "type": "input", "title": "In", "properties": {}},
            {
                "id": "ask",
                "type": "approval",
                "title": "Review",
                "properties": {**asks, **properties},
            },
        ],
        "edges": [{"id": "1", "source": "in", "target": "ask"}],
    }
    alice = people.open("alice")
    alice.call("POST", "/api/workflows/", {"name": "Trip", "slug": "trip", "graph": graph})
    alice.call("POST", "/api/workflows/trip/versions/", {})
    alice.start("trip")


def arrived(box: Postbox) -> str:
    """Wait for the mail to Maria, and give its text."""
    pause = threading.Event()
    for _ in range(200):
        if box.to("maria@example.org"):
            return text_of(box.to("maria@example.org")[-1])
        pause.wait(0.05)
    raise AssertionError("No mail came.")


def without_scripts(browser: Browser, dark: bool = False, phone: bool = False) -> Page:
    """Open a window in which no script runs."""
    width, height = PHONE if phone else WIDE
    context = browser.new_context(
        java_script_enabled=False,
        viewport={"width": width, "height": height},
        color_scheme="dark" if dark else "light",
    )
    return context.new_page()


def test_a_link_from_a_mail_decides_without_javascript_and_without_signing_in(
    browser: Browser, own_server: Installation, pictures: Path, box: Postbox
) -> None:
    people = People(browser, own_server, pictures)
    publish(people, decide_by_mail=True, schema=FORM, instructions="2,100 € are left.")
    found = LINK.search(arrived(box))
    assert found is not None
    for dark in (False, True):
        for phone in (False, True):
            look = without_scripts(browser, dark, phone)
            look.goto(found.group(0))
            expect(look.get_by_role("heading", name="Approve 1,500 € for Lisbon?")).to_be_visible()
            expect(look.get_by_text("1,500.00 €")).to_be_visible()
            name = f"decide-{'dark' if dark else 'light'}-{'phone' if phone else 'wide'}"
            look.screenshot(path=pictures / f"{name}.png", full_page=True)
            # Nothing is wider than a phone.
            assert look.evaluate("document.documentElement.scrollWidth <= innerWidth")
            look.context.close()
    page = without_scripts(browser, phone=True)
    page.goto(found.group(0))
    assert "/link/" not in page.url
    page.get_by_label("4712 IT").check()
    page.get_by_label("Comment").fill("From the train")
    page.get_by_role("button", name="Approve").click()
    expect(page.get_by_text("Approved by you")).to_be_visible()
    again = without_scripts(browser)
    again.goto(found.group(0))
    expect(again.get_by_text("Approved by you")).to_be_visible()
    expect(again.get_by_role("button", name="Approve")).to_have_count(0)
    people.close()


def test_whoever_signs_in_decides_and_may_take_it_back(
    browser: Browser, own_server: Installation, pictures: Path, box: Postbox
) -> None:
    people = People(browser, own_server, pictures)
    publish(people, undo_seconds=600)
    found = PAGE.search(arrived(box))
    assert found is not None
    maria = people.open("maria")
    page = maria.go(found.group(0))
    assert barriers(page) == []
    page.get_by_role("button", name="Reject").click()
    expect(page.get_by_text("Say why.").first).to_be_visible()
    page.get_by_label("Comment").fill("Too much.")
    page.get_by_role("button", name="Reject").click()
    expect(page.get_by_role("heading", name="Rejected by you")).to_be_visible()
    maria.picture("decide-rejected")
    page.emulate_media(color_scheme="dark")
    assert barriers(page) == []
    page.get_by_role("button", name="Undo").click()
    page.get_by_role("button", name="Approve").click()
    expect(page.get_by_role("heading", name="Approved by you")).to_be_visible()
    # A page that was refused for a missing reason answers 422, which the console tells.
    problems = [item for item in maria.problems if "422" not in item]
    assert problems == []
    people.close()
