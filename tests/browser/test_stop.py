"""An operator stops a run that waits; its task is withdrawn."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.pages.inbox import Inbox
from tests.browser.pages.run import RunPage
from tests.browser.people import People

pytestmark = pytest.mark.browser


def test_a_waiting_run_is_stopped_and_its_task_withdrawn(people: People) -> None:
    otto, maria = people.open("otto"), people.open("maria")
    run_id = otto.start("expense-approval", purpose="A boat", amount=7000)
    inbox = Inbox(maria.page).open()
    inbox.pick("A boat")
    run = RunPage(otto.page).open(run_id)
    run.expect_status("suspended")

    dialog = run.stop()
    expect(dialog).to_contain_text("One open task is withdrawn")
    expect(dialog).to_contain_text("A boat")
    otto.picture("stop-asks-back")
    dialog.get_by_role("button", name="Stop run").click()

    run.expect_status("cancelled")
    expect(run.stop_button).to_have_count(0)
    expect(run.events).to_contain_text("Otto Olsen stopped the run")
    expect(inbox.outcome).to_contain_text("It was withdrawn")


def test_stopping_can_be_thought_better_of(people: People) -> None:
    otto = people.open("otto")
    run = RunPage(otto.page).open(otto.start("expense-approval", purpose="A kayak", amount=300))
    run.expect_status("suspended")
    run.stop().get_by_role("button", name="Cancel").click()
    expect(otto.page.get_by_role("dialog")).to_have_count(0)
    run.expect_status("suspended")
