"""Workflow functions in a runtime: waits, failures, children, other flows, injections."""

from __future__ import annotations

from typing import Any

from workflows import Flow, Runtime
from workflows.engine.functions import WorkflowContext, task, workflow
from workflows.runtime.showing import explain_run, inspect_trace
from workflows.testing import FlowTester

CALLS: list[str] = []


@task
def fetch(topic: str) -> list[str]:
    CALLS.append(topic)
    return [f"{topic} one", f"{topic} two"]


@task(retries=2)
async def summarize(pages: list[str]) -> str:
    return " and ".join(pages)


async def measure() -> int:
    return 7


@workflow
async def research(ctx: WorkflowContext, topic: str) -> dict[str, Any]:
    pages = await ctx.task(fetch, topic)
    size = await ctx.step("measure", measure())
    answer = await ctx.wait_for_user("Enough?", "choice", ["yes", "more"])
    return {"summary": await ctx.task(summarize, pages), "answer": answer, "size": size}


@workflow
async def nightly(ctx: WorkflowContext) -> Any:
    await ctx.sleep("8h")
    return await ctx.child(research, {"topic": "night"})


def test_a_function_waits_and_goes_on_without_repeating_its_steps() -> None:
    CALLS.clear()
    runtime = Runtime()
    held = runtime.run(research, {"topic": "fermatas"})
    assert (held.status, held.suspensions[0]["kind"]) == ("suspended", "question")
    done = runtime.resume(held.run_id, {"answer": "yes"})
    assert done.result == {
        "summary": "fermatas one and fermatas two", "answer": "yes", "size": 7,
    }  # fmt: skip
    assert CALLS == ["fermatas"]
    assert done.context.outputs["fetch"] == ["fermatas one", "fermatas two"]


def test_a_function_is_traced_by_its_steps() -> None:
    held = Runtime().run(research, {"topic": "t"})
    text = inspect_trace(held, quiet=True)
    assert "✓ fetch  completed" in text
    assert "@function" not in text
    assert explain_run(held)["waits"][0]["reason"] == "Enough?"


def test_a_function_is_a_node_of_a_flow_and_a_flow_a_child_of_a_function() -> None:
    runtime = Runtime()
    held = runtime.run(Flow("outer").node("inner", research, inputs={"topic": "x"}))
    done = runtime.resume(held.run_id, {"answer": "more"})
    assert done.result["inner"]["answer"] == "more"


def test_a_failed_function_is_retried_from_where_it_failed() -> None:
    broken = {"now": True}
    CALLS.clear()

    @workflow
    async def fragile(ctx: WorkflowContext) -> list[str]:
        pages: list[str] = await ctx.task(fetch, "a")
        await ctx.step("check", check)
        return pages

    def check() -> None:
        if broken["now"]:
            raise ValueError("Not yet.")

    runtime = Runtime()
    failed = runtime.run(fragile)
    assert failed.failed
    assert "Not yet." in failed.errors[0]["message"]
    broken["now"] = False
    assert runtime.retry(failed.run_id).result == ["a one", "a two"]
    assert CALLS == ["a"]


def test_functions_are_tested_as_flows_are() -> None:
    tester = FlowTester()
    tester.mock("fetch", ["mocked"])
    tester.fail_next("summarize", ConnectionError("Down"), times=2)
    run = tester.run(nightly)
    tester.skip("7h")
    tester.assert_waiting("sleep")
    tester.skip("1h")
    tester.answer("Enough?", "yes", by="ben")
    tester.skip("1h")
    tester.assert_completed(run, result={"summary": "mocked", "answer": "yes", "size": 7})
    tester.check_injections()
