"""What the page says stands in its catalogue, and only there it is asked how to write a date."""

from __future__ import annotations

import re
from pathlib import Path

from tests.architecture.sources import text, typescript

STRINGS = Path("frontend/src/strings")
SAID = re.compile(
    # What assistive technology and tooltips say, and text between tags.
    r"""(?:aria-label|placeholder|title|label|alt|description)="[^"]*[A-Za-z]{2}"""
    r"""|(?<=>)\s*[A-Z][a-z]+[^<>{}=;()'"`]*(?=</)"""
)
FORMATTED = re.compile(r"\bIntl\.|\.toLocale\w*String\(|\.localeCompare\(.*[A-Za-z]['\"]\)")


def sources() -> list[Path]:
    """Return what is shown to people: no tests, and not the catalogue itself."""
    return [
        path
        for path in typescript()
        if STRINGS not in path.parents
        and ".test." not in path.name
        and not {"test", "tests"} & set(path.parts)
    ]


def found_in(pattern: re.Pattern[str]) -> list[str]:
    return [f"{path}: {m[0]}" for path in sources() for m in pattern.finditer(text(path))]


def test_everything_that_is_said_stands_in_the_catalogue() -> None:
    assert found_in(SAID) == []


def test_only_the_catalogue_asks_how_a_language_writes_numbers_and_dates() -> None:
    assert found_in(FORMATTED) == []


def test_the_patterns_find_what_they_look_for() -> None:
    assert SAID.search('<Button aria-label="Close">')
    assert SAID.search("<p>\n  Nothing here yet.\n</p>")
    assert not SAID.search("<p>{t.none}</p>")
    assert not SAID.search('<Link title={t.none} to="/runs">')
    assert FORMATTED.search("new Intl.NumberFormat('en')")
    assert FORMATTED.search("value.toLocaleString('en')")


def test_both_languages_have_files_of_the_same_names() -> None:
    def names(language: str) -> set[Path]:
        folder = STRINGS / language
        return {path.relative_to(folder) for path in typescript() if folder in path.parents}

    # What the server says in English is translated by German alone.
    of_the_server = {Path("more/server.ts"), Path("more/serverHints.ts")}
    assert names("en")
    assert names("de") - of_the_server == names("en")
