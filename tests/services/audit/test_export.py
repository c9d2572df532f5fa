"""The export tells each decision of the log once, with what became of it, and never holds all."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.api.conftest import Drain, approval
from workflows.engine.errors import Forbidden, Invalid, NotFound
from workflows.models import AuditEntry, Event, Run, Task, Version, Workflow
from workflows.services.audit.export import COLUMNS, Export, Wanted, export
from workflows.services.commands import RunRequest, start_run
from workflows.services.inbox.deciding import DecideRequest, decide_task
from workflows.services.queries.audit import decisions

T0 = datetime(2026, 3, 1, 9, tzinfo=UTC)
NODE = {"node_id": "review", "iteration": 1}


def at(minutes: float) -> datetime:
    return T0 + timedelta(minutes=minutes)


@dataclass
class Story:
    """A run's log, told event by event; each is a minute after the one before."""

    run: Run
    task: str
    seq: int = 0

    def tell(self, kind: str, payload: Any, **columns: Any) -> Story:
        """Add an event."""
        self.seq += 1
        columns = {**NODE, "at": at(self.seq), **columns}
        Event.objects.create(run=self.run, seq=self.seq, type=kind, payload=payload, **columns)
        Run.objects.filter(pk=self.run.pk).update(seq=self.seq)
        return self

    def asked(self) -> Story:
        """People are asked."""
        suspension = f"{self.run.uuid}.{self.seq + 1}"
        self.tell("NodeSuspended", {"suspension": suspension, "kind": "approval", "reason": "?"})
        detail = {"suspension": suspension, "title": "Approve the trip?", "groups": ["managers"]}
        return self.tell("TaskCreated", {"task": self.task, "detail": detail})

    def decided(self, by: str, decision: str = "approved", **detail: Any) -> Story:
        """Somebody decides."""
        detail = {"decision": decision, "via": "ui", **detail}
        return self.tell("TaskDecided", {"task": self.task, "by": by, "detail": detail})

    def undone(self, by: str) -> Story:
        """Somebody takes his decision back."""
        detail = {"decision": "approved"}
        return self.tell("TaskUndone", {"task": self.task, "by": by, "detail": detail})

    def closed(self, by: str | None, action: str = "approved", via: str = "ui") -> Story:
        """The wait ends."""
        suspension = f"{self.run.uuid}.1"
        payload = {"suspension": suspension, "action": action, "by": by, "via": via}
        return self.tell("NodeResumed", payload)


@pytest.fixture
def story(people: dict[str, User]) -> Callable[..., Story]:
    """Begin a log."""

    def make(slug: str = "trip", number: int = 1) -> Story:
        workflow, _ = Workflow.objects.get_or_create(slug=slug, name=slug, draft={})
        version, _ = Version.objects.get_or_create(
            workflow=workflow, number=number, graph={}, digest="d" * 64
        )
        run = Run.objects.create(uuid=uuid4(), workflow=workflow, version=version, created_at=T0)
        return Story(run, str(uuid4()))

    return make


def exported(who: User, form: str = "json", detail: bool = False, **wanted: Any) -> str:
    return "".join(part.text for part in export(who, Export(Wanted(**wanted), form, detail)))


@pytest.fixture
def rows(people: dict[str, User]) -> Callable[..., list[dict[str, Any]]]:
    """Export as JSON and read it."""

    def read(detail: bool = False, **wanted: Any) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = json.loads(exported(people["root"], "json", detail, **wanted))
        return found

    return read


Tell = Callable[..., Story]
Rows = Callable[..., list[dict[str, Any]]]


def test_a_decision_is_told_with_all_that_the_log_knows(story: Tell, rows: Rows) -> None:
    shown = {"title": "Approve the trip?", "data": {"b": 1, "a": 2}}
    told = story().asked()
    told.decided(
        "maria", "approved", data={"amount": 7}, comment="Fine", override=True, reason="Ill",
        mailbox="maria@example.org", form="f" * 16, changes=[{"path": "amount"}], shown=shown,
        **{"for": "ben"},
    ).closed("maria")  # fmt: skip
    Event.objects.filter(type="TaskDecided").get()
    (row,) = rows(detail=True)
    assert tuple(row) == (*COLUMNS, "snapshot")
    assert row == {
        "run": str(told.run.uuid), "workflow": "trip", "version": 1, "task": told.task,
        "title": "Approve the trip?", "node": "review", "iteration": 1, "decision": "approved",
        "by": "maria", "acting_for": "ben", "override": True, "reason": "Ill", "via": "ui",
        "mailbox": "maria@example.org", "at": at(3).isoformat(),
        "effective_at": at(4).isoformat(), "outcome": "approved", "undone_at": None,
        "undone_by": None, "comment": "Fine", "form": "f" * 16, "data": {"amount": 7},
        "changes": [{"path": "amount"}], "seq": 3, "hash": None, "snapshot": shown,
        "shown": hashlib.sha256(
            b'{"data":{"a":2,"b":1},"title":"Approve the trip?"}'
        ).hexdigest(),
    }  # fmt: skip
    assert tuple(rows()[0]) == COLUMNS


