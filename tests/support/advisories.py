"""Asks the advisory services whether packages that are shipped have known holes: `make audit`.

A hole ends with 1. A service that cannot be reached, or does not know a package, is told and ends
with 0: whether somebody has a network must not decide whether he can work.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[2]
PYTHON = (
    str(Path(sys.executable).with_name("pip-audit")), "--require-hashes", "--disable-pip",
    "--progress-spinner", "off", "--format", "json", "--requirement", "requirements/base.txt",
)  # fmt: skip
PAGE = ("npm", "--prefix", "frontend", "audit", "--omit", "dev", "--json")
Run = Callable[[Sequence[str]], str]


class Found(NamedTuple):
    """Holes as sentences; how many packages were asked about, and how many got no answer."""

    holes: list[str]
    asked: int
    unknown: int


def of_python(told: str) -> Found:
    """Read the report of pip-audit; a text that is none means that nobody answered."""
    packages = _read(told).get("dependencies", [])
    holes = [
        f"{package['name']} {package['version']}: {hole['id']}, mended in "
        f"{', '.join(hole.get('fix_versions', [])) or 'no version yet'}"
        for package in packages
        for hole in package.get("vulns", [])
    ]
    unknown = sum("skip_reason" in package for package in packages)
    return Found(holes, len(packages), unknown)


def of_page(told: str) -> Found:
    """Read the report of npm."""
    report = _read(told)
    if "vulnerabilities" not in report:
        return Found([], 0, 0)
    holes = [
        f"{name} {hole['range']}: {hole['severity']}"
        for name, hole in report["vulnerabilities"].items()
    ]
    count = report.get("metadata", {}).get("dependencies", {}).get("total", 1)
    return Found(holes, count, 0)


def report(name: str, found: Found) -> list[str]:
    """Say it in sentences."""
    if found.asked == found.unknown:
        return [f"{name}: not audited, the advisory service did not answer."]
    lines = [f"{name}: {hole}" for hole in found.holes]
    known = found.asked - found.unknown
    lines.append(f"{name}: {known} of {found.asked} packages audited, {len(found.holes)} holes.")
    return lines


def main(run: Run) -> int:
    """Ask about both, print, give the exit code."""
    both = {"Python": of_python(run(PYTHON)), "Page": of_page(run(PAGE))}
    for name, found in both.items():
        sys.stdout.writelines(f"{line}\n" for line in report(name, found))
    return int(any(found.holes for found in both.values()))


def _read(told: str) -> dict[str, Any]:
    try:
        read = json.loads(told)
    except ValueError:
        return {}
    return read if isinstance(read, dict) else {}


def _run(command: Sequence[str]) -> str:
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout


if __name__ == "__main__":
    sys.exit(main(_run))
