"""The run page, and the form that ends a wait wherever it is opened."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect


class RunPage:
    """The page of one run."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.status = page.get_by_test_id("run-status")
        self.why = page.get_by_test_id("why-waiting")
        self.events = page.get_by_test_id("event-log")
        self.resume_button = page.get_by_test_id("resume-button")
        self.stop_button = page.get_by_test_id("stop-button")

    def open(self, run_id: str) -> RunPage:
        """Open a run and wait for its graph."""
        self.page.goto(f"/runs/{run_id}")
        expect(self.page.get_by_test_id("canvas")).to_be_visible()
        return self

    def expect_status(self, status: str) -> None:
        """Wait until the run has a status."""
        expect(self.status).to_have_attribute("data-status", status)

    def node(self, node_id: str) -> Locator:
        """Find a node's card on the graph."""
        return self.page.get_by_test_id(f"node-{node_id}")

    def mark(self) -> None:
        """Leave a mark in the page that a reload would take away."""
        self.page.evaluate("window.notReloaded = true")

    def expect_not_reloaded(self) -> None:
        """Hold that the mark is still there."""
        assert self.page.evaluate("window.notReloaded === true")

    def stop(self) -> Locator:
        """Ask to stop the run and return the dialog that asks back."""
        self.stop_button.click()
        return self.page.get_by_role("dialog")


class ResumeForm:
    """The dialog behind the purple button."""

    def __init__(self, page: Page) -> None:
        self.dialog = page.get_by_role("dialog")

    def decide(self, decision: str, comment: str = "") -> None:
        """Write a comment and press the decision's button."""
        if comment:
            self.dialog.get_by_test_id("comment").fill(comment)
        self.dialog.get_by_test_id(f"decide-{decision}").click()
        expect(self.dialog).to_have_count(0)
