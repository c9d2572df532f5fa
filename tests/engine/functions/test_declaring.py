"""Claims about @workflow and @task: names, inputs, schemas, versions, the registry."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal

import pytest
from pydantic import BaseModel, Field

import workflows
from tests.engine.functions.world import FunctionWorld
from workflows.engine.errors import Invalid, NotFound
from workflows.engine.functions import (
    FunctionClash,
    FunctionRegistry,
    TaskFunction,
    WorkflowContext,
    WorkflowFunction,
    task,
    workflow,
)
from workflows.engine.schemas import validate


def test_both_decorators_work_with_and_without_parentheses() -> None:
    @workflow
    async def plain(ctx: WorkflowContext) -> int:
        return 1

    @workflow()
    async def called(ctx: WorkflowContext) -> int:
        return 2

    @workflow(chat=True, name="Shown so")
    async def chatty(ctx: WorkflowContext) -> int:
        """Says something.

        And more.
        """
        return 3

    @task
    def bare() -> int:
        return 4

    @task()
    def with_parentheses() -> int:
        return 5

    flows: list[Any] = [plain, called, chatty]
    assert [item.slug for item in flows] == ["plain", "called", "chatty"]
    assert [item.name for item in flows] == ["Plain", "Called", "Shown so"]
    assert chatty.description == "Says something."
    assert [item.name for item in (bare, with_parentheses)] == ["bare", "with_parentheses"]


def test_calling_a_decorated_function_outside_of_a_run_just_calls_it() -> None:
    @workflow
    async def flow(ctx: Any, n: int) -> int:
        return n + 1

    @task(retries=3)
    def double(n: int) -> int:
        """Doubles."""
        return 2 * n

    assert asyncio.run(flow(None, 1)) == 2
    assert double(2) == 4
    assert (double.__name__, double.__doc__) == ("double", "Doubles.")


def test_the_public_names_are_those_of_the_app() -> None:
    assert workflows.workflow is workflow
    assert workflows.task is task
    assert workflows.WorkflowContext is WorkflowContext


def test_a_workflow_must_be_async_and_have_a_name_that_can_be_a_slug() -> None:
    def plain(ctx: Any) -> None: ...

    async def Shouting(ctx: Any) -> None: ...

    async def validate(ctx: Any) -> None: ...

    for wrong, words in ((plain, "async def"), (Shouting, "lower-case"), (validate, "name")):
        with pytest.raises(Invalid, match=words):
            workflow(wrong)


class Item(BaseModel):
    name: str
    amount: Annotated[int, Field(ge=1)] = 1


@dataclass
class Address:
    street: str


@workflow
async def ordering(
    ctx: WorkflowContext,
    items: list[Item],
    kind: Literal["gift", "own"] = "own",
    address: Address | None = None,
    due: date | None = None,
) -> Any:
    where = address.street if address else None
    return [sum(item.amount for item in items), kind, where, due.year if due else None]


def test_inputs_are_the_arguments_by_name_with_their_types() -> None:
    world = FunctionWorld(ordering)
    inputs = {
        "items": [{"name": "cup"}, {"name": "jar", "amount": 2}],
        "address": {"street": "High"},
        "due": "2026-02-01",
    }
    assert world.result(world.run(inputs)) == [3, "own", "High", 2026]


@pytest.mark.parametrize(
    ("inputs", "attr"),
    [
        ({}, "inputs.items"),
        ({"items": [{"amount": 1}]}, "inputs.items.0.name"),
        ({"items": [{"name": "cup", "amount": 0}]}, "inputs.items.0.amount"),
        ({"items": [], "kind": "loan"}, "inputs.kind"),
        ({"items": [], "colour": "red"}, "inputs"),
        ({"items": "many"}, "inputs.items"),
    ],
)
def test_wrong_inputs_are_refused_at_the_start_and_name_the_field(inputs: Any, attr: str) -> None:
    world = FunctionWorld(ordering)
    with pytest.raises(Invalid) as caught:
        world.start(inputs)
    assert caught.value.errors[0].attr == attr
    assert world.store.runs == {}


def test_null_is_taken_where_the_type_allows_it() -> None:
    world = FunctionWorld(ordering)
    assert world.result(world.run({"items": [], "due": None})) == [0, "own", None, None]


def test_the_schema_is_flat_and_one_that_can_be_checked() -> None:
    for schema in (ordering.signature.schema, ordering.signature.form):
        assert "$ref" not in str(schema)
        assert schema["required"] == ["items"]
        validate({"items": [{"name": "cup"}]}, schema)
    assert ordering.signature.form["properties"]["due"] == {
        "format": "date",
        "title": "Due",
        "type": "string",
    }


def test_the_context_is_found_by_its_type_or_is_the_first() -> None:
    @workflow
    async def named(n: int, context: WorkflowContext) -> Any:
        return [n, context.inputs["n"]]

    @workflow
    async def first(whatever, n: int = 5):  # type: ignore[no-untyped-def]
        return [n, whatever.run_id]

    @workflow
    async def nothing() -> str:
        return "no context"

    world = FunctionWorld(named)
    assert world.result(world.run({"n": 1})) == [1, 1]
    world = FunctionWorld(first)
    run = world.run()
    assert world.result(run) == [5, run]
    world = FunctionWorld(nothing)
    assert world.result(world.run()) == "no context"


def test_further_inputs_are_taken_by_a_function_that_takes_them() -> None:
    @workflow
    async def open_minded(ctx: WorkflowContext, n: int, **rest: Any) -> Any:
        return [n, rest]

    world = FunctionWorld(open_minded)
    assert world.result(world.run({"n": 1, "colour": "red"})) == [1, {"colour": "red"}]


def test_inputs_may_have_names_that_models_use_themselves() -> None:
    @workflow
    async def odd(ctx: WorkflowContext, schema: str, copy: int, model_config: str, _x: int) -> Any:
        return [schema, copy, model_config, _x]

    world = FunctionWorld(odd)
    inputs = {"schema": "s", "copy": 1, "model_config": "m", "_x": 2}
    assert world.result(world.run(inputs)) == ["s", 1, "m", 2]


def test_an_input_that_cannot_be_given_by_name_or_is_no_json_is_refused() -> None:
    @workflow
    async def by_place(ctx: WorkflowContext, *names: str) -> None: ...

    @workflow
    async def no_json(ctx: WorkflowContext, what: FunctionWorld) -> None: ...

    for wrong in (by_place, no_json):
        with pytest.raises(Invalid, match=wrong.slug):
            _ = wrong.signature.schema


def test_a_version_holds_the_function_and_changes_with_its_source() -> None:
    def made(text: str) -> WorkflowFunction[..., Any]:
        if text == "a":

            @workflow
            async def flow(ctx: WorkflowContext, n: int) -> str:
                return "a"
        else:

            @workflow
            async def flow(ctx: WorkflowContext, n: int) -> str:
                return "b"

        return flow

    version = made("a").to_json()
    assert version["schema"] == 1
    assert (version["nodes"], version["edges"]) == ([], [])
    assert version["function"]["name"] == "flow"
    assert version["function"]["module"].endswith("test_declaring")
    assert version["inputs"]["properties"]["n"]["type"] == "integer"
    assert made("a").to_json() == version
    assert made("b").to_json() != version


@pytest.mark.parametrize("wrong", [{"retries": -1}, {"retries": "3"}, {"timeout": "soon"}])
def test_settings_that_cannot_be_are_refused_when_they_are_given(wrong: Any) -> None:
    with pytest.raises(ValueError, match=r".+") if "retries" in wrong else pytest.raises(Invalid):
        task(**wrong)


def test_two_workflows_of_one_name_clash_and_one_of_the_examples_gives_way() -> None:
    def made() -> WorkflowFunction[..., Any]:
        @workflow
        async def flow(ctx: WorkflowContext) -> None: ...

        return flow

    @workflow
    async def flow(ctx: WorkflowContext) -> None: ...

    registry = FunctionRegistry()
    example = made()
    registry.add(example, demo=True)
    assert registry.workflow("flow") is example
    registry.add(flow)
    registry.add(flow)
    assert registry.workflow("flow") is flow
    assert registry.workflows(demo=True) == [flow]
    with pytest.raises(FunctionClash, match="'flow'"):
        registry.add(made())


def test_tasks_are_found_by_their_full_name_and_by_a_short_one_that_is_the_only_one() -> None:
    def made(module: str) -> TaskFunction[..., Any]:
        def charge() -> None: ...

        charge.__module__ = module
        return task(charge)

    registry = FunctionRegistry()
    one, two = made("billing"), made("refunds")
    registry.add(one)
    assert registry.task("charge") is one
    registry.add(two)
    assert registry.task(two.full_name) is two
    with pytest.raises(NotFound, match="billing.*refunds"):
        registry.task("charge")
    with pytest.raises(NotFound, match="@task"):
        registry.task("refund")


def test_a_name_that_nobody_registered_is_found_in_the_source() -> None:
    @workflow
    async def hasty(context: WorkflowContext) -> None:
        await context.map("no_such_task", [1])

    registry = FunctionRegistry()
    registry.add(hasty)
    with pytest.raises(Invalid, match=r"'hasty'.*no_such_task"):
        registry.check()
