"""No file names a package registry's host or a path of somebody's machine; locks hold hashes."""

from __future__ import annotations

import json
import re

import pytest

from tests.architecture.sources import ROOT, files, text

# Written in pieces, so that this file passes its own test.
HOSTS = re.compile(r"https?://[\w.]*(py" r"pi|python" r"hosted|npm" r"js|deb" r"ian|yarn" r"pkg)\.")
MACHINE = re.compile(r"(?<![\w.])/(work|root|home/\w+|Users/\w+)/")
BINARY = {".png", ".woff2", ".ico", ".jpg"}


@pytest.mark.parametrize("pattern", [HOSTS, MACHINE], ids=["registry", "machine"])
def test_no_file_names_a_registry_or_a_machine(pattern: re.Pattern[str]) -> None:
    found = [str(p) for p in files() if p.suffix not in BINARY and pattern.search(text(p))]
    assert found == []


def test_the_patterns_find_what_they_look_for() -> None:
    assert HOSTS.search("https://registry." + "npm" + "js.org/x")
    assert MACHINE.search("open('/ro" + "ot/x')")
    assert not MACHINE.search("https://example.org/wor" + "k/1")


@pytest.mark.parametrize("name", ["base", "dev", "node"])
def test_every_python_package_is_pinned_with_hashes(name: str) -> None:
    entries = text(ROOT / f"requirements/{name}.txt").split("\n\n")[0].replace("\\\n", " ")
    pinned = [line for line in entries.splitlines() if line and not line.startswith("#")]
    assert pinned
    assert [line for line in pinned if "==" not in line or "--hash=sha256:" not in line] == []


def test_every_package_of_the_page_is_pinned_with_a_hash() -> None:
    packages = json.loads((ROOT / "frontend/package-lock.json").read_text())["packages"]
    loose = [
        name
        for name, entry in packages.items()
        # A package carried inside another one is covered by that one's hash.
        if name and "integrity" not in entry and not entry.get("inBundle")
    ]
    # Programs of the formatter for machines of another kind than the one that made the lock.
    assert [name for name in loose if not name.startswith("node_modules/@biomejs/cli-")] == []
