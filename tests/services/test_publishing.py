"""Workflows that are written in Python: published once, again when changed, and not drawn over."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.checks import run_checks

from tests.api.conftest import Drain
from workflows import Flow, WorkflowContext, workflow
from workflows.adapters.ports import forget_ports
from workflows.engine.errors import Invalid, Refused
from workflows.engine.functions import FunctionClash, FunctionRegistry
from workflows.models import Version, Workflow
from workflows.nodes import discovery
from workflows.services import commands
from workflows.services.definitions import create_workflow, delete_workflow, publish, save_draft
from workflows.services.inbox import deciding
from workflows.services.publishing import publish_code
from workflows.services.queries import runs, workflows
from workflows.services.queries.runs import run_detail

People = dict[str, User]


@workflow(name="Greeting")
async def greeting(ctx: WorkflowContext, who: str) -> str:
    """Greets after a question."""
    answer = await ctx.wait_for_user(f"Greet {who}?", "approval")
    return f"Hello {who}" if answer == "approved" else "Silence"


def other_greeting() -> Any:
    @workflow
    async def greeting(ctx: WorkflowContext, who: str) -> str:
        return f"Good day {who}"

    return greeting


@pytest.fixture
def known(monkeypatch: pytest.MonkeyPatch) -> Iterator[FunctionRegistry]:
    """Have a registry of functions for this test alone."""
    registry = FunctionRegistry()
    monkeypatch.setattr(discovery, "_functions", registry)
    forget_ports()
    yield registry
    forget_ports()


def test_a_function_is_published_once_and_again_when_it_has_changed(
    db: None, known: FunctionRegistry, monkeypatch: pytest.MonkeyPatch
) -> None:
    known.add(greeting)
    assert publish_code() == ["greeting"]
    assert publish_code() == []
    row = Workflow.objects.get(slug="greeting")
    assert (row.name, row.description, row.created_by) == (
        "Greeting",
        "Greets after a question.",
        None,
    )
    changed = FunctionRegistry()
    changed.add(other_greeting())
    monkeypatch.setattr(discovery, "_functions", changed)
    assert publish_code() == ["greeting"]
    assert list(Version.objects.values_list("number", flat=True)) == [1, 2]


def test_a_function_is_started_answered_and_shown_like_any_workflow(
    people: People, known: FunctionRegistry, drain: Drain
) -> None:
    known.add(greeting)
    publish_code()
    otto = people["otto"]
    with pytest.raises(Invalid) as caught:
        commands.start_run(otto, "greeting", commands.RunRequest({"who": 3}))
    assert caught.value.errors[0].attr == "inputs.who"
    run = commands.start_run(otto, "greeting", commands.RunRequest({"who": "Ann"}))
    drain()
    shown = run_detail(otto, run)
    assert (shown["kind"], shown["status"]) == ("function", "suspended")
    assert [step["name"] for step in shown["steps"]] == ["wait_for_user"]
    assert "@function" not in shown["nodes"]
    (wait,) = shown["suspensions"]
    assert (wait["kind"], wait["reason"], wait["task"] is not None) == (
        "question",
        "Greet Ann?",
        True,
    )
    deciding.resume_run(otto, run, deciding.ResumeRequest(data={"answer": "approved"}))
    drain()
    assert run_detail(otto, run)["result"] == "Hello Ann"


def test_lists_tell_functions_from_drawn_workflows(people: People, known: FunctionRegistry) -> None:
    known.add(greeting)
    publish_code()
    create_workflow(people["ada"], "Drawn", graph={"schema": 1, "nodes": [], "edges": []})
    found = workflows.present(people["ada"], list(workflows.rows(people["ada"])))
    kinds = {row["slug"]: row["kind"] for row in found}
    assert kinds == {"greeting": "function", "drawn": "graph"}
    run = commands.start_run(people["otto"], "greeting", commands.RunRequest({"who": "Ann"}))
    (row,) = runs.present(list(runs.rows(people["otto"], {"workflow": "greeting"})))
    assert (row["id"], row["kind"]) == (run, "function")


def test_a_run_waits_for_a_process_that_has_its_function(
    people: People, known: FunctionRegistry, drain: Drain, monkeypatch: pytest.MonkeyPatch
) -> None:
    known.add(greeting)
    publish_code()
    otto = people["otto"]
    run = commands.start_run(otto, "greeting", commands.RunRequest({"who": "Ann"}))
    drain()
    monkeypatch.setattr(discovery, "_functions", FunctionRegistry())
    forget_ports()
    shown = run_detail(otto, run)
    assert (shown["kind"], shown["status"]) == ("function", "suspended")
    assert "greeting" in str(shown["missing_types"])


def test_what_is_written_in_python_is_not_changed_in_the_editor(
    people: People, known: FunctionRegistry
) -> None:
    known.add(greeting)
    publish_code()
    with pytest.raises(Refused, match="written in Python"):
        save_draft(people["ada"], "greeting", graph={"schema": 1, "nodes": [], "edges": []})
    delete_workflow(people["ada"], "greeting")
    assert publish_code() == ["greeting"]


def test_nor_is_one_whose_author_is_gone(
    people: People, known: FunctionRegistry, caplog: pytest.LogCaptureFixture
) -> None:
    create_workflow(people["ada"], "Greeting", "greeting")
    people["ada"].delete()
    known.add(greeting)
    assert publish_code() == []
    assert "drawn workflow 'greeting'" in caplog.text


def test_a_drawn_workflow_is_not_taken_over_by_code(
    people: People, known: FunctionRegistry, caplog: pytest.LogCaptureFixture
) -> None:
    create_workflow(people["ada"], "Greeting", "greeting")
    known.add(greeting)
    assert publish_code() == []
    assert "drawn workflow 'greeting'" in caplog.text


def test_a_flow_is_published_with_its_graph_and_what_people_made_of_it_stays(
    people: People, known: FunctionRegistry
) -> None:
    flow = Flow("short").constant("one", 1)
    known.add(flow)
    assert publish_code() == ["short"]
    mine = {"schema": 1, "nodes": [{"id": "x", "type": "merge"}], "edges": []}
    save_draft(people["ada"], "short", graph=mine)
    publish(people["ada"], "short")
    assert publish_code() == []
    assert Workflow.objects.get(slug="short").draft["nodes"][0]["id"] == "x"


def test_a_clash_of_names_names_the_workflow_and_both_places(known: FunctionRegistry) -> None:
    known.add(greeting)
    with pytest.raises(FunctionClash, match=r"'greeting' is defined twice.*greeting.*greeting"):
        known.add(other_greeting())


def test_a_step_that_calls_what_nobody_registered_is_told_by_the_checks(
    known: FunctionRegistry,
) -> None:
    @workflow
    async def hasty(ctx: WorkflowContext) -> None:
        await ctx.task("no_such_task")

    known.add(hasty)
    (error,) = [item for item in run_checks() if item.id == "workflows.E004"]
    assert "hasty" in error.msg
    assert "no_such_task" in error.msg


def test_demo_functions_are_published_with_the_demo_alone(db: None, settings: Any) -> None:
    settings.FERMATA = {**settings.FERMATA, "demo": False}
    assert publish_code() == []
    settings.FERMATA = {**settings.FERMATA, "demo": True}
    assert {
        "deployment_approval",
        "document_processing",
        "multi_source_fan_out",
        "named_steps",
        "research_pipeline",
    } <= set(publish_code())
    assert publish_code() == []
