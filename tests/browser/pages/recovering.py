"""The dialogs of the run page: retry, fork, checkpoints, another version; and comparing runs."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect


class Recovery:
    """What can be done with a run beside ending its waits."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.retry_form = page.get_by_test_id("retry-form")
        self.fork_form = page.get_by_test_id("fork-form")
        self.migrate_form = page.get_by_test_id("migrate-form")
        self.checkpoints = page.get_by_test_id("checkpoints")
        self.comparison = page.get_by_test_id("comparison")

    def ask_to_retry(self) -> Locator:
        """Open the retry dialog from the card that tells of the failure."""
        self.page.get_by_test_id("retry-button").click()
        expect(self.retry_form).to_be_visible()
        return self.retry_form

    def retry(self) -> None:
        """Confirm the retry."""
        self.page.get_by_test_id("retry-confirm").click()
        expect(self.retry_form).to_have_count(0)

    def by_hand(self, node_id: str, what: str) -> Locator:
        """Choose what becomes of a failed step, by the words of the choice."""
        step = self.retry_form.get_by_test_id(f"failed-{node_id}")
        step.get_by_text(what, exact=True).click()
        return step

    def fork_at(self, words: str) -> Locator:
        """Open the fork dialog at the event whose sentence has these words."""
        line = self.page.get_by_test_id("event-log").get_by_role("listitem").filter(has_text=words)
        line.first.hover()
        line.first.get_by_role("button", name="Fork from here").click()
        expect(self.fork_form).to_be_visible()
        return self.fork_form

    def change(self, part: str, json: str) -> None:
        """Write what the fork begins with instead: inputs, state or outputs."""
        titles = {"inputs": "Inputs", "state": "State", "outputs": "What steps gave"}
        self.fork_form.get_by_role("button", name=titles[part]).click()
        self.fork_form.get_by_test_id(f"fork-{part}").fill(json)

    def fork(self) -> None:
        """Confirm the fork and wait for the page of the new run."""
        here = self.page.url
        self.page.get_by_test_id("fork-confirm").click()
        self.page.wait_for_url(lambda url: url != here and "/runs/" in url)
        expect(self.page.get_by_test_id("canvas")).to_be_visible()

    def menu(self, words: str) -> None:
        """Choose an entry of the run's menu."""
        self.page.get_by_role("button", name="More", exact=True).click()
        self.page.get_by_role("menuitem", name=words).click()

    def save_checkpoint(self, name: str) -> None:
        """Give the run's present moment a name."""
        self.menu("Save checkpoint")
        dialog = self.page.get_by_role("dialog")
        dialog.get_by_label("Name").fill(name)
        dialog.get_by_role("button", name="Save checkpoint").click()
        expect(dialog).to_have_count(0)
