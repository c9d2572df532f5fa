"""Timers and deadlines of a runtime, runs that start and wake others, and many threads at once."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from workflows import Flow, ProcessingContext, Runtime, expr
from workflows.engine.errors import Invalid, Refused
from workflows.engine.memory import MemoryClock


def napping(seconds: float = 60) -> Flow:
    return Flow("nap").sleep("nap", seconds=seconds).constant("awake", True)


def test_a_timer_suspends_and_fires_when_the_run_is_next_driven() -> None:
    clock = MemoryClock()
    runtime = Runtime(clock=clock)
    held = runtime.run(napping())
    assert held.suspended
    assert held.suspensions[0]["wake_at"] == "2026-01-05T09:01:00+00:00"
    clock.forward(59)
    runtime.run_due()
    assert runtime.status(held.run_id) == "suspended"
    clock.forward(1)
    runtime.run_due()
    assert runtime.result(held.run_id).result == {"awake": True}


def test_a_run_drives_no_timer_of_another_run() -> None:
    clock = MemoryClock()
    runtime = Runtime(clock=clock)
    held = runtime.run(napping())
    clock.forward(3600)
    runtime.run(Flow("other").constant("c", 1))
    assert runtime.status(held.run_id) == "suspended"


def test_the_scheduler_fires_timers_on_time() -> None:
    runtime = Runtime()
    held = runtime.run(napping(0.05))
    runtime.start_scheduler()
    runtime.start_scheduler()
    try:
        assert runtime.wait(held.run_id, timeout=10).result == {"awake": True}
        later = runtime.run(napping(0.05))
        assert runtime.wait(later.run_id, timeout=10).completed
    finally:
        runtime.stop_scheduler()
    runtime.stop_scheduler()
    still = runtime.run(napping(0.01))
    assert runtime.wait(still.run_id, timeout=0.1).suspended
    runtime.start_scheduler()
    assert runtime.wait(still.run_id, timeout=10).completed
    runtime.stop_scheduler()


def test_the_scheduler_sees_a_clock_that_is_moved_by_hand() -> None:
    clock = MemoryClock()
    runtime = Runtime(clock=clock)
    held = runtime.run(Flow("x").approval("ask", timeout="2h", on_timeout="resume"))
    runtime.start_scheduler()
    clock.forward(7200)
    try:
        done = runtime.wait(held.run_id, timeout=10)
    finally:
        runtime.stop_scheduler()
    assert done.result["ask"]["decision"] == "timeout"


def test_a_deadline_that_nobody_catches_fails_the_run() -> None:
    clock = MemoryClock()
    runtime = Runtime(clock=clock)
    held = runtime.run(Flow("x").wait("w", timeout="1h"))
    clock.forward(3600)
    runtime.run_due()
    assert runtime.status(held.run_id) == "failed"
    assert runtime.result(held.run_id).errors[0]["node_id"] == "w"


def child() -> Flow:
    return (
        Flow("child")
        .approval("ok", title="Ok {{ inputs.item }}?")
        .output("out", value=expr("nodes.ok.approver"))
    )


def test_a_flow_within_a_flow_is_run_and_answered_at_its_parent() -> None:
    runtime = Runtime()
    flow = Flow("parent").node("sub", child(), inputs={"item": 1}).transform("t", "nodes.sub.out")
    held = runtime.run(flow)
    assert held.suspensions[0]["kind"] == "children"
    done = runtime.resume(held.run_id, {"approved": True}, by="ben")
    assert done.result == {"t": "ben"}


def test_a_run_for_each_item_is_answered_one_by_one() -> None:
    runtime = Runtime()
    held = runtime.run(Flow("parent").map("each", child(), [1, 2]))
    with pytest.raises(Invalid, match="2 runs below"):
        runtime.resume(held.run_id, {"approved": True})
    (wait,) = held.suspensions
    seen = runtime._home.seen(held.run_id).state.suspensions[wait["id"]]
    children = [item["run"] for _, item in sorted(seen.children.items())]
    assert [runtime.tasks(run)[0]["title"] for run in children] == ["Ok 1?", "Ok 2?"]
    runtime.resume(children[1], {"approved": True}, by="ben")
    runtime.resume(children[0], {"approved": True}, by="ann")
    done = runtime.result(held.run_id)
    assert done.result == {"each": [{"out": "ann"}, {"out": "ben"}]}


def test_a_sub_workflow_by_name_must_have_been_added() -> None:
    runtime = Runtime()
    flow = Flow("parent").subworkflow("sub", "late")
    failed = runtime.run(flow)
    assert "late" in failed.errors[0]["message"]
    assert runtime.add(Flow("late").constant("c", 1)) == "late"
    assert runtime.run(flow).result == {"sub": {"c": 1}}


def test_nothing_below_waits_when_children_sleep() -> None:
    runtime = Runtime(clock=MemoryClock())
    held = runtime.run(Flow("parent").node("sub", Flow("c").sleep("s", seconds=5)))
    with pytest.raises(Refused):
        runtime.resume(runtime.run(Flow("done").constant("c", 1)).run_id)
    assert runtime.resume(held.run_id).completed


def test_a_signal_wakes_the_runs_that_wait_for_it() -> None:
    runtime = Runtime()
    flow = Flow("x").wait_for_event("paid", "payment", key=expr("inputs.order"))
    runs = [runtime.run(flow, {"order": name}).run_id for name in ("a", "b")]
    assert runtime.send_signal("payment", "b", {"amount": 5}) == 1
    assert [runtime.status(run) for run in runs] == ["suspended", "completed"]
    assert runtime.result(runs[1]).result["paid"]["data"] == {"amount": 5}


def test_a_run_that_sends_a_signal_drives_what_it_wakes() -> None:
    runtime = Runtime()
    held = runtime.run(Flow("waits").wait_for_event("e", "go").constant("gone", 1))
    runtime.run(Flow("sends").emit_event("e", "go"))
    assert runtime.result(held.run_id).result == {"gone": 1}


def test_many_threads_share_a_runtime_and_each_gets_its_own_result() -> None:
    runtime = Runtime()

    def square(context: ProcessingContext) -> int:
        return int(context.inputs["n"]) ** 2

    flow = Flow("x").node("square", square).wait("hold").transform("t", "nodes.square + 1")

    def one(number: int) -> Any:
        held = runtime.run(flow, {"n": number})
        return runtime.resume(held.run_id).result

    with ThreadPoolExecutor(8) as threads:
        results = list(threads.map(one, range(40)))
    assert results == [{"t": number**2 + 1} for number in range(40)]


def test_a_slow_run_of_one_thread_holds_up_no_other() -> None:
    runtime = Runtime()
    begun, go_on = threading.Event(), threading.Event()

    def slow(context: ProcessingContext) -> str:
        begun.set()
        go_on.wait(10)
        return "slow"

    results: list[Any] = []
    thread = threading.Thread(
        target=lambda: results.append(runtime.run(Flow("slow").node("s", slow)))
    )
    thread.start()
    assert begun.wait(10)
    assert runtime.run(Flow("quick").constant("c", 1)).completed
    assert results == []
    go_on.set()
    thread.join(10)
    assert results[0].result == {"s": "slow"}


def test_a_wait_is_answered_while_another_branch_is_at_work() -> None:
    runtime = Runtime()
    begun, go_on = threading.Event(), threading.Event()

    def slow(context: ProcessingContext) -> str:
        begun.set()
        go_on.wait(10)
        return "slow"

    def other(context: ProcessingContext) -> str:
        go_on.set()
        return "other"

    flow = Flow("x").node("slow", slow).wait("hold", after=None).node("other", other)
    results: list[Any] = []
    thread = threading.Thread(target=lambda: results.append(runtime.run(flow)))
    thread.start()
    assert begun.wait(10)
    (run_id,) = runtime._home.local.runs  # type: ignore[union-attr]
    assert runtime._scheduler.wait(lambda: bool(runtime.state(run_id).suspensions), 10)
    done = runtime.resume(run_id, node="hold")
    thread.join(10)
    # The first thread holds the run: what the second one answered is executed there.
    assert done.result == results[0].result == {"slow": "slow", "other": "other"}


async def test_an_interrupted_call_leaves_the_run_to_the_next() -> None:
    runtime = Runtime()
    begun = asyncio.Event()
    times = []

    async def hangs_once(context: ProcessingContext) -> str:
        times.append(context.attempt)
        begun.set()
        if len(times) == 1:
            await asyncio.Event().wait()
        return "done"

    call = asyncio.create_task(runtime.arun(Flow("x").node("f", hangs_once)))
    await begun.wait()
    call.cancel()
    with pytest.raises(asyncio.CancelledError):
        await call
    (run_id,) = runtime._home.local.runs  # type: ignore[union-attr]
    assert runtime.status(run_id) == "running"
    await runtime.arun_due()
    assert runtime.result(run_id).result == {"f": "done"}
    assert times == [1, 1]
