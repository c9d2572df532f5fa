"""Runs that come with their history are kept as if they had happened here, and go on from there."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import orjson
import pytest
from django.contrib.auth.models import User
from django.test import Client
from uuid_utils.compat import uuid7

from tests.api.conftest import Drain, approval, graph, node
from tests.histories.stage import read
from tests.support.clock import DatabaseClock, moved_clock
from workflows.adapters.callbacks import token_of
from workflows.adapters.store import DjangoStore, read_states
from workflows.engine.callbacks import CallbackRequest
from workflows.engine.commands import CreateRun, Resume
from workflows.engine.errors import Invalid, NotFound, Refused
from workflows.engine.events import NodeStarted, Record, RunSuspended, event_type, to_payload
from workflows.engine.execution import InlineWorker, Tools
from workflows.engine.graphs import GraphProgram, parse
from workflows.engine.memory import MemoryBell, MemoryClock, MemoryFeed, MemoryStore
from workflows.engine.ports import NewRun, Ports, Work
from workflows.engine.state import fold
from workflows.engine.transition import apply
from workflows.models import Announcement, Event, Run, Suspension, Task, Version, Workflow
from workflows.nodes.discovery import default_registry
from workflows.services.importing import History, import_runs
from workflows.services.inbox.deciding import DecideRequest, decide_task
from workflows.services.verify import verify_exchange, verify_runs


def told(record: Record) -> Any:
    return record.seq, event_type(record.event), to_payload(record.event), record.at, record.epoch


AGO = timedelta(days=10)
LOGS = sorted((Path(__file__).parents[1] / "histories" / "logs").glob("*/*.json"))

Publish = Callable[..., str]


def faults() -> list[str]:
    found = [str(fault) for verdict in verify_runs() for fault in verdict.faults]
    return found + [str(fault) for fault in verify_exchange()]


class Elsewhere:
    """An installation in memory, ten days ago."""

    def __init__(self, **graphs: Any) -> None:
        with DjangoStore().transaction() as tx:
            self.now = tx.now
        self.clock = MemoryClock(self.now - AGO)
        self.store = MemoryStore(self.clock)
        self.ports = Ports(self.store, MemoryBell(), MemoryFeed())
        for slug, data in graphs.items():
            self.store.programs[slug, 1] = GraphProgram(parse(data), default_registry())

    def run(self, slug: str, inputs: Any = None, by: str = "otto") -> str:
        run = str(uuid7())
        new = NewRun(run, slug, 1, priority=3, tags=("told",), started_by=by)
        self.apply(Work(run, CreateRun(inputs or {"amount": 5}, by=by), new=new))
        return run

    def apply(self, work: Work) -> None:
        (applied,) = apply(self.ports, [work])
        assert applied.error is None, applied.error
        asyncio.run(InlineWorker(self.ports, tools=Tools(now=self.clock)).drain())

    def later(self, **span: float) -> None:
        self.clock.forward(timedelta(**span).total_seconds())

    def histories(self) -> list[History]:
        rows = self.store.runs.items()
        return [
            History(run, row.new.workflow, row.new.version, row.records, row.new.priority,
                    tuple(row.new.tags))
            for run, row in rows
        ]  # fmt: skip

    def history(self) -> History:
        (found,) = self.histories()
        return found


@pytest.fixture
def clock(db: None) -> Iterator[DatabaseClock]:
    with moved_clock() as moved:
        yield moved


@pytest.fixture
def asked(people: dict[str, User], published: Publish) -> History:
    """Give an approval that somebody asked for ten days ago and that is still open."""
    data = approval(due_seconds="30d")
    published(data)
    there = Elsewhere(flow=data)
    there.run("flow")
    return there.history()


def test_a_run_stands_there_as_it_was(asked: History) -> None:
    import_runs([asked])
    row = Run.objects.get(uuid=asked.run_id)
    assert (row.status, row.priority, row.tags) == ("suspended", 3, ["told"])
    assert row.started_by is not None
    assert row.started_by.username == "otto"
    assert row.created_at == asked.records[0].at
    with DjangoStore().transaction() as tx:
        kept = tx.records_after(tx.lock([asked.run_id])[asked.run_id], 0)
    assert [told(record) for record in kept] == [told(record) for record in asked.records]
    assert read_states([asked.run_id])[asked.run_id] == fold(asked.run_id, asked.records)
    task = Task.objects.get(run=row)
    assert (task.state, task.created_at) == ("open", asked.records[-2].at)
    assert Suspension.objects.get(run=row).opened_at == task.created_at
    assert faults() == []


def test_nobody_is_told_of_what_has_happened(asked: History) -> None:
    Announcement.objects.create(kind="run.failed", run_id=0, seq=1, at=asked.records[0].at)
    import_runs([asked])
    assert list(Announcement.objects.values_list("run_id", flat=True)) == [0]


def test_a_task_that_came_along_is_decided_here(
    asked: History, people: dict[str, User], drain: Drain
) -> None:
    import_runs([asked])
    decide_task(people["maria"], str(Task.objects.get().pk), DecideRequest("approved"))
    drain()
    assert Run.objects.get().status == "completed"
    # From now on people are told as ever.
    assert Announcement.objects.filter(kind="task.decided").count() == 1
    assert faults() == []


def test_a_decided_run_keeps_who_decided_and_when(
    people: dict[str, User], published: Publish
) -> None:
    data = approval()
    published(data)
    there = Elsewhere(flow=data)
    run = there.run("flow")
    there.later(hours=5)
    there.apply(Work(run, Resume(None, "rejected", by="maria", via="e-mail", comment="No.")))
    import_runs([there.history()])
    row, task = Run.objects.get(), Task.objects.get()
    assert (row.status, row.wake_at, row.lease_owner) == ("completed", None, None)
    assert row.finished_at is not None
    assert row.finished_at < there.now - timedelta(days=9)
    assert (task.state, task.decision, task.comment) == ("decided", "rejected", "No.")
    assert [(vote.user, vote.via) for vote in task.given.all()] == [(people["maria"], "e-mail")]
    assert faults() == []


def test_a_deadline_that_is_still_to_come_comes_at_its_hour(
    people: dict[str, User], published: Publish, drain: Drain, clock: DatabaseClock
) -> None:
    data = approval(timeout_seconds=(AGO + timedelta(hours=1)).total_seconds(), on_timeout="fail")
    published(data)
    there = Elsewhere(flow=data)
    there.run("flow")
    import_runs([there.history()])
    assert drain() == 0
    clock.forward(3_500)
    assert drain() == 0
    clock.forward(101)
    assert drain() == 1
    assert (Run.objects.get().status, Task.objects.get().state) == ("failed", "expired")
    assert faults() == []


def test_a_deadline_that_has_passed_meanwhile_comes_at_once(
    people: dict[str, User], published: Publish, drain: Drain
) -> None:
    data = approval(timeout_seconds=60, on_timeout="fail")
    published(data)
    there = Elsewhere(flow=data)
    there.run("flow")
    import_runs([there.history()])
    drain()
    assert Run.objects.get().status == "failed"


def test_what_was_being_executed_is_executed_again(
    people: dict[str, User], published: Publish, drain: Drain
) -> None:
    data = graph([node("a", "constant", value=1)], [])
    published(data)
    there = Elsewhere(flow=data)
    there.run("flow")
    whole = there.history()
    begun = next(r.seq for r in whole.records if isinstance(r.event, NodeStarted))
    import_runs([replace(whole, records=whole.records[:begun])])
    assert Run.objects.get().status == "running"
    drain()
    assert Run.objects.get().status == "completed"
    assert faults() == []


def test_an_open_callback_is_answered_at_an_address_of_this_installation(
    people: dict[str, User], published: Publish, drain: Drain
) -> None:
    data = graph([node("paid", "callback", wait_reason="Payment")], [])
    published(data)
    there = Elsewhere(flow=data)
    run = there.run("flow")
    import_runs([there.history()])
    token = token_of(CallbackRequest(run, "paid"))
    answer = Client().post(f"/hooks/callback/{token}/", {"ok": 1}, "application/json")
    assert answer.status_code == 202
    drain()
    assert Run.objects.get().status == "completed"
    assert faults() == []


def test_a_family_stays_one(people: dict[str, User], published: Publish, drain: Drain) -> None:
    child = approval()
    parent = graph([node("sub", "subworkflow", workflow="child", inputs={"amount": 7})], [])
    published(child, "Child")
    published(parent, "Parent")
    there = Elsewhere(child=child, parent=parent)
    there.run("parent", {})
    import_runs(there.histories())
    below = Run.objects.get(workflow__slug="child")
    assert below.parent is not None
    assert below.parent.workflow.slug == "parent"
    assert faults() == []
    decide_task(people["maria"], str(Task.objects.get().pk), DecideRequest("approved"))
    drain()
    assert set(Run.objects.values_list("status", flat=True)) == {"completed"}


def test_a_run_that_is_here_is_refused_and_nothing_of_the_others_is_kept(asked: History) -> None:
    import_runs([asked])
    another = replace(asked, run_id=str(uuid7()), records=asked.records[:1])
    with pytest.raises(Refused) as refusal:
        import_runs([another, asked])
    assert refusal.value.code == "run_exists"
    assert refusal.value.detail == {"runs": [asked.run_id]}
    assert Run.objects.count() == 1


Spoil = Callable[[History], History]
SPOILT: dict[str, Spoil] = {
    "no run's id": lambda h: replace(h, run_id=h.run_id.upper().replace("-", "")),
    "no events": lambda h: replace(h, records=()),
    "a gap": lambda h: replace(h, records=[*h.records[:2], *h.records[3:]]),
    "a place twice": lambda h: replace(h, records=[*h.records[:2], h.records[1]]),
    "no beginning": lambda h: replace(
        h, records=[replace(r, seq=n) for n, r in enumerate(h.records[1:], 1)]
    ),
    "two beginnings": lambda h: replace(
        h, records=[h.records[0], replace(h.records[0], seq=2), *h.records[2:]]
    ),
    "a falling epoch": lambda h: replace(
        h, records=[h.records[0], replace(h.records[1], epoch=5), *h.records[2:]]
    ),
    "a wait of another run": lambda h: replace(h, run_id=str(uuid7())),
    "a time without a zone": lambda h: replace(
        h, records=[replace(h.records[0], at=datetime(2026, 1, 1)), *h.records[1:]]  # noqa: DTZ001
    ),
    "a task without a UUID": lambda h: replace(
        h, records=[*h.records[:-2], replace(h.records[-2], event=replace(
            h.records[-2].event, task="7")), h.records[-1]]
    ),
    "another workflow": lambda h: replace(h, workflow="other"),
    "another version": lambda h: replace(h, version=2),
    "an event that does not fit": lambda h: replace(
        h, records=[h.records[0], replace(h.records[-2], seq=2)]
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", SPOILT)
def test_a_history_that_is_not_whole_is_refused(asked: History, what: str) -> None:
    assert isinstance(asked.records[-1].event, RunSuspended)
    with pytest.raises(Invalid) as refusal:
        import_runs([asked, SPOILT[what](asked)])
    assert refusal.value.code == "history"
    assert not Run.objects.exists()
    assert not Event.objects.exists()


def test_a_version_that_is_not_here_is_refused(people: dict[str, User]) -> None:
    there = Elsewhere(flow=approval())
    there.run("flow")
    with pytest.raises(NotFound):
        import_runs([there.history()])
    assert not Run.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("path", LOGS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_history_that_earlier_releases_wrote_can_be_kept(path: Path) -> None:
    # The recorder named its checkpoints by what is no UUID; no installation has such.
    told = orjson.loads(path.read_text().replace('"01938c0e-cc"', f'"{uuid7()}"'))
    for slug, versions in told["workflows"].items():
        workflow = Workflow.objects.create(slug=slug, name=slug, draft={})
        for number, data in versions.items():
            Version.objects.create(
                workflow=workflow, number=int(number), graph=data, digest=number * 64
            )
    import_runs([_history(run) for run in told["runs"]])
    assert Run.objects.count() == len(told["runs"])
    assert faults() == []
    for run in told["runs"]:
        assert read_states([run["run"]])[run["run"]] == fold(run["run"], read(run))
        assert Run.objects.filter(uuid=UUID(run["run"]), seq=len(run["records"])).exists()


def _history(run: Any) -> History:
    records = read(run)
    first: Any = records[0].event
    version = getattr(first, "version", None) or first.snapshot["version"]
    return History(run["run"], run["workflow"], version, records)
