"""Flows run by plain calls: results, waits, answers, failures, stops, checkpoints."""

from __future__ import annotations

import asyncio
import threading
from typing import Any

import pytest

from workflows import Flow, Output, ProcessingContext, SuspendableNode, TryAgain, expr
from workflows.engine.errors import AlreadyClosed, Forbidden, Invalid, NotFound, Refused
from workflows.engine.memory import MemoryClock
from workflows.runtime import Runtime


def double(context: ProcessingContext) -> int:
    return int(context.inputs["n"]) * 2


async def announce(context: ProcessingContext) -> Output:
    await asyncio.sleep(0)
    context.state.set("announced", True)
    return Output({"got": context.arrived[0]}, action="done")


def simple() -> Flow:
    return Flow("simple").node("double", double).node("announce", announce).output(
        "result", value=expr("nodes.announce.got")
    )  # fmt: skip


def asking() -> Flow:
    return (
        Flow("asking")
        .node("double", double)
        .approval("review", title="Ok?", groups=["managers"], forbid_initiator=True)
        .node("pay", announce, on="approved")
        .constant("refuse", "no", after="review", on="rejected")
    )


def test_a_flow_of_functions_runs_to_its_result() -> None:
    result = Runtime().run(simple(), {"n": 21})
    assert (result.status, result.result, result.errors) == ("completed", {"result": 42}, [])
    assert result.completed
    assert result.context.inputs == {"n": 21}
    assert result.context.state == {"announced": True}
    assert result.context.outputs["double"] == 42


def test_a_run_begins_with_the_state_that_it_is_given() -> None:
    flow = Flow("x").transform("t", "state.a + 1").output("n", value=expr("nodes.t"))
    assert Runtime().run(flow, state={"a": 1}).result == {"n": 2}


def test_a_graph_runs_without_a_flow() -> None:
    assert Runtime().run(simple().to_json(), {"n": 2}).result == {"result": 4}


def test_a_wait_suspends_the_run_until_it_is_resumed() -> None:
    runtime = Runtime()
    flow = (
        Flow("x").wait("hold", wait_reason="For the post").transform("n", "nodes.hold.data.n + 1")
    )
    held = runtime.run(flow)
    assert held.suspended
    (wait,) = held.suspensions
    assert (wait["node_id"], wait["kind"], wait["reason"]) == ("hold", "wait", "For the post")
    assert runtime.status(held.run_id) == "suspended"
    assert runtime.resume(held.run_id, {"n": 4}).result == {"n": 5}
    with pytest.raises(Refused):
        runtime.resume(held.run_id, {"n": 4})


def test_an_approval_is_decided_by_somebody_under_its_rules() -> None:
    runtime = Runtime()
    held = runtime.run(asking(), {"n": 1}, by="anna")
    (task,) = runtime.tasks(held.run_id)
    assert (task["title"], task["groups"], task["node_id"]) == ("Ok?", ["managers"], "review")
    with pytest.raises(Forbidden):
        runtime.resume(held.run_id, {"approved": True}, by="anna")
    with pytest.raises(Invalid):
        runtime.resume(held.run_id, {"approved": "yes"}, by="ben")
    done = runtime.resume(held.run_id, action="rejected", node="review", by="ben", comment="No.")
    assert done.result == {"refuse": "no"}
    assert done.context.outputs["review"]["approver"] == "ben"
    assert done.context.outputs["review"]["comment"] == "No."
    assert runtime.tasks(held.run_id) == []


def test_two_waits_are_answered_in_any_order() -> None:
    runtime = Runtime()
    flow = Flow("x").wait("a").wait("b", after=None).merge("both", after=["a", "b"])
    held = runtime.run(flow)
    with pytest.raises(Invalid, match="several"):
        runtime.resume(held.run_id)
    by_id = {item["node_id"]: item["id"] for item in held.suspensions}
    assert runtime.resume(held.run_id, 2, suspension=by_id["b"]).suspended
    with pytest.raises(AlreadyClosed):
        runtime.resume(held.run_id, 2, suspension=by_id["b"])
    done = runtime.resume(held.run_id, 1, node="a")
    assert [item["data"] for item in done.result["both"]] == [1, 2]


