"""Compares the words of pages and mails with the German catalogue; `--write` puts in what lacks."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[2]
CATALOGUE = ROOT / "locale/de/LC_MESSAGES/django.po"
KEYWORDS = {"_": None, "gettext": None, "gettext_lazy": None, "ngettext": (1, 2)}
OF_A_LIBRARY = "Of a library; ours goes before its own."

Id = str | tuple[str, str]


def used() -> dict[Id, list[str]]:
    """Return each text of templates and code, with the files that it stands in."""
    found: dict[Id, list[str]] = {}
    for path, source in _sources():
        for _line, message, _comments, _context in extract("python", BytesIO(source), KEYWORDS):
            key: Id = message if isinstance(message, str) else (message[0], message[1])
            found.setdefault(key, []).append(str(path.relative_to(ROOT)))
    return found


def _sources() -> Iterator[tuple[Path, bytes]]:
    for path in sorted((ROOT / "workflows").rglob("*.py")):
        if "migrations" not in path.parts:
            yield path, path.read_bytes()
    for path in sorted((ROOT / "templates").rglob("*.*")):
        yield path, templatize(path.read_text()).encode()


def read() -> Catalog:
    """Read the catalogue."""
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="de")


def main() -> int:
    """Say what lacks; with `--write` put it in, to be translated, and take out what nobody uses."""
    catalogue, wanted = read(), used()
    lacking = [key for key in wanted if catalogue.get(_first(key)) is None]
    needless = [
        entry.id
        for entry in catalogue
        if entry.id and entry.id not in wanted and OF_A_LIBRARY not in entry.auto_comments
    ]
    if "--write" in sys.argv:
        for key in lacking:
            catalogue.add(key)
        for key in needless:
            catalogue.delete(_first(key))
        with CATALOGUE.open("wb") as file:
            write_po(file, catalogue, width=100, sort_output=True, omit_header=False)
        return 0
    for key in lacking:
        print(f"not in the catalogue: {key!r}")
    for key in needless:
        print(f"used by nobody: {key!r}")
    return 1 if lacking or needless else 0


def _first(key: Id) -> str:
    return key if isinstance(key, str) else key[0]


if __name__ == "__main__":
    sys.exit(main())
