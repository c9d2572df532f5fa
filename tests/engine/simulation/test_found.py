"""What schedules have found, each shortened to the one moment in which it went wrong."""

from __future__ import annotations

import asyncio
from copy import deepcopy
from typing import Any, ClassVar

from uuid_utils.compat import uuid7

from tests.engine.functions.world import FunctionWorld
from tests.support.world import World, graph
from workflows.engine.commands import (
    Complete,
    ForkRun,
    Report,
    Resume,
    SaveCheckpoint,
    StartStep,
)
from workflows.engine.decide.forking import Changes, prepare
from workflows.engine.execution import InlineWorker
from workflows.engine.functions import WorkflowContext
from workflows.engine.node import BaseNode, ProcessingContext, SuspendableNode
from workflows.engine.ports import NewRun, Work
from workflows.engine.state import fold
from workflows.engine.transition import apply, claim


class Noting(SuspendableNode):
    """Notes something in its saved state after the wait, when others may have answered too."""

    node_type: ClassVar[str] = "noting"
    before: ClassVar[Any] = None

    async def process(self, context: ProcessingContext) -> Any:
        if not self.is_resuming():
            await self.suspend_workflow("Waits", {})
        if Noting.before is not None:
            Noting.before(context.run_id)
        await self.update_suspended_state({"noted": True})
        return await self.get_saved_state()


class Hurry(SuspendableNode):
    """Waits, as long as its own time limit lets it."""

    node_type: ClassVar[str] = "hurry"

    async def process(self, context: ProcessingContext) -> Any:
        await self.suspend_workflow("Waits", {})


class Trying(BaseNode):
    """Fails, and may be tried again."""

    node_type: ClassVar[str] = "trying"

    async def process(self, context: ProcessingContext) -> Any:
        raise ValueError("Not now.")


def test_an_answer_that_comes_while_a_node_saves_state_is_executed() -> None:
    world = World(graph({"a": "noting", "h": "hold"}, []), Noting)
    run = world.run()

    def answer(run_id: str) -> None:
        apply(world.ports, [Work(run_id, Resume({"n": 1}, node_id="h", by="maria"))])

    Noting.before = answer
    try:
        world.resume(run, {}, node_id="a")
        asyncio.run(asyncio.wait_for(InlineWorker(world.ports).drain(), 10))
    finally:
        Noting.before = None
    assert world.statuses(run) == {"a": "completed", "h": "completed"}
    assert world.state(run).status == "completed"


def test_a_log_in_memory_is_not_changed_by_what_follows_its_fork() -> None:
    world = World(graph({"a": "step", "h": "hold", "b": "step"}, ["a>h", "h>b"]))
    run = world.run()
    log = world.log(run)
    state = fold(run, log)
    made = str(uuid7())
    command = ForkRun(run, len(log), prepare(state, Changes()), "fred")
    world.apply(Work(made, command, new=NewRun(made, "w", 1, forked_from=run)))
    first = deepcopy(world.log(made)[0].event)
    world.drain()
    world.resume(made)
    world.drain()
    assert world.state(made).status == "completed"
    assert world.log(made)[0].event == first


def test_a_checkpoint_in_memory_is_not_changed_by_what_follows_it() -> None:
    world = World(graph({"a": ("ask", {"users": ["ada", "ben", "eve"], "quorum": 3})}, []))
    run = world.run()
    world.resume(run, {"approved": True}, by="ada")
    world.apply(Work(run, SaveCheckpoint("c", "here")))
    body = deepcopy(world.store.runs[run].checkpoint)
    world.resume(run, {"approved": True}, by="ben")
    assert world.store.runs[run].checkpoint == body


def test_what_is_due_when_a_deadline_fails_the_run_is_closed_and_does_not_begin() -> None:
    nodes = {
        "late": ("hurry", {"timeout_seconds": 10}),
        "sleeps": ("timer", {"seconds": 10}),
        "tries": ("trying", {}, {"retry": {"max_attempts": 2, "backoff_seconds": 10}}),
    }
    world = World(graph(nodes, []), Hurry, Trying)
    run = world.run()
    world.clock.forward(11)
    world.drain()
    assert world.state(run).status == "failed"
    assert world.statuses(run) == {"late": "failed", "sleeps": "cancelled", "tries": "cancelled"}


def test_the_state_of_one_of_several_decisions_ends_a_wait_for_it() -> None:
    nodes = {
        "a": ("ask", {"users": ["ada", "ben"], "quorum": 2}),
        "b": ("step", {}, {"wait_for_input": "budget"}),
    }
    world = World(graph(nodes, []))
    run = world.run()
    world.resume(run, {"approved": True}, by="ada", node_id="a", state={"budget": 7})
    world.drain()
    assert world.statuses(run) == {"a": "suspended", "b": "completed"}
    assert world.state(run).status == "suspended"


def test_a_report_that_is_handed_in_again_begins_and_ends_nothing_twice() -> None:
    async def two(ctx: WorkflowContext) -> None:
        await ctx.wait("Never answered")

    world = FunctionWorld(two)
    run = world.start()
    claimed = claim(world.ports, "one", 1, 30)[0]
    step = {"position": "1", "name": "a", "kind": "step", "shown": "a", "digest": None}
    report = Report((StartStep("a", 1, 1, step), Complete("a", 1, 1, output=7)))
    for _ in range(2):
        (answer,) = apply(world.ports, [Work(run, report, "one", claimed.epoch)])
        assert answer.error is None
    assert world.types(run) == [
        "RunCreated", "RunStarted", "NodeStarted", "NodeStarted", "NodeCompleted",
    ]  # fmt: skip
