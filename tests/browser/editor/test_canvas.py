"""What authors do on the canvas every day: put in order, copy between workflows, note, group, find,
connect by keyboard, go back over a reload, and take a part out into a sub-workflow."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.drawn import lines, node
from tests.browser.pages.editor import Editor
from tests.browser.people import People, Person

pytestmark = pytest.mark.browser

Places = dict[str, tuple[int, int]]


def at(place: tuple[int, int], made: dict[str, Any]) -> dict[str, Any]:
    """Give a node its place."""
    return {**made, "ui": {"x": place[0], "y": place[1]}}


NODES = [
    at((0, 0), node("order", "input", "Order")),
    at((300, 0), node("review", "approval", "Manager review", title="Pay?", groups=["managers"])),
    at((600, -140), node("pay", "template", "Pay out", template="Paid")),
    at((620, 160), node("tell", "template", "Tell the requester", template="No")),
    at((900, -120), node("write", "log", "Write it down", message="{{ nodes.pay }}")),
]
LINES = lines("order review", "review pay approved", "review tell rejected", "pay write")


class Canvas:
    """One workflow in the editor, and its draft as the server has it."""

    def __init__(self, person: Person, name: str, empty: bool = False) -> None:
        person.go("/workflows")
        graph: dict[str, Any] = {"schema": 1, "nodes": [], "edges": []}
        if not empty:
            graph = {**graph, "nodes": NODES, "edges": LINES}
        made = person.call("POST", "/api/workflows/", {"name": name, "graph": graph})
        self.person = person
        self.page: Page = person.page
        self.slug = str(made["slug"])
        self.editor = Editor(self.page)

    def open(self) -> Canvas:
        """Show it."""
        self.editor.open(self.slug)
        return self

    def choose(self, *names: str) -> None:
        """Select nodes by mouse."""
        first, *more = names
        self.editor.node(first).click()
        for name in more:
            self.editor.node(name).click(modifiers=["Shift"])

    def cards(self) -> Locator:
        """Find all cards of nodes."""
        return self.page.locator(".react-flow__node-card")

    def undo(self) -> None:
        """Take the last step back by key."""
        self.page.keyboard.press("Control+z")

    def rest(self) -> None:
        """Let go of what is selected."""
        self.page.keyboard.press("Escape")
        expect(self.page.locator(".react-flow__node.selected")).to_have_count(0)

    def saved(self) -> dict[str, Any]:
        """Wait until everything is saved, and give the draft's graph."""
        expect(self.editor.save_state).to_have_attribute("data-state", "saved")
        draft = self.person.call("GET", f"/api/workflows/{self.slug}/")
        found: dict[str, Any] = draft["graph"]
        return found

    def places(self) -> Places:
        """Give the places of the draft's nodes."""
        return {n["id"]: (n["ui"]["x"], n["ui"]["y"]) for n in self.saved()["nodes"]}


def test_nodes_are_put_in_order_by_keys_and_a_drag_settles_on_the_lines_of_others(
    people: People,
) -> None:
    canvas = Canvas(people.open("alice"), "In order").open()
    page = canvas.page
    canvas.choose("pay", "write")
    page.keyboard.press("a")
    bar = page.get_by_test_id("selection-bar")
    expect(bar).to_be_visible()
    expect(canvas.editor.save_state).to_have_attribute("data-state", "saved")
    places = canvas.places()
    assert places["pay"][1] == places["write"][1]
    canvas.undo()
    expect(page.get_by_role("button", name="Redo: Align")).to_be_enabled()
    canvas.rest()

    box = canvas.editor.node("tell").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 40, box["y"] + 10)
    page.mouse.down()
    page.mouse.move(box["x"] + 20, box["y"] + 30, steps=5)
    page.mouse.move(box["x"] + 22, box["y"] + 40, steps=5)
    expect(page.get_by_test_id("guide").first).to_be_attached()
    page.mouse.up()
    expect(page.get_by_test_id("guide")).to_have_count(0)
    assert canvas.places()["tell"][0] == 600


