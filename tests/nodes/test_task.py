"""Claims about the ``task`` node: how a ``@task`` function is found, called and missed."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from tests.nodes.built_in import REGISTRY
from workflows import Flow, Runtime, expr
from workflows.engine.authoring import functions
from workflows.engine.errors import Invalid, NotFound
from workflows.engine.functions import FunctionRegistry, task
from workflows.engine.graphs import GraphProgram, UnknownNodeType, parse, validate_graph
from workflows.nodes import TaskNode


@dataclass
class Receipt:
    """What a task gives; it becomes JSON by its declared type."""

    amount: float
    currency: str = "EUR"


@task(retries=2, backoff="5s", timeout="1m")
def charge(amount: float) -> Receipt:
    return Receipt(amount)


@task
async def double(number: int) -> int:
    await asyncio.sleep(0)
    return 2 * number


@pytest.fixture
def known() -> Iterator[FunctionRegistry]:
    registry = FunctionRegistry()
    registry.add(charge)
    registry.add(double)
    before = functions._tasks["find"]
    functions.look_for_tasks_with(registry.task)
    yield registry
    functions.look_for_tasks_with(before)


def graph(name: Any) -> dict[str, Any]:
    return {"nodes": [{"id": "a", "type": "task", "properties": {"function": name}}]}


def test_a_task_is_called_by_its_name_with_its_arguments(known: FunctionRegistry) -> None:
    flow = Flow("x").task("pay", "charge", arguments={"amount": expr("inputs.n")})
    flow.task("twice", double.full_name, arguments={"number": 4}, after=None)
    done = Runtime().run(flow, {"n": 5})
    assert done.result == {"pay": {"amount": 5, "currency": "EUR"}, "twice": 8}


def test_arguments_that_do_not_fit_are_the_failure_of_the_node(known: FunctionRegistry) -> None:
    failed = Runtime().run(Flow("x").task("a", "double", arguments={"nr": 1}))
    assert failed.errors[0]["type"] == "TypeError"


def test_an_unknown_task_is_a_problem_and_leaves_the_run_to_another_process(
    known: FunctionRegistry,
) -> None:
    (problem,) = validate_graph(graph("no_such"), REGISTRY)
    assert (problem.code, problem.pointer) == ("invalid_property", "/properties/function")
    assert "no_such" in problem.message
    with pytest.raises(UnknownNodeType, match="no_such"):
        GraphProgram(parse(graph("no_such")), REGISTRY)
    assert TaskNode.missing({"function": {"$expr": "inputs.f"}}) is None


def test_a_flow_brings_its_tasks_with_their_retries_and_time_limit() -> None:
    flow = Flow("x").node("pay", charge, arguments={"amount": expr("inputs.n")})
    flow.task("twice", double, arguments={"number": 3}, after=None)
    pay, twice = flow.to_json()["nodes"]
    assert pay["properties"]["function"] == charge.full_name
    assert pay["options"]["retry"]["max_attempts"] == 3
    assert pay["options"]["timeout_seconds"] == 60
    assert twice["options"] == {}
    done = Runtime().run(flow, {"n": 2})
    assert done.result == {"pay": {"amount": 2, "currency": "EUR"}, "twice": 6}


def test_what_a_node_says_itself_counts_more_than_its_task() -> None:
    node = Flow("x").task("pay", charge, retry=7).to_json()["nodes"][0]
    assert node["options"]["retry"] == {"max_attempts": 7}


def test_what_is_no_task_is_refused() -> None:
    with pytest.raises(Invalid, match="task"):
        Flow("x").task("a", lambda: 1)
    with pytest.raises(NotFound, match="nowhere"):
        functions.find_task("nowhere")
