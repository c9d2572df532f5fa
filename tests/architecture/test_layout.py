"""Where things are, what they are called, and how they introduce themselves."""

from __future__ import annotations

import ast
import re

from tests.architecture.sources import ROOT, files, python, text, tree

TOP_LEVEL = {
    "manage.py", "pyproject.toml", "README.md", "Makefile", "CHANGELOG.md", "requirements", "core",
    "workflows", "frontend", "templates", "static", "locale", "tests", "bench", "docs", "deploy",
    "Dockerfile", "compose.yaml",
}  # fmt: skip
# Folders of tests that mirror no folder of `workflows`.
OWN_TEST_FOLDERS = {
    "architecture",
    "browser",
    "bench",
    "scenarios",
    "setup",
    "support",
    "chaos",
    "docs",
    "histories",
}
VAGUE = {"utils", "util", "common", "helpers", "helper", "misc"}
UNFINISHED = re.compile(r"\b(TO" r"DO|FIX" r"ME|XX" r"X|HA" r"CK)\b")
LEAVES_OUT = re.compile(r"@pytest\.mark\.(skip|xfail)|pytest\.skip\(|\b(it|test|describe)\.skip\(")


def test_the_top_level_holds_what_a_newcomer_expects() -> None:
    found = {path.parts[0] for path in files() if not path.parts[0].startswith(".")}
    assert found <= TOP_LEVEL


def test_no_module_has_a_name_that_says_nothing() -> None:
    named = [path for path in files() if VAGUE & {path.stem.lower(), *path.parts[:-1]}]
    assert [str(path) for path in named] == []


def test_every_module_says_in_its_first_line_what_lives_there() -> None:
    modules = python("core", "workflows", "tests", "bench")
    silent = [p for p in modules if text(p).strip() and not ast.get_docstring(tree(p))]
    assert [str(path) for path in silent] == []


def test_tests_stand_in_folders_that_mirror_the_code() -> None:
    folders = {path.parts[1] for path in python("tests") if len(path.parts) > 2}
    code = {path.parts[1] for path in python("workflows") if len(path.parts) > 2}
    assert folders - code - OWN_TEST_FOLDERS == set()


def test_no_test_is_left_out_for_good() -> None:
    sources = files("tests/*.py", "frontend/src/*.test.ts", "frontend/src/*.test.tsx")
    mine = "tests/architecture/test_layout.py"
    assert [str(p) for p in sources if str(p) != mine and LEAVES_OUT.search(text(p))] == []


def test_no_test_sleeps() -> None:
    calls = [
        f"{path}:{node.lineno}"
        for path in python("tests")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and called(node.func) in ("time.sleep", "sleep")
    ]
    assert calls == []


def called(function: ast.expr) -> str:
    return ast.unparse(function)


def test_nothing_is_marked_as_unfinished() -> None:
    sources = files("core/*", "workflows/*", "frontend/src/*", "bench/*", "templates/*")
    assert [str(path) for path in sources if UNFINISHED.search(text(path))] == []


def test_only_one_module_reads_the_environment() -> None:
    readers = [
        str(path)
        for path in python("core", "workflows")
        if re.search(r"\bos\.(environ\b(?!\.(update|setdefault))|getenv)", text(path))
    ]
    # The supervisor hands its environment on to its children and looks at nothing in it.
    assert set(readers) <= {"core/env.py", "workflows/worker/supervisor.py"}


def test_the_gates_see_the_code() -> None:
    assert len(python("core", "workflows")) > 20
    assert (ROOT / "manage.py").exists()
