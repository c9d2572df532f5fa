"""What a server-rendered page shows: its words, and the fields and buttons of its forms."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

_SILENT = {"script", "style", "title", "svg"}


@dataclass
class Page:
    """``values`` are those that a form would send, by name; a list where several are ticked."""

    text: str = ""
    values: dict[str, str | list[str]] = field(default_factory=dict)
    buttons: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    inputs: dict[str, dict[str, str]] = field(default_factory=dict)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.page = Page()
        self._silent = 0
        self._area: str | None = None
        self._select: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in _SILENT:
            self._silent += 1
        if tag == "a":
            self.page.links.append(given.get("href", ""))
        name = given.get("name", "")
        if tag == "button" and given.get("value"):
            self.page.buttons.append(given["value"])
        elif tag == "input" and name:
            self._input(name, given)
        elif tag == "textarea":
            self.page.inputs[name] = given
            self._area, self.page.values[name] = name, ""
        elif tag == "select":
            self.page.inputs[name] = given
            self._select, self.page.values[name] = name, ""
        elif tag == "option" and self._select and "selected" in given:
            self.page.values[self._select] = given.get("value", "")

    def _input(self, name: str, given: dict[str, str]) -> None:
        self.page.inputs[name] = given
        if given.get("type") == "checkbox":
            if "checked" in given:
                ticked = self.page.values.setdefault(name, [])
                assert isinstance(ticked, list)
                ticked.append(given["value"])
        elif given.get("type") != "radio" or "checked" in given:
            self.page.values[name] = given.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in _SILENT
        self._area = None if tag == "textarea" else self._area
        self._select = None if tag == "select" else self._select

    def handle_data(self, data: str) -> None:
        if self._area:
            self.page.values[self._area] = str(self.page.values[self._area]) + data
        elif not self._silent:
            self.page.text += f" {data}"


def parse(html: str) -> Page:
    """Read a page."""
    reader = _Reader()
    reader.feed(html)
    reader.page.text = " ".join(reader.page.text.split())
    return reader.page