def test_a_part_is_cut_from_one_workflow_and_pasted_into_another(people: People) -> None:
    alice = people.open("alice")
    target = Canvas(alice, "Pasted into", empty=True)
    source = Canvas(alice, "Cut from").open()
    page = alice.page
    source.choose("pay", "write")
    page.keyboard.press("Control+x")
    expect(source.cards()).to_have_count(3)
    assert [e["id"] for e in source.saved()["edges"]] == ["e1", "e3"]

    target.open()
    target.editor.canvas.hover()
    page.keyboard.press("Control+v")
    expect(target.cards()).to_have_count(2)
    graph = target.saved()
    assert [n["id"] for n in graph["nodes"]] == ["pay", "write"]
    assert [(e["source"], e["target"]) for e in graph["edges"]] == [("pay", "write")]

    source.open()
    source.choose("tell")
    page.keyboard.press("Control+c")
    page.keyboard.press("Control+Shift+V")
    expect(source.cards()).to_have_count(4)
    assert ("review", "tell_2") in [(e["source"], e["target"]) for e in source.saved()["edges"]]


def test_notes_and_groups_are_drawn_folded_and_kept(people: People) -> None:
    alice = people.open("alice")
    canvas = Canvas(alice, "Notes and groups").open()
    page = alice.page
    canvas.editor.canvas.hover(position={"x": 400, "y": 620})
    page.keyboard.press("Shift+S")
    page.keyboard.type("# Mind\n\nAsk **Fiona** first <b>now</b>")
    page.keyboard.press("Escape")
    note = page.get_by_test_id("note-note")
    expect(note.locator("strong")).to_have_text("Fiona")
    expect(note).to_contain_text("<b>now</b>")
    canvas.rest()

    canvas.choose("pay", "tell")
    page.keyboard.press("Control+g")
    group = page.get_by_test_id("group-group")
    expect(group).to_be_visible()
    page.get_by_role("button", name="Fold Group").click()
    expect(canvas.cards()).to_have_count(3)
    expect(group).to_contain_text("2 nodes")
    alice.picture("folded-group")
    canvas.saved()

    page.reload()
    expect(page.get_by_test_id("group-group")).to_contain_text("2 nodes")
    expect(page.get_by_test_id("note-note").locator("strong")).to_have_text("Fiona")
    page.get_by_role("button", name="Unfold Group").click()
    expect(canvas.cards()).to_have_count(5)
    canvas.choose("pay")
    page.keyboard.press("Control+Shift+G")
    expect(page.get_by_test_id("group-group")).to_have_count(0)


def test_undo_and_its_list_survive_a_reload(people: People) -> None:
    canvas = Canvas(people.open("alice"), "Back again").open()
    page = canvas.page
    canvas.choose("tell")
    page.keyboard.press("Delete")
    expect(canvas.cards()).to_have_count(4)
    canvas.choose("write")
    page.keyboard.press("Alt+ArrowDown")
    canvas.saved()

    page.reload()
    expect(canvas.cards()).to_have_count(4)
    page.get_by_role("button", name="History").click()
    steps = page.get_by_test_id("history")
    expect(steps.get_by_role("button")).to_have_text(["Movenow", "Delete node", "As it was opened"])
    steps.get_by_role("button", name="As it was opened").click()
    expect(canvas.cards()).to_have_count(5)
    steps.get_by_role("button", name="Delete node").click()
    expect(canvas.cards()).to_have_count(4)


