"""What is stored about runs is checked against their logs; each kind of damage is named."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.utils import timezone

from tests.api.conftest import Drain, approval, edge, graph, node, waiting
from workflows.adapters.packing import pack
from workflows.engine.errors import NotFound
from workflows.engine.payload import dumps
from workflows.models import (
    Announcement,
    Checkpoint,
    Delivery,
    Event,
    Message,
    Run,
    Suspension,
    Task,
    TaskDecision,
)
from workflows.services.commands import RunRequest, save_checkpoint, start_run, stop_run
from workflows.services.definitions import publish, save_draft
from workflows.services.inbox.acting import Act, act_on_task
from workflows.services.inbox.deciding import DecideRequest, ResumeRequest, decide_task, resume_run
from workflows.services.recovering import (
    ForkRequest,
    RetryRequest,
    fork_run,
    migrate_run,
    retry_run,
)
from workflows.services.signals import send_signal
from workflows.services.upkeep.standing import stand_still
from workflows.services.verify import Fault, verify_exchange, verify_runs

People = dict[str, User]
Publish = Callable[..., str]


def faults(run_id: str | None = None) -> list[Fault]:
    return [fault for verdict in verify_runs(run_id) for fault in verdict.faults]


def codes(run_id: str | None = None) -> set[str]:
    return {fault.code for fault in faults(run_id)}


@pytest.fixture
def unguarded(db: None) -> None:
    """Let the log be damaged, as a broken disk would; put back with the test's transaction."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER workflows_event_no_update")
            cursor.execute("DROP TRIGGER workflows_event_no_delete")
        else:
            cursor.execute("ALTER TABLE workflows_event DISABLE TRIGGER ALL")


@pytest.fixture
def loop() -> dict[str, Any]:
    """Three rounds of a loop, long enough for checkpoints with a body."""
    again = {"id": "again", "type": "switch", "title": "Again", "properties": {
        "cases": [{"when": "state.n < 20", "action": "more"}], "default": "done"}}  # fmt: skip
    count = node("count", "set_state", values={"n": {"$expr": "has(state.n) ? state.n + 1 : 1"}})
    nodes = [node("start", "input"), count, again, node("end", "wait", wait_reason="The end")]
    edges = [
        edge("start", "count"),
        edge("count", "again"),
        edge("again", "count", "more"),
        edge("again", "end", "done"),
    ]
    return graph(nodes, edges)


@pytest.fixture
def held(people: People, published: Publish, drain: Drain) -> str:
    """A run that waits at two places."""
    run_id = start_run(people["root"], published(waiting("left", "right")), RunRequest())
    drain()
    return run_id


@pytest.fixture
def asked(people: People, published: Publish, drain: Drain) -> str:
    """A run that waits for a decision."""
    run_id = start_run(people["root"], published(approval(), "Asked"), RunRequest({"amount": 12}))
    drain()
    return run_id


def test_runs_of_every_kind_are_without_fault(
    people: People, published: Publish, drain: Drain, held: str, asked: str, loop: Any
) -> None:
    root, maria = people["root"], people["maria"]
    resume_run(root, held, ResumeRequest(node="left", data={"n": 1}))
    task = str(Task.objects.get(run__uuid=asked).pk)
    act_on_task(maria, task, Act("claim"))
    decide_task(maria, task, DecideRequest("approved", comment="Fine"))
    stopped = start_run(root, published(waiting("only"), "Stopped"), RunRequest())
    start_run(
        root, published(graph([node("bang", "fail", message="No")], []), "Bang"), RunRequest()
    )
    rounds = start_run(root, published(loop, "Rounds"), RunRequest())
    drain()
    save_checkpoint(root, rounds, "here")
    stop_run(root, stopped, "Enough")
    start_run(root, published(waiting("new"), "New"), RunRequest())
    assert faults() == []
    verdicts = list(verify_runs())
    assert len(verdicts) == 6
    assert sum(verdict.checkpoints for verdict in verdicts) >= 1
    assert sum(verdict.events for verdict in verdicts) == Event.objects.count()
    assert verify_exchange() == []


