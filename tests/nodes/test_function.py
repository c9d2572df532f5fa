"""Claims about the ``function`` node: how a flow's Python code is found, called and missed."""

from __future__ import annotations

import asyncio
import threading
from typing import Any

import pytest
from pydantic import ValidationError

from tests.nodes.built_in import REGISTRY, BuiltInWorld, attempt
from workflows.engine.authoring import Flow, expr
from workflows.engine.errors import TryAgain
from workflows.engine.graphs import GraphProgram, UnknownNodeType, parse, validate_graph
from workflows.engine.node import Output, ProcessingContext
from workflows.nodes import FunctionNode

THREADS: list[int] = []


def price(context: ProcessingContext, rate: float = 1) -> Output:
    THREADS.append(threading.get_ident())
    context.state.set("priced", True)
    return Output(context.inputs["amount"] * rate, action="priced")


async def book(context: ProcessingContext) -> dict[str, Any]:
    THREADS.append(threading.get_ident())
    await asyncio.sleep(0)
    return {"booked": context.arrived[0]}


def flaky(context: ProcessingContext) -> str:
    if context.attempt < 3:
        raise TryAgain("Not yet.")
    return "done"


def test_functions_get_the_context_and_arguments_and_give_output_action_and_state() -> None:
    THREADS.clear()
    flow = (
        Flow("shop")
        .node("price", price, arguments={"rate": expr("inputs.rate")})
        .node("book", book, on="priced")
        .node("lost", book, after="price")
    )
    here = BuiltInWorld(flow.to_json())
    run = here.run({"amount": 10, "rate": 2})
    state = here.state(run)
    assert state.status == "completed", state.error
    assert state.result == {"book": {"booked": 20}}
    assert state.state == {"priced": True}
    assert here.statuses(run)["lost"] == "skipped"
    assert THREADS[0] != threading.get_ident() == THREADS[1]


def test_a_function_that_fails_is_tried_again() -> None:
    here = BuiltInWorld(Flow("flaky").node("try", flaky, retry=3).to_json())
    run = here.run()
    for _ in range(2):
        assert here.state(run).activations["try"].status == "retrying"
        here.clock.forward(3600)
        here.drain()
    assert here.state(run).result == {"try": "done"}


def test_an_unknown_function_is_a_problem_and_leaves_the_run_to_another_process() -> None:
    data = {"nodes": [{"id": "a", "type": "function", "properties": {"function": "no.such"}}]}
    (problem,) = validate_graph(data, REGISTRY)
    assert (problem.code, problem.pointer) == ("invalid_property", "/properties/function")
    assert "FERMATA_MODULES" in problem.message
    with pytest.raises(UnknownNodeType, match=r"no\.such"):
        GraphProgram(parse(data), REGISTRY)


def test_a_name_that_an_expression_gives_is_looked_for_when_the_node_starts() -> None:
    Flow("named").node("book", book)
    assert FunctionNode.missing({"function": {"$expr": "inputs.f"}}) is None
    given = attempt("function", {"function": "named.book"}, arrived=[1])
    assert given.value == {"booked": 1}
    with pytest.raises(ValidationError, match=r"no\.such"):
        FunctionNode(function="no.such")
