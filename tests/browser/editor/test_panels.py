"""The panels beside the canvas are as wide as one makes them, with what one likes first, and wait
for the end of a drag; a workflow goes for good once its name is typed."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.editor.test_canvas import Canvas
from tests.browser.people import People

pytestmark = pytest.mark.browser


def pull(page: Page, edge: Locator, by: int) -> None:
    """Drag the edge of a panel sideways."""
    box = edge.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + by, y, steps=4)
    page.mouse.up()


def test_panels_are_as_wide_as_one_makes_them_and_what_one_likes_stands_first(
    people: People,
) -> None:
    alice = people.open("alice")
    canvas = Canvas(alice, "Panels").open()
    page = canvas.page
    left = page.get_by_role("separator", name="Width of the left panel")
    right = page.get_by_role("separator", name="Width of the right panel")
    pull(page, left, 60)
    pull(page, right, -90)
    expect(left).to_have_attribute("aria-valuenow", "272")
    expect(right).to_have_attribute("aria-valuenow", "418")
    approval = page.get_by_test_id("palette-item-approval")
    approval.hover()
    page.get_by_role("button", name="Approval: favourite", exact=True).click()
    alice.picture("panels-wider")

    page.reload()
    expect(page.get_by_test_id("liked-item-approval")).to_be_visible()
    expect(left).to_have_attribute("aria-valuenow", "272")
    box = page.get_by_role("complementary", name="Inspector").bounding_box()
    assert box is not None
    assert round(box["width"]) == 418
    canvas.editor.node("review").click()
    page.keyboard.press("n")
    expect(page.get_by_test_id("quick-add").locator("button").first).to_contain_text("Approval")


def test_a_step_that_is_dragged_shows_its_settings_once_it_lies(people: People) -> None:
    canvas = Canvas(people.open("alice"), "Dragged").open()
    page = canvas.page
    settings = page.get_by_role("complementary", name="Inspector")
    canvas.editor.node("review").click()
    expect(settings.get_by_test_id("node-title")).to_have_value("Manager review")
    box = canvas.editor.node("pay").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + 180, box["y"] + 90, steps=5)
    expect(canvas.editor.node("pay")).to_have_attribute("data-selected", "true")
    expect(settings.get_by_test_id("node-title")).to_have_value("Manager review")
    page.mouse.up()
    expect(settings.get_by_test_id("node-title")).to_have_value("Pay out")


def test_a_workflow_goes_for_good_once_its_name_is_typed(people: People) -> None:
    alice = people.open("alice")
    canvas = Canvas(alice, "Never needed")
    page = alice.go(f"/workflows/{canvas.slug}?tab=settings")
    page.get_by_role("button", name="Delete workflow").click()
    dialog = page.get_by_role("dialog")
    verb = dialog.get_by_role("button", name="Delete workflow")
    expect(verb).to_be_disabled()
    alice.picture("delete-for-good")
    dialog.get_by_role("textbox").fill("Never needed")
    verb.click()
    page.wait_for_url("**/workflows")
    expect(page.get_by_text("Never needed").first).to_be_visible()
    with pytest.raises(AssertionError, match="404"):
        alice.call("GET", f"/api/workflows/{canvas.slug}/")
