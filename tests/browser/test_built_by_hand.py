"""An author draws the expense approval on an empty canvas, runs it and resumes it."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.gestures import Hands
from tests.browser.pages.editor import Editor
from tests.browser.pages.run import ResumeForm, RunPage
from tests.browser.people import People

pytestmark = pytest.mark.browser


QUESTION = "Approve {{ inputs.amount }} for {{ inputs.purpose }}?"
PAID, BACK = "{{ inputs.amount }} is being paid.", "Sent back: {{ nodes.approval.comment }}"
GIVEN = '{"amount": 1500, "purpose": "Lisbon"}'
GOALS = {"mouse": 180, "keyboard": 240}
"""Seconds that a person may need for the whole."""


def draw(editor: Editor, hands: Hands) -> None:
    """Submit, ask, then pay or send back."""
    for node, x, y in (
        ("input", 130, 280),
        ("approval", 420, 280),
        ("template", 690, 160),
        ("template", 690, 400),
    ):
        editor.drag_in(node, x, y)
        hands.drag()
    for source, target in (
        ("input", "approval"),
        ("approval", "template"),
        ("approval", "template_2"),
    ):
        editor.connect(source, target)
        hands.drag()
    editor.rename("approval", "Manager review")
    hands.click()
    hands.words("Manager review")
    for node, field, words in (
        ("approval", "title", QUESTION),
        ("template", "template", PAID),
        ("template_2", "template", BACK),
    ):
        editor.fill(node, field, words)
        hands.click()
        hands.words(words)


def test_a_drawn_workflow_is_published_runs_waits_and_completes_by_resume(people: People) -> None:
    alice = people.open("alice")
    page = alice.go("/workflows")
    slug = alice.call("POST", "/api/workflows/", {"name": "Expense approval by hand"})["slug"]
    editor = Editor(page).open(slug)
    hands = Hands(page)
    draw(editor, hands)
    expect(page.get_by_test_id("edge-action-e2")).to_contain_text("approved")
    expect(page.get_by_test_id("edge-action-e3")).to_contain_text("rejected")
    editor.publish()
    hands.click()
    hands.click()
    alice.picture("built-by-hand")

    editor.run(GIVEN)
    hands.click()
    hands.words(GIVEN)
    hands.click()
    editor.expect_status("suspended")
    expect(editor.node("approval")).to_contain_text("Approve 1500 for Lisbon?")
    editor.resume_button.click()
    ResumeForm(page).decide("approved", "within the budget")
    hands.click()
    hands.words("within the budget")
    hands.click()
    editor.expect_status("completed")
    print(hands.told("The expense approval from an empty canvas, by mouse"))
    assert hands.estimate < GOALS["mouse"]
    alice.picture("completed-by-resume")

    editor.status.click()
    run = RunPage(page)
    run.expect_status("completed")
    expect(run.events).to_contain_text("Alice Archer resumed Manager review")
    expect(run.node("template_2")).to_contain_text("Skipped")


def draw_by_keys(editor: Editor, hands: Hands) -> None:
    """Draw the same without a mouse."""
    page = editor.page

    def add(words: str) -> None:
        count = page.locator(".react-flow__node-card").count()
        hands.press("n")
        hands.write(words)
        hands.press("Enter")
        expect(page.locator(".react-flow__node-card")).to_have_count(count + 1)

    def fill(field: str, words: str) -> None:
        hands.tab_to(page.get_by_test_id(f"field-{field}").get_by_role("textbox"))
        hands.write(words)

    add("input")
    add("approval")
    hands.press("F2")
    hands.write("Manager review")
    fill("title", QUESTION)
    for node, words in (("template", PAID), ("template_2", BACK)):
        hands.press("Escape")
        if node != "template":
            hands.press("ArrowLeft")
        add("template")
        expect(editor.node(node)).to_be_visible()
        hands.press("F2")
        fill("template", words)
    hands.press("Escape")


def test_the_same_is_drawn_run_and_resumed_by_keys_alone(people: People) -> None:
    alice = people.open("alice")
    page = alice.go("/workflows")
    slug = alice.call("POST", "/api/workflows/", {"name": "Expense approval by keys"})["slug"]
    editor = Editor(page).open(slug)
    hands = Hands(page)
    draw_by_keys(editor, hands)
    expect(page.get_by_test_id("edge-action-e2")).to_contain_text("approved")
    expect(page.get_by_test_id("edge-action-e3")).to_contain_text("rejected")
    expect(editor.save_state).to_have_attribute("data-state", "saved")
    hands.press("Shift+P")
    hands.tab_to(page.get_by_test_id("publish-confirm"))
    hands.press("Enter")
    expect(page.get_by_role("dialog")).to_have_count(0)
    hands.press("Control+Enter")
    hands.tab_to(page.get_by_test_id("run-inputs").get_by_role("textbox"))
    page.keyboard.press("Control+a")
    hands.write(GIVEN)
    hands.tab_to(page.get_by_test_id("run-confirm"))
    hands.press("Enter")
    editor.expect_status("suspended")
    hands.press("ArrowLeft")
    hands.press("r")
    hands.tab_to(page.get_by_test_id("decide-approved"))
    hands.press("Enter")
    editor.expect_status("completed")
    print(hands.told("The same by keys alone"))
    assert hands.estimate < GOALS["keyboard"]
