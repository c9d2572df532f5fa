"""One opened task: its acts, its comments, its draft, the bar that takes a decision back."""

from __future__ import annotations

from playwright.sync_api import FilePayload, Locator, Page, expect


class OpenTask:
    """What can be done with the task that the inbox shows."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.pane = page.get_by_test_id("task-pane")
        self.timeline = page.get_by_test_id("timeline")
        self.undo_bar = page.get_by_test_id("undo-bar")

    def ask(self, words: str) -> None:
        """Ask the requester for information."""
        self.page.get_by_test_id("act-ask").click()
        self.page.get_by_test_id("ask-text").fill(words)
        self.page.get_by_test_id("ask-send").click()
        expect(self.page.get_by_test_id("ask-dialog")).to_have_count(0)

    def hand_to(self, name: str, comment: str) -> None:
        """Hand the task to somebody by name."""
        self.page.get_by_test_id("act-delegate").click()
        self.page.get_by_test_id("person").fill(name)
        self.page.get_by_role("option", name=name).click()
        self.page.get_by_test_id("delegate-comment").fill(comment)
        self.page.get_by_test_id("delegate-send").click()
        expect(self.page.get_by_test_id("delegate-dialog")).to_have_count(0)

    def say(self, words: str, *files: FilePayload) -> None:
        """Write a comment with files."""
        opener = self.page.get_by_test_id("comment-open")
        if opener.count():
            opener.click()
        self.page.get_by_test_id("comment-text").fill(words)
        for file in files:
            self.attach(file)
        self.page.get_by_test_id("comment-post").click()
        expect(self.timeline).to_contain_text(words)

    def attach(self, file: FilePayload) -> None:
        """Hand a file in, and wait until it is there."""
        with self.page.expect_file_chooser() as chooser:
            self.page.get_by_role("button", name="Attach a file").click()
        chooser.value.set_files([file])
        link = self.page.get_by_test_id("uploads").get_by_role("link", name=file["name"])
        expect(link).to_be_visible()

    def field(self, label: str) -> Locator:
        """Find a field of the form."""
        return self.pane.get_by_label(label)
