"""A manager decides in the inbox while the author watches the run; neither page is reloaded."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.pages.inbox import Inbox
from tests.browser.pages.run import RunPage
from tests.browser.people import PHONE, People

pytestmark = pytest.mark.browser


def test_an_approval_in_the_inbox_moves_the_page_of_who_watches(people: People) -> None:
    alice, maria = people.open("alice"), people.open("maria")
    inbox = Inbox(maria.page).open()
    run_id = alice.start("expense-approval", purpose="A desk", amount=420)
    run = RunPage(alice.page).open(run_id)
    run.expect_status("suspended")
    expect(run.why).to_contain_text("managers")
    expect(run.resume_button).to_have_count(0)
    run.mark()

    inbox.pick("A desk")
    expect(inbox.task.get_by_test_id("facts")).to_contain_text("420")
    inbox.comment("a good one")
    maria.picture("manager-decides")
    inbox.decide("approved")

    run.expect_status("completed")
    expect(run.events).to_contain_text("Maria Moreno: approved")
    expect(run.events).to_contain_text("a good one")
    run.expect_not_reloaded()
    alice.picture("author-watched")


def test_a_rejection_needs_a_reason(people: People) -> None:
    alice, maria = people.open("alice"), people.open("maria")
    run_id = alice.start("expense-approval", purpose="A yacht", amount=90_000)
    inbox = Inbox(maria.page).open()
    inbox.pick("A yacht")
    inbox.decide("rejected")
    expect(inbox.task).to_contain_text("Say why")
    inbox.comment("not this year")
    inbox.decide("rejected")

    run = RunPage(alice.page).open(run_id)
    run.expect_status("completed")
    expect(run.node("process")).to_contain_text("Skipped")


def test_who_comes_second_sees_who_decided(people: People) -> None:
    alice, maria, ben = (people.open(name) for name in ("alice", "maria", "ben"))
    alice.start("expense-approval", purpose="Two chairs", amount=80)
    first, second = Inbox(maria.page).open(), Inbox(ben.page).open()
    first.pick("Two chairs")
    second.pick("Two chairs")
    first.decide("approved")
    expect(second.outcome).to_contain_text("Approved by Maria Moreno")


def test_the_keyboard_alone_decides(people: People) -> None:
    alice, maria = people.open("alice"), people.open("maria")
    run_id = alice.start("expense-approval", purpose="A lamp", amount=30)
    inbox = Inbox(maria.page).open()
    inbox.pick("A lamp")
    maria.page.keyboard.press("a")
    expect(inbox.bar.locator("[data-armed]")).to_contain_text("Approve")
    maria.page.keyboard.type("bright")
    maria.page.keyboard.press("Control+Enter")
    run = RunPage(alice.page).open(run_id)
    run.expect_status("completed")
    expect(run.events).to_contain_text("bright")


def test_a_manager_decides_on_a_phone(people: People) -> None:
    alice, maria = people.open("alice"), people.open("maria", PHONE)
    run_id = alice.start("expense-approval", purpose="A taxi", amount=25)
    inbox = Inbox(maria.page).open()
    inbox.pick("A taxi")
    expect(inbox.bar).to_be_in_viewport()
    maria.picture("phone-task")
    inbox.decide("approved")
    RunPage(alice.page).open(run_id).expect_status("completed")
