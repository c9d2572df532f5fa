"""Nodes of simulated runs: what an execution comes to is thrown anew each time it is executed."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from typing import Any, ClassVar

from workflows.engine.errors import Permanent, TryAgain
from workflows.engine.node import (
    BaseNode,
    Output,
    ProcessingContext,
    SuspendableNode,
    SuspensionRequest,
)
from workflows.engine.registry import Registry
from workflows.nodes.data import InputNode
from workflows.nodes.flow import MapNode, SubworkflowNode
from workflows.nodes.people import ApprovalNode
from workflows.nodes.wait import SleepNode, WaitForEventNode, WaitNode

FAILURES: dict[str, Callable[[], Exception]] = {
    "fail": lambda: ValueError("It failed."),
    "never": lambda: Permanent("It fails for good."),
    "later": lambda: TryAgain("Not yet.", after_seconds=20),
}
SIGNALS = (("paid", None), ("paid", "7"), ("sent", None))


class Fate:
    """What decides how executions end; ``calm`` lets each of them end well."""

    def __init__(self) -> None:
        self.dice = random.Random(0)
        self.calm = False
        self.turns = False
        self.sent = 0

    def throw(self, seed: int) -> None:
        """Begin a schedule."""
        self.dice, self.calm, self.turns, self.sent = random.Random(seed), False, False, 0

    async def take_time(self) -> None:
        """Let others have some turns, where there is a loop."""
        if self.turns:
            for _ in range(self.dice.randrange(4)):
                await asyncio.sleep(0)

    def signal(self) -> dict[str, int]:
        """Give data that no other signal has."""
        self.sent += 1
        return {"sid": self.sent}


FATE = Fate()


class Act(BaseNode):
    """Gives something, chooses an action, changes the state, sends a signal, or fails."""

    node_type: ClassVar[str] = "act"
    moods: list[str] = ["ok"]

    async def process(self, context: ProcessingContext) -> Any:
        await FATE.take_time()
        mood = FATE.dice.choice(self.moods)
        if FATE.calm and mood in (*FAILURES, "set"):
            mood = "ok"
        if mood in FAILURES:
            context.state.set("lost", context.node_id)
            raise FAILURES[mood]()
        if mood == "put":
            context.state.set(FATE.dice.choice(["n", "known"]), FATE.dice.randrange(5))
        elif mood == "drop":
            context.state.delete("n")
        elif mood == "emit":
            name, key = FATE.dice.choice(SIGNALS)
            context.emit(name, key, FATE.signal())
        elif mood == "set":
            return Output({1: {2}}, None)
        return Output({"of": context.node_id, "n": FATE.dice.randrange(9)}, mood)


class Ponder(SuspendableNode):
    """Waits several times, changes its saved state on the way, and may fail in between."""

    node_type: ClassVar[str] = "ponder"
    rounds: int = 2

    async def process(self, context: ProcessingContext) -> Any:
        if not self.is_resuming():
            context.state.set("pondered", context.iteration)
            await self.suspend_workflow("Once", {"round": 1})
        await FATE.take_time()
        saved = await self.get_saved_state()
        if FATE.dice.random() < 0.4:
            await self.update_suspended_state({"noted": saved.get("noted", 0) + 1})
        await FATE.take_time()
        if not FATE.calm and FATE.dice.random() < 0.2:
            raise ValueError("It failed after the wait.")
        if saved["round"] < self.rounds:
            await self.suspend_workflow("Again", {**saved, "round": saved["round"] + 1})
        assert context.resumed is not None
        return Output({"noted": saved.get("noted")}, context.resumed["action"])


class Pressed(SuspendableNode):
    """Waits with a deadline; only what the deadline does differs."""

    node_type: ClassVar[str] = "pressed"

    async def process(self, context: ProcessingContext) -> Any:
        if context.resumed is None:
            self.suspend(SuspensionRequest("Soon?", state={"kept": 1}))
        return Output({"via": context.resumed["via"]}, context.resumed["action"])


NODES: tuple[type[BaseNode], ...] = (
    InputNode,
    Act,
    Ponder,
    Pressed,
    WaitNode,
    SleepNode,
    ApprovalNode,
    WaitForEventNode,
    MapNode,
    SubworkflowNode,
)


def registry() -> Registry:
    """Give a registry of these nodes."""
    made = Registry()
    for cls in NODES:
        made.add(cls)
    return made
