"""Going through many tasks: by keys, together, by filters that have an address, on a phone."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.drawn import lines, node, publish, stop_what_waits
from tests.browser.pages.inbox import Inbox
from tests.browser.people import PHONE, People, Person

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def nothing_left(people: People) -> Iterator[None]:
    """Leave no run waiting."""
    yield
    stop_what_waits(people)


def invoices(people: People, author: Person, name: str, count: int) -> str:
    """Publish a workflow that asks managers, and have it ask so often, one after the other; returns
    its slug."""
    what = {"type": "object", "properties": {"what": {"type": "string"}}}
    slug = publish(
        author,
        name,
        [
            node("begin", "input", "Invoice", schema=what),
            node("check", "approval", "Check", title="Pay {{ inputs.what }}?",
                 groups=["managers"]),
        ],
        lines("begin check"),
    )  # fmt: skip
    for number in range(1, count + 1):
        run = author.start(slug, what=f"{name} {number}")
        people.settle(author, run, "suspended")
    return slug


def test_a_manager_clears_ten_tasks_with_the_keyboard_alone(people: People) -> None:
    alice, maria = people.open("alice"), people.open("maria")
    slug = invoices(people, alice, "Quick", 10)
    inbox = Inbox(maria.page).open(f"workflow={slug}&order=oldest")
    expect(inbox.rows).to_have_count(10)
    for number in range(1, 11):
        expect(inbox.task.get_by_role("heading", level=1)).to_have_text(f"Pay Quick {number}?")
        inbox.press("a")
        expect(inbox.bar.locator("[data-armed]")).to_contain_text("Approve")
        inbox.press("Control+Enter")
    expect(maria.page.get_by_text("No task fits")).to_be_visible()
    done = maria.call("GET", f"/api/tasks/?state=done&workflow={slug}")
    assert [task["decision"] for task in done["results"]] == ["approved"] * 10


def test_many_are_approved_together_and_one_is_refused(people: People) -> None:
    alice, maria, ben = (people.open(name) for name in ("alice", "maria", "ben"))
    slug = invoices(people, alice, "Bulk", 4)
    inbox = Inbox(maria.page).open(f"workflow={slug}&order=oldest")
    expect(inbox.task.get_by_role("heading", level=1)).to_have_text("Pay Bulk 1?")
    inbox.press("x", "j", "j")
    expect(inbox.row("Bulk 3")).to_have_attribute("aria-current", "true")
    inbox.press("Shift+X")
    expect(inbox.bulk).to_contain_text("3 selected")
    maria.picture("triage-selected")
    inbox.press("a")
    comment = maria.page.get_by_test_id("bulk-comment")
    expect(comment).to_be_focused()

    ben.go("/inbox")
    tasks = ben.call("GET", f"/api/tasks/?workflow={slug}&order=oldest")["results"]
    ben.call("POST", f"/api/tasks/{tasks[1]['id']}/decide/", {"decision": "approved"})
    comment.fill("all of them")
    inbox.press("Control+Enter")

    expect(inbox.results).to_contain_text(re.compile("Pay Bulk 2.*already answered by Ben"))
    expect(maria.page.get_by_text("2 approved, 1 refused.")).to_be_visible()
    maria.picture("triage-results")
    maria.page.get_by_role("dialog").get_by_role("button", name="Close").last.click()
    expect(inbox.rows).to_have_count(1)
    inbox.undo.get_by_test_id("undo").click()
    expect(inbox.rows).to_have_count(3)


def test_what_one_decides_leaves_the_list_of_the_other(people: People) -> None:
    alice, maria, ben = (people.open(name) for name in ("alice", "maria", "ben"))
    slug = invoices(people, alice, "Shared", 3)
    first = Inbox(maria.page).open(f"workflow={slug}&order=oldest")
    second = Inbox(ben.page).open(f"workflow={slug}&order=oldest")
    second.pick("Shared 2")
    first.pick("Shared 2")
    first.decide("approved")

    expect(second.row("Shared 2")).to_have_count(0)
    expect(second.row("Shared 3")).to_be_visible()
    # What is open stays open, and tells how it ended.
    expect(second.task.get_by_role("heading", level=1)).to_have_text("Pay Shared 2?")
    expect(second.outcome).to_contain_text("Approved by Maria Moreno")


def test_a_view_is_kept_and_its_address_shared(people: People) -> None:
    alice, maria, ben = (people.open(name) for name in ("alice", "maria", "ben"))
    slug = invoices(people, alice, "View", 2)
    inbox = Inbox(maria.page).open(f"workflow={slug}")
    inbox.pick("View 1")
    inbox.press("c")
    expect(inbox.row("View 1")).to_contain_text("with you")
    inbox.narrow("Taken by", "Nobody")
    expect(inbox.chips).to_contain_text("Taken by nobody")
    inbox.press("Escape")
    expect(inbox.row("View 1")).to_have_count(0)
    inbox.save_view("View to take")
    maria.picture("triage-view")

    address = maria.page.url
    inbox.boxes.get_by_text("Team").click()
    expect(inbox.chips).to_have_count(0)
    maria.page.get_by_test_id("views").click()
    maria.page.get_by_role("menuitem", name="View to take").click()
    expect(inbox.row("View 2")).to_be_visible()
    expect(inbox.row("View 1")).to_have_count(0)

    other = Inbox(ben.page)
    ben.page.goto(address)
    expect(other.chips).to_contain_text("Taken by nobody")
    expect(other.row("View 2")).to_be_visible()
    expect(other.row("View 1")).to_have_count(0)
    other.chips.get_by_role("button", name="Take off: Taken by nobody").click()
    expect(other.row("View 1")).to_have_count(0)


def test_a_phone_narrows_and_decides_several(people: People) -> None:
    alice, maria = people.open("alice"), people.open("maria", PHONE)
    slug = invoices(people, alice, "Pocket", 3)
    inbox = Inbox(maria.page).open(f"workflow={slug}&order=oldest")
    expect(inbox.rows).to_have_count(3)
    inbox.narrow("Priority", "Normal priority")
    maria.picture("triage-phone-filter")
    maria.page.get_by_role("button", name="Show the tasks").click()
    expect(inbox.chips).to_contain_text("Normal priority")

    maria.page.get_by_test_id("select-mode").click()
    inbox.row("Pocket 1").click()
    inbox.row("Pocket 3").click()
    expect(inbox.bulk).to_be_in_viewport()
    wide = "document.documentElement.scrollWidth"
    assert maria.page.evaluate(wide) == PHONE[0]
    maria.picture("triage-phone-selected")
    inbox.bulk.get_by_test_id("bulk-rejected").click()
    maria.page.get_by_test_id("bulk-send").click()
    expect(maria.page.get_by_role("dialog")).to_contain_text("Say why")
    maria.page.get_by_test_id("bulk-comment").fill("twice the price")
    maria.page.get_by_test_id("bulk-send").click()
    expect(inbox.rows).to_have_count(1)
    expect(inbox.row("Pocket 2")).to_be_visible()