def test_an_older_log_tells_what_it_knows(story: Tell, rows: Rows) -> None:
    told = story()
    told.tell("TaskDecided", {"task": told.task})
    (row,) = rows()
    assert row["run"] == str(told.run.uuid)
    empty = {name for name, value in row.items() if value is None}
    assert {"title", "decision", "by", "via", "effective_at", "shown", "form"} <= empty
    assert row["override"] is False


def test_a_decision_that_was_taken_back_is_told_and_so_is_the_next(story: Tell, rows: Rows) -> None:
    told = story().asked().decided("maria", until=at(9).isoformat()).undone("maria")
    told.decided("maria", "rejected").closed("maria", "rejected")
    first, second = rows()
    assert (first["decision"], first["undone_at"], first["undone_by"]) == (
        "approved", at(4).isoformat(), "maria",
    )  # fmt: skip
    assert (first["effective_at"], first["outcome"]) == (None, None)
    assert (second["decision"], second["undone_at"]) == ("rejected", None)
    assert (second["effective_at"], second["outcome"]) == (at(6).isoformat(), "rejected")


def test_each_voice_of_a_quorum_is_told_and_only_its_own_undoing(story: Tell, rows: Rows) -> None:
    told = story().asked().decided("maria").decided("ben").undone("ben").decided("ada")
    told.closed("ada")
    found = {row["by"]: row for row in rows()}
    assert [row["by"] for row in rows()] == ["maria", "ben", "ada"]
    assert found["ben"]["undone_at"] == at(5).isoformat()
    assert found["ben"]["effective_at"] is None
    assert found["maria"]["undone_at"] is None
    assert found["maria"]["effective_at"] == found["ada"]["effective_at"] == at(7).isoformat()


@pytest.mark.parametrize("via", ["deadline", "timer"])
def test_a_voice_after_which_time_decided_had_no_effect(story: Tell, rows: Rows, via: str) -> None:
    story().asked().decided("maria").closed(None, "timeout", via)
    assert (rows()[0]["effective_at"], rows()[0]["outcome"]) == (None, None)


def test_a_decision_that_may_still_be_taken_back_has_no_effect_yet(story: Tell, rows: Rows) -> None:
    story().asked().decided("maria", until=at(9).isoformat())
    assert rows()[0]["effective_at"] is None


def test_the_version_is_the_one_in_which_it_was_decided(story: Tell, rows: Rows) -> None:
    told = story(number=3).tell("RunCreated", {"workflow": "trip", "version": 1, "inputs": {}})
    told.decided("maria").tell("RunMigrated", {"version": 2}).decided("ben")
    told.tell("RunMigrated", {"version": 3}).decided("ada")
    fork = story(number=3).tell("RunForked", {"run": "x", "seq": 1, "snapshot": {"version": 2}})
    fork.decided("otto").tell("RunMigrated", {"version": 3})
    plain = story(number=3).decided("rita")
    versions = {row["by"]: row["version"] for row in rows()}
    assert versions == {"maria": 1, "ben": 2, "ada": 3, "otto": 2, "rita": 3}
    assert plain.run.version.number == 3


def test_every_limit_counts(story: Tell, rows: Rows) -> None:
    trip = story().asked().decided("maria").decided("ben", "rejected")
    story("tour").asked().decided("maria", "rejected")

    def found(**wanted: Any) -> list[tuple[str, str, str]]:
        return [(row["workflow"], row["by"], row["decision"]) for row in rows(**wanted)]

    everything = found()
    assert len(everything) == 3
    assert found(workflow="tour") == [("tour", "maria", "rejected")]
    assert found(by="ben") == [("trip", "ben", "rejected")]
    assert found(decision="rejected", by="maria") == [("tour", "maria", "rejected")]
    assert found(run=str(trip.run.uuid)) == [everything[0], everything[2]]
    assert found(since=at(3), until=at(4)) == [row for row in everything if row[1] == "maria"]
    assert found(since=at(4)) == [("trip", "ben", "rejected")]
    assert found(until=at(3)) == []
    assert found(by="nobody") == found(workflow="none") == found(run=str(uuid4())) == []


