"""A broken set-up ends in one clear sentence on standard error and exit code 2."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from tests.support.server import Installation


def sentence_of(installation: Installation, *command: str) -> str:
    """Run a command that must be refused and return its only line."""
    done = installation.manage(*command)
    assert (done.returncode, done.stdout) == (2, ""), done.stderr
    lines = done.stderr.splitlines()
    assert len(lines) == 1, done.stderr
    return lines[0]


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("mysql://localhost/x", "DATABASE_URL must start with"),
        ("postgres://nobody:secret-word@127.0.0.1:1/none", "DATABASE_URL does not lead"),
        ("postgres://127.0.0.1:port/none", "not a number"),
        ("sqlite:////proc/nowhere/x.sqlite3", "cannot be opened"),
    ],
)
def test_a_broken_database_url(tmp_path: Path, url: str, words: str) -> None:
    found = sentence_of(Installation(tmp_path, extra={"DATABASE_URL": url}), "up")
    assert words in found
    assert "secret-word" not in found


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    (tmp_path / "fermata.sqlite3").write_text("not a database, but long enough to be read as one")
    assert "cannot be opened" in sentence_of(Installation(tmp_path), "migrate")


def test_a_missing_key_without_debug(tmp_path: Path) -> None:
    found = sentence_of(Installation(tmp_path, extra={"DEBUG": "0"}), "up")
    assert "FERMATA_SECRET_KEY is not set" in found


def test_debug_on_an_address_of_the_network(tmp_path: Path) -> None:
    assert "DEBUG is on" in sentence_of(Installation(tmp_path, extra={"HOST": "0.0.0.0"}), "up")
    assert "DEBUG is on" in sentence_of(Installation(tmp_path), "up", "--host", "0.0.0.0")


def test_a_database_that_was_not_migrated(tmp_path: Path) -> None:
    assert "lacks" in sentence_of(Installation(tmp_path), "up")


def test_a_taken_port(tmp_path: Path) -> None:
    installation = Installation(tmp_path)
    installation.migrate()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", installation.port))
        taken.listen()
        found = sentence_of(installation, "up")
    assert f"Port {installation.port} on 127.0.0.1 is taken" in found


def test_a_module_that_cannot_be_imported(tmp_path: Path) -> None:
    installation = Installation(tmp_path)
    installation.migrate()
    installation.extra["FERMATA_MODULES"] = "nowhere.nodes"
    assert "nowhere.nodes cannot be imported" in sentence_of(installation, "up")
