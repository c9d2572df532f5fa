"""What opens over the editor keeps nobody out: its dialogs before axe, in both schemes."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest
from playwright.sync_api import Route, expect

from tests.browser.drawn import lines, node
from tests.browser.editor.test_canvas import NODES, Canvas, at
from tests.browser.pages.axe import STILL, barriers
from tests.browser.people import PHONE, WIDE, People, Person, Scheme

pytestmark = pytest.mark.browser

SCHEMES: tuple[Scheme, ...] = ("light", "dark")


def press(*keys: str) -> Callable[[Canvas], None]:
    """Open something by keys, with a step of the canvas in focus."""

    def act(canvas: Canvas) -> None:
        canvas.editor.node("review").click()
        for key in keys:
            canvas.page.keyboard.press(key)

    return act


def publishing(canvas: Canvas) -> None:
    """Open the dialog before publishing."""
    canvas.page.get_by_test_id("publish-button").click()
    expect(canvas.page.get_by_test_id("publish-confirm")).to_be_visible()


def running(canvas: Canvas) -> None:
    """Open the dialog before a run."""
    canvas.page.get_by_test_id("run-button").click()
    expect(canvas.page.get_by_test_id("run-inputs")).to_be_visible()


def bottom(tab: str) -> Callable[[Canvas], None]:
    """Open a tab of the panel under the canvas."""

    def act(canvas: Canvas) -> None:
        if canvas.page.get_by_test_id("bottom").count() == 0:
            canvas.page.keyboard.press("Control+j")
        canvas.page.get_by_role("tab", name=tab).click()

    return act


def leave_bottom(canvas: Canvas) -> None:
    """Close the panel under the canvas."""
    canvas.page.get_by_test_id("bottom").get_by_role("button", name="Close").click()


DIALOG = "[role=dialog]"
OPENED: Mapping[str, tuple[Callable[[Canvas], None], str]] = {
    "quick-add": (press("n"), DIALOG),
    "connect": (press("c"), DIALOG),
    "find": (press("Control+f"), "[data-testid=graph-search]"),
    "commands": (press("Control+k"), DIALOG),
    "keys": (press("?"), DIALOG),
    "publish": (publishing, DIALOG),
    "run": (running, DIALOG),
    "events": (bottom("Events"), "[data-testid=bottom]"),
    "test-data": (bottom("Test data"), "[data-testid=bottom]"),
}


def looked_over(canvas: Canvas, name: str, within: str) -> list[str]:
    """Look at what is open in each scheme, and take its picture where pictures are wanted."""
    found: list[str] = []
    for scheme in SCHEMES:
        canvas.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        canvas.page.wait_for_function(STILL)
        canvas.person.picture(f"opened-{name}-{scheme}")
        told = barriers(canvas.page, within=within)
        found += [f"{name}, {scheme}: {one}" for one in told]
    return found


def test_what_opens_over_the_editor_keeps_nobody_out(people: People) -> None:
    canvas = Canvas(people.open("alice"), "Barriers").open()
    found: list[str] = []
    for name, (act, within) in OPENED.items():
        act(canvas)
        expect(canvas.page.locator(within)).to_be_visible()
        found += looked_over(canvas, name, within)
        canvas.page.keyboard.press("Escape")
        if within == DIALOG:
            expect(canvas.page.locator(within)).to_have_count(0)
    leave_bottom(canvas)
    found += conflict(canvas)
    assert found == [], "\n".join(found)


def conflict(canvas: Canvas) -> list[str]:
    """Somebody else saves first: the dialog with both versions."""
    page = canvas.page

    def refuse(route: Route) -> None:
        if route.request.method != "PATCH":
            route.fallback()
            return
        problem = {"type": "about:blank", "title": "Conflict", "status": 409}
        told = {**problem, "code": "stale", "detail": "Somebody saved first.", "revision": 99}
        route.fulfill(status=409, json=told, content_type="application/problem+json")

    address = f"**/api/workflows/{canvas.slug}/"
    page.route(address, refuse)
    canvas.editor.node("pay").click()
    page.keyboard.press("Alt+ArrowRight")
    expect(page.get_by_role("dialog")).to_be_visible()
    found = looked_over(canvas, "conflict", DIALOG)
    page.unroute(address)
    # The browser reports the refusal that was wanted.
    wanted = [told for told in canvas.person.problems if "409 (Conflict)" in told]
    canvas.person.problems = [told for told in canvas.person.problems if told not in wanted]
    assert wanted
    return found


@pytest.mark.parametrize("size", [WIDE, PHONE])
def test_versions_side_by_side_keep_nobody_out(people: People, size: tuple[int, int]) -> None:
    canvas = Canvas(people.open("alice", size), f"Versions at {size[0]}")
    address = f"/api/workflows/{canvas.slug}/"
    canvas.person.call("POST", f"{address}versions/", {"note": "First"})
    renamed = {**NODES[3], "title": "Tell everybody"}
    fresh = at((900, 160), node("file", "constant", "File it", value=1))
    nodes, edges = [*NODES[:3], renamed, fresh], lines("order review", "review tell", "tell file")
    graph = {"schema": 1, "nodes": nodes, "edges": edges}
    canvas.person.call("PATCH", address, {"graph": graph})
    canvas.person.go(f"/workflows/{canvas.slug}?tab=versions")
    canvas.page.get_by_role("button", name="Compare v1").click()
    for name, mark in (("tell", "changed"), ("file", "added"), ("write", "removed")):
        card = canvas.page.get_by_test_id("diff-canvas").get_by_test_id(f"node-{name}")
        expect(card).to_have_attribute("data-change", mark)
    found = looked_over(canvas, f"versions-{size[0]}", DIALOG)
    assert found == [], "\n".join(found)


def test_a_sub_workflow_opens_where_one_can_only_look(people: People) -> None:
    slug = with_a_workflow_below(people.open("alice"))
    phone = people.open("alice", PHONE)
    page = phone.go(f"/workflows/{slug}")
    page.get_by_test_id("node-below").click()
    phone.picture("sub-phone")
    page.get_by_role("button", name="Open the sub-workflow").click()
    expect(page.get_by_test_id("node-start")).to_be_visible()
    expect(page.get_by_test_id("trail")).to_contain_text("Inner part")


def with_a_workflow_below(author: Person) -> str:
    """Make a workflow with a step that runs another."""
    author.go("/workflows")
    inner = {"schema": 1, "nodes": [{"id": "start", "type": "input"}], "edges": []}
    body = {"name": "Inner part", "slug": "inner-part", "graph": inner}
    author.call("POST", "/api/workflows/", body)
    author.call("POST", "/api/workflows/inner-part/versions/", {})
    properties = {"workflow": "inner-part"}
    below = {"id": "below", "type": "subworkflow", "title": "Below", "properties": properties}
    graph = {"schema": 1, "nodes": [below], "edges": []}
    made = author.call("POST", "/api/workflows/", {"name": "Outer part", "graph": graph})
    return str(made["slug"])
