"""What a failure does: retries, error edges, the end of a run, poison."""

from __future__ import annotations

from typing import Any, ClassVar

from tests.support.world import World, graph
from workflows.engine.node import BaseNode, ProcessingContext
from workflows.engine.transition import claim


class Flaky(BaseNode):
    """Fails until its third attempt, and changes the state each time."""

    node_type: ClassVar[str] = "flaky"

    async def process(self, context: ProcessingContext) -> Any:
        context.state.set("attempt", context.attempt)
        if context.attempt < 3:
            raise RuntimeError("not yet")
        return context.attempt


def test_without_a_policy_there_is_one_attempt_and_the_run_fails() -> None:
    world = World(graph({"a": ("step", {"error": "broken"}), "b": "step"}, ["a>b"]))
    run = world.run()
    state = world.state(run)
    assert (state.status, state.error["message"], state.error["node_id"]) == (
        "failed", "broken", "a",
    )  # fmt: skip
    assert "b" not in state.activations


def test_a_retry_waits_by_a_durable_timer_that_holds_no_worker() -> None:
    options = {"retry": {"max_attempts": 3, "backoff_seconds": "10s", "factor": 2}}
    world = World(graph({"f": ("flaky", {}, options)}, []), Flaky)
    run = world.run()
    row = world.store.runs[run]
    assert world.statuses(run) == {"f": "retrying"}
    assert (row.head.owner, (row.wake_at - world.clock()).total_seconds()) == (None, 10)
    assert world.state(run).state == {}
    world.clock.forward(10)
    world.drain()
    assert (row := world.store.runs[run]).wake_at is not None
    assert (row.wake_at - world.clock()).total_seconds() == 20
    world.clock.forward(20)
    world.drain()
    assert world.state(run).result == {"f": 3}
    assert world.state(run).state == {"attempt": 3}


def test_an_error_edge_takes_the_failure_with_the_error_as_output() -> None:
    message = {"value": {"$expr": "nodes.a.error.message"}}
    nodes = {"a": ("step", {"error": "broken"}), "b": "step", "e": ("step", message)}
    world = World(graph(nodes, ["a>b", "a>e:error"]))
    run = world.run()
    assert world.statuses(run) == {"a": "failed", "b": "skipped", "e": "completed"}
    assert world.state(run).status == "completed"
    assert world.state(run).result["e"] == "broken"


def test_on_error_continue_goes_on_with_a_null_output() -> None:
    nodes = {"a": ("step", {"error": "broken"}, {"on_error": "continue"}), "b": "step"}
    world = World(graph(nodes, ["a>b"]))
    run = world.run()
    assert world.statuses(run) == {"a": "failed", "b": "completed"}
    assert world.state(run).outputs["a"] is None


def test_a_failure_cancels_the_waits_of_other_branches_and_ends_the_run() -> None:
    nodes = {"h": "hold", "t": ("timer", {"seconds": 9}), "a": ("step", {"error": "broken"})}
    world = World(graph(nodes, ["t>a"]))
    run = world.run()
    world.clock.forward(9)
    world.drain()
    state = world.state(run)
    assert state.status == "failed"
    assert world.statuses(run) == {"h": "cancelled", "t": "completed", "a": "failed"}
    assert not state.suspensions


def test_a_node_that_would_wait_after_a_failure_is_cancelled_like_the_waits_before_it() -> None:
    world = World(graph({"a": ("step", {"error": "broken"}), "h": "hold"}, []))
    run = world.run()
    assert world.statuses(run) == {"a": "failed", "h": "cancelled"}
    assert world.types(run)[-2:] == ["NodeCancelled", "RunFailed"]
    assert world.state(run).error["node_id"] == "a"


class NotJson(BaseNode):
    """Gives what is no JSON, or puts it into the state."""

    node_type: ClassVar[str] = "not_json"
    where: str = "output"

    async def process(self, context: ProcessingContext) -> Any:
        if self.where == "output":
            return {"when": {1, 2}}
        context.state.set("total", float("nan"))
        return None


def test_a_value_that_is_not_json_fails_the_node_and_names_its_key() -> None:
    for where, key in (("output", "output.when"), ("state", "state.total")):
        world = World(graph({"x": ("not_json", {"where": where})}, []), NotJson)
        run = world.run()
        assert key in world.state(run).error["message"]


class Slow(BaseNode):
    """Never ends by itself."""

    node_type: ClassVar[str] = "slow"

    async def process(self, context: ProcessingContext) -> Any:
        import asyncio

        await asyncio.Event().wait()


def test_an_attempt_that_takes_too_long_is_a_failed_attempt() -> None:
    world = World(graph({"s": ("slow", {}, {"timeout_seconds": 0.01})}, []), Slow)
    run = world.run()
    error = world.state(run).error
    assert (error["type"], "longer than 0.01 s" in error["message"]) == ("TimedOut", True)


class Impatient(BaseNode):
    """Gives up on something of its own long before its time is over."""

    node_type: ClassVar[str] = "impatient"

    async def process(self, context: ProcessingContext) -> Any:
        raise TimeoutError("the printer does not answer")


def test_a_time_out_of_the_nodes_own_is_not_taken_for_the_end_of_its_time() -> None:
    world = World(graph({"s": ("impatient", {}, {"timeout_seconds": 60})}, []), Impatient)
    error = world.state(world.run()).error
    assert (error["type"], error["message"]) == ("TimeoutError", "the printer does not answer")


class Blocking(BaseNode):
    """Is not async."""

    node_type: ClassVar[str] = "blocking"

    def process(self, context: ProcessingContext) -> Any:
        import threading

        return threading.current_thread() is threading.main_thread()


def test_a_node_that_is_not_async_runs_in_a_thread() -> None:
    world = World(graph({"b": "blocking"}, []), Blocking)
    assert world.state(world.run()).result == {"b": False}


def test_a_run_that_takes_its_worker_down_each_time_is_parked() -> None:
    world = World(graph({"a": "step"}, []))
    run = world.start()
    for number in range(6):
        assert claim(world.ports, f"worker-{number}", 5, 30)
        world.clock.forward(31)
    state = world.state(run)
    assert (state.status, state.error["type"]) == ("failed", "NeedsAttention")
    assert world.statuses(run) == {"a": "cancelled"}
