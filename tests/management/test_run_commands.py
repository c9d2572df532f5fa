"""Runs from the terminal: ids, traces and exit codes."""

import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.core.management.base import CommandError

from tests.api.conftest import Drain, approval, graph, node, waiting
from workflows.management import trace
from workflows.services.tokens import authenticate

Publish = Callable[..., str]


@pytest.fixture(autouse=True)
def _work_while_waiting(drain: Drain, monkeypatch: pytest.MonkeyPatch) -> None:
    # What a worker would do meanwhile.
    monkeypatch.setattr(trace.time, "sleep", lambda seconds: drain())


def call(command: str, *args: str, **options: Any) -> tuple[str, int]:
    """Run a command; give what it printed and its exit code."""
    out = StringIO()
    try:
        call_command(command, *args, stdout=out, **options)
    except SystemExit as end:
        return out.getvalue(), int(end.code or 0)
    except CommandError as error:
        return str(error), error.returncode
    return out.getvalue(), 0


def test_a_run_prints_its_id_then_its_trace(people: Any, published: Publish) -> None:
    slug = published(graph([node("a", "constant", value=1)], []))
    text, code = call("run_workflow", slug, inputs="{}")
    lines = text.splitlines()
    assert len(lines[0]) == 36
    assert "RunCreated" in lines[1]
    assert "RunCompleted" in text
    assert "completed" in lines[-1]
    assert code == 0


def test_exit_codes_tell_how_it_ended(people: Any, published: Publish) -> None:
    failing = published(graph([node("bang", "fail", message="No money")], []), "Bang")
    text, code = call("run_workflow", failing)
    assert (code, "No money" in text) == (1, True)
    held = published(waiting("only"), "Held")
    assert call("run_workflow", held)[1] == 0
    assert call("run_workflow", held, wait=0.0)[1] == 3
    assert call("run_workflow", "ghost")[1] == 2
    assert call("run_workflow", held, inputs="{")[1] == 2
    assert call("run_workflow", held, inputs="[]")[1] == 2
    needs = published(approval(), "Needs")
    text, code = call("run_workflow", needs, inputs='{"amount": "x"}')
    assert (code, "inputs.amount" in text) == (2, True)


def test_a_waiting_run_is_resumed_and_stopped_from_the_terminal(
    people: Any, published: Publish, drain: Drain
) -> None:
    slug = published(waiting("left", "right"))
    run = call("run_workflow", slug)[0].splitlines()[0]
    assert call("resume_run", run)[1] == 2
    assert call("resume_run", run, node="left", data='{"n": 1}')[1] == 0
    drain()
    assert call("resume_run", run, node="left")[1] == 1
    told = json.loads(call("explain_run", run, json=True)[0])
    assert [wait["node_id"] for wait in told["waits"]] == ["right"]
    text, code = call("stop_run", run, reason="Enough")
    assert (text.strip(), code) == (f"Stopped {run}.", 0)
    assert call("stop_run", run)[1] == 1
    text, code = call("inspect_run", run, follow=True)
    assert "RunCancelled" in text
    assert code == 0


def test_a_command_acts_in_the_name_of_the_one_who_is_named(
    people: Any, published: Publish
) -> None:
    slug = published(waiting("only"))
    assert call("run_workflow", slug, user="olga")[1] == 2
    assert call("run_workflow", slug, user="nobody")[1] == 2
    run = call("run_workflow", slug, user="otto")[0].splitlines()[0]
    assert call("inspect_run", run, user="olga")[1] == 2
    assert "otto" in call("inspect_run", run)[0]


def test_a_file_goes_in_and_out(people: Any, tmp_path: Path) -> None:
    file = tmp_path / "flow.json"
    file.write_text(json.dumps({"name": "Filed", **approval()}))
    assert call("import_workflow", str(file), publish=True)[0].strip() == "filed version 1"
    exported = json.loads(call("export_workflow", "filed")[0])
    assert exported["nodes"] == approval()["nodes"]
    file.write_text(json.dumps(exported))
    assert call("import_workflow", str(file))[0].strip() == "filed"
    assert call("import_workflow", str(tmp_path / "ghost.json"))[1] == 2
    assert call("export_workflow", "ghost")[1] == 2


def test_a_token_is_printed_once(people: dict[str, User]) -> None:
    text = call("create_token", "otto", name="ci", scope=["read"], days=1)[0].strip()
    found = authenticate(text)
    assert found is not None
    assert (found.user.username, found.scopes) == ("otto", {"read"})
    assert call("create_token", "nobody")[1] == 2
    assert call("create_token", "otto", scope=["rule"])[1] == 2
    assert call("create_token", "otto", days=0)[1] == 2
