"""An office: people, workflows on the database under test, a clock; what a promise is tried in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import User

from tests.support.clock import DatabaseClock
from tests.support.world import graph
from workflows.adapters.store import DjangoStore
from workflows.engine.events import Record, event_type
from workflows.services import commands
from workflows.services.commands import RunRequest
from workflows.services.definitions import create_workflow, publish, save_draft
from workflows.services.inbox import deciding
from workflows.services.inbox.deciding import DecideRequest, ResumeRequest
from workflows.services.queries.runs import run_detail


@dataclass
class Office:
    """Everything is asked of the services, as the API does; ``drain`` is a worker in this thread.

    ``executed`` names the nodes in the order in which they were executed, repetitions included.
    """

    people: Mapping[str, User]
    drain: Callable[[], int]
    clock: DatabaseClock
    executed: list[str] = field(default_factory=list)
    slugs: list[str] = field(default_factory=list)

    def publish(self, nodes: Mapping[str, Any], edges: Sequence[str], slug: str = "flow") -> str:
        """Publish a workflow, or its next version; see ``tests.support.world.graph``."""
        data = graph(nodes, edges)
        root = self.people["root"]
        if slug in self.slugs:
            save_draft(root, slug, graph=data)
        else:
            self.slugs.append(create_workflow(root, slug, slug=slug, graph=data))
        publish(root, slug)
        return slug

    def begin(self, slug: str = "flow", who: str = "otto", inputs: Any = None, **more: Any) -> str:
        """Start a run and go on until it rests."""
        run = commands.start_run(self.people[who], slug, RunRequest(inputs or {}, **more))
        self.drain()
        return run

    def run(self, nodes: Mapping[str, Any], *edges: str, **more: Any) -> str:
        """Publish and begin."""
        return self.begin(self.publish(nodes, edges), **more)

    def resume(self, run: str, node: str | None = None, who: str = "otto", **more: Any) -> None:
        """Answer a wait; nothing is executed by it."""
        deciding.resume_run(self.people[who], run, ResumeRequest(node=node, **more))

    def decide(self, run: str, decision: str, who: str = "maria", node: str | None = None) -> None:
        """Decide the task of a node, or the only one."""
        waits = self.view(run)["suspensions"]
        task = next(w["task"] for w in waits if w["task"] and node in (None, w["node_id"]))
        deciding.decide_task(self.people[who], task, DecideRequest(decision))

    def stop(self, run: str, who: str = "otto") -> None:
        """Stop a run."""
        commands.stop_run(self.people[who], run, "Enough.")

    def later(self, seconds: float) -> None:
        """Let time pass, then go on until everything rests."""
        self.clock.forward(seconds)
        self.drain()

    def view(self, run: str) -> dict[str, Any]:
        """Show a run as the API does."""
        return run_detail(self.people["root"], run)

    def status(self, run: str) -> str:
        """Give the status of a run."""
        return str(self.view(run)["status"])

    def nodes(self, run: str) -> dict[str, str]:
        """Give the status of each node."""
        return {name: item["status"] for name, item in self.view(run)["nodes"].items()}

    def output(self, run: str, node: str) -> Any:
        """Give the output of a node."""
        return self.view(run)["nodes"][node]["output"]

    def waits(self, run: str) -> list[str]:
        """Name the nodes that wait."""
        return sorted(wait["node_id"] for wait in self.view(run)["suspensions"])

    def log(self, run: str) -> list[Record]:
        """Read the log, which never has a gap."""
        store = DjangoStore()
        with store.transaction() as tx:
            records = tx.records_after(tx.lock([run])[run], 0)
        assert [record.seq for record in records] == list(range(1, len(records) + 1))
        return records

    def events(self, run: str, kind: str, node: str | None = None) -> list[Any]:
        """List the events of a type, of one node or of all."""
        found = [record.event for record in self.log(run) if event_type(record.event) == kind]
        return [event for event in found if node in (None, getattr(event, "node_id", None))]