def test_runs_that_were_retried_forked_moved_and_nested_are_without_fault(
    people: People, published: Publish, drain: Drain
) -> None:
    root = people["root"]
    guard = node("guard", "fail", message="Broken", when={"$expr": "inputs.item == 2"})
    published(graph([guard, node("hold", "wait")], [edge("guard", "hold")]), "Child")
    each = node("each", "map", items=[1, 2, 3], workflow="child", concurrency=2)
    parent = start_run(root, published(graph([each], []), "Parent"), RunRequest())
    drain()
    for child in Run.objects.filter(parent__uuid=parent, status="suspended"):
        resume_run(root, str(child.uuid), ResumeRequest())
    drain()
    assert faults() == []
    for child in Run.objects.filter(parent__uuid=parent, status="suspended"):
        resume_run(root, str(child.uuid), ResumeRequest())
    drain()
    assert Run.objects.get(uuid=parent).status == "failed"
    retry_run(root, parent, RetryRequest())
    drain()
    fork_run(root, parent, ForkRequest(seq=3))
    drain()
    slug = published(waiting("only"), "Moving")
    moved = start_run(root, slug, RunRequest())
    drain()
    save_draft(root, slug, graph=waiting("only", "more"))
    publish(root, slug)
    migrate_run(root, moved, 2, "More")
    drain()
    hears = graph([node("hear", "wait_for_event", name="paid")], [])
    start_run(root, published(hears, "Hears"), RunRequest())
    drain()
    send_signal(root, "paid", None, {"sum": 1})
    drain()
    assert faults() == []
    assert verify_exchange() == []
    assert Run.objects.count() > 8


def test_a_child_that_will_never_report_is_found(
    people: People, published: Publish, drain: Drain
) -> None:
    published(waiting("hold"), "Child")
    each = node("each", "map", items=[1], workflow="child")
    parent = start_run(people["root"], published(graph([each], []), "Parent"), RunRequest())
    drain()
    Run.objects.filter(parent__uuid=parent).update(finished_at=timezone.now())
    assert codes(parent) == {"child_lost"}
    child = str(Run.objects.get(parent__uuid=parent).uuid)
    command = {"type": "FinishChild", "run": child}
    Message.objects.create(kind="ToRun", body={"run_id": parent, "command": command})
    assert codes(parent) == set()


def test_one_run_can_be_checked_alone(held: str, asked: str) -> None:
    Run.objects.filter(uuid=asked).update(seq=1)
    assert faults(held) == []
    assert codes(asked) == {"row_seq"}
    (verdict,) = verify_runs(held)
    assert verdict.run_id == held
    with pytest.raises(NotFound):
        list(verify_runs("ghost"))


@pytest.mark.usefixtures("unguarded")
def test_a_gap_in_the_log_is_found(held: str) -> None:
    Event.objects.filter(run__uuid=held, seq=4)._raw_delete(using="default")
    (fault,) = faults()
    assert str(fault) == f"Run {held}, event 5: The log goes from 3 to 5."


@pytest.mark.usefixtures("unguarded")
def test_a_falling_epoch_is_found(held: str) -> None:
    last = Event.objects.filter(run__uuid=held).order_by("-seq")[0]
    Event.objects.filter(pk=last.pk - 1).update(epoch=9)
    assert {"epoch", "row_epoch"} <= codes()


@pytest.mark.usefixtures("unguarded")
def test_a_second_completion_is_found(held: str) -> None:
    run = Run.objects.get(uuid=held)
    done = Event.objects.get(run=run, type="NodeCompleted")
    again = {"run": run, "seq": run.seq + 1, "at": timezone.now(), "epoch": 0}
    Event.objects.create(
        type=done.type, node_id=done.node_id, iteration=1, payload=done.payload, **again
    )
    Run.objects.filter(pk=run.pk).update(seq=run.seq + 1)
    assert "completed_twice" in codes()


