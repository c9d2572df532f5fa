"""Which files the gates look at: everything that is, or is about to be, in the repository."""

from __future__ import annotations

import ast
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
GENERATED = {"frontend/src/api/schema.d.ts", "frontend/src/api/openapi.json"}


@cache
def files(*patterns: str) -> tuple[Path, ...]:
    """Return tracked and new files that are not ignored, relative to the root, by glob patterns."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", *patterns],
        cwd=ROOT, check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    paths = {Path(name) for name in listed.split("\0") if name and name not in GENERATED}
    return tuple(sorted(path for path in paths if (ROOT / path).is_file()))


@cache
def text(path: Path) -> str:
    """Return a file's text."""
    return (ROOT / path).read_text("utf-8", errors="replace")


@cache
def tree(path: Path) -> ast.Module:
    """Return a Python file, parsed."""
    return ast.parse(text(path), str(path))


def python(*folders: str) -> list[Path]:
    """Return the Python files below folders, without migrations."""
    found = files(*(f"{folder}/*.py" for folder in folders))
    return [path for path in found if "migrations" not in path.parts]


def typescript() -> list[Path]:
    """Return the page's own sources."""
    return list(files("frontend/src/*.ts", "frontend/src/*.tsx"))
