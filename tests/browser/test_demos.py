"""The other demo workflows, run from the editor; a worker dies in the middle of each."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.pages.editor import Editor
from tests.browser.pages.inbox import Inbox
from tests.browser.pages.run import ResumeForm
from tests.browser.people import People

pytestmark = pytest.mark.browser


def open_run_form(editor: Editor, **fields: str) -> None:
    """Open the form of the run button and fill in its fields by their labels."""
    editor.page.get_by_test_id("run-button").click()
    for label, words in fields.items():
        editor.page.get_by_role("dialog").get_by_label(label).fill(words)


def test_a_parallel_review_goes_on_when_both_have_answered(people: People) -> None:
    alice, maria = people.open("alice"), people.open("maria")
    editor = Editor(alice.page).open("parallel-review")
    open_run_form(editor, Proposal="A footbridge")
    alice.page.get_by_test_id("run-confirm").click()
    editor.expect_status("suspended")
    people.server.kill_a_worker()
    for question in ("Is A footbridge legally sound?", "Can A footbridge be built?"):
        inbox = Inbox(maria.page).open()
        inbox.pick(question)
        inbox.decide("approved")
        expect(inbox.list).not_to_contain_text(question)
    editor.expect_status("completed")
    expect(editor.node("accept")).to_contain_text("Done")
    expect(editor.node("decline")).to_contain_text("Skipped")
    alice.picture("demo-parallel-review")


def test_a_delayed_notification_is_sent_when_its_time_has_come(people: People) -> None:
    alice = people.open("alice")
    editor = Editor(alice.page).open("delayed-notification")
    open_run_form(editor, Message="Lunch is ready")
    form = alice.page.get_by_role("dialog")
    form.get_by_label("Send after").fill("2s")
    alice.page.get_by_test_id("run-confirm").click()
    expect(editor.node("delay")).to_contain_text("Waiting")
    people.server.kill_a_worker()
    editor.expect_status("completed")
    alice.picture("demo-delayed-notification")


def test_a_conditional_workflow_takes_the_way_of_its_action(people: People) -> None:
    alice = people.open("alice")
    editor = Editor(alice.page).open("conditional-workflow")
    open_run_form(editor, Subject="The printer")
    form = alice.page.get_by_role("dialog")
    form.get_by_role("combobox", name="Priority").click()
    alice.page.get_by_role("option", name="urgent").click()
    alice.page.get_by_test_id("run-confirm").click()
    people.server.kill_a_worker()
    editor.expect_status("completed")
    expect(editor.node("page")).to_contain_text("Done")
    expect(editor.node("queue")).to_contain_text("Skipped")
    alice.picture("demo-conditional")


def test_a_handwritten_node_is_resumed_by_its_form(people: People) -> None:
    alice = people.open("alice")
    editor = Editor(alice.page).open("document-approval")
    open_run_form(editor, Document="Handbook")
    alice.page.get_by_test_id("run-confirm").click()
    editor.expect_status("suspended")
    people.server.kill_a_worker()
    editor.resume_button.click()
    form = ResumeForm(alice.page)
    form.dialog.get_by_label("Approved").check()
    alice.picture("demo-document-form")
    form.decide("approved")
    editor.expect_status("completed")
    expect(editor.node("publish")).to_contain_text("Done")