def test_a_failed_run_tells_its_errors_and_is_retried() -> None:
    broken = {"now": True}

    def pay(context: ProcessingContext) -> str:
        if broken["now"]:
            raise ValueError("The bank is closed.")
        return "paid"

    runtime = Runtime()
    failed = runtime.run(Flow("x").node("pay", pay))
    assert failed.failed
    (error,) = failed.errors
    assert (error["node_id"], error["type"], error["message"]) == (
        "pay", "ValueError", "The bank is closed.",
    )  # fmt: skip
    assert "test_running.py" in error["traceback"]
    broken["now"] = False
    assert runtime.retry(failed.run_id).result == {"pay": "paid"}
    with pytest.raises(Refused):
        runtime.retry(failed.run_id)


def test_what_failed_may_be_completed_by_hand() -> None:
    runtime = Runtime()
    failed = runtime.run(Flow("x").fail("bang", "No"))
    done = runtime.retry(failed.run_id, "Paid by phone", {"bang": {"do": "complete", "output": 1}})
    assert (done.status, done.result) == ("completed", {"bang": 1})


def test_a_stopped_run_is_cancelled_and_keeps_its_outputs() -> None:
    runtime = Runtime()
    held = runtime.run(asking(), {"n": 3})
    stopped = runtime.stop(held.run_id, "Not needed")
    assert (stopped.status, stopped.suspensions) == ("cancelled", [])
    assert stopped.context.outputs["double"] == 6
    with pytest.raises(Refused):
        runtime.stop(held.run_id)


def test_a_checkpoint_is_loaded_and_a_new_run_begins_there() -> None:
    runtime = Runtime()
    flow = (
        Flow("x").node("double", double).wait("hold")
        .transform("sum", "nodes.double + state.extra").output("sum-of", value=expr("nodes.sum"))
    )  # fmt: skip
    held = runtime.run(flow, {"n": 1}, {"extra": 10})
    mark = runtime.checkpoint(held.run_id, "before the answer")
    assert runtime.resume(held.run_id).result == {"sum-of": 12}
    past = runtime.load_checkpoint(mark)
    assert (past.run_id, past.name, past.status) == (held.run_id, "before the answer", "suspended")
    assert (past.context.state, past.context.outputs) == ({"extra": 10}, {"double": 2})
    assert past.nodes == {"double": "completed", "hold": "suspended"}
    fork = runtime.resume_from_checkpoint(mark, state={"extra": 100}, outputs={"double": 5})
    assert fork.suspended
    assert fork.run_id != held.run_id
    assert runtime.resume(fork.run_id).result == {"sum-of": 105}
    assert runtime.result(held.run_id).result == {"sum-of": 12}
    with pytest.raises(NotFound):
        runtime.load_checkpoint("none")
    with pytest.raises(Invalid):
        runtime.resume_from_checkpoint(mark, outputs={"nowhere": 1})


def test_what_is_wrong_with_a_flow_is_said_before_it_runs() -> None:
    with pytest.raises(Invalid, match=r"x has problems: c: .*") as caught:
        Runtime().run(Flow("x").condition("c", "inputs."))
    assert caught.value.errors[0].attr == "c"
    with pytest.raises(Invalid, match="amount"):
        Runtime().run(Flow("x").input("i", {"type": "object", "required": ["amount"]}))
    with pytest.raises(NotFound, match="'nowhere'"):
        Runtime().run("nowhere")
    with pytest.raises(Invalid, match="A int cannot be run"):
        Runtime().run(5)
    for call in (Runtime().status, Runtime().events, Runtime().resume, Runtime().stop):
        with pytest.raises(NotFound):
            call("nothing")


def test_events_and_explanation_are_those_of_the_api() -> None:
    runtime = Runtime()
    held = runtime.run(asking(), {"n": 1})
    events = runtime.events(held.run_id)
    assert [item["seq"] for item in events] == list(range(1, len(events) + 1))
    assert events[0]["type"] == "RunCreated"
    assert events[0]["payload"]["inputs"] == {"n": 1}
    told = runtime.explain(held.run_id)
    assert told["summary"] == "Waiting: Ok?"
    assert told["counts"]["pending"] == 2


