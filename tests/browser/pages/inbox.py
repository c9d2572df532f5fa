"""The inbox: the list of tasks, the open task, the bar to decide."""

from __future__ import annotations

from playwright.sync_api import Page, expect


class Inbox:
    """The page of a person's tasks."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.list = page.get_by_test_id("task-list")
        self.task = page.get_by_test_id("task-pane")
        self.bar = page.get_by_test_id("decision-bar")
        self.outcome = page.get_by_test_id("task-outcome")

    def open(self) -> Inbox:
        """Open the inbox."""
        self.page.goto("/inbox")
        return self

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
