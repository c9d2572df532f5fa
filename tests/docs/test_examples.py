"""The examples of the documentation: Python runs as written, graphs have no problems."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from workflows.engine.graphs import validate_graph
from workflows.nodes.discovery import default_registry

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGES = sorted(DOCS.rglob("*.md"))
_FENCE = re.compile(r"^```(\w+)[^\n]*\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(page: Path, language: str) -> Iterator[tuple[int, str]]:
    """Give the examples of a page in one language with the line where each begins."""
    text = page.read_text()
    for found in _FENCE.finditer(text):
        if found.group(1) == language:
            yield text[: found.start(2)].count("\n") + 1, found.group(2)


def test_there_is_a_page_for_each_subject() -> None:
    names = {page.stem for page in PAGES}
    wanted = {"graphs", "waiting", "failure", "code-first", "node-authors", "testing", "operations"}
    wanted |= {"webhooks"}
    assert wanted <= names


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_python_of_a_page_runs_from_top_to_bottom(page: Path) -> None:
    names: dict[str, Any] = {"__name__": f"docs_{page.stem}".replace("-", "_")}
    for line, source in blocks(page, "python"):
        # The line numbers of a failure are those of the page.
        exec(compile("\n" * (line - 1) + source, str(page), "exec"), names)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_graphs_of_a_page_have_no_problems(page: Path) -> None:
    for line, source in blocks(page, "json"):
        data = json.loads(source)
        if data.get("schema") == 1:
            problems = validate_graph(data, default_registry())
            assert not problems, f"{page.name}:{line}: {problems[0].message}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_links_of_a_page_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text()):
        if "://" not in target:
            assert (page.parent / target).exists(), f"{page.name}: {target}"
