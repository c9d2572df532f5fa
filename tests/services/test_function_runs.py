"""Runs of functions through the services: previews, retries by hand, forks, comparisons, words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import User

from tests.api.conftest import Drain
from workflows import WorkflowContext, task, workflow
from workflows.adapters.ports import forget_ports
from workflows.engine.functions import FunctionRegistry
from workflows.nodes import discovery
from workflows.services import commands, recovering
from workflows.services.inbox import deciding
from workflows.services.publishing import publish_code
from workflows.services.queries.explain import explain_run
from workflows.services.queries.histories.comparing import compare_runs
from workflows.services.queries.runs import run_detail

People = dict[str, User]
BROKEN: set[str] = set()


@task
async def charge(amount: int) -> str:
    if "charge" in BROKEN:
        raise ValueError("The bank is closed.")
    return f"charged {amount}"


@workflow
async def paying(ctx: WorkflowContext, amount: int) -> Any:
    """Asks and charges."""
    answer = await ctx.wait_for_user(f"Pay {amount}?", "approval")
    return [answer, await ctx.task(charge, amount)]


@pytest.fixture(autouse=True)
def _known(monkeypatch: pytest.MonkeyPatch, db: None) -> Iterator[None]:
    BROKEN.clear()
    registry = FunctionRegistry()
    registry.add(paying)
    monkeypatch.setattr(discovery, "_functions", registry)
    forget_ports()
    publish_code()
    yield
    forget_ports()


def asked(who: User, drain: Drain) -> str:
    run = commands.start_run(who, "paying", commands.RunRequest({"amount": 5}))
    drain()
    return run


def answered(who: User, run: str, drain: Drain) -> dict[str, Any]:
    deciding.resume_run(who, run, deciding.ResumeRequest(data={"answer": "approved"}))
    drain()
    return run_detail(who, run)


def test_a_preview_of_a_retry_names_the_steps_that_are_done_again(
    people: People, drain: Drain
) -> None:
    otto = people["otto"]
    BROKEN.add("charge")
    run = asked(otto, drain)
    failed = answered(otto, run, drain)
    assert (failed["status"], failed["error"]["message"]) == ("failed", "The bank is closed.")
    preview = recovering.retry_preview(otto, run)
    assert [item["node_id"] for item in preview["restarts"]] == ["@function", "charge"]
    assert [item["node_id"] for item in preview["may_repeat"]] == ["charge"]
    BROKEN.clear()
    recovering.retry_run(otto, run, recovering.RetryRequest())
    drain()
    assert run_detail(otto, run)["result"] == ["approved", "charged 5"]


def test_a_failed_step_counts_as_done_by_hand_with_who_and_why(
    people: People, drain: Drain
) -> None:
    otto = people["otto"]
    BROKEN.add("charge")
    run = asked(otto, drain)
    answered(otto, run, drain)
    deed = {"charge": {"do": "complete", "output": "paid in cash"}}
    recovering.retry_run(otto, run, recovering.RetryRequest("At the counter.", deed))
    drain()
    shown = run_detail(otto, run)
    assert shown["result"] == ["approved", "paid in cash"]
    assert shown["nodes"]["charge"]["manual"]["by"] == "otto"


def test_a_fork_of_a_function_asks_again_and_is_compared_with_its_origin(
    people: People, drain: Drain
) -> None:
    otto = people["otto"]
    run = asked(otto, drain)
    preview = recovering.fork_preview(otto, run)
    assert [item["node_id"] for item in preview["restarts"]] == ["@function", "wait_for_user"]
    request = recovering.ForkRequest(inputs={"amount": 7})
    fork = recovering.fork_run(otto, run, request).run_id
    answered(otto, run, drain)
    drain()
    assert answered(otto, fork, drain)["result"] == ["approved", "charged 7"]
    compared = compare_runs(otto, run, fork)
    assert compared["result"]["differs"]
    steps = {item["node_id"]: item["differs"] for item in compared["nodes"]}
    assert steps["charge"]


def test_a_run_that_waits_is_explained(people: People, drain: Drain) -> None:
    otto = people["otto"]
    run = asked(otto, drain)
    (wait,) = explain_run(otto, run)["waits"]
    assert (wait["kind"], wait["reason"]) == ("question", "Pay 5?")


def test_moving_a_function_to_another_version_changes_nothing_but_the_number(
    people: People, drain: Drain, monkeypatch: pytest.MonkeyPatch
) -> None:
    otto = people["otto"]
    run = asked(otto, drain)

    @workflow(name="Paying")
    async def other(ctx: WorkflowContext, amount: int) -> Any:
        return await paying.function(ctx, amount)

    other.slug = "paying"
    changed = FunctionRegistry()
    changed.add(other)
    monkeypatch.setattr(discovery, "_functions", changed)
    forget_ports()
    assert publish_code() == ["paying"]
    preview = recovering.migration_preview(otto, run, 2)
    assert preview["fits"]
    recovering.migrate_run(otto, run, 2, "The newest.")
    shown = answered(otto, run, drain)
    assert (shown["version"], shown["result"]) == (2, ["approved", "charged 5"])
