"""The editor: palette, canvas, inspector, publishing and the run bar."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect


class Editor:
    """The page of one workflow's draft."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.canvas = page.get_by_test_id("canvas")
        self.save_state = page.get_by_test_id("save-state")
        self.status = page.get_by_test_id("run-status")
        self.resume_button = page.get_by_test_id("resume-button")

    def open(self, slug: str) -> Editor:
        """Open a workflow and wait for its canvas."""
        self.page.goto(f"/workflows/{slug}")
        expect(self.canvas).to_be_visible()
        return self

    def drag_in(self, node_type: str, x: int, y: int) -> None:
        """Drag a node type from the palette to a place of the canvas, in pixels."""
        count = self.page.locator("[data-testid^=node-]").count()
        item = self.page.get_by_test_id(f"palette-item-{node_type}")
        item.drag_to(self.canvas, target_position={"x": x, "y": y})
        expect(self.page.locator("[data-testid^=node-]")).not_to_have_count(count)

    def node(self, node_id: str) -> Locator:
        """Find a node's card."""
        return self.page.get_by_test_id(f"node-{node_id}")

    def connect(self, source: str, target: str) -> None:
        """Draw a line from one handle to another by mouse."""
        lines = self.page.locator(".react-flow__edge")
        count = lines.count()
        self.page.get_by_test_id(f"port-{source}-out").hover()
        self.page.mouse.down()
        self.page.get_by_test_id(f"port-{target}-in").hover()
        self.page.mouse.up()
        expect(lines).to_have_count(count + 1)

    def fill(self, node_id: str, field: str, words: str) -> None:
        """Select a node and write into a field of its inspector."""
        self.node(node_id).click()
        self.page.get_by_test_id(f"field-{field}").get_by_role("textbox").fill(words)

    def rename(self, node_id: str, title: str) -> None:
        """Give a node its title."""
        self.node(node_id).click()
        self.page.get_by_test_id("node-title").fill(title)

    def publish(self) -> None:
        """Publish the draft once it is sound and saved."""
        chip = self.page.get_by_test_id("problems-chip")
        expect(chip).to_have_attribute("data-count", "0")
        expect(self.save_state).to_have_attribute("data-state", "saved")
        button = self.page.get_by_test_id("publish-button")
        expect(button).to_have_attribute("aria-disabled", "false")
        button.click()
        self.page.get_by_test_id("publish-confirm").click()
        expect(button).to_have_attribute("aria-disabled", "true")

    def run(self, inputs: str) -> None:
        """Start a run with inputs written as JSON."""
        self.page.get_by_test_id("run-button").click()
        self.page.get_by_test_id("run-inputs").get_by_role("textbox").fill(inputs)
        self.page.get_by_test_id("run-confirm").click()

    def expect_status(self, status: str) -> None:
        """Wait until the shown run has a status."""
        expect(self.status).to_have_attribute("data-status", status)
