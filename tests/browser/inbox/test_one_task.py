"""What people do with one task: ask back, hand on, take back, draft, add files, edit a proposal."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.drawn import lines, node, publish, stop_what_waits
from tests.browser.pages.inbox import Inbox
from tests.browser.pages.task import OpenTask
from tests.browser.people import PHONE, WIDE, People, Person

pytestmark = pytest.mark.browser

BILL = b"date;amount\n2026-02-03;1500\n"


@pytest.fixture(autouse=True)
def _nothing_left(people: People) -> Iterator[None]:
    yield
    stop_what_waits(people)


def asked(person: Person, name: str, **settings: object) -> str:
    """Publish a workflow that asks managers, and start it as this person."""
    slug = publish(
        person,
        name,
        [
            node("check", "approval", "Check", title=name, groups=["managers"], **settings),
            node("result", "output", "Result", name="result", value={"$expr": "nodes.check"}),
        ],
        lines("check result approved"),
    )
    return person.start(slug)


def opened(person: Person, words: str) -> tuple[Inbox, OpenTask]:
    """Open a task of the person's inbox."""
    inbox = Inbox(person.page).open()
    inbox.pick(words)
    return inbox, OpenTask(person.page)


def task_of(person: Person, run: str) -> str:
    """Find the task of a run in the API."""
    found = person.call("GET", "/api/tasks/?box=all&state=all")["results"]
    return next(str(item["id"]) for item in found if item["run"] == run)


def test_a_question_back_is_answered_below_the_task(people: People) -> None:
    alice, maria = people.open("alice"), people.open("maria")
    run = asked(alice, "Pay for the hotel in Lisbon?")
    _, task = opened(maria, "Pay for the hotel in Lisbon?")
    task.ask("Which hotel was it?")
    expect(task.pane).to_contain_text("Waits for information from Alice Archer")
    expect(task.timeline).to_contain_text("Maria Moreno asked Alice Archer for information")

    alice.go(f"/inbox/{task_of(maria, run)}")
    answer = OpenTask(alice.page)
    box = alice.page.get_by_test_id("asked-of-you")
    expect(box).to_contain_text("Maria Moreno asks you for information")
    expect(box).to_contain_text("Which hotel was it?")
    alice.picture("asked-for-information")
    answer.say("The one at the fair")
    expect(box).to_have_count(0)

    expect(task.timeline).to_contain_text("Alice Archer answered")
    expect(task.timeline).to_contain_text("The one at the fair")
    expect(task.pane).not_to_contain_text("Waits for information")


def test_a_task_is_handed_to_somebody_else(people: People) -> None:
    alice, maria, ben = (people.open(name) for name in ("alice", "maria", "ben"))
    run = asked(alice, "Buy the new coffee machine?")
    inbox, task = opened(maria, "Buy the new coffee machine?")
    task.hand_to("Ben Baker", "You know the kitchen")
    expect(inbox.list).not_to_contain_text("Buy the new coffee machine?")

    theirs, handed = opened(ben, "Buy the new coffee machine?")
    expect(handed.timeline).to_contain_text("Maria Moreno handed it to Ben Baker")
    expect(handed.timeline).to_contain_text("You know the kitchen")
    theirs.decide("approved")
    expect(handed.undo_bar).to_contain_text("Approved: Buy the new coffee machine?")
    alice.go(f"/inbox/{task_of(ben, run)}")
    outcome = alice.page.get_by_test_id("task-outcome")
    expect(outcome).to_contain_text("Approved by Ben Baker for Maria Moreno")


