"""The dashboard, and the list of runs that its numbers open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from playwright.sync_api import Locator, Page, expect


class Board:
    """The dashboard as somebody sees it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.alert = page.get_by_role("region", name="What is broken")

    def open(self, query: str = "") -> Board:
        """Open it and wait for its figures."""
        self.page.goto(f"/dashboard{query}")
        expect(self.card("Running")).to_be_visible()
        return self

    def card(self, title: str) -> Locator:
        """Find a card by its title."""
        return self.page.get_by_role("region", name=title)

    def number(self, title: str) -> Locator:
        """Find the big number of a card."""
        return self.card(title).get_by_role("link", name=f"{title}: ")

    def links(self, path: str) -> Locator:
        """Find the numbers that open lists of one page."""
        return self.page.locator(f'main a[href^="{path}?"]')

    def close_notices(self) -> None:
        """Close the notices of waits, which lie over the lower right corner."""
        close = self.page.get_by_role("button", name="Close this notice")
        while close.count():
            close.first.click()


def counts(value: Any) -> Iterator[tuple[str, int]]:
    """Walk an answer of the dashboard; give each address with the number that leads there."""
    items = value if isinstance(value, list) else value.values() if isinstance(value, dict) else ()
    if isinstance(value, Mapping) and value.get("to") and "count" in value:
        yield value["to"], value["count"]
    for item in items:
        yield from counts(item)
