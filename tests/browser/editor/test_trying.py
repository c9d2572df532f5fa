"""An author tries a draft that nobody has published: all of it, to a step, one step alone."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.pages.editor import Editor
from tests.browser.pages.run import ResumeForm
from tests.browser.people import People, Person

pytestmark = pytest.mark.browser

FORM = {
    "type": "object",
    "properties": {"amount": {"type": "number", "title": "Amount"}},
    "required": ["amount"],
}


def node(name: str, kind: str, x: int, label: str, /, **properties: Any) -> dict[str, Any]:
    place = {"x": x, "y": 200}
    return {"id": name, "type": kind, "title": label, "properties": properties, "ui": place}


def edge(source: str, target: str, action: str | None = None) -> dict[str, Any]:
    return {"id": f"{source}_{target}", "source": source, "target": target, "action": action}


def draft() -> dict[str, Any]:
    """An approval by managers, three days of rest, a mail, and what is made of it."""
    asked = {"groups": ["managers"], "forbid_initiator": True}
    return {
        "schema": 1,
        "nodes": [
            node("claim", "input", 0, "Claim", schema=FORM),
            node("review", "approval", 320, "Review", title="Pay {{ inputs.amount }}?", **asked),
            node("rest", "sleep", 640, "Wait three days", duration_seconds="3d"),
            node("tell", "send_email", 960, "Tell finance", to=["f@example.org"], subject="Pay"),
            node("done", "transform", 1280, "Outcome", expression="nodes.tell.sent_to[0]"),
        ],
        "edges": [
            edge("claim", "review"),
            edge("review", "rest", "approved"),
            edge("rest", "tell"),
            edge("tell", "done"),
        ],
    }


def opened(alice: Person, name: str) -> tuple[Editor, str]:
    page = alice.go("/workflows")
    made = alice.call("POST", "/api/workflows/", {"name": name, "graph": draft()})
    return Editor(page).open(made["slug"]), made["slug"]


def test_a_test_run_asks_its_author_skips_time_and_lets_no_mail_out(people: People) -> None:
    alice = people.open("alice")
    editor, slug = opened(alice, "Tried draft")
    page = alice.page
    page.get_by_test_id("run-button").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("textbox", name="Amount").fill("120")
    expect(dialog.get_by_text("Let “Tell finance” really do it")).to_be_visible()
    alice.picture("trying-dialog")
    dialog.get_by_test_id("trial-confirm").click()
    editor.expect_status("suspended")
    expect(editor.status).to_contain_text("Test")
    # Four eyes would keep her from deciding a real one.
    editor.resume_button.click()
    ResumeForm(page).decide("approved")
    editor.expect_status("completed")
    expect(editor.node("tell")).to_contain_text("Done")
    alice.picture("trying-completed")
    workflow = alice.call("GET", f"/api/workflows/{slug}/")
    assert workflow["latest_version"] is None


def test_a_run_to_here_ends_there_and_a_step_runs_alone_on_pinned_data(people: People) -> None:
    alice = people.open("alice")
    editor, _ = opened(alice, "Tried in parts")
    page = alice.page
    editor.node("review").click()
    page.keyboard.press("Control+Shift+Enter")
    dialog = page.get_by_role("dialog", name="Test up to “Review”")
    dialog.get_by_role("textbox", name="Amount").fill("7")
    dialog.get_by_text("Approve", exact=True).click()
    dialog.get_by_test_id("trial-confirm").click()
    editor.expect_status("completed")
    expect(editor.node("review")).to_contain_text("Done")
    expect(editor.node("tell")).not_to_contain_text("Done")

    editor.node("tell").click()
    page.keyboard.press("p")
    expect(editor.node("tell").get_by_label("Pinned: test runs give this output")).to_be_visible()
    page.get_by_test_id("try-menu").click()
    page.get_by_role("menuitem", name="Test data…").click()
    drawer = page.get_by_test_id("test-data")
    drawer.get_by_role("textbox", name="Output of Tell finance").fill('{"sent_to": ["me"]}')
    drawer.get_by_role("textbox", name="Name of the set").fill("To me")
    drawer.get_by_role("button", name="Save").click()
    expect(drawer.get_by_role("combobox", name="Named set")).to_have_value("To me")
    alice.picture("trying-test-data")
    page.keyboard.press("Escape")
    expect(drawer).to_have_count(0)

    editor.node("done").click()
    page.keyboard.press("Alt+Enter")
    editor.expect_status("completed")
    page.get_by_role("radiogroup", name="Inspector").get_by_text("Output").click()
    expect(page.locator("aside").get_by_text('"me"')).to_be_visible()


def test_an_expression_is_completed_and_shows_what_it_gives(people: People) -> None:
    alice = people.open("alice")
    editor, slug = opened(alice, "Tried rule")
    run = alice.call(
        "POST", f"/api/workflows/{slug}/trials/", {"until": "claim", "inputs": {"amount": 7}}
    )["id"]
    people.server.wait_until(
        lambda: alice.call("GET", f"/api/runs/{run}/")["status"] == "completed"
    )
    page = alice.page
    editor.node("done").click()
    field = page.get_by_test_id("field-expression").get_by_role("textbox")
    field.fill("")
    field.press_sequentially("inputs.am")
    expect(page.get_by_role("option", name="amount")).to_be_visible()
    alice.picture("trying-completion")
    field.press("Enter")
    field.press_sequentially(" * 2")
    expect(page.get_by_test_id("expression-value")).to_contain_text("14")
    field.press_sequentially(" +")
    # Said below the expression at once, and by the field as soon as the draft is saved.
    expect(page.get_by_test_id("field-expression").get_by_role("alert").first).to_be_visible()
    alice.picture("trying-problem")


def test_a_past_run_gives_its_data_to_the_next_test(people: People) -> None:
    alice = people.open("alice")
    editor, slug = opened(alice, "Tried again")
    body = {"until": "claim", "inputs": {"amount": 41}}
    alice.call("POST", f"/api/workflows/{slug}/trials/", body)
    page = alice.page
    page.goto(f"/workflows/{slug}?tab=runs")
    page.get_by_role("button", name="Use its inputs").click()
    expect(editor.canvas).to_be_visible()
    page.get_by_test_id("run-button").click()
    expect(page.get_by_role("dialog").get_by_role("textbox", name="Amount")).to_have_value("41")
