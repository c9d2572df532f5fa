"""Nothing of a draft is lost: versions, what differs, files, and two people at the same draft."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.pages.editor import Editor
from tests.browser.people import PHONE, People, Person

pytestmark = pytest.mark.browser


def graph(*titles: str) -> dict[str, Any]:
    """A row of steps, each with its title."""
    nodes = [{"id": "claim", "type": "input", "title": "Claim", "ui": {"x": 0, "y": 100}}]
    edges = []
    for at, title in enumerate(titles, 1):
        name = f"step{at}"
        place = {"x": at * 300, "y": 100}
        node = {"id": name, "type": "constant", "title": title, "properties": {"value": at}}
        nodes.append({**node, "ui": place})
        edges.append({"id": f"e{at}", "source": nodes[at - 1]["id"], "target": name})
    return {"schema": 1, "nodes": nodes, "edges": edges}


def published(alice: Person, name: str, *titles: str) -> str:
    alice.go("/workflows")
    made = alice.call("POST", "/api/workflows/", {"name": name, "graph": graph(*titles)})
    alice.call("POST", f"/api/workflows/{made['slug']}/versions/", {"note": "First"})
    return str(made["slug"])


def test_publishing_shows_what_differs_and_whose_changes_go_out(people: People) -> None:
    alice, admin = people.open("alice"), people.open("admin")
    slug = published(alice, "Told apart", "Pay", "File")
    admin.go("/workflows")
    admin.call("PATCH", f"/api/workflows/{slug}/", {"graph": graph("Pay at once")})
    editor = Editor(alice.page).open(slug)
    editor.rename("claim", "Expense claim")
    expect(editor.save_state).to_have_attribute("data-state", "saved")
    alice.page.get_by_test_id("publish-button").click()
    dialog = alice.page.get_by_role("dialog")
    expect(dialog.get_by_text("Changes by")).to_contain_text("admin and you")
    expect(dialog.get_by_test_id("change-step1")).to_contain_text("Pay → Pay at once")
    expect(dialog.get_by_test_id("change-step2")).to_have_attribute("data-mark", "removed")
    gone = dialog.get_by_test_id("node-step2")
    expect(gone).to_have_attribute("data-change", "removed")
    expect(dialog.get_by_test_id("node-claim")).to_have_attribute("data-change", "changed")
    alice.picture("safety-publish")
    dialog.get_by_test_id("publish-confirm").click()
    expect(dialog).to_have_count(0)
    alice.page.goto(f"/workflows/{slug}?tab=versions")
    alice.page.get_by_role("button", name="Compare v2").click()
    expect(alice.page.get_by_role("dialog")).to_contain_text("Nothing differs")
    alice.page.get_by_role("combobox", name="From").click()
    alice.page.get_by_role("option", name="v1 · First").click()
    expect(alice.page.get_by_test_id("change-step1")).to_be_visible()
    alice.picture("safety-compare")


def test_a_draft_is_discarded_exported_and_imported(people: People, tmp_path: Path) -> None:
    alice = people.open("alice")
    slug = published(alice, "Taken back", "Pay")
    editor = Editor(alice.page).open(slug)
    page = alice.page
    menu = page.get_by_test_id("publish-menu")
    editor.rename("step1", "Wrong")
    menu.click()
    page.get_by_role("menuitem", name="Discard draft").click()
    page.get_by_role("dialog").get_by_role("button", name="Discard draft").click()
    expect(editor.node("step1")).to_contain_text("Pay")
    expect(editor.save_state).to_have_attribute("data-state", "saved")

    menu.click()
    with page.expect_download() as loading:
        page.get_by_role("menuitem", name="Export as JSON").click()
    file = tmp_path / loading.value.suggested_filename
    loading.value.save_as(file)
    whole = json.loads(file.read_text())
    assert (file.name, whole["slug"], len(whole["nodes"])) == ("taken-back.json", slug, 2)

    whole["nodes"][1]["title"] = "From a file"
    file.write_text(json.dumps(whole))
    page.get_by_test_id("import-file").set_input_files(file)
    expect(editor.node("step1")).to_contain_text("From a file")
    page.get_by_role("button", name="Undo", exact=True).click()
    expect(editor.node("step1")).to_contain_text("Pay")


def test_an_unpublished_workflow_is_offered_to_nobody_until_it_is_published(people: People) -> None:
    alice = people.open("alice")
    slug = published(alice, "Withdrawn", "Pay")
    Editor(alice.page).open(slug)
    page = alice.page
    page.get_by_test_id("publish-menu").click()
    page.get_by_role("menuitem", name="Unpublish").click()
    page.get_by_role("dialog").get_by_role("button", name="Unpublish").click()
    expect(page.get_by_text("Not published any more", exact=True)).to_be_visible()
    page.get_by_test_id("publish-button").click()
    page.get_by_test_id("publish-confirm").click()
    expect(page.get_by_text("v1 published")).to_be_visible()


def test_two_people_one_pen(people: People) -> None:
    alice, admin = people.open("alice"), people.open("admin")
    slug = published(alice, "Shared", "Pay")
    hers = Editor(alice.page).open(slug)
    hers.node("step1").click()
    his = Editor(admin.page).open(slug)
    banner = admin.page.get_by_test_id("presence-banner")
    expect(banner).to_contain_text("Alice Archer is editing")
    expect(admin.page.get_by_role("img", name="Alice Archer · Pay")).to_be_visible()
    expect(alice.page.get_by_test_id("presence")).to_be_visible()
    admin.picture("safety-looking-on")

    hers.rename("step1", "Pay at once")
    expect(his.node("step1")).to_contain_text("Pay at once")

    admin.page.get_by_test_id("take-over").click()
    expect(banner).to_have_count(0)
    expect(alice.page.get_by_test_id("presence-banner")).to_be_visible()
    his.rename("step1", "Pay tomorrow")
    expect(hers.node("step1")).to_contain_text("Pay tomorrow")
    expect(alice.page.get_by_role("dialog")).to_have_count(0)
    admin.picture("safety-taken-over")

    admin.page.goto("/workflows")
    expect(alice.page.get_by_test_id("presence-banner")).to_have_count(0)
    hers.rename("step1", "Pay never")
    expect(hers.save_state).to_have_attribute("data-state", "saved")


def test_the_comparison_fits_a_phone_and_the_dark(people: People) -> None:
    alice = people.open("alice", PHONE, "dark")
    slug = published(alice, "Small", "Pay", "File")
    alice.call("PATCH", f"/api/workflows/{slug}/", {"graph": graph("Pay at once")})
    alice.page.goto(f"/workflows/{slug}?tab=versions")
    alice.page.get_by_role("button", name="Compare v1").click()
    expect(alice.page.get_by_test_id("change-step2")).to_be_visible()
    alice.picture("safety-compare-phone-dark")
