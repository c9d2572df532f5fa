"""The command line itself: help with examples, errors on standard error, codes, plain pipes."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class
from django.core.management.base import OutputWrapper
from rich.console import Console

from tests.support.server import ROOT, Installation
from workflows.management.acting import json_text
from workflows.management.terminal import console_of, sign
from workflows.management.writing import moment, shortened, span

OURS = sorted(name for name, app in get_commands().items() if str(app).startswith("workflows"))


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    made = Installation(tmp_path_factory.mktemp("home"))
    made.migrate()
    return made


def test_all_commands_are_there() -> None:
    assert {
        "create_token", "doctor", "explain_run", "export_audit", "export_workflow", "fork_run",
        "import_workflow", "inspect_run", "migrate_run", "prune_runs", "resume_run", "retry_run",
        "run_workflow", "send_signal", "sign_log", "stop_run",
        "up", "verify", "verify_log", "worker",
    } <= set(OURS)  # fmt: skip


@pytest.mark.parametrize("name", OURS)
def test_every_command_shows_examples(name: str) -> None:
    command = load_command_class(get_commands()[name], name)
    text = command.create_parser("manage.py", name).format_help()
    assert f"examples:\n  manage.py {name}" in text
    assert max(len(line) for line in text.split("examples:")[0].splitlines()) <= 80


@pytest.mark.parametrize(
    ("command", "code", "told"),
    [
        (("frobnicate",), 2, "Unknown command: 'frobnicate'"),
        (("run_workflow",), 2, "required: slug"),
        (("run_workflow", "x", "--wait", "soon"), 2, "invalid"),
        (("run_workflow", "ghost"), 2, "There is no workflow 'ghost'."),
        (("inspect_run", "ghost"), 2, "There is no run 'ghost'."),
        (("migrate_run", "ghost"), 2, "required: --version"),
        (("create_token", "nobody"), 2, "There is no active user 'nobody'."),
    ],
)
def test_an_error_is_on_standard_error_without_a_traceback(
    installation: Installation, command: tuple[str, ...], code: int, told: str
) -> None:
    done = installation.manage(*command)
    assert (done.returncode, done.stdout) == (code, "")
    assert told in done.stderr
    assert "Traceback" not in done.stderr
    assert "CommandError" not in done.stderr


def test_a_database_without_tables_is_told(tmp_path: Path) -> None:
    bare = Installation(tmp_path)
    done = bare.manage("inspect_run", "0199a4b2-6c1e-7d31-8a55-0d6f1c2b3a49")
    assert done.returncode == 1
    assert "run `manage.py migrate` first" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    examined = bare.manage("doctor")
    assert (examined.returncode, "migrations are missing" in examined.stdout) == (1, True)


def test_the_doctor_looks_also_at_a_database_that_is_away(tmp_path: Path) -> None:
    url = "postgres://nobody:secret-word@127.0.0.1:1/none"
    done = Installation(tmp_path, extra={"DATABASE_URL": url}).manage("doctor")
    assert done.returncode == 1
    assert "The database cannot be asked" in done.stdout
    assert "secret-word" not in done.stdout + done.stderr


def test_a_reader_that_has_seen_enough_is_no_error(installation: Installation) -> None:
    done = subprocess.run(
        ["sh", "-c", f"{sys.executable} manage.py doctor | head -n 1"],
        cwd=ROOT, env=installation.environment, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert done.stderr == ""
    assert len(done.stdout.splitlines()) == 1


def console(encoding: str) -> Console:
    """Give a console that thinks it speaks to something with this encoding."""

    class Out(StringIO):
        @property
        def encoding(self) -> str:  # type: ignore[override]
            return encoding

    return console_of(OutputWrapper(Out()))


def test_terminals_without_unicode_get_letters() -> None:
    assert sign(console("utf-8"), "completed").plain == "✓"
    assert sign(console("ascii"), "completed").plain == "+"
    assert not console("utf-8").is_terminal


def spans() -> Iterator[tuple[float, str]]:
    yield from ((0.021, "0.02 s"), (9.99, "9.99 s"), (45, "45 s"), (200, "3 min 20 s"))
    yield from ((3600, "1 h"), (7380, "2 h 3 min"), (90_000, "1 d 1 h"), (172_805, "2 d"))
    yield from ((-3, "0.00 s"),)


@pytest.mark.parametrize(("seconds", "written"), list(spans()))
def test_spans_are_written_in_two_units_at_most(seconds: float, written: str) -> None:
    assert span(seconds) == written


def test_moments_name_their_day_when_it_is_not_today() -> None:
    now = datetime(2026, 3, 5, 9, 0, tzinfo=UTC)
    assert moment(now, now) == "09:00:00"
    assert moment(now - timedelta(days=2), now) == "3 Mar 09:00"
    assert moment(now - timedelta(days=400), now) == "29 Jan 2025 09:00"
    assert moment(None, now) == ""


def test_long_texts_become_one_short_line() -> None:
    assert shortened("a\nb   c") == "a b c"
    assert shortened("x" * 200, 10) == "x" * 9 + "…"


def test_json_keeps_every_sign_and_none_that_a_terminal_obeys() -> None:
    value = {"a": "é \x9b31m \x1b[0m \x7f"}
    text = json_text(value)
    assert not set("\x9b\x1b\x7f") & set(text)
    assert json.loads(text) == value
