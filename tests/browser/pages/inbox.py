"""The inbox: the list of tasks, the open task, the bar to decide."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect


class Inbox:
    """The page of a person's tasks."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.list = page.get_by_test_id("task-list")
        self.task = page.get_by_test_id("task-pane")
        self.bar = page.get_by_test_id("decision-bar")
        self.outcome = page.get_by_test_id("task-outcome")
        self.boxes = page.get_by_test_id("boxes")
        self.chips = page.get_by_test_id("chips")
        self.rows = self.list.get_by_role("link")
        self.bulk = page.get_by_test_id("bulk-bar")
        self.results = page.get_by_test_id("bulk-results")
        self.undo = page.get_by_test_id("undo-bar")

    def open(self, query: str = "") -> Inbox:
        """Open the inbox, with the query of an address."""
        self.page.goto(f"/inbox?{query}" if query else "/inbox")
        return self

    def row(self, words: str) -> Locator:
        """Give the row of the task with these words."""
        return self.rows.filter(has_text=words)

    def press(self, *keys: str) -> None:
        """Press keys one after another."""
        for key in keys:
            self.page.keyboard.press(key)

    def narrow(self, label: str, choice: str) -> None:
        """Choose something in the panel of filters."""
        panel = self.page.get_by_test_id("filter-panel")
        if not panel.is_visible():
            self.page.get_by_test_id("filter").click()
        panel.get_by_role("combobox", name=label).click()
        panel.get_by_role("option", name=choice, exact=True).click()

    def save_view(self, name: str) -> None:
        """Keep the list as it is under a name."""
        self.page.get_by_test_id("views").click()
        self.page.get_by_role("menuitem", name="Save this view").click()
        self.page.get_by_test_id("view-name").fill(name)
        self.page.keyboard.press("Enter")
        expect(self.page.get_by_test_id("views")).to_contain_text(name)

    def pick(self, words: str) -> None:
        """Open the task with these words in its question."""
        self.list.get_by_role("link").filter(has_text=words).first.click()
        expect(self.task.get_by_role("heading", level=1)).to_contain_text(words)

    def comment(self, words: str) -> None:
        """Write the comment that goes with the decision."""
        self.task.get_by_test_id("comment").fill(words)

    def decide(self, decision: str) -> None:
        """Press a decision's button."""
        self.bar.get_by_test_id(f"decide-{decision}").click()
