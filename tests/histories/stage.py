"""A stage on which a history is played, written down, or taken up again, with built-in nodes."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from workflows.engine.commands import ActOnTask, CreateRun, Resume, SaveCheckpoint, Stop
from workflows.engine.events import Record, event_type, from_record, to_payload
from workflows.engine.execution import InlineWorker, Tools
from workflows.engine.graphs import GraphProgram, parse
from workflows.engine.memory import MemoryBell, MemoryClock, MemoryFeed, MemoryRun, MemoryStore
from workflows.engine.payload import dumps, loads
from workflows.engine.ports import Head, NewRun, Ports, Work
from workflows.engine.registry import Registry
from workflows.engine.state import dump, fold, wake_time
from workflows.engine.transition import apply
from workflows.nodes import BUILT_IN

ROOT = Path(__file__).resolve().parents[2]


def registry() -> Registry:
    """Give the built-in nodes."""
    made = Registry()
    for cls in BUILT_IN:
        made.add(cls)
    return made


class Stage:
    """A store in memory with a clock; runs are named by the order in which they began, from 0."""

    def __init__(self) -> None:
        self.clock = MemoryClock()
        self.store = MemoryStore(self.clock)
        self.ports = Ports(self.store, MemoryBell(), MemoryFeed())
        self.published: dict[str, dict[str, Any]] = {}

    # What a play does

    def publish(self, slug: str, data: Mapping[str, Any]) -> None:
        """Publish a graph, or ``{"function": name}`` of ``functions.py``, as the next version."""
        versions = self.published.setdefault(slug, {})
        number = len(versions) + 1
        versions[str(number)] = data
        self.store.programs[(slug, number)] = self._program(data)

    def start(self, slug: str = "w", inputs: Any = None, by: str = "ada") -> None:
        """Start a run and go on until it rests."""
        number = len(self.store.runs)
        run = f"01938c0e-6b7c-7000-8000-{number:012x}"
        version = max(int(v) for v in self.published[slug])
        new = NewRun(run, slug, version, started_by=by)
        self._apply(Work(run, CreateRun(inputs or {}, by=by), new=new))
        self.drain()

    def resume(self, run: int = 0, **more: Any) -> None:
        """Answer a wait."""
        self._apply(Work(self.run(run), Resume(**{"by": "maria", **more})))
        self.drain()

    def stop(self, run: int = 0) -> None:
        """Stop a run."""
        self._apply(Work(self.run(run), Stop("Enough.", "otto")))

    def task(self, verb: str, by: str, run: int = 0, **more: Any) -> None:
        """Do something with the only task of a run."""
        waits = self.store.state(self.run(run)).suspensions.values()
        task = next(wait.task for wait in waits if wait.task)
        self._apply(Work(self.run(run), ActOnTask(task, verb, by, **more)))

    def checkpoint(self, run: int = 0) -> None:
        """Save a named checkpoint."""
        self._apply(Work(self.run(run), SaveCheckpoint("01938c0e-cc", "here", "otto")))

    def forward(self, seconds: float) -> None:
        """Let time pass and go on until everything rests."""
        self.clock.forward(seconds)
        self.drain()

    def signal(self, name: str, key: str | None = None, data: Any = None) -> None:
        """Send a signal."""
        from workflows.engine.messages import Signal
        from workflows.engine.transition import send_signal

        send_signal(self.ports, Signal(name, key, data, "ada"))
        self.drain()

    def retry(self, run: int = 0, by_hand: Any = None) -> None:
        """Retry a failed run."""
        from workflows.engine.commands import RetryRun

        self._apply(Work(self.run(run), RetryRun("otto", "It is mended.", by_hand or {})))
        self.drain()

    def fork(self, seq: int, run: int = 0, **changes: Any) -> None:
        """Begin a run of another one's past."""
        from workflows.engine.commands import ForkRun
        from workflows.engine.decide.forking import Changes, prepare

        old, changed = self.run(run), Changes(**changes)
        state = fold(old, self.store.runs[old].records[:seq])
        made = f"01938c0e-6b7c-7000-8000-{len(self.store.runs):012x}"
        command = ForkRun(old, seq, prepare(state, changed), "fred", changed.names())
        new = NewRun(made, state.workflow, state.version, started_by="fred", forked_from=old)
        self._apply(Work(made, command, new=new))
        self.drain()

    def migrate(self, version: int, run: int = 0) -> None:
        """Move a run to another version."""
        from workflows.engine.commands import MigrateRun
        from workflows.engine.graphs.migration import plan_migration

        state = self.store.state(self.run(run))
        old, new = (self.store.programs[state.workflow, n] for n in (state.version, version))
        plan = plan_migration(old, new, state, {})  # type: ignore[arg-type]
        assert plan.fits
        known = {"edges": plan.edges, "forgotten": plan.forgotten, "outputs": plan.outputs}
        left = {"left": plan.left} if getattr(plan, "left", None) else {}
        command = MigrateRun(version, "otto", "A better way.", **known, **left)
        self._apply(Work(self.run(run), command))
        self.drain()

    # Behind the curtain

    def run(self, number: int) -> str:
        """Give the id of a run by its place."""
        return list(self.store.runs)[number]

    def drain(self) -> None:
        """Do what is due."""
        asyncio.run(InlineWorker(self.ports, tools=Tools(now=self.clock)).drain())

    def status(self, run: int = 0) -> str:
        """Give the status of a run."""
        return self.store.state(self.run(run)).status

    def _apply(self, work: Work) -> None:
        (applied,) = apply(self.ports, [work])
        if applied.error is not None:
            raise applied.error

    def _program(self, data: Mapping[str, Any]) -> Any:
        if "function" not in data:
            return GraphProgram(parse(data), registry())
        from workflows.engine.functions import FunctionProgram

        from . import functions

        return FunctionProgram(getattr(functions, data["function"]))

    def written(self) -> list[dict[str, Any]]:
        """Write down all runs: their records, their checkpoint, and what they add up to."""
        return [self._written(run_id, row) for run_id, row in self.store.runs.items()]

    def _written(self, run_id: str, row: MemoryRun) -> dict[str, Any]:
        records = [
            {
                "seq": record.seq,
                "type": event_type(record.event),
                "node_id": getattr(record.event, "node_id", None),
                "iteration": getattr(record.event, "iteration", None),
                "payload": to_payload(record.event),
                "at": record.at.isoformat(),
                "epoch": record.epoch,
            }
            for record in row.records
        ]
        state = fold(run_id, row.records)
        told = {"run": run_id, "workflow": row.head.workflow, "version": state.version}
        more = {"records": records, "checkpoint": row.checkpoint, "state": dump(state)}
        # Where the code lies on the machine that records is nobody's business.
        text = dumps({**told, **more}).replace(str(ROOT), "")
        made: dict[str, Any] = loads(text)
        return made

    def take_up(self, history: Mapping[str, Any]) -> None:
        """Put runs into the store as they were written down, so that they can go on."""
        for slug, versions in history["workflows"].items():
            for number in sorted(versions, key=int):
                self.publish(slug, versions[number])
        for run in history["runs"]:
            records = read(run)
            self.clock.time = max(self.clock.time, records[-1].at + timedelta(seconds=1))
            state = fold(run["run"], records)
            new = NewRun(run["run"], run["workflow"], run["version"], parent=state.parent)
            epoch = max(record.epoch for record in records)
            place = (run["workflow"], run["version"])
            head = Head(run["run"], state.seq, epoch, None, state.status, *place)
            row = MemoryRun(new, head, wake_time(state, self.clock.time), records)
            if run["checkpoint"] is not None:
                row.checkpoint = (run["checkpoint"][0], run["checkpoint"][1])
            self.store.runs[run["run"]] = row


def read(run: Mapping[str, Any]) -> list[Record]:
    """Read the records of a run that was written down."""
    return [
        Record(
            item["seq"],
            from_record(item["type"], item["node_id"], item["iteration"], item["payload"]),
            datetime.fromisoformat(item["at"]),
            item["epoch"],
        )
        for item in run["records"]
    ]
