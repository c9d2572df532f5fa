"""An operator finds runs by what they were given, keeps the view, and stops or retries many."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.drawn import lines, node, order, publish, stop_what_waits
from tests.browser.people import PHONE, People, Person

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def nothing_left(people: People) -> Iterator[None]:
    """Leave no run waiting."""
    yield
    stop_what_waits(people)


def gates(person: Person, name: str) -> str:
    """Publish a wait behind an input that takes anything."""
    return publish(
        person,
        name,
        [node("in", "input", "Order"), node("gate", "wait", "Gate", wait_reason="Let it through?")],
        lines("in gate"),
    )


def rows(page: Page) -> list[str]:
    return [str(row.get_attribute("data-run")) for row in page.locator("[data-run]").all()]


def test_runs_are_found_by_their_inputs_and_the_view_is_kept(people: People) -> None:
    alice = people.open("alice")
    slug = gates(alice, "Gates to find")
    wanted = alice.start(slug, customer="Zwetschgenhof", order=4711)
    alice.start(slug, customer="Apfelgut", order=4712)
    page = alice.go("/runs")
    page.get_by_label("Search runs").fill("zwetschgenhof")
    expect(page.locator("[data-run]")).to_have_count(1)
    assert rows(page) == [wanted]
    page.get_by_role("button", name="Views").click()
    page.get_by_label("Keep these filters").fill("Plums")
    alice.picture("keep-a-view")
    page.get_by_role("button", name="Keep view").click()
    expect(page.get_by_role("button", name="Plums", exact=True)).to_be_visible()

    page.goto("/runs")
    page.get_by_role("button", name="Views").click()
    page.get_by_role("button", name=re.compile("^Plums")).click()
    expect(page).to_have_url(re.compile("q=zwetschgenhof"))
    expect(page.locator("[data-run]")).to_have_count(1)
    page.get_by_role("button", name="Plums", exact=True).click()
    page.get_by_role("button", name="Remove the view “Plums”").click()
    expect(page.get_by_role("button", name="Views", exact=True)).to_be_visible()


def test_all_that_match_are_stopped_with_a_reason(people: People) -> None:
    alice = people.open("alice")
    slug = gates(alice, "Gates to stop")
    runs = [alice.start(slug, number=number) for number in range(4)]
    page = alice.go(f"/runs?workflow={slug}&status=suspended")
    expect(page.locator("[data-run]")).to_have_count(4)
    page.get_by_role("checkbox", name="Select all that are shown").check()
    expect(page.get_by_test_id("selection")).to_contain_text("4 selected")
    # Somebody is faster with one of them: its result must say so.
    maria = people.open("admin")
    maria.go("/runs")
    maria.call("POST", f"/api/runs/{runs[0]}/stop/", {})
    page.get_by_test_id("selection").get_by_role("button", name="Stop").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Open tasks".lower())
    dialog.get_by_label("Why").fill("The price list was wrong")
    alice.picture("stop-many")
    dialog.get_by_role("button", name="Stop 4 runs").click()
    expect(dialog).to_contain_text("3 runs were stopped.")
    expect(dialog.get_by_test_id("bulk-refused")).to_contain_text(runs[0][-8:])
    alice.picture("stopped-many")
    page.keyboard.press("Escape")
    expect(page.locator("[data-run]")).to_have_count(0)
    told = alice.call("GET", f"/api/runs/{runs[1]}/events/")["results"][-1]["payload"]
    assert told["reason"] == "The price list was wrong"


def test_failed_runs_are_retried_and_the_list_follows(people: People) -> None:
    alice = people.open("alice")
    slug = order(alice, "Orders to retry together")
    for amount in (1, 2):
        alice.start(slug, amount=amount)
    page = alice.go(f"/runs?workflow={slug}&status=failed")
    expect(page.locator("[data-run]")).to_have_count(2)
    first, last = (page.locator("[data-run]").nth(place) for place in (0, 1))
    first.get_by_role("checkbox").click()
    last.get_by_role("checkbox").click(modifiers=["Shift"])
    page.get_by_test_id("selection").get_by_role("button", name="Retry").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Retry 2 runs").click()
    expect(dialog).to_contain_text("2 runs go on.")
    dialog.get_by_role("button", name="Close").last.click()
    expect(page.get_by_text("No run matches these filters")).to_be_visible()
    waiting = alice.call("GET", f"/api/runs/?workflow={slug}&status=suspended,running")
    assert len(waiting["results"]) == 2


def test_a_row_opens_its_run_and_a_phone_has_it_all(people: People) -> None:
    alice = people.open("alice", size=PHONE)
    slug = gates(alice, "Gates on a phone")
    run = alice.start(slug)
    page = alice.go(f"/runs?workflow={slug}")
    expect(page.locator("[data-run]")).to_have_count(1)
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
    alice.picture("runs-on-a-phone")
    page.locator("[data-run]").click(position={"x": 200, "y": 60})
    expect(page).to_have_url(re.compile(f"/runs/{run}"))
