"""An operator looks into a run: its past on the canvas, its state over time, its log and data."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.drawn import lines, node, order, publish, stop_what_waits
from tests.browser.pages.run import RunPage
from tests.browser.people import PHONE, People, Person

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def nothing_left(people: People) -> Iterator[None]:
    """Leave no run waiting."""
    yield
    stop_what_waits(people)


def counting(person: Person) -> str:
    """Publish two steps that change the state, and a question to managers after them."""
    return publish(
        person,
        "Counts in the state",
        [
            node("first", "set_state", "Count one", values={"count": 1, "who": "Ann"}),
            node("second", "set_state", "Count two", values={"count": 2}),
            node("check", "approval", "Check the count", title="Right?", groups=["managers"]),
        ],
        lines("first second", "second check"),
    )


def tab(page: Page, name: str) -> None:
    page.get_by_role("radiogroup", name="Details").get_by_text(name, exact=True).click()


def place(page: Page) -> Locator:
    return page.get_by_test_id("replay")


def test_the_slider_replays_the_run_and_forks_from_there(people: People) -> None:
    alice = people.open("alice")
    run = RunPage(alice.page).open(alice.start(counting(alice)))
    run.expect_status("suspended")
    expect(run.node("check")).to_contain_text("Waiting")
    page = alice.page
    page.get_by_role("slider", name="Event that is shown").focus()
    page.keyboard.press("Home")
    expect(page.get_by_test_id("replay-then")).to_be_visible()
    expect(run.node("first")).not_to_contain_text("Done")
    expect(run.node("check")).not_to_contain_text("Waiting")
    run.events.get_by_role("button", name="Show the run at: Count one done").click()
    expect(run.node("first")).to_contain_text("Done")
    expect(run.node("second")).not_to_contain_text("Done")
    expect(page).to_have_url(re.compile(r"\?at=\d+"))
    alice.picture("replay")

    # The moment survives a reload, and the state is that of the moment.
    page.reload()
    expect(run.node("first")).to_contain_text("Done")
    tab(page, "State")
    expect(page.get_by_test_id("run-state")).to_contain_text("Ann")
    page.get_by_role("button", name="Fork from here").first.click()
    form = page.get_by_test_id("fork-form")
    form.get_by_role("button", name="State").click()
    state = form.get_by_test_id("fork-state")
    assert json.loads(state.input_value()) == {"count": 1, "who": "Ann"}
    state.fill('{"count": 10, "who": "Ann"}')
    page.get_by_test_id("fork-confirm").click()
    expect(page.get_by_role("link", name="forked from")).to_be_visible()
    expect(page).not_to_have_url(re.compile(r"\?at="))
    run.expect_status("suspended")


def test_the_state_is_told_over_time_and_between_two_moments(people: People) -> None:
    alice = people.open("alice")
    run = RunPage(alice.page).open(alice.start(counting(alice)))
    run.expect_status("suspended")
    page = alice.page
    tab(page, "State")
    page.get_by_text("Over time", exact=True).click()
    changes = page.get_by_test_id("state-changes").get_by_role("button")
    expect(changes).to_have_count(3)
    expect(changes.nth(2)).to_contain_text(re.compile("count.*Count two.*1.*2", re.DOTALL))
    alice.picture("state-over-time")
    changes.nth(0).click()
    expect(run.node("second")).not_to_contain_text("Done")
    page.get_by_role("button", name="Back to now").click()
    expect(run.node("second")).to_contain_text("Done")
    page.get_by_text("Difference", exact=True).click()
    expect(page.get_by_test_id("state-difference")).to_contain_text("who")
    expect(page.get_by_test_id("steps-difference")).to_contain_text("Check the count")
    alice.picture("difference")


def test_the_log_is_narrowed_and_held_back(people: People) -> None:
    alice, maria = people.open("alice"), people.open("maria")
    run_id = alice.start(order(alice, "Orders to watch"), amount=7)
    run = RunPage(alice.page).open(run_id)
    run.expect_status("failed")
    page = alice.page
    page.get_by_role("button", name="Failures").click()
    expect(run.events.get_by_role("listitem")).to_have_count(2)
    expect(run.events).to_contain_text("The bank did not answer")
    page.get_by_role("button", name="Failures").click()
    alice.call("POST", f"/api/runs/{run_id}/retry/", {})
    run.expect_status("suspended")
    page.get_by_role("button", name="Pause the log").click()
    page.wait_for_load_state("networkidle")
    before = run.events.get_by_role("listitem").count()
    maria.go("/inbox")
    task = maria.call("GET", f"/api/runs/{run_id}/")["suspensions"][0]["task"]
    maria.call("POST", f"/api/tasks/{task}/comment/", {"text": "Seen"})
    held = page.get_by_role("button", name=re.compile(r"^\d+ new events?$"))
    expect(held).to_be_visible()
    expect(run.events.get_by_role("listitem")).to_have_count(before)
    alice.picture("log-held-back")
    held.click()
    expect(run.events).to_contain_text("Maria Moreno commented")


def test_data_is_a_table_a_schema_and_every_attempt(people: People) -> None:
    alice = people.open("alice")
    slug = publish(
        alice,
        "Lists of things",
        [
            node("list", "constant", "Make a list", value=[
                {"sku": "A-1", "price": 3}, {"sku": "B-2", "price": 4.5},
            ]),
            node("try", "fail", "Try twice", message="Not yet", when={"$expr": "attempt < 2"})
            | {"options": {"retry": {"max_attempts": 2, "backoff_seconds": 0.1}}},
        ],
        lines("list try"),
    )  # fmt: skip
    run = RunPage(alice.page).open(alice.start(slug))
    run.expect_status("completed")
    run.node("list").click()
    data = alice.page.get_by_test_id("node-data")
    expect(data.get_by_role("columnheader", name="price")).to_be_visible()
    data.get_by_text("Schema", exact=True).last.click()
    expect(data).to_contain_text("number")
    alice.picture("data-as-schema")
    data.get_by_role("button", name="All data").click()
    run.node("try").click()
    pick = data.get_by_role("combobox", name="Done or tried 2 times")
    pick.click()
    alice.page.get_by_role("option", name=re.compile("Failed")).click()
    expect(data).to_contain_text("Not yet")


def test_a_run_is_downloaded(people: People) -> None:
    alice = people.open("alice")
    run_id = alice.start(counting(alice))
    run = RunPage(alice.page).open(run_id)
    run.expect_status("suspended")
    alice.page.get_by_role("button", name="More").last.click()
    with alice.page.expect_download() as waiting:
        alice.page.get_by_role("menuitem", name="Download for a test").click()
    bundle = json.loads(waiting.value.path().read_text())
    assert waiting.value.suggested_filename == f"run-{run_id[-8:]}.json"
    assert bundle["runs"][0]["run"] == run_id


def test_a_phone_replays_too(people: People) -> None:
    alice = people.open("alice")
    run_id = alice.start(counting(alice))
    RunPage(alice.page).open(run_id).expect_status("suspended")
    phone = people.open("alice", size=PHONE)
    phone.go(f"/runs/{run_id}?at=2")
    phone.page.get_by_text("Graph", exact=True).click()
    expect(place(phone.page)).to_contain_text("event 2 of")
    expect(phone.page.get_by_test_id("replay-then")).to_be_visible()
    phone.picture("replay-on-a-phone")
    overflow = phone.page.evaluate("document.documentElement.scrollWidth > innerWidth")
    assert not overflow