@pytest.mark.usefixtures("unguarded")
@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"type": "NodeTeleported"}, "unreadable"),
        ({"type": "NodeResumed", "payload": {"suspension": "x.99"}}, "misfit"),
    ],
)
def test_an_event_that_makes_no_sense_is_found(
    held: str, change: dict[str, Any], code: str
) -> None:
    last = Event.objects.filter(run__uuid=held).order_by("-seq")[0]
    Event.objects.filter(pk=last.pk).update(**change)
    assert codes() == {code, "chain_changed"}


@pytest.mark.usefixtures("unguarded")
def test_a_decision_that_comes_twice_or_too_late_is_found(people: People, asked: str) -> None:
    decide_task(people["maria"], str(Task.objects.get().pk), DecideRequest("approved"))
    run = Run.objects.get(uuid=asked)
    done = Event.objects.get(run=run, type="TaskDecided")
    again = {"node_id": done.node_id, "iteration": 1, "payload": done.payload, "epoch": 0}
    Event.objects.create(run=run, seq=run.seq + 1, type=done.type, at=timezone.now(), **again)
    assert {"decided_twice", "task_is_over"} <= codes()


@pytest.mark.usefixtures("unguarded")
def test_what_goes_on_after_the_end_is_found(people: People, held: str) -> None:
    stop_run(people["root"], held)
    run = Run.objects.get(uuid=held)
    more = {"at": timezone.now(), "epoch": 0, "node_id": "left", "iteration": 1, "payload": {}}
    Event.objects.create(run=run, seq=run.seq + 1, type="NodeStarted", **more)
    assert {"after_the_end", "row_seq"} <= codes()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"status": "completed"}, "row_status"),
        ({"seq": 2}, "row_seq"),
        ({"error": "Bang"}, "row_error"),
        ({"started_at": None}, "row_started_at"),
        ({"finished_at": timezone.now()}, "row_finished_at"),
        ({"lease_owner": "ghost"}, "lease"),
        ({"checkpoint_seq": 3}, "checkpoint_missing"),
    ],
)
def test_a_row_that_is_not_what_the_log_says_is_found(
    held: str, change: dict[str, Any], code: str
) -> None:
    Run.objects.filter(uuid=held).update(**change)
    assert codes() == {code}


def test_a_run_that_nobody_will_wake_is_found(people: People, published: Publish) -> None:
    run_id = start_run(people["root"], published(waiting("only")), RunRequest())
    Run.objects.filter(uuid=run_id).update(wake_at=None)
    assert codes() == {"stuck"}


def test_a_timer_that_is_forgotten_or_late_is_found(
    people: People, published: Publish, drain: Drain
) -> None:
    nap = graph([node("nap", "sleep", duration_seconds=3600)], [])
    run_id = start_run(people["root"], published(nap), RunRequest())
    drain()
    row = Run.objects.filter(uuid=run_id)
    assert faults() == []
    row.update(wake_at=row.get().wake_at + timedelta(hours=2))
    assert codes() == {"wakes_late"}
    row.update(wake_at=None)
    assert codes() == {"stuck"}


def test_a_finished_run_that_is_woken_is_found(people: People, held: str) -> None:
    stop_run(people["root"], held)
    Run.objects.filter(uuid=held).update(wake_at=timezone.now())
    assert codes() == {"wakes"}


def test_a_wait_that_differs_is_found(people: People, held: str) -> None:
    wait = Suspension.objects.filter(run__uuid=held, node_id="left")
    wait.update(kind="form")
    (fault,) = faults()
    assert (fault.code, fault.seq) == ("suspension_differs", wait.get().seq)
    assert "kind 'form', its log 'wait'" in fault.message
    wait.update(kind="wait", closed_at=timezone.now(), closed_via="api")
    assert codes() == {"suspension_differs"}
    wait.delete()
    assert codes() == {"suspension_missing"}


def test_a_wait_left_open_behind_the_end_is_found(people: People, held: str) -> None:
    stop_run(people["root"], held)
    Suspension.objects.filter(node_id="left").update(closed_at=None, closed_via=None)
    assert {"suspension_open", "suspension_differs"} == codes()


