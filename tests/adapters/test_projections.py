"""What people query follows from the events: suspensions, tasks, who is asked, decisions."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, User
from django.db import connection, transaction

from tests.adapters.conftest import Bench
from tests.adapters.test_store import CREATED, STARTED, began, waits
from workflows.adapters.sql.people import ANNOUNCE_WANTED
from workflows.engine import events as e
from workflows.models import Run, Suspension, Task

pytestmark = pytest.mark.django_db

TASK = "5a3f3a54-1111-5222-8333-944444444444"


@pytest.fixture
def people() -> dict[str, User]:
    Group.objects.create(name="managers")
    return {name: User.objects.create(username=name) for name in ("ada", "bob")}


def ask(bench: Bench, *users: str, groups: tuple[str, ...] = ()) -> str:
    run_id = bench.create(CREATED, STARTED, began("wait"))
    opened = waits(bench, run_id)
    detail = {
        "suspension": opened.suspension,
        "title": "Approve?",
        "users": list(users),
        "groups": list(groups),
        "subject": {"amount": 3},
        "due_at": "2030-01-02T03:04:05+00:00",
    }
    bench.append(run_id, opened, e.TaskCreated("wait", 1, TASK, detail=detail), checkpoint=True)
    return run_id


def named(task: Task) -> set[str]:
    return {str(row.user or row.group) for row in task.assignees.all()}


def test_a_suspension_is_open_until_it_is_answered(django_bench: Bench) -> None:
    run_id = django_bench.create(CREATED, STARTED, began("wait"))
    opened = waits(django_bench, run_id)
    django_bench.append(run_id, opened, e.RunSuspended("Receipt?"))
    row = Suspension.objects.get(closed_at=None)
    assert (row.reason, row.kind, f"{row.run.uuid}.{row.seq}") == (
        "Receipt?", "wait", opened.suspension,
    )  # fmt: skip
    answer = e.NodeResumed("wait", 1, opened.suspension, {}, "yes", by="ada", via="ui")
    django_bench.append(run_id, answer)
    row.refresh_from_db()
    assert (row.closed_by, row.closed_via, row.action) == ("ada", "ui", "yes")
    assert row.closed_at == django_bench.log(run_id)[-1].at


def test_a_suspension_that_is_cancelled_is_closed(django_bench: Bench) -> None:
    run_id = ask(django_bench)
    django_bench.append(run_id, e.NodeCancelled("wait", 1), e.RunCancelled("No more"))
    assert Suspension.objects.get().closed_via == "cancelled"
    assert Task.objects.get().state == "withdrawn"
    assert Run.objects.get().finished_at is not None


def test_a_task_knows_who_is_asked(django_bench: Bench, people: dict[str, User]) -> None:
    ask(django_bench, "ada", "nobody", groups=("managers",))
    task = Task.objects.get()
    assert (task.title, task.subject, task.state) == ("Approve?", {"amount": 3}, "open")
    assert named(task) == {"ada", "managers"}
    assert not task.unassigned
    assert task.due_at is not None
    assert task.due_at.isoformat() == "2030-01-02T03:04:05+00:00"


def test_a_task_that_asks_nobody_says_so(django_bench: Bench) -> None:
    ask(django_bench)
    assert Task.objects.get().unassigned


def test_a_claim_is_shown_and_given_back(django_bench: Bench, people: dict[str, User]) -> None:
    run_id = ask(django_bench, "ada")
    django_bench.append(run_id, e.TaskClaimed("wait", 1, TASK, by="ada"))
    assert Task.objects.get(claimed_by=people["ada"]).state == "claimed"
    django_bench.append(run_id, e.TaskReleased("wait", 1, TASK, by="ada"))
    assert Task.objects.get(claimed_by=None).state == "open"


def test_a_delegated_task_asks_the_other(django_bench: Bench, people: dict[str, User]) -> None:
    run_id = ask(django_bench, "ada", groups=("managers",))
    detail = {"to": "bob", "users": ["bob"], "groups": []}
    django_bench.append(run_id, e.TaskDelegated("wait", 1, TASK, "ada", detail))
    assert named(Task.objects.get()) == {"bob"}


def test_an_escalated_task_has_a_new_deadline(django_bench: Bench, people: dict[str, User]) -> None:
    run_id = ask(django_bench, "ada")
    until = "2031-01-01T00:00:00+00:00"
    detail = {"users": [], "groups": ["managers"], "wake_at": until, "due_at": until}
    django_bench.append(run_id, e.TaskEscalated("wait", 1, TASK, detail=detail))
    task = Task.objects.get()
    assert named(task) == {"managers"}
    assert task.suspension.wake_at is not None
    assert task.suspension.wake_at.isoformat() == until


def test_decisions_are_kept_one_a_person(django_bench: Bench, people: dict[str, User]) -> None:
    run_id = ask(django_bench, "ada", "bob")
    first = {"decision": "approved", "via": "ui", "comment": "Fine"}
    django_bench.append(run_id, e.TaskDecided("wait", 1, TASK, "ada", first))
    task = Task.objects.get()
    assert (task.state, task.decisions, task.decided_by) == ("open", 1, people["ada"])
    second = {"decision": "rejected", "via": "api", "data": {"why": "late"}, "override": True}
    suspension = f"{run_id}.{task.suspension.seq}"
    django_bench.append(
        run_id,
        e.TaskDecided("wait", 1, TASK, "bob", second),
        e.NodeResumed("wait", 1, suspension, {}, "rejected", by="bob"),
    )
    task.refresh_from_db()
    assert (task.state, task.decisions, task.decision) == ("decided", 2, "rejected")
    given = task.given.order_by("id").values_list("user__username", "decision", "override")
    assert list(given) == [("ada", "approved", False), ("bob", "rejected", True)]


def test_a_task_whose_deadline_passed_is_expired(django_bench: Bench) -> None:
    run_id = ask(django_bench)
    suspension = f"{run_id}.{Suspension.objects.get().seq}"
    late = e.NodeResumed("wait", 1, suspension, None, "timeout", via="deadline")
    django_bench.append(run_id, late)
    assert Task.objects.get().state == "expired"


def test_a_failed_run_shows_one_line_of_its_error(django_bench: Bench) -> None:
    run_id = django_bench.create(CREATED, STARTED)
    django_bench.append(run_id, e.RunFailed({"type": "ValueError", "message": "No receipt."}))
    run = Run.objects.get()
    assert (run.status, run.error, run.wake_at) == ("failed", "No receipt.", None)


def test_asking_whether_a_webhook_wants_to_hear_reads_an_index(db: None) -> None:
    # Where a scan is all there is, PostgreSQL under the store's settings compiles the statement
    # anew each time: that is some seventy milliseconds a step of a run's way.
    values = ["'run.started'", "1", "1", "NULL", "'%%\"run.started\"%%'"]
    statement = ANNOUNCE_WANTED.replace("%s", "{}").format(*values)
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for setting in ("seqscan", "hashjoin", "mergejoin"):
                cursor.execute(f"SET LOCAL enable_{setting} = off")
        explain = "EXPLAIN" if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN"
        cursor.execute(f"{explain} {statement}", [])
        plan = repr(cursor.fetchall())
    assert "webhook_active" in plan
