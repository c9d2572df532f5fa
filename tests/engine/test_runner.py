"""The loop of one held run: nothing that a batch of outcomes starts is forgotten, stops cancel."""

from __future__ import annotations

import asyncio
from typing import Any, ClassVar

from tests.support.world import World, graph
from workflows.engine.commands import Stop
from workflows.engine.execution import Tools, WorkflowRunner
from workflows.engine.node import BaseNode, ProcessingContext
from workflows.engine.ports import Applied, Work
from workflows.engine.transition import apply, claim


class Batches:
    """Commits as a worker does: what comes in while the loop turns goes into one transaction."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.sizes: list[int] = []
        self._waiting: list[tuple[asyncio.Future[Applied], Work]] = []

    async def commit(self, work: Work) -> Applied:
        future: asyncio.Future[Applied] = asyncio.get_running_loop().create_future()
        self._waiting.append((future, work))
        if len(self._waiting) == 1:
            asyncio.get_running_loop().call_later(0, self._flush)
        return await future

    def _flush(self) -> None:
        taken, self._waiting = self._waiting, []
        self.sizes.append(len(taken))
        for (future, _), answer in zip(
            taken, apply(self.world.ports, [work for _, work in taken]), strict=True
        ):
            future.set_result(answer)


async def execute(world: World, batches: Batches) -> None:
    claimed = claim(world.ports, "one", 1, 30)[0]
    program = world.store.program("w", 1)
    runner = WorkflowRunner(claimed, "one", program, batches.commit, Tools())
    runner.start()
    await asyncio.wait_for(runner.done.wait(), 10)
    assert runner.running == 0


def test_what_follows_two_outcomes_of_one_batch_is_started() -> None:
    nodes = {"a": "step", "b": "step", "j": "step", "k": "step"}
    world = World(graph(nodes, ["a>j", "b>j", "j>k"]))
    run = world.start()
    batches = Batches(world)
    asyncio.run(execute(world, batches))
    assert batches.sizes[0] == 2
    assert world.state(run).status == "completed"


class Endless(BaseNode):
    """Runs until it is cancelled."""

    node_type: ClassVar[str] = "endless"

    async def process(self, context: ProcessingContext) -> Any:
        BEGUN.set()
        await asyncio.Event().wait()


BEGUN = asyncio.Event()


def test_a_stop_cancels_what_is_being_executed() -> None:
    world = World(graph({"e": "endless"}, []), Endless)
    run = world.start()

    async def stopped() -> None:
        claimed = claim(world.ports, "one", 1, 30)[0]
        runner = WorkflowRunner(
            claimed, "one", world.store.program("w", 1), Batches(world).commit, Tools()
        )
        runner.start()
        await asyncio.wait_for(BEGUN.wait(), 10)
        apply(world.ports, [Work(run, Stop())])
        await runner.look()
        assert runner.done.is_set()

    asyncio.run(stopped())
    assert world.statuses(run) == {"e": "cancelled"}
