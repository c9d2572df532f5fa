"""An author draws the expense approval on an empty canvas, runs it and resumes it."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.pages.editor import Editor
from tests.browser.pages.run import ResumeForm, RunPage
from tests.browser.people import People

pytestmark = pytest.mark.browser


def draw(editor: Editor) -> None:
    """Submit, ask, then pay or send back."""
    editor.drag_in("input", 130, 280)
    editor.drag_in("approval", 420, 280)
    editor.drag_in("template", 690, 160)
    editor.drag_in("template", 690, 400)
    editor.connect("input", "approval")
    editor.connect("approval", "template")
    editor.connect("approval", "template_2")
    editor.rename("approval", "Manager review")
    editor.fill("approval", "title", "Approve {{ inputs.amount }} for {{ inputs.purpose }}?")
    editor.fill("template", "template", "{{ inputs.amount }} is being paid.")
    editor.fill("template_2", "template", "Sent back: {{ nodes.approval.comment }}")


def test_a_drawn_workflow_is_published_runs_waits_and_completes_by_resume(people: People) -> None:
    alice = people.open("alice")
    page = alice.go("/workflows")
    slug = alice.call("POST", "/api/workflows/", {"name": "Expense approval by hand"})["slug"]
    editor = Editor(page).open(slug)
    draw(editor)
    expect(page.get_by_test_id("edge-action-e2")).to_contain_text("approved")
    expect(page.get_by_test_id("edge-action-e3")).to_contain_text("rejected")
    editor.publish()
    alice.picture("built-by-hand")

    editor.run('{"amount": 1500, "purpose": "Lisbon"}')
    editor.expect_status("suspended")
    expect(editor.node("approval")).to_contain_text("Approve 1500 for Lisbon?")
    editor.resume_button.click()
    ResumeForm(page).decide("approved", "within the budget")
    editor.expect_status("completed")
    alice.picture("completed-by-resume")

    editor.status.click()
    run = RunPage(page)
    run.expect_status("completed")
    expect(run.events).to_contain_text("Alice Archer resumed Manager review")
    expect(run.node("template_2")).to_contain_text("Skipped")
