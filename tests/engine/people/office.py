"""A desk for tests of tasks: one approval in a world whose clock is moved by hand."""

from __future__ import annotations

from typing import Any

from tests.support.world import World, graph
from workflows.engine.commands import ActOnTask, Resume
from workflows.engine.events import Record, event_type
from workflows.engine.people import OpenOffice, Person
from workflows.engine.ports import Work
from workflows.engine.state import Suspension
from workflows.nodes.people import ApprovalNode, FormNode, QuestionNode

HOUR, DAY = 3_600, 86_400


class Desk:
    """An approval ``ask`` with a way out each for yes, no and late; ``alice`` has asked."""

    def __init__(
        self, *, kind: str = "approval", edges: tuple[str, ...] = (), **properties: Any
    ) -> None:
        ways = edges or ("ask>y:approved", "ask>n:rejected")
        nodes = {"ask": (kind, properties), "y": "step", "n": "step", "late": "step"}
        targets = {way.split(">")[1].split(":")[0] for way in ways}
        kept = {name: node for name, node in nodes.items() if name == "ask" or name in targets}
        self.world = World(graph(kept, list(ways)), ApprovalNode, FormNode, QuestionNode)
        self.run = self.world.run()

    @property
    def wait(self) -> Suspension:
        """The only open wait."""
        return next(iter(self.world.state(self.run).suspensions.values()))

    def decide(self, by: str = "maria", action: str | None = "approved", **more: Any) -> None:
        """Decide, and let the workers do what follows at once."""
        person = more.pop("person", Person(by, trusted=True))
        data = more.pop("data", None)
        command = Resume(data, action, by=by, person=person, suspension=self.wait.id, **more)
        self.world.apply(Work(self.run, command))
        self.world.drain()

    def act(self, verb: str, by: str = "maria", **more: Any) -> None:
        """Do something else with the task."""
        more.setdefault("person", Person(by, trusted=True))
        task = self.wait.task or ""
        self.world.apply(Work(self.run, ActOnTask(task, verb, by, **more)))

    def later(self, seconds: float) -> None:
        """Let time pass; the workers do what is due."""
        self.world.clock.forward(seconds)
        self.world.drain()

    def each(self, seconds: float, times: int) -> None:
        """Let time pass in steps."""
        for _ in range(times):
            self.later(seconds)

    def statuses(self) -> dict[str, str]:
        """The statuses of the nodes that were come to."""
        return self.world.statuses(self.run)

    def events(self, kind: str) -> list[Any]:
        """The events of a type."""
        return [r.event for r in self.records(kind)]

    def records(self, kind: str) -> list[Record]:
        """The records of a type."""
        return [r for r in self.world.log(self.run) if event_type(r.event) == kind]

    def output(self) -> Any:
        """What the approval gave."""
        return next(e for e in self.events("NodeCompleted") if e.node_id == "ask").output


__all__ = ["DAY", "HOUR", "Desk", "OpenOffice"]
