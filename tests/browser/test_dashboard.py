"""The dashboard follows what happens, its numbers open what they count, its buttons mend."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import installed
from tests.browser.pages.axe import barriers
from tests.browser.pages.board import Board, counts
from tests.browser.people import PHONE, People, Person

pytestmark = pytest.mark.browser

SHOWN = 50
"""So many rows a list shows before it is asked for more."""

ROWS = 'section[aria-label="Runs"] a'


@pytest.fixture(scope="module")
def company(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory, pictures: Path
) -> Iterator[People]:
    """An installation of its own: nothing else moves its figures."""
    running = installed(tmp_path_factory.mktemp("board"))
    yield People(browser, running, pictures)
    running.stop()


@pytest.fixture
def people(company: People) -> Iterator[People]:
    """Nothing may have gone wrong in any window."""
    yield company
    problems = [f"{p.name}: {problem}" for p in company.windows for problem in p.problems]
    company.close()
    assert problems == []


def publish(admin: Person, name: str, kind: str, **properties: object) -> str:
    """Make a workflow of one node and publish it; give its slug."""
    step = {"id": "only", "type": kind, "title": "Only", "properties": properties}
    graph = {"schema": 1, "nodes": [step], "edges": []}
    slug = str(admin.call("POST", "/api/workflows/", {"name": name, "graph": graph})["slug"])
    admin.call("POST", f"/api/workflows/{slug}/versions/", {})
    return slug


def test_the_figures_change_while_one_looks(people: People) -> None:
    admin, otto = people.open("admin"), people.open("otto")
    broken = publish(admin, "Broken", "fail", message="It cannot be done")
    board = Board(otto.page)
    otto.go("/dashboard")
    expect(otto.page.get_by_text("Nothing has run yet")).to_be_visible()
    otto.picture("dashboard-empty")
    otto.page.evaluate("window.notReloaded = true")

    admin.start(broken)
    expect(board.number("Failed today")).to_have_text("1")
    expect(board.number("Waiting for people")).to_have_text("0")
    expect(board.page.get_by_role("link", name="Only Broken 1")).to_be_visible()
    admin.start("expense-approval", purpose="A lamp", amount=70)
    expect(board.number("Waiting for people")).to_have_text("1")
    expect(board.card("Workers")).to_be_visible()
    assert otto.page.evaluate("window.notReloaded")
    otto.picture("dashboard-live")
    assert barriers(otto.page) == []


def test_every_number_opens_as_many_rows(people: People) -> None:
    admin, otto = people.open("admin"), people.open("otto")
    naps = publish(admin, "Naps", "sleep", duration_seconds="30m")
    hold = publish(admin, "Hold", "wait", wait_reason="The key is to be brought")
    quick = publish(admin, "Quick", "constant", value=1)
    for number in range(3):
        people.settle(admin, admin.start(naps), "suspended")
        people.settle(admin, admin.start(quick), "completed")
        people.settle(admin, admin.start(hold), "suspended")
        run = admin.start("expense-approval", purpose=f"Chair {number}", amount=40)
        people.settle(admin, run, "suspended")
    board = Board(otto.page).open()
    expect(board.number("Waiting for time or outside")).to_have_text("3")
    links = board.links("/runs")
    number_of_links = links.count()
    assert number_of_links >= 12
    for place in range(number_of_links):
        board.open()
        address = links.nth(place).get_attribute("href") or ""
        words = links.nth(place).inner_text().replace(",", "")
        links.nth(place).click()
        listed = otto.call("GET", f"/api{address.replace('?', '/?', 1)}&count=1")["count"]
        expect(otto.page.locator(ROWS)).to_have_count(min(listed, SHOWN))
        assert "%" in words or str(listed) in re.findall(r"\d+", words), (words, address)
    told = dict(counts(otto.call("GET", "/api/dashboard/?window=24h&zone=UTC")))
    tasks = {to: count for to, count in told.items() if to.startswith("/inbox?")}
    assert len(tasks) >= 5
    for address, count in tasks.items():
        query = address.partition("?")[2]
        assert otto.call("GET", f"/api/tasks/?{query}&count=1")["count"] == count, address


def test_a_number_of_the_window_opens_its_runs(people: People) -> None:
    otto = people.open("otto")
    Board(otto.page).open("?window=7d")
    # By key: a notice of what others started may lie over it until somebody closes that.
    otto.page.get_by_role("link", name="Only Broken").press("Enter")
    expect(otto.page.get_by_text("Failed at only")).to_be_visible()
    expect(otto.page.locator(ROWS)).to_have_count(1)
    otto.page.get_by_role("button", name="Remove “Failed at only”").click()
    expect(otto.page).not_to_have_url(re.compile("failed_node"))


def test_what_is_broken_is_mended_by_a_button(people: People) -> None:
    admin, otto = people.open("admin"), people.open("otto")
    ask = {"wait_reason": "Ben decides", "title": "Only Ben decides", "users": ["ben"]}
    lonely = publish(admin, "Lonely", "approval", title=ask["title"], users=ask["users"])
    people.settle(admin, admin.start(lonely), "suspended")
    board = Board(otto.page).open()
    expect(board.alert).to_have_count(0)
    away = "from django.contrib.auth.models import User; "
    away += "User.objects.filter(username='ben').update(is_active=False)"
    assert people.server.manage("shell", "-c", away).returncode == 0
    admin.start("expense-approval", purpose="A desk", amount=90)
    expect(board.alert).to_contain_text("1 task asks only people who are not there")
    otto.picture("dashboard-broken")
    board.close_notices()
    board.alert.get_by_role("button", name="Ask the operators").click()
    expect(board.alert).to_have_count(0)
    tasks = otto.call("GET", "/api/tasks/?box=mine&q=Only%20Ben")["results"]
    assert [task["users"] for task in tasks] == [[]]


def test_managers_see_their_own_part_on_a_phone(people: People) -> None:
    maria = people.open("maria", PHONE)
    board = Board(maria.page).open()
    expect(maria.page.get_by_text("What you may see")).to_be_visible()
    expect(maria.page.get_by_role("heading", name="Workers")).to_have_count(0)
    expect(board.number("Waiting for time or outside")).to_have_text("0")
    wide = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    assert maria.page.evaluate(wide)
    maria.picture("dashboard-phone")
