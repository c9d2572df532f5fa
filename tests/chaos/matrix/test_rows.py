"""The fault matrix names each fault once, and only tests that exist and run where it says."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest

from tests.chaos.matrix.row import SOAK, Row
from tests.chaos.matrix.rows import ROWS, table

ROOT = Path(__file__).resolve().parents[3]


@cache
def names_in(path: str) -> dict[str, bool]:
    """Give the tests of a file, each with whether only `make soak` runs it."""
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    classes = [node for node in tree.body if isinstance(node, ast.ClassDef)]
    found = [("", node) for node in tree.body]
    found += [(f"{owner.name}::", node) for owner in classes for node in owner.body]
    whole = any(
        isinstance(node, ast.Assign) and "pytestmark" in ast.unparse(node.targets[0])
        and "mark.soak" in ast.unparse(node.value)
        for node in tree.body
    )  # fmt: skip
    return {
        f"{owner}{node.name}": whole
        or any("mark.soak" in ast.unparse(mark) for mark in node.decorator_list)
        for owner, node in found
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.name.startswith("test_")
    }


def test_every_row_is_there_once_and_has_a_test() -> None:
    assert sorted(row.number for row in ROWS) == list(range(1, 61))
    assert [row.number for row in ROWS if not row.tests] == []


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.number)
def test_the_tests_of_a_row_exist_and_run_where_it_says(row: Row) -> None:
    soaking = []
    for test in row.tests:
        path, _, name = test.partition("::")
        assert name in names_in(path), test
        soaking.append(names_in(path)[name])
    assert all(soaking) is (row.run_by == SOAK)


def test_the_table_can_be_printed() -> None:
    assert len(table().splitlines()) == 62
