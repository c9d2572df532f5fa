"""Workflows as files: JSON and Python go in and come out the same."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.api.conftest import approval
from tests.management.conftest import call
from workflows.models import Version, Workflow

pytestmark = pytest.mark.usefixtures("people")


@pytest.fixture
def filed(tmp_path: Path) -> Path:
    """Give a folder with a graph that was imported from it."""
    file = tmp_path / "flow.json"
    file.write_text(json.dumps({"name": "Filed", **approval()}))
    assert call("import_workflow", str(file), publish=True).text.strip() == "filed version 1"
    return tmp_path


def test_a_file_goes_in_and_out(filed: Path) -> None:
    exported = json.loads(call("export_workflow", "filed").text)
    assert exported["nodes"] == approval()["nodes"]
    file = filed / "again.json"
    file.write_text(json.dumps(exported))
    assert call("import_workflow", str(file)).text.strip() == "filed"
    text = call("import_workflow", str(file), publish=True).text
    assert text.strip() == "filed version 1 (unchanged)"


def test_a_workflow_comes_out_as_python_and_goes_in_again(filed: Path) -> None:
    file = filed / "filed.py"
    assert call("export_workflow", "filed", format="python", output=file).code == 0
    assert "Flow(" in file.read_text()
    before = Version.objects.get().graph
    Workflow.objects.filter(slug="filed").update(draft={"schema": 1, "nodes": [], "edges": []})
    assert call("import_workflow", str(file), publish=True).text.startswith("filed version")
    graph = Workflow.objects.get(slug="filed").draft
    assert {node["id"]: node["type"] for node in graph["nodes"]} == {
        node["id"]: node["type"] for node in before["nodes"]
    }


def test_a_python_file_is_read_and_never_executed(filed: Path) -> None:
    file, trap = filed / "evil.py", filed / "trap"
    file.write_text(f"from workflows import Flow\nopen({str(trap)!r}, 'w')\nflow = Flow('x')\n")
    text, code = call("import_workflow", str(file))
    assert (code, text.startswith("Line 2")) == (2, True)
    assert not trap.exists()


@pytest.mark.parametrize(
    ("content", "told"),
    [(b"{", "not JSON"), (b"[]", "not a graph"), (b"\xff\xfe", "not JSON")],
)
def test_what_is_no_graph_is_refused(tmp_path: Path, content: bytes, told: str) -> None:
    file = tmp_path / "flow.json"
    file.write_bytes(content)
    text, code = call("import_workflow", str(file))
    assert (code, told in text) == (2, True), text


def test_what_is_not_there_is_told(filed: Path) -> None:
    text, code = call("import_workflow", str(filed / "ghost.json"))
    assert (code, text.startswith("The file cannot be read")) == (2, True)
    (filed / "bad.py").write_bytes(b"\xff")
    assert call("import_workflow", str(filed / "bad.py")).code == 2
    assert call("export_workflow", "ghost").code == 2
    text, code = call("export_workflow", "filed", output=filed / "no" / "where.json")
    assert (code, text.startswith("The file cannot be written")) == (1, True)


def test_a_draft_with_problems_is_not_published(tmp_path: Path) -> None:
    file = tmp_path / "flow.json"
    node = {"id": "a", "type": "ghost", "title": "A", "properties": {}}
    file.write_text(json.dumps({"name": "Broken", "schema": 1, "nodes": [node], "edges": []}))
    text, code = call("import_workflow", str(file), publish=True)
    assert (code, "The draft has problems" in text) == (2, True)
    assert call("import_workflow", str(file), slug="kept").code == 0