def test_a_decision_is_taken_back_within_its_window(people: People) -> None:
    alice, maria = people.open("alice"), people.open("maria")
    run = asked(alice, "Paint the office green?", undo_seconds=60)
    inbox, task = opened(maria, "Paint the office green?")
    inbox.comment("a calm colour")
    inbox.decide("approved")
    expect(task.undo_bar).to_contain_text("Approved: Paint the office green?")
    expect(inbox.list).not_to_contain_text("Paint the office green?")
    maria.picture("may-be-taken-back")
    task.undo_bar.get_by_test_id("undo").click()
    expect(task.undo_bar).to_have_count(0)

    expect(inbox.list).to_contain_text("Paint the office green?")
    inbox.pick("Paint the office green?")
    expect(task.timeline).to_contain_text("Maria Moreno took the decision back")
    # What was written is not lost with the decision.
    expect(task.pane.get_by_test_id("comment")).to_have_value("a calm colour")
    assert maria.call("GET", f"/api/runs/{run}/")["status"] == "suspended"


def test_a_draft_is_found_again(people: People) -> None:
    alice, maria = people.open("alice"), people.open("maria")
    asked(alice, "Hire a second gardener?")
    inbox, task = opened(maria, "Hire a second gardener?")
    inbox.comment("Only if the roses")
    note = maria.page.get_by_test_id("draft-note")
    expect(note).to_contain_text("Draft saved")

    maria.page.reload()
    expect(task.pane.get_by_test_id("comment")).to_have_value("Only if the roses")
    expect(note).to_contain_text("Draft saved")
    note.get_by_role("button", name="Discard").click()
    expect(task.pane.get_by_test_id("comment")).to_have_value("")
    maria.page.reload()
    expect(task.pane.get_by_test_id("comment")).to_have_value("")


def test_a_file_comes_with_a_comment_and_is_downloaded(people: People, tmp_path: Path) -> None:
    alice, maria = people.open("alice"), people.open("maria")
    asked(alice, "Settle the bill of the caterer?")
    _, task = opened(maria, "Settle the bill of the caterer?")
    task.say("Here it is", {"name": "bill-lisbon.csv", "mimeType": "text/csv", "buffer": BILL})
    link = task.timeline.get_by_role("link", name="bill-lisbon.csv")
    expect(link).to_contain_text("28 bytes")
    with maria.page.expect_download() as download:
        link.click()
    assert download.value.suggested_filename == "bill-lisbon.csv"
    download.value.save_as(tmp_path / "bill.csv")
    assert (tmp_path / "bill.csv").read_bytes() == BILL


FORM = {
    "type": "object",
    "required": ["amount"],
    "properties": {
        "amount": {"type": "number", "title": "Amount"},
        "note": {"type": "string", "title": "Note"},
    },
}


def test_an_edited_proposal_shows_what_was_changed(people: People) -> None:
    alice, maria = people.open("alice"), people.open("maria")
    run = asked(
        alice,
        "Grant the training budget?",
        schema=FORM,
        proposal={"amount": 1500, "note": "Two days"},
    )
    inbox, task = opened(maria, "Grant the training budget?")
    amount = task.field("Amount")
    expect(amount).to_have_value("1500")
    amount.fill("1200")
    expect(task.pane).to_contain_text("Proposed: 1,500")
    maria.picture("proposal-edited")
    inbox.decide("approved")
    expect(task.undo_bar).to_be_visible()

    maria.go(f"/inbox/{task_of(maria, run)}?box=done")
    expect(inbox.outcome).to_contain_text("Approved by you")
    expect(maria.page.get_by_test_id("changes")).to_contain_text("Amount: 1,500 → 1,200")
    expect(maria.page.get_by_test_id("given")).to_contain_text("Two days")


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_an_opened_task_fits_its_window(people: People, size: tuple[int, int]) -> None:
    alice = people.open("alice")
    run = asked(alice, "Move the summer party indoors?")
    maria = people.open("maria", size=size)
    maria.go(f"/inbox/{task_of(alice, run)}")
    bar = maria.page.get_by_test_id("decision-bar")
    expect(bar.get_by_test_id("decide-approved")).to_be_in_viewport(ratio=1)
    expect(bar.get_by_test_id("decide-rejected")).to_be_in_viewport(ratio=1)
    expect(bar.get_by_test_id("act-more")).to_be_in_viewport(ratio=1)
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert maria.page.evaluate(wide) == 0
