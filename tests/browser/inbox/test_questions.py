"""Managers answer questions and fill in forms; an author lets a step pause and try again."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.drawn import lines, node, publish, stop_what_waits
from tests.browser.pages.editor import Editor
from tests.browser.pages.inbox import Inbox
from tests.browser.pages.run import RunPage
from tests.browser.people import PHONE, People

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def nothing_left(people: People) -> Iterator[None]:
    """Leave no run waiting."""
    yield
    stop_what_waits(people)


def test_questions_and_a_form_are_answered_on_a_phone(people: People) -> None:
    alice, maria = people.open("alice"), people.open("maria", PHONE)
    channels = [{"id": name, "label": name.title()} for name in ("web", "mail", "print")]
    size = {"type": "object", "properties": {"pages": {"type": "integer", "title": "Pages"}}}
    slug = publish(
        alice,
        "A leaflet",
        [
            node("begin", "input", "Leaflet"),
            node("kind", "question", "Kind", question="Which leaflet?", groups=["managers"],
                 options=[{"id": "small", "label": "A small one"}, {"id": "big", "label": "Big"}]),
            node("where", "question", "Channels", question="Where should it go?",
                 input_type="multiselect", options=channels, allow_custom=True,
                 skippable=True, groups=["managers"]),
            node("size", "form", "Size", title="How long is it?", schema=size,
                 groups=["managers"]),
            node("done", "output", "Done", name="leaflet",
                 value={"$expr": "nodes.where.answer"}),
        ],
        lines("begin kind", "kind where big", "where size", "size done"),
    )  # fmt: skip
    run = RunPage(alice.page).open(alice.start(slug))
    inbox = Inbox(maria.page).open()
    inbox.pick("Which leaflet?")
    maria.picture("question-phone")
    maria.page.get_by_role("button", name="Big").click()

    inbox.open().pick("Where should it go?")
    maria.page.get_by_test_id("question-answer").click()
    expect(inbox.task).to_contain_text("Choose at least one")
    maria.page.get_by_test_id("option-web").click()
    maria.page.get_by_test_id("question-own").fill("On the door")
    maria.picture("multiselect-phone")
    maria.page.get_by_test_id("question-answer").click()

    inbox.open().pick("How long is it?")
    inbox.task.get_by_label("Pages").fill("4")
    maria.picture("form-phone")
    maria.page.get_by_role("button", name="Submit").click()

    run.expect_status("completed")
    run.node("where").click()
    data = alice.page.get_by_test_id("node-data")
    expect(data).to_contain_text("On the door")
    alice.page.get_by_text("Events", exact=True).click()
    expect(run.events).to_contain_text("Maria Moreno: big")


def test_an_option_set_in_the_editor_lets_the_run_pause_until_it_has_what_it_needs(
    people: People,
) -> None:
    alice = people.open("alice")
    slug = publish(
        alice,
        "Invoices that pause",
        [
            node("begin", "input", "Order"),
            node("invoice", "template", "Write invoice", template="Paid"),
            node("done", "output", "Done", name="invoice", value={"$expr": "nodes.invoice"}),
        ],
        lines("begin invoice", "invoice done"),
    )
    editor = Editor(alice.page).open(slug)
    editor.node("invoice").click()
    alice.page.get_by_role("button", name="Retry, time limit, pause, routing").click()
    alice.page.get_by_role("textbox", name="Wait for input").fill("receipt")
    alice.page.get_by_role("button", name="Add a rule").click()
    rule = alice.page.get_by_role("listitem", name="Rule 1")
    rule.get_by_role("textbox", name="If").fill("output >")
    expect(editor.save_state).to_have_attribute("data-state", "saved")
    expect(rule.get_by_role("group", name="If").get_by_role("alert")).to_be_visible()
    alice.picture("option-with-a-problem")
    rule.get_by_role("button", name="Remove rule 1").click()
    alice.page.get_by_role("textbox", name="Tries").fill("3")
    expect(alice.page.get_by_text("Tries again after 1 s, then 2 s.")).to_be_visible()
    expect(editor.node("invoice").get_by_role("img", name="Waits for")).to_be_visible()
    editor.publish()
    run = RunPage(alice.page).open(alice.start(slug))
    run.expect_status("suspended")
    expect(run.why).to_contain_text("receipt")
    run.resume_button.click()
    alice.page.get_by_test_id("resume-submit").click()
    expect(alice.page.get_by_role("dialog")).to_contain_text("It is needed")
    alice.page.get_by_test_id("resume-data").fill("INV-7")
    alice.page.get_by_test_id("resume-submit").click()
    run.expect_status("completed")
    alice.page.get_by_text("State", exact=True).click()
    expect(alice.page.get_by_test_id("run-state")).to_contain_text("INV-7")
    # The browser tells the answer that was refused.
    alice.problems.clear()
