"""A run starts others: they are counted and listed above, and answered from there."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.drawn import lines, node, publish, stop_what_waits
from tests.browser.pages.inbox import Inbox
from tests.browser.pages.run import RunPage
from tests.browser.people import PHONE, People, Person

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def nothing_left(people: People) -> Iterator[None]:
    """Leave no run waiting."""
    yield
    stop_what_waits(people)


def one(person: Person, name: str) -> str:
    """Publish what is done with each item: an item named "broken" fails, others are approved."""
    broken = {"$expr": "inputs.item == 'broken' && attempt < 2"}
    return publish(
        person,
        name,
        [
            node("item", "input", "Item"),
            node("read", "fail", "Read it", message="No such file", when=broken),
            node(
                "approve", "approval", "Approve", title="Publish {{ inputs.item }}?",
                groups=["managers"],
            ),
            node("done", "output", "Done", name="done", value={"$expr": "inputs.item"}),
        ],
        lines("item read", "read approve", "approve done approved"),
    )  # fmt: skip


def each(person: Person, name: str, inner: str) -> str:
    """Publish a workflow that runs another one for each of its items."""
    items = {"$expr": "inputs.items"}
    return publish(
        person,
        name,
        [
            node("all", "input", "Items"),
            node("each", "map", "Publish each", workflow=inner, items=items, concurrency=2),
            node("done", "output", "Published", name="items", value={"$expr": "nodes.each"}),
        ],
        lines("all each", "each done"),
    )


def test_waits_of_runs_below_are_seen_above_and_answered_from_there(people: People) -> None:
    alice, maria = people.open("alice"), people.open("maria")
    slug = each(alice, "Publish all", one(alice, "Publish a page"))
    parent = alice.start(slug, items=["north", "south", "east"])
    run = RunPage(alice.page).open(parent)
    run.expect_status("suspended")
    run.mark()
    waits = alice.page.get_by_test_id("child-wait")
    expect(waits).to_have_count(2)
    expect(waits.filter(has_text="north")).to_contain_text("Waiting in Publish a page › Approve")
    expect(run.why).to_contain_text("waits for 3 runs below")
    run.node("each").click()
    children = alice.page.get_by_test_id("children")
    expect(children.get_by_role("link", name="Open run")).to_have_count(2)
    expect(children).to_contain_text("To come")
    alice.picture("children")

    inbox = Inbox(maria.page).open()
    for item in ("north", "south", "east"):
        inbox.pick(f"Publish {item}?")
        expect(inbox.task).to_contain_text("Publish all › Publish a page › Approve")
        inbox.decide("approved")
        expect(inbox.list).not_to_contain_text(f"Publish {item}?")
    run.expect_status("completed")
    expect(children).to_contain_text("3 of 3 done")
    run.expect_not_reloaded()


def test_a_task_below_is_opened_from_the_page_above(people: People) -> None:
    maria = people.open("maria")
    alice = people.open("alice")
    slug = each(alice, "Publish from above", one(alice, "Publish one page"))
    parent = alice.start(slug, items=["west"])
    run = RunPage(alice.page).open(parent)
    run.expect_status("suspended")
    wait = alice.page.get_by_test_id("child-wait")
    link = wait.get_by_role("link", name="Open task")
    task = link.get_attribute("href")
    assert task is not None
    maria.go(task)
    inbox = Inbox(maria.page)
    expect(inbox.task).to_contain_text("Publish west?")
    inbox.decide("approved")
    run.expect_status("completed")


def test_the_page_of_a_run_below_leads_back_up(people: People) -> None:
    alice = people.open("alice")
    slug = each(alice, "Publish and look", one(alice, "Publish and see"))
    parent = alice.start(slug, items=["broken", "fine"])
    run = RunPage(alice.page).open(parent)
    run.expect_status("suspended")
    run.node("each").click()
    children = alice.page.get_by_test_id("children")
    expect(children).to_contain_text("1 failed")
    children.get_by_role("link", name="Open run 1 below").click()
    expect(alice.page.get_by_test_id("run-failure")).to_contain_text("No such file")
    alice.picture("child")
    above = alice.page.get_by_role("link", name="Publish and look", exact=True)
    expect(above).to_have_attribute("href", f"/runs/{parent}")
    above.click()
    alice.page.wait_for_url(re.compile(f"{parent}$"))
    run.expect_status("suspended")
    phone = people.open("alice", PHONE, "dark")
    phone.go(f"/runs/{parent}")
    expect(phone.page.get_by_test_id("child-wait")).to_contain_text("Publish fine?")
    phone.picture("children-phone")