def test_search_commands_and_the_help_find_what_is_meant(people: People) -> None:
    canvas = Canvas(people.open("alice"), "To be found").open()
    page = canvas.page
    page.keyboard.press("Control+f")
    page.keyboard.type("approval")
    expect(page.get_by_test_id("graph-search")).to_contain_text("1 of 1")
    expect(page.get_by_test_id("node-title")).to_have_value("Manager review")
    page.keyboard.press("Escape")

    page.keyboard.press("Control+k")
    commands = page.get_by_role("dialog")
    commands.get_by_role("textbox").fill("tell the")
    commands.get_by_text("Tell the requester").click()
    expect(page.get_by_test_id("node-title")).to_have_value("Tell the requester")

    canvas.editor.node("pay").click(button="right")
    menu = page.get_by_test_id("context-menu")
    menu.get_by_role("menuitem", name="Select what follows").click()
    expect(page.locator(".react-flow__node.selected")).to_have_count(2)
    canvas.rest()

    page.keyboard.press("?")
    page.get_by_role("dialog").get_by_role("textbox").fill("ungroup")
    expect(page.get_by_test_id("keys")).to_contain_text("Ctrl+Shift+G")


def test_keys_alone_build_and_connect_by_the_outline(people: People) -> None:
    canvas = Canvas(people.open("alice"), "By keys", empty=True).open()
    page = canvas.page
    press = page.keyboard.press

    def add(words: str) -> None:
        press("n")
        page.keyboard.type(words)
        press("Enter")

    press("o")
    expect(page.get_by_test_id("outline")).to_be_visible()
    add("Input")
    page.get_by_test_id("outline-input").focus()
    add("Approval")
    page.get_by_test_id("outline-approval").focus()
    add("Template")
    expect(canvas.cards()).to_have_count(3)
    # Nothing selected: the next one stands alone, and is then connected by key.
    press("Escape")
    add("Log")
    page.get_by_test_id("outline-approval").focus()
    press("c")
    expect(page.get_by_test_id("connect-query")).to_be_focused()
    page.keyboard.type("log")
    press("Enter")
    expect(page.get_by_role("dialog")).to_have_count(0)
    edges = [(e["source"], e["target"], e["action"]) for e in canvas.saved()["edges"]]
    assert edges == [
        ("input", "approval", None),
        ("approval", "template", "approved"),
        ("approval", "log", "rejected"),
    ]


def test_a_part_becomes_a_sub_workflow_that_opens_in_place(people: People) -> None:
    alice = people.open("alice")
    canvas = Canvas(alice, "The whole").open()
    page = alice.page
    canvas.choose("review", "tell")
    page.get_by_test_id("selection-bar").get_by_role("button", name="sub-workflow").click()
    expect(page.get_by_role("dialog")).to_contain_text("cannot become a sub-workflow")
    page.keyboard.press("Escape")
    canvas.rest()

    canvas.choose("pay", "write")
    page.get_by_test_id("selection-bar").get_by_role("button", name="sub-workflow").click()
    page.get_by_test_id("extract-name").fill("Paying")
    page.get_by_role("button", name="Make sub-workflow").click()
    expect(canvas.editor.node("paying")).to_be_visible()
    expect(canvas.cards()).to_have_count(4)
    expect(page.get_by_test_id("problems-chip")).to_have_attribute("data-count", "0")

    canvas.editor.node("paying").dblclick()
    trail = page.get_by_test_id("trail")
    expect(trail).to_contain_text("Paying")
    expect(canvas.cards()).to_have_count(3)
    alice.picture("sub-workflow-in-place")
    trail.get_by_role("link", name="The whole", exact=True).click()
    expect(canvas.editor.node("paying")).to_be_visible()
    canvas.undo()
    expect(canvas.editor.node("pay")).to_be_visible()


def test_focus_mode_and_the_panels_come_and_go_by_key(people: People) -> None:
    canvas = Canvas(people.open("alice"), "Panels").open()
    page = canvas.page
    expect(page.get_by_test_id("palette-search")).to_be_visible()
    page.keyboard.press("Control+\\")
    expect(page.get_by_test_id("palette-search")).to_have_count(0)
    page.keyboard.press("Control+\\")
    expect(page.get_by_test_id("palette-search")).to_be_visible()
    page.keyboard.press("Control+j")
    expect(page.get_by_test_id("problems-panel")).to_be_visible()
    page.keyboard.press("Control+j")
    expect(page.get_by_test_id("problems-panel")).to_have_count(0)