def test_the_order_is_that_of_time_whatever_the_size_of_a_page(
    story: Tell, rows: Rows, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = story(), story()
    for number in range(5):
        one.decided(f"a{number}", at=at(10 - number))
        other.decided(f"b{number}", at=at(7))
    whole = rows()
    assert [row["at"] for row in whole] == sorted(row["at"] for row in whole)
    assert len({row["by"] for row in whole}) == 10
    for page in (1, 2, 3, 5, 9, 10, 11):
        monkeypatch.setattr(decisions, "PAGE", page)
        assert rows() == whole
        assert [row["by"] for row in rows(by="b4")] == ["b4"]


@pytest.fixture
def many(story: Tell) -> int:
    """Twelve hundred decisions in a hundred runs."""
    told = [story().asked() for _ in range(100)]
    events = [
        Event(
            run=item.run, seq=10 + number, type="TaskDecided", at=at(number), **NODE,
            payload={"task": item.task, "by": f"p{number}", "detail": {"decision": "approved"}},
        )
        for item in told
        for number in range(12)
    ]  # fmt: skip
    Event.objects.bulk_create(events)
    return len(events)


@pytest.mark.parametrize("form", ["json", "csv"])
def test_there_is_at_most_one_query_for_500_rows_and_each_when_it_is_needed(
    many: int, people: dict[str, User], monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    monkeypatch.setattr(decisions, "PAGE", 400)
    parts = export(people["root"], Export(form=form))
    with CaptureQueriesContext(connection) as seen:
        first = next(parts)
    assert (first.read, len(seen)) == (400, 2)
    with CaptureQueriesContext(connection) as seen:
        rest = list(parts)
    assert rest[-1].read == many
    assert len(seen) == 4
    monkeypatch.undo()
    assert decisions.PAGE / 2 >= 500


def test_spreadsheets_get_no_formula(story: Tell, people: dict[str, User]) -> None:
    texts = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "fine", 'a "quoted", b\nline', ""]
    told = story().asked()
    for number, text in enumerate(texts):
        told.decided(f"p{number}", comment=text, data=-5)
    text = exported(people["root"], "csv")
    read = list(csv.reader(io.StringIO(text, newline="")))
    assert tuple(read[0]) == COLUMNS
    comments = [row[COLUMNS.index("comment")] for row in read[1:]]
    assert comments == [*(f"'{text}" for text in texts[:6]), *texts[6:]]
    assert {row[COLUMNS.index("data")] for row in read[1:]} == {"'-5"}
    assert all(cell[:1] not in ("=", "+", "-", "@", "\t", "\r") for row in read for cell in row)


def test_nothing_is_told_well_in_both_formats(people: dict[str, User]) -> None:
    assert json.loads(exported(people["root"])) == []
    assert len(exported(people["root"], "csv").splitlines()) == 1


def test_a_damaged_event_does_not_hold_up_the_others(story: Tell, rows: Rows) -> None:
    told = story().asked().decided("maria")
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER workflows_event_no_update")
        else:
            cursor.execute("ALTER TABLE workflows_event DISABLE TRIGGER ALL")
        cursor.execute("UPDATE workflows_event SET payload = '{' WHERE type = 'TaskDecided'")
    told.decided("ben")
    assert [row["by"] for row in rows()] == [None, "ben"]


def test_auditors_see_all_and_others_nothing_and_each_export_is_noted(
    people: dict[str, User], story: Tell
) -> None:
    story().asked().decided("maria")
    for name in ("ada", "otto", "maria", "olga"):
        with pytest.raises(Forbidden):
            exported(people[name])
    people["root"].is_active = False
    with pytest.raises(Forbidden):
        exported(people["root"])
    assert not AuditEntry.objects.exists()
    people["olga"].user_permissions.add(Permission.objects.get(codename="see_audit"))
    olga = User.objects.get(username="olga")
    assert len(json.loads(exported(olga, since=T0, by="maria"))) == 1
    row = AuditEntry.objects.get()
    assert (row.by, row.verb, row.object) == ("olga", "audit.exported", "decisions")
    assert row.detail == {"format": "json", "from": T0.isoformat(), "by": "maria"}


def test_what_makes_no_sense_is_refused_before_anything_is_sent(people: dict[str, User]) -> None:
    with pytest.raises(Invalid):
        export(people["root"], Export(form="xml"))
    with pytest.raises(NotFound):
        export(people["root"], Export(Wanted(run="ghost")))
    assert not AuditEntry.objects.exists()


def test_decisions_of_the_engine_are_told_with_their_hash(
    people: dict[str, User], published: Callable[..., str], drain: Drain, rows: Rows
) -> None:
    run_id = start_run(people["root"], published(approval(), "Asked"), RunRequest({"amount": 12}))
    drain()
    request = DecideRequest("approved", {"amount": 12}, "Fine")
    decide_task(people["maria"], str(Task.objects.get().pk), request, "ui")
    drain()
    (row,) = rows()
    assert (row["run"], row["workflow"], row["by"], row["via"]) == (run_id, "asked", "maria", "ui")
    assert (row["decision"], row["comment"], row["outcome"]) == ("approved", "Fine", "approved")
    assert row["title"] == "Approve the expense"
    assert row["effective_at"] is not None
    event: Any = Event.objects.get(type="TaskDecided")
    assert (row["seq"], row["hash"]) == (event.seq, bytes(event.hash).hex())
