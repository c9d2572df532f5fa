"""export_audit: into a file or a pipe, with limits, in somebody's name."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from django.contrib.auth.models import User

from tests.api.conftest import Drain, approval
from tests.management.conftest import call
from workflows.models import AuditEntry, Task
from workflows.services.audit import export as service
from workflows.services.commands import RunRequest, start_run
from workflows.services.inbox.deciding import DecideRequest, decide_task


@pytest.fixture
def decided(people: dict[str, User], published: Callable[..., str], drain: Drain) -> str:
    """A run that maria has decided."""
    run_id = start_run(people["root"], published(approval(), "Asked"), RunRequest({"amount": 1}))
    drain()
    request = DecideRequest("approved", {"amount": 1}, "\x1b[2JGone\x9b2J")
    decide_task(people["maria"], str(Task.objects.get().pk), request)
    return run_id


def test_it_prints_json_and_notes_who_has_exported(decided: str) -> None:
    text, code = call("export_audit")
    assert code == 0
    assert [row["run"] for row in json.loads(text)] == [decided]
    row = AuditEntry.objects.get(verb="audit.exported")
    assert (row.by, row.door) == ("root", "command")


def test_it_writes_a_file_and_says_so(decided: str, tmp_path: Path) -> None:
    file = tmp_path / "audit.csv"
    file.write_text("before")
    text, code = call("export_audit", format="csv", output=file)
    assert (text, code) == (f"Exported to {file}: 1 decisions read.\n", 0)
    rows = list(csv.reader(io.StringIO(file.read_bytes().decode(), newline="")))
    assert [row[0] for row in rows] == ["run", decided]
    assert list(tmp_path.iterdir()) == [file]


def test_limits_and_detail_count(decided: str) -> None:
    assert json.loads(call("export_audit", by="ben").text) == []
    assert json.loads(call("export_audit", until="2026-01-01").text) == []
    assert json.loads(call("export_audit", workflow="other").text) == []
    (row,) = json.loads(call("export_audit", run_id=decided, decision="approved").text)
    assert "snapshot" not in row
    (row,) = json.loads(call("export_audit", "--detail", "--from", "2026-01-01").text)
    assert "snapshot" in row


def test_what_makes_no_sense_is_wrong_usage_and_leaves_the_file_alone(
    decided: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "audit.json"
    file.write_text("before")
    assert call("export_audit", "--from", "yesterday", output=file).code == 2
    assert call("export_audit", run_id="ghost", output=file).code == 2
    assert call("export_audit", user="maria", output=file).code == 2
    assert call("export_audit", output=tmp_path / "nowhere" / "audit.json").code == 1

    def failing(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(service, "_row", failing)
    with pytest.raises(RuntimeError):
        call("export_audit", output=file)
    assert file.read_text() == "before"
    assert list(tmp_path.iterdir()) == [file]
