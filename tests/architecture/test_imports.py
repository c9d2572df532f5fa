"""Who may import whom: the contracts of import-linter, and what it cannot say."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import grimp
import pytest

from tests.architecture.sources import ROOT, python, tree

PURE_PACKAGES = {"pydantic", "pydantic_core", "orjson", "cel_expr_python", "jsonschema",
                 "jsonschema_specifications", "referencing", "uuid_utils", "annotated_types",
                 "typing_extensions", "workflows"}  # fmt: skip
# The one client that looks where it goes; `up` asks its own web server whether it is there.
SENDERS = {"workflows/nodes/connect/outside.py", "workflows/nodes/connect/guarded.py"}
SENDING = {"requests", "requests_hardened", "urllib3", "httpx", "aiohttp", "http.client",
           "urllib.request", "ftplib", "xmlrpc"}  # fmt: skip


def test_the_layers_hold() -> None:
    done = subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"],
        cwd=ROOT, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_layers_have_no_list_of_exceptions() -> None:
    assert "ignore_imports" not in (ROOT / "pyproject.toml").read_text()


@pytest.mark.parametrize("folder", ["engine", "nodes", "catalog"])
def test_the_pure_floors_import_only_pure_packages(folder: str) -> None:
    allowed = PURE_PACKAGES | sys.stdlib_module_names
    found = [
        f"{path}: {name}"
        for path in python(f"workflows/{folder}")
        for name in imported(tree(path))
        if name.split(".")[0] not in allowed
        and not (str(path) in SENDERS and name.split(".")[0] in SENDING)
    ]
    assert found == []


def test_only_the_client_that_checks_addresses_sends_requests() -> None:
    found = {
        str(path)
        for path in python("workflows", "core")
        for name in imported(tree(path))
        if (name in SENDING or name.split(".")[0] in SENDING)
        and not str(path).startswith("workflows/client/")
    }
    assert found - SENDERS <= {"workflows/management/commands/up.py"}


def test_services_reach_tables_through_queries_and_adapters_only() -> None:
    graph = app_graph()
    found = [
        module
        for module in graph.find_descendants("workflows.services") | {"workflows.services"}
        if not module.startswith("workflows.services.queries")
        and any(is_model(name) for name in graph.find_modules_directly_imported_by(module))
    ]
    assert found == []


def test_neighbours_in_a_package_do_not_import_each_other_in_circles() -> None:
    graph = app_graph()
    packages = [m for m in graph.modules if graph.find_children(m)]
    circles = [sorted(circle) for package in packages for circle in cycles(graph, package)]
    assert circles == []


def test_importing_the_package_does_not_import_django() -> None:
    code = "import sys, workflows; sys.exit(any(m.split('.')[0] == 'django' for m in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT).returncode == 0


@cache
def app_graph() -> grimp.ImportGraph:
    return grimp.build_graph("workflows", exclude_type_checking_imports=True)


def is_model(name: str) -> bool:
    return name == "workflows.models" or name.startswith("workflows.models.")


def imported(module: ast.Module) -> Iterator[str]:
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            yield node.module


def cycles(graph: grimp.ImportGraph, package: str) -> list[set[str]]:
    """Return groups of a package's children that reach each other, directly or not."""
    children = graph.find_children(package)
    reach = {child: reachable(graph, child, children) for child in children}
    return [
        {child, *mutual}
        for child in children
        if (mutual := {other for other in reach[child] if child in reach[other]} - {child})
    ]


def reachable(graph: grimp.ImportGraph, start: str, children: set[str]) -> set[str]:
    found, todo = set(), [start]
    while todo:
        child = todo.pop()
        inside = {child, *graph.find_descendants(child)}
        targets = {
            to for module in inside for to in graph.find_modules_directly_imported_by(module)
        }
        fresh = {owner(to, children) for to in targets} - found - {None, child}
        found |= fresh
        todo += fresh
    return found


def owner(module: str, children: set[str]) -> str | None:
    return next((c for c in children if module == c or module.startswith(f"{c}.")), None)
