"""Files, functions, components and folders stay small enough to be read in one go."""

from __future__ import annotations

import ast
import re
from collections import Counter
from pathlib import Path

from tests.architecture.sources import ROOT, files, python, text, tree, typescript

PYTHON_LINES, FUNCTION_LINES, ARGUMENTS = 400, 50, 6
TYPESCRIPT_LINES, COMPONENT_LINES = 300, 120
FOLDER_FILES = 18
OURS = ("core", "workflows", "tests", "bench")
COMPONENT = re.compile(
    r"^(?:export )?(?:default )?function ([A-Z]\w*)|^(?:export )?const ([A-Z]\w*) ="
)


def lines(path: Path) -> int:
    return len(text(path).splitlines())


def test_python_files_are_short() -> None:
    assert [f"{p}: {lines(p)}" for p in python(*OURS) if lines(p) > PYTHON_LINES] == []


def test_python_functions_are_short() -> None:
    found = [
        f"{path}:{node.lineno} {node.name}: {length} lines"
        for path in python(*OURS)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (length := (node.end_lineno or 0) - node.lineno + 1) > FUNCTION_LINES
    ]
    assert found == []


def test_python_functions_take_few_arguments() -> None:
    found = [
        f"{path}:{node.lineno} {node.name}: {count} arguments"
        for path in python("core", "workflows")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (count := argument_count(node.args)) > ARGUMENTS
    ]
    assert found == []


def argument_count(arguments: ast.arguments) -> int:
    named = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    return len([argument for argument in named if argument.arg not in ("self", "cls")])


def test_typescript_files_are_short() -> None:
    assert [f"{p}: {lines(p)}" for p in typescript() if lines(p) > TYPESCRIPT_LINES] == []


def test_components_are_short() -> None:
    found = [
        f"{path}:{line} {name}: {length} lines"
        for path in typescript()
        if path.suffix == ".tsx" and ".test." not in path.name
        for name, line, length in components(text(path))
        if length > COMPONENT_LINES
    ]
    assert found == []


def components(source: str) -> list[tuple[str, int, int]]:
    """Return (name, line, length); a bracket at the margin closes a component."""
    found, rows = [], source.splitlines()
    for number, row in enumerate(rows, 1):
        match = COMPONENT.match(row)
        if match:
            rest = enumerate(rows[number:], number + 1)
            end = next((at for at, later in rest if later[:1] in ("}", ")")), number)
            found.append((match[1] or match[2], number, end - number + 1))
    return found


def test_the_component_meter_measures() -> None:
    assert components("export function Card() {\n  return 1;\n}\nconst x = 1;") == [("Card", 1, 3)]


def test_folders_hold_few_files() -> None:
    held = Counter(path.parent for path in [*python(*OURS), *typescript()] if keeps_count(path))
    assert {str(folder): n for folder, n in held.items() if n > FOLDER_FILES} == {}


def keeps_count(path: Path) -> bool:
    # A unit test of the page stands beside what it tests; it is no further thing to know.
    return ".test." not in path.name and path.name != "__init__.py"


def test_no_file_in_the_repository_is_large() -> None:
    assert [str(p) for p in files() if (ROOT / p).stat().st_size > 1024 * 1024] == []
