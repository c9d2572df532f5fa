"""What readers are told of a run: the summary, the trace, and the path of both."""

from __future__ import annotations

from typing import Any

from tests.support.world import World, graph
from workflows.engine.commands import ForkRun, RetryRun
from workflows.engine.decide.forking import Changes, prepare
from workflows.engine.explaining import Trace, explain, node_path, trace_of
from workflows.engine.ports import NewRun, Work

RETRY = {"retry": {"max_attempts": 2, "backoff_seconds": 5}}


def told(world: World, run: str) -> dict[str, Any]:
    return explain(world.state(run), world.log(run), ["a", "b", "c"])


def trace(world: World, run: str) -> Trace:
    return trace_of(world.state(run), world.log(run), world.store.program("w", 1))


def test_a_waiting_run_tells_who_can_act_and_until_when() -> None:
    ask = ("ask", {"users": ["anna"], "groups": ["managers"], "due_seconds": 3600})
    world = World(graph({"a": "step", "b": ask, "c": "step"}, ["a>b", "b>c:approved"]))
    run = world.run()
    found = told(world, run)
    assert (found["status"], found["summary"]) == ("suspended", "Waiting: Approve?")
    (wait,) = found["waits"]
    assert (wait["node_id"], wait["users"], wait["groups"]) == ("b", ["anna"], ["managers"])
    assert wait["due_at"] == "2026-01-05T10:00:00+00:00"
    assert [(item["node_id"], item["status"]) for item in found["path"]] == [
        ("a", "completed"), ("b", "suspended"),
    ]  # fmt: skip
    assert found["counts"] == {
        "events": world.state(run).seq, "nodes": 3, "completed": 1, "suspended": 1, "pending": 1,
    }  # fmt: skip


def test_a_failure_is_told_once_and_its_retries_are_counted() -> None:
    world = World(graph({"a": ("step", {"error": "No money"}, RETRY)}, []))
    run = world.run()
    found = told(world, run)
    assert (found["summary"], found["retries"]) == ("Failed: No money", 0)
    assert [(item["node_id"], item["message"]) for item in found["failures"]] == [("a", "No money")]


def test_a_stopped_run_tells_who_stopped_it_and_why() -> None:
    world = World(graph({"a": "hold"}, []))
    run = world.run()
    world.stop(run, "Not needed")
    assert told(world, run)["summary"] == "Stopped by otto: Not needed"
    assert trace(world, run).steps[0].notes[-1] == "Cancelled: Not needed"


def test_what_no_worker_can_run_is_named() -> None:
    world = World(graph({"a": "hold"}, []))
    found = explain(world.state(world.run()), [], missing=["acme.Weigh"])
    assert found["summary"] == "Waits for a worker that has the node type acme.Weigh."


def test_a_trace_lists_steps_in_the_order_in_which_they_began() -> None:
    world = World(graph({"a": "step", "b": "hold", "c": "step"}, ["a>b", "b>c:go", "a>c:x"]))
    run = world.run({"n": 1})
    world.clock.forward(60)
    world.resume(run, {"n": 2}, "go")
    world.drain()
    found = trace(world, run)
    assert node_path(found) == ["a", "b", "c"]
    assert (found.status, found.inputs, found.summary) == ("completed", {"n": 1}, "Completed.")
    held = found.steps[1]
    assert (held.status, held.action, held.seconds) == ("completed", "go", 60)
    assert held.notes == ["Waits (wait): Waiting", 'Resumed by maria (api) with go {"n":2}']


def test_skipped_nodes_are_in_the_trace_but_not_on_the_path() -> None:
    nodes = {"a": ("step", {"action": "x"}), "b": "step", "c": "step"}
    world = World(graph(nodes, ["a>b:x", "a>c:y"]))
    found = trace(world, world.run())
    statuses = {step.node_id: step.status for step in found.steps}
    assert statuses == {"a": "completed", "b": "completed", "c": "skipped"}
    assert node_path(found) == ["a", "b"]


def test_each_round_of_a_loop_is_a_step() -> None:
    world = World(graph({"a": "hold", "b": "step"}, ["a>a:again", "a>b"]))
    run = world.run()
    for action in ("again", None):
        world.resume(run, None, action)
        world.drain()
    found = trace(world, run)
    assert [(step.node_id, step.iteration) for step in found.steps] == [
        ("a", 1), ("a", 2), ("b", 1),
    ]  # fmt: skip


def test_what_was_done_by_hand_says_who_and_why() -> None:
    world = World(graph({"a": ("step", {"error": "No"})}, []))
    run = world.run()
    deed = {"a": {"do": "complete", "output": 1}}
    world.apply(Work(run, RetryRun("otto", "Paid by phone", deed)))
    world.drain()
    (step,) = trace(world, run).steps
    assert (step.status, step.output, step.error) == ("completed", 1, None)
    assert step.notes[-1] == "Completed by hand by otto: Paid by phone"


def test_a_fork_shows_what_it_took_over() -> None:
    world = World(graph({"a": ("step", {"value": 7}), "b": "hold"}, ["a>b"]))
    run = world.run()
    command = ForkRun(run, world.state(run).seq, prepare(world.state(run), Changes()), "otto")
    world.apply(Work("f" * 8, command, new=NewRun("f" * 8, "w", 1, forked_from=run)))
    world.drain()
    first, second = trace(world, "f" * 8).steps
    assert (first.node_id, first.status, first.notes) == (
        "a", "completed", [f"Taken over from run {run}."],
    )  # fmt: skip
    assert (second.node_id, second.status) == ("b", "suspended")


def test_long_texts_are_cut_in_notes() -> None:
    world = World(graph({"a": ("hold", {"reason": "x" * 900})}, []))
    (note,) = trace(world, world.run()).steps[0].notes
    assert len(note) < 250
    assert note.endswith("…")
