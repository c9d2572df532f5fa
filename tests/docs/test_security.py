"""The inventory of threats names tests that exist."""

from __future__ import annotations

import ast
import re
from functools import cache

from tests.architecture.sources import ROOT

DOCUMENT = ROOT / "docs" / "security.md"
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")


@cache
def functions(path: str) -> frozenset[str]:
    nodes = ast.walk(ast.parse((ROOT / path).read_text()))
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return frozenset(node.name for node in nodes if isinstance(node, kinds))


def test_every_test_that_is_named_exists() -> None:
    named = NAMED.findall(DOCUMENT.read_text())
    assert len(named) > 100
    missing = [f"{path}::{name}" for path, name in named
               if not (ROOT / path).exists() or name not in functions(path)]  # fmt: skip
    assert missing == []


def test_every_row_names_one() -> None:
    rows = [line for line in DOCUMENT.read_text().splitlines() if line.startswith("| ")]
    threats = [row for row in rows if not row.startswith("| against")]
    assert len(threats) > 60
    assert [row[:60] for row in threats if not NAMED.search(row)] == []