def test_a_task_that_differs_is_found(people: People, asked: str, drain: Drain) -> None:
    task = Task.objects.get(run__uuid=asked)
    decide_task(people["maria"], str(task.pk), DecideRequest("rejected"))
    assert faults() == []
    Task.objects.update(decision="approved")
    assert codes() == {"task_differs"}
    Task.objects.update(decision="rejected", state="expired")
    assert codes() == {"task_differs"}
    Task.objects.update(state="decided")
    TaskDecision.objects.all().delete()
    assert codes() == {"task_differs"}
    Task.objects.all().delete()
    assert codes() == {"task_missing"}


def test_checkpoints_are_compared_with_the_log(
    people: People, published: Publish, drain: Drain, loop: Any
) -> None:
    run_id = start_run(people["root"], published(loop), RunRequest())
    drain()
    assert faults() == []
    mark = Checkpoint.objects.filter(body__isnull=False).order_by("-seq")[0]
    kept = bytes(mark.body)
    Checkpoint.objects.filter(pk=mark.pk).update(body=pack({"status": "running", "seq": mark.seq}))
    (fault,) = faults()
    assert (fault.code, fault.seq) == ("checkpoint_differs", mark.seq)
    Checkpoint.objects.filter(pk=mark.pk).update(body=kept[:-5])
    assert codes() == {"checkpoint_damaged"}
    Checkpoint.objects.filter(pk=mark.pk).update(body=kept)
    run = Run.objects.get(uuid=run_id)
    Checkpoint.objects.create(run=run, seq=run.seq + 5, at=timezone.now())
    assert codes() == {"checkpoint_ahead"}


def test_a_message_that_is_not_delivered_is_found(held: str) -> None:
    wait = Suspension.objects.filter(run__uuid=held).order_by("seq")[0]
    body = {"run_id": held, "suspension": f"{held}.{wait.seq}", "name": "paid", "key": None}
    Message.objects.create(kind="WaitOpened", body=body)
    assert verify_exchange() == []
    Suspension.objects.update(opened_at=timezone.now() - timedelta(minutes=5))
    (fault,) = verify_exchange()
    assert "WaitOpened" in str(fault)
    Message.objects.all().delete()
    old = timezone.now() - timedelta(minutes=5)
    Message.objects.create(kind="Signal", body={"name": "paid"}, attempts=3, due_at=old)
    assert [fault.code for fault in verify_exchange()] == ["stuck_message"]


def test_what_was_sent_before_an_old_message_is_old(db: None) -> None:
    Message.objects.create(kind="Signal", body={"name": "paid"})
    assert verify_exchange() == []
    child = "0199a4b2-0000-7000-8000-000000000000"
    Message.objects.create(kind="StartChild", body={"run_id": child})
    assert len(verify_exchange()) == 2


def test_a_log_without_its_run_is_found(db: None) -> None:
    with connection.cursor() as cursor:
        at = 0 if connection.vendor == "sqlite" else timezone.now()
        row = [999_999, 1, "RunCreated", dumps({}), at, 0]
        cursor.execute(
            "INSERT INTO workflows_event (run_id, seq, type, payload, at, epoch) "
            "VALUES (%s, %s, %s, %s, %s, %s)",
            row,
        )
    assert [fault.code for fault in verify_exchange()] == ["lost_log"]


@pytest.mark.django_db
def test_what_nobody_tells_or_sends_is_found(people: People) -> None:
    long_ago = timezone.now() - timedelta(hours=1)
    Announcement.objects.create(kind="task.created", run_id=1, seq=1, at=long_ago)
    mail = {"channel": "mail", "kind": "asked", "user": people["maria"], "body": {}}
    times = {"created_at": long_ago, "due_at": long_ago, "give_up_at": timezone.now()}
    Delivery.objects.create(**mail, **times)
    held = timezone.now() + timedelta(minutes=3)
    Delivery.objects.create(**mail, **times, held_until=held)
    assert [fault.code for fault in verify_exchange()] == ["untold", "unsent"]
    assert "1 mails" in verify_exchange()[1].message
    stand_still(timezone.now(), "a test")
    assert verify_exchange() == []
