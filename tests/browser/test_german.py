"""A German browser gets German pages that fit, and not a word of the other language is fetched."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.pages.inbox import Inbox
from tests.browser.people import PHONE, WIDE, People
from tests.browser.test_every_page import PAGES, fits

pytestmark = pytest.mark.browser

LOADING = "#main [role=status][aria-label='Wird geladen']"


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_every_page_speaks_german_and_fits(people: People, size: tuple[int, int]) -> None:
    run_id = people.open("admin").start("expense-approval", purpose="Wien", amount=1234)
    admin = people.open("admin", size, locale="de-AT")
    fetched: list[str] = []
    admin.page.on("request", lambda request: fetched.append(request.url))
    tasks = admin.call("GET", "/api/tasks/?box=all")["results"]
    while not tasks:
        tasks = admin.call("GET", "/api/tasks/?box=all")["results"]
    for name, path in PAGES.items():
        page = admin.go(path.format(run=run_id, task=tasks[0]["id"]))
        expect(page.locator("html")).to_have_attribute("lang", "de")
        expect(page.get_by_role("main")).to_be_visible()
        expect(page.locator(LOADING)).to_have_count(0)
        page.wait_for_load_state("networkidle")
        admin.picture(f"{name}-{size[0]}-german")
        assert fits(page), f"{path} is wider than the window"
        expect(page.get_by_role("link", name="Eingang").first).to_be_visible()
    scripts = {address for address in fetched if "/assets/" in address and address.endswith(".js")}
    words = [admin.context.request.get(address).text() for address in scripts]
    assert any("Ablehnen" in script for script in words)
    assert not any("Nothing waits for you" in script for script in words)


def test_a_manager_decides_in_german(people: People) -> None:
    people.open("alice").start("expense-approval", purpose="Graz", amount=1234.5)
    people.open("maria")
    maria = people.open("maria", PHONE, locale="de-DE")
    inbox = Inbox(maria.page).open()
    inbox.pick("Graz")
    expect(inbox.task.get_by_test_id("facts")).to_contain_text("1.234,5")
    inbox.decide("rejected")
    expect(inbox.task.get_by_text("Ein kurzer Grund ist nötig")).to_be_visible()
    inbox.comment("zu teuer")
    inbox.decide("rejected")
    expect(maria.page.get_by_text("Abgelehnt: ").first).to_be_visible()
