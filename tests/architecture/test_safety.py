"""What no code of ours does, whoever writes it: execute data, query by what a request names, go
around the guards."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.sources import ROOT, files, python, text, tree, typescript

CODE = ("workflows", "core")
# Libraries that run what they read, or unpack without limits.
DANGEROUS = {
    "pickle", "marshal", "shelve", "dill", "cloudpickle", "yaml", "jinja2", "xml", "lxml",
    "zipfile", "tarfile", "code", "codeop", "pty",
}  # fmt: skip
# Backups: each part is looked at by itself, and nothing is unpacked by its name.
ARCHIVES = {"workflows/services/upkeep/backups.py", "workflows/services/upkeep/packing.py"}
# Importing by name: what the operator has installed, or named in the settings; never what is sent.
IMPORT_BY_NAME = {"workflows/__init__.py", "workflows/nodes/discovery.py", "workflows/checks.py"}
# Doors for programs, which prove themselves by their address; and the page that says 404.
WITHOUT_CSRF = {"workflows/web/hooks.py", "workflows/web/errors.py"}
RULES = {"S102", "S301", "S302", "S303", "S304", "S305", "S306", "S307", "S506", "S701", "S703"}
SENT = {"request", "data", "query", "query_params", "GET", "POST", "body", "params", "payload",
        "validated_data", "values", "kwargs"}  # fmt: skip
LOOKING = {"filter", "exclude", "get", "get_or_create", "Q"}
PATTERNS = {
    "compile",
    "match",
    "search",
    "fullmatch",
    "sub",
    "subn",
    "split",
    "findall",
    "finditer",
}
QUEUEING = {"enqueue", "enqueue_call", "enqueue_at", "enqueue_in", "enqueue_many", "enqueue_job"}


def calls(path: Path) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree(path)) if isinstance(node, ast.Call))


def name_of(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def imported(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            found.add(node.module.split(".")[0])
    return found


def test_nothing_that_runs_what_it_reads_is_imported() -> None:
    found = {str(path): sorted(DANGEROUS & imported(path)) for path in python(*CODE)}
    assert {path for path, names in found.items() if "tarfile" in names} == ARCHIVES
    found = {path: [name for name in names if name != "tarfile"] for path, names in found.items()}
    assert {path: names for path, names in found.items() if names} == {}


def test_modules_are_imported_by_name_only_where_the_operator_names_them() -> None:
    found = {
        str(path)
        for path in python(*CODE)
        for call in calls(path)
        if name_of(call) in ("import_module", "__import__", "exec_module")
    }
    assert found <= IMPORT_BY_NAME


def test_the_rules_against_executing_data_are_errors_and_nobody_is_excused() -> None:
    lint = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["ruff"]["lint"]
    assert "S" in lint["select"]
    assert not RULES & set(lint["ignore"])
    excused = {name: set(rules) for name, rules in lint["per-file-ignores"].items()}
    assert not [name for name, rules in excused.items() if name.startswith("workflows") and
                rules & (RULES | {"S"})]  # fmt: skip
    silenced = re.compile(r"noqa:[^\n]*\b(" + "|".join(sorted(RULES)) + r")\b")
    assert [str(path) for path in python(*CODE) if silenced.search(text(path))] == []


def test_no_query_takes_its_conditions_from_what_was_sent() -> None:
    found = []
    for path in python("workflows"):
        for call in calls(path):
            starred = [item.value for item in call.keywords if item.arg is None]
            if name_of(call) in LOOKING and any(_is_sent(value) for value in starred):
                found.append(f"{path}:{call.lineno}")
    assert found == []


def _is_sent(value: ast.expr) -> bool:
    """Say whether the names of the conditions may come from outside: only what is written out as a
    dictionary here has names of ours."""
    if isinstance(value, ast.Dict):
        return any(key is None for key in value.keys)
    names = {node.id for node in ast.walk(value) if isinstance(node, ast.Name)}
    names |= {node.attr for node in ast.walk(value) if isinstance(node, ast.Attribute)}
    return bool(names & (SENT - {"values"}))


def test_the_look_for_such_queries_finds_them() -> None:
    for source, sent in (("f(**request.data)", True), ("f(**dict(request.GET))", True),
                         ("f(**kwargs)", True), ("f(**{'a': data})", False),
                         ("f(**{**body})", True), ("f(**conditions)", False)):  # fmt: skip
        call = ast.parse(source, mode="eval").body
        assert isinstance(call, ast.Call)
        assert _is_sent(call.keywords[0].value) is sent, source


def test_patterns_are_ours_and_never_a_users() -> None:
    found = []
    for path in python(*CODE):
        for call in calls(path):
            func = call.func
            if not (isinstance(func, ast.Attribute) and getattr(func.value, "id", "") == "re"):
                continue
            if func.attr in PATTERNS and not _is_constant(call.args[0]):
                found.append(f"{path}:{call.lineno}")
    assert found == []


def _is_constant(value: ast.expr) -> bool:
    parts = value.values if isinstance(value, ast.JoinedStr) else [value]
    for part in parts:
        inner = part.value if isinstance(part, ast.FormattedValue) else part
        constant = isinstance(inner, ast.Name) and inner.id.upper() == inner.id
        if not isinstance(inner, ast.Constant) and not constant:
            return False
    return True


def test_jobs_are_queued_in_one_place() -> None:
    found = {str(path) for path in python(*CODE) for call in calls(path)
             if name_of(call) in QUEUEING}  # fmt: skip
    assert found <= {"workflows/adapters/queue.py"}


def test_only_the_doors_for_programs_go_without_the_csrf_check() -> None:
    found = {str(path) for path in python(*CODE) if re.search(r"^[^#\n]*csrf_exempt\b", text(path),
                                                              re.MULTILINE)}  # fmt: skip
    assert found <= WITHOUT_CSRF


def test_nothing_that_somebody_wrote_becomes_markup() -> None:
    markup = re.compile(r"dangerouslySetInnerHTML|\.(inner|outer)HTML\s*=|insertAdjacentHTML|"
                        r"document\.write|\beval\(|new Function\(")  # fmt: skip
    sources = [path for path in typescript() if ".test." not in path.name]
    assert [str(path) for path in sources if markup.search(text(path))] == []
    templates = files("templates/*.html")
    unescaped = re.compile(r"\|\s*safe\b|autoescape off|mark_safe")
    assert [str(path) for path in templates if unescaped.search(text(path))] == []
    assert [str(path) for path in python("workflows") if "mark_safe" in text(path)] == []


def test_no_other_origin_is_let_in() -> None:
    assert not [path for path in python(*CODE) if "Access-Control-Allow" in text(path)]
    assert "corsheaders" not in (ROOT / "requirements" / "base.txt").read_text()
