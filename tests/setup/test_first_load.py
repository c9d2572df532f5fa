"""What a browser must fetch before the inbox shows, and what the editor adds: one language, and no
more than the limits."""

from __future__ import annotations

import gzip
import json
from typing import Any

import pytest
from django.conf import settings

from tests.architecture.sources import ROOT
from workflows.web.templatetags.vite import ENTRY, chunks_of

BUILT = ROOT / "static" / "frontend"
LANGUAGES = [code.partition("-")[0] for code, _ in settings.LANGUAGES]
LIMIT = 250_000
EDITOR_LIMIT = 450_000
"""Bytes of compressed scripts."""


def manifest() -> dict[str, Any]:
    built = BUILT / "manifest.json"
    assert built.exists(), "The front end is not built: run `make build` first."
    found: dict[str, Any] = json.loads(built.read_bytes())
    return found


def first_load(language: str) -> list[str]:
    entries = ("src/early/entry.ts", f"src/strings/{language}/entry.ts", ENTRY)
    names = (*entries, "src/inbox/InboxPage.tsx")
    return [chunk["file"] for chunk in chunks_of(manifest(), names)]


def packed(files: list[str]) -> dict[str, int]:
    """Give the compressed size of each file."""
    return {name: len(gzip.compress((BUILT / name).read_bytes(), 9)) for name in files}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_inbox_stays_below_its_limit(language: str) -> None:
    sizes = packed(first_load(language))
    assert sum(sizes.values()) < LIMIT, sizes


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_editor_adds_less_than_its_limit(language: str) -> None:
    names = ("src/editor/EditorPage.tsx", f"src/strings/{language}/more/index.ts")
    more = {chunk["file"] for chunk in chunks_of(manifest(), names)} - set(first_load(language))
    sizes = packed(sorted(more))
    assert sum(sizes.values()) < EDITOR_LIMIT, sizes


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_fetches_a_language_that_it_does_not_speak(language: str) -> None:
    others = [
        manifest()[f"src/strings/{other}/{name}.ts"]["file"]
        for other in LANGUAGES
        for name in ("entry", "more/index")
        if other != language
    ]
    assert set(others) & set(first_load(language)) == set()