def test_a_flow_that_changed_is_another_version_and_old_runs_keep_theirs() -> None:
    runtime = Runtime()
    flow = Flow("x").wait("hold").constant("one", 1)
    held = runtime.run(flow)
    assert runtime.program(runtime.run(flow).run_id) is runtime.program(held.run_id)
    later = runtime.run(Flow("x").wait("hold").constant("two", 2))
    assert runtime.resume(held.run_id).result == {"one": 1}
    assert runtime.resume(later.run_id).result == {"two": 2}
    assert runtime.resume(runtime.run("x").run_id).result == {"two": 2}


def test_each_flow_calls_its_own_functions_whatever_its_slug() -> None:
    def first(context: ProcessingContext) -> str:
        return "first"

    def second(context: ProcessingContext) -> str:
        return "second"

    runtime = Runtime()
    one, two = Flow("same").wait("w").node("f", first), Flow("same").wait("w").node("f", second)
    held = [runtime.run(one), runtime.run(two)]
    assert [runtime.resume(item.run_id).result["f"] for item in held] == ["first", "second"]


def test_node_classes_need_no_registration() -> None:
    class Sign(SuspendableNode):
        """Waits for a name."""

        document: str

        async def process(self, context: ProcessingContext) -> Any:
            if not self.is_resuming():
                await self.suspend_workflow(f"Sign {self.document}", {"n": 1})
            return await self.get_saved_state()

    runtime = Runtime()
    held = runtime.run(Flow("x").node("sign", Sign, document="Lease"))
    assert held.suspensions[0]["reason"] == "Sign Lease"
    done = runtime.resume(held.run_id, {"name": "Ann"})
    assert done.result == {"sign": {"n": 1, "name": "Ann"}}


def test_runtimes_know_nothing_of_each_other() -> None:
    one, two = Runtime(), Runtime()
    held = one.run(asking(), {"n": 1})
    with pytest.raises(NotFound):
        two.status(held.run_id)
    with pytest.raises(NotFound):
        two.run("asking")


def test_retries_are_waited_for_but_not_beyond_patience() -> None:
    def flaky(context: ProcessingContext) -> int:
        if context.attempt < 3:
            raise TryAgain("Not yet.")
        return context.attempt

    quick = {"max_attempts": 3, "backoff_seconds": 0.01}
    assert Runtime().run(Flow("x").node("f", flaky, retry=quick)).result == {"f": 3}
    result = Runtime(patience=0.5).run(Flow("x").node("f", flaky, retry=3))
    assert (result.status, result.errors) == ("running", [])


def test_a_clock_moved_by_hand_is_never_waited_for() -> None:
    def flaky(context: ProcessingContext) -> int:
        if context.attempt < 2:
            raise TryAgain("Not yet.")
        return context.attempt

    clock = MemoryClock()
    runtime = Runtime(clock=clock)
    first = runtime.run(Flow("x").node("f", flaky, retry=2))
    assert first.status == "running"
    clock.forward(1)
    runtime.run_due()
    assert runtime.result(first.run_id).result == {"f": 2}


async def test_runs_are_driven_in_the_callers_loop() -> None:
    loops = []

    async def where(context: ProcessingContext) -> None:
        loops.append(asyncio.get_running_loop())

    runtime = Runtime()
    held = await runtime.arun(Flow("x").node("a", where).wait("w").node("b", where))
    done = await runtime.aresume(held.run_id)
    assert done.completed
    assert loops == [asyncio.get_running_loop()] * 2
    await runtime.arun_due()


async def test_plain_calls_work_within_a_running_loop_too() -> None:
    assert Runtime().run(simple(), {"n": 1}).result == {"result": 2}


def test_a_flow_with_a_function_can_be_stopped_from_another_thread() -> None:
    begun = threading.Event()

    async def forever(context: ProcessingContext) -> None:
        begun.set()
        await asyncio.Event().wait()

    runtime = Runtime()
    results: list[Any] = []
    flow = Flow("x").node("f", forever)
    thread = threading.Thread(target=lambda: results.append(runtime.run(flow)))
    thread.start()
    assert begun.wait(10)
    (run_id,) = runtime._home.local.runs  # type: ignore[union-attr]
    assert runtime.stop(run_id).status == "cancelled"
    thread.join(10)
    assert [result.status for result in results] == ["cancelled"]
