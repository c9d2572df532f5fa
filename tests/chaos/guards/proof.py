"""Proofs of the mutants: a copy of the tree, one change in it, and the one test that must fail.

Run as a module it proves all and prints a table; parts of names choose some: `make mutants`.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.chaos.guards.mutants import MUTANTS, Change, Mutant
from tests.support import postgres

ROOT = Path(__file__).resolve().parents[3]
PARTS = (
    "bench", "core", "locale", "manage.py", "pyproject.toml", "static", "templates", "tests",
    "workflows",
)  # fmt: skip
SECONDS = 170
FAILED = 1
"""What pytest ends with when a test has failed; any other number is no proof."""


@contextmanager
def copy_of_the_tree() -> Iterator[Path]:
    """Give a copy to change."""
    with tempfile.TemporaryDirectory(prefix="fermata-mutants-") as folder:
        root = Path(folder)
        for name in PARTS:
            source = ROOT / name
            if source.is_dir():
                shutil.copytree(source, root / name, symlinks=True)
            elif source.exists():
                shutil.copy2(source, root / name)
        yield root


@contextmanager
def changed(root: Path, changes: Sequence[Change]) -> Iterator[None]:
    """Have the changes in the copy while the block lasts."""
    paths = {change.path: (root / change.path).read_text("utf-8") for change in changes}
    try:
        for path, text in apply_all(paths, changes).items():
            (root / path).write_text(text, "utf-8")
        yield
    finally:
        for path, text in paths.items():
            (root / path).write_text(text, "utf-8")


def apply_all(texts: dict[str, str], changes: Sequence[Change]) -> dict[str, str]:
    """Give the texts with the changes; each must find its text as often as it says."""
    made = dict(texts)
    for change in changes:
        found = made[change.path].count(change.old)
        assert found == change.times, f"{change.path} holds {found} times: {change.old}"
        made[change.path] = made[change.path].replace(change.old, change.new)
    return made


def run_test(
    root: Path, test: str, *, on_postgres: bool = False
) -> subprocess.CompletedProcess[str]:
    """Run one test in the copy, in a process of its own."""
    inherited = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("FERMATA_", "DJANGO_", "DATABASE_", "REDIS_", "PYTEST_"))
    }
    # No code that was changed for a moment is kept for the next proof.
    environment = {**inherited, "PYTHONDONTWRITEBYTECODE": "1", "NO_COLOR": "1"}
    if on_postgres:
        environment["DATABASE_URL"] = f"{postgres.URL}_mutants_{os.getpid()}"
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", test]
    return subprocess.run(
        command, cwd=root, env=environment, capture_output=True, text=True, timeout=SECONDS
    )


def survives(root: Path, mutant: Mutant) -> str | None:
    """Prove one mutant; give what pytest said when its test did not fail, or of something else."""
    with changed(root, mutant.changes):
        done = run_test(root, mutant.test, on_postgres=mutant.postgres)
    why = [line for line in done.stdout.splitlines() if line.startswith("E ")]
    if done.returncode == FAILED and any(mutant.says in line for line in why):
        return None
    return f"pytest ended with {done.returncode}:\n{done.stdout[-3_000:]}{done.stderr[-1_000:]}"


def main(parts: Sequence[str]) -> int:
    """Prove the mutants whose names hold one of the parts, each test first without the change."""
    chosen = [item for item in MUTANTS if not parts or any(part in item.name for part in parts)]
    alive = 0
    with copy_of_the_tree() as root:
        for test, on_postgres in dict.fromkeys((item.test, item.postgres) for item in chosen):
            done = run_test(root, test, on_postgres=on_postgres)
            if done.returncode:
                sys.stdout.write(f"FAILS WITHOUT A CHANGE  {test}\n{done.stdout[-3_000:]}\n")
                alive += 1
        for item in chosen:
            began = time.monotonic()
            told = survives(root, item)
            alive += told is not None
            word = "found" if told is None else "ALIVE"
            line = f"{word}  {time.monotonic() - began:5.1f} s  {item.name}\n"
            sys.stdout.write(line if told is None else f"{line}{told}\n")
            sys.stdout.flush()
    sys.stdout.write(f"{len(chosen)} mutants, {alive} that no test noticed.\n")
    return 1 if alive else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
