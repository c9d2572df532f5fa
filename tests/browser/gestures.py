"""Counts what a person's hands would do, and estimates the time of it by the keystroke-level model;
an estimate of practised hands, not a measurement of people."""

from __future__ import annotations

import time
from collections import Counter

from playwright.sync_api import Locator, Page

SECONDS = {"K": 0.28, "P": 1.1, "M": 1.35, "H": 0.4}
"""A key or button, pointing, making up one's mind, a hand's way between keyboard and mouse."""

MOST_TABS = 40


class Hands:
    """Two hands before one page, and what they have done since the beginning."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.done: Counter[str] = Counter()
        self.steps = 0
        self.began = time.monotonic()

    def note(self, operators: str) -> None:
        """Count one step that consists of these operators."""
        self.done.update(operators)
        self.steps += 1

    def click(self) -> None:
        """Count a click on something that has to be found."""
        self.note("MPK")

    def drag(self) -> None:
        """Count dragging one thing to another place."""
        self.note("MPKPK")

    def words(self, words: str) -> None:
        """Count a click into a field, writing there, and the way back to the mouse."""
        self.note("MPKH" + "K" * len(words) + "H")

    def press(self, *keys: str) -> None:
        """Press keys one after the other, as one step."""
        for key in keys:
            self.page.keyboard.press(key)
        self.note("M" + "K" * sum(key.count("+") + 1 for key in keys))

    def write(self, words: str) -> None:
        """Write where the caret is."""
        self.page.keyboard.type(words)
        self.note("M" + "K" * len(words))

    def tab_to(self, wanted: Locator) -> None:
        """Press Tab until something has the focus."""
        for count in range(MOST_TABS):
            if wanted.evaluate("element => element === document.activeElement"):
                self.note("M" + "K" * count)
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{MOST_TABS} times Tab do not lead to {wanted}.")

    @property
    def estimate(self) -> float:
        """Give the seconds that the model estimates."""
        return sum(SECONDS[name] * count for name, count in self.done.items())

    def told(self, how: str) -> str:
        """Tell steps, operators, the estimate, and how long the script itself took."""
        each = ", ".join(f"{self.done[name]} {name}" for name in SECONDS)
        took = time.monotonic() - self.began
        return (
            f"{how}: {self.steps} steps ({each}); by the keystroke-level model about"
            f" {self.estimate:.0f} s of a practised hand; this script took {took:.1f} s"
        )
