"""A runtime on the database of a Django project: published workflows, run and read by their ids."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.auth.models import User

from workflows import Flow, Runtime, explain_run, expr, inspect_trace, serve_trace
from workflows.adapters.ports import current_ports, forget_ports
from workflows.engine.authoring import functions
from workflows.engine.errors import NotFound
from workflows.services.definitions import create_workflow, publish
from workflows.services.queries.explain import explain_run as explain

ROOT = Path(__file__).resolve().parents[2]


def flow() -> Flow:
    return (
        Flow("asking")
        .approval("review", title="Ok?", groups=["managers"])
        .output("by", value=expr("nodes.review.approver"), on="approved")
    )


@pytest.fixture
def runtime(transactional_db: None) -> Iterator[Runtime]:
    author = User.objects.create_superuser("alice")
    create_workflow(author, "Asking", "asking", "", flow().to_json())
    publish(author, "asking")
    User.objects.create_user("maria")
    made = Runtime(ports=current_ports())
    yield made
    made.close()


def test_a_published_workflow_is_run_and_resumed_in_this_process(runtime: Runtime) -> None:
    held = runtime.run("asking", by="alice")
    assert held.suspended
    assert runtime.tasks(held.run_id)[0]["groups"] == ["managers"]
    mark = runtime.checkpoint(held.run_id, "before")
    done = runtime.resume(held.run_id, {"approved": True}, by="maria")
    assert done.result == {"by": "maria"}
    assert runtime.load_checkpoint(mark).status == "suspended"
    assert runtime.resume_from_checkpoint(mark).suspended


def test_a_flow_runs_as_the_version_that_is_published(runtime: Runtime) -> None:
    assert runtime.run(flow()).suspended
    with pytest.raises(NotFound, match="publish"):
        runtime.run(Flow("unknown").constant("c", 1))


def test_runs_of_the_database_are_shown_by_their_id_alone(runtime: Runtime) -> None:
    run_id = runtime.run("asking").run_id
    assert "Waiting: Ok?" in inspect_trace(run_id, quiet=True)
    assert explain_run(run_id)["waits"][0]["groups"] == ["managers"]
    address = serve_trace(run_id, open_browser=False)
    assert address == f"http://127.0.0.1:8000/runs/{run_id}"


def test_without_a_project_an_id_alone_says_what_is_missing() -> None:
    code = (
        "from workflows import explain_run, serve_trace\n"
        "from workflows.engine.errors import Invalid\n"
        "assert serve_trace('r', open_browser=False) == 'http://127.0.0.1:8000/runs/r'\n"
        "try:\n    explain_run('r')\nexcept Invalid as error:\n    print(error)\n"
    )
    plain = {name: value for name, value in os.environ.items() if "DJANGO" not in name}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=plain, capture_output=True, text=True
    )
    assert done.stdout == "Django is not set up: call django.setup() first, or give a runtime.\n"


def test_a_run_whose_function_is_elsewhere_says_which_one(
    runtime: Runtime, monkeypatch: pytest.MonkeyPatch
) -> None:
    author = User.objects.get(username="alice")
    calls = Flow("calls").wait("hold").node("pay", lambda context: 1)
    create_workflow(author, "Calls", "calls", "", calls.to_json())
    publish(author, "calls")
    run_id = runtime.run("calls").run_id
    monkeypatch.delitem(functions._functions, "calls.pay")
    forget_ports()
    assert explain(author, run_id)["summary"] == (
        "Waits for a worker that has the node type function calls.pay."
    )
