"""The triggers of a workflow: the list, the dialog that adds one, the address shown once."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect


class Triggers:
    """What starts a workflow without a person."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.form = page.get_by_test_id("trigger-form")
        self.address = page.get_by_test_id("webhook-address")

    def open(self, slug: str) -> Triggers:
        """Open the triggers of a workflow."""
        self.page.goto(f"/workflows/{slug}?tab=triggers")
        expect(self.page.get_by_test_id("triggers")).to_be_visible()
        return self

    def row(self, words: str) -> Locator:
        """Find a trigger by words of its row."""
        return self.page.get_by_test_id("trigger").filter(has_text=words)

    def add(self, kind: str) -> Locator:
        """Open the dialog for a new trigger of a kind."""
        self.page.get_by_role("button", name="Add trigger").click()
        self.form.get_by_test_id(f"trigger-kind-{kind}").click()
        return self.form

    def save(self) -> None:
        """Save what the dialog holds."""
        self.form.get_by_test_id("trigger-save").click()
        expect(self.form).to_have_count(0)

    def told_address(self) -> str:
        """Read the address that is shown once, and close its dialog."""
        expect(self.address).to_be_visible()
        address = self.address.input_value()
        self.page.get_by_role("button", name="Done").click()
        expect(self.address).to_have_count(0)
        return address

    def menu(self, name: str, words: str) -> None:
        """Choose an entry of a trigger's menu."""
        self.page.get_by_role("button", name=f"More for {name}").click()
        self.page.get_by_role("menuitem", name=words).click()
