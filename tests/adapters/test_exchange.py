"""What the tables hold of messages, signals, forks and retries beyond what every store promises."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.forms.models import model_to_dict

from tests.adapters.conftest import Bench
from tests.adapters.test_messages import opened, send, signals, take
from tests.adapters.test_projections import ask
from tests.adapters.test_store import CREATED, STARTED, began
from workflows.adapters.sql.exchange import channel_of
from workflows.engine import events as e
from workflows.engine.messages import Signal
from workflows.engine.ports import Listener
from workflows.models import Message, Run, Suspension, Task, Trigger, Workflow

pytestmark = pytest.mark.django_db

AGAIN = "5a3f3a54-1111-5222-8333-955555555555"
ERROR = {"type": "ValueError", "message": "No receipt."}


def listeners(bench: Bench, name: str, key: str | None = None) -> list[Listener]:
    with bench.store.transaction() as tx:
        return tx.listeners(name, key)


def listen(by: User | None, key: str | None = None, **more: object) -> Trigger:
    fields = {"kind": "event", "event_name": "paid", "event_key": key, "created_by": by, **more}
    return Trigger.objects.create(workflow=Workflow.objects.get(), **fields)


def test_a_channel_has_the_same_number_in_every_release() -> None:
    assert channel_of("paid", "42").hash == 6379627270812845
    assert channel_of("paid", None).hash == -5858251005452196808
    assert len({channel_of(*pair).hash for pair in (("a", "b"), ("ab", None), ("a", ""))}) == 3


def test_a_message_that_cannot_be_read_rests_and_holds_up_no_other(django_bench: Bench) -> None:
    send(django_bench, *signals(1, 2, 3, 4))
    ids = list(Message.objects.order_by("id").values_list("id", flat=True))
    Message.objects.filter(id=ids[0]).update(kind="Telegram")
    Message.objects.filter(id=ids[1]).update(kind="ToRun", body={"run_id": "x", "command": {}})
    Message.objects.filter(id=ids[2]).update(body={"name": "paid", "from": "a newer release"})
    assert [kept.message for kept in take(django_bench)] == signals(4)
    assert list(Message.objects.order_by("id").values_list("id", "kind", "attempts")) == [
        (ids[0], "Telegram", 1), (ids[1], "ToRun", 1), (ids[2], "Signal", 1),
    ]  # fmt: skip
    assert not django_bench.store.has_messages()
    Message.objects.filter(id=ids[2]).update(body={"name": "paid", "data": 3})
    django_bench.pass_time(61)
    assert [kept.message for kept in take(django_bench)] == signals(3)


def test_a_fork_names_the_run_that_it_comes_from(django_bench: Bench) -> None:
    first = django_bench.create(CREATED)
    fork = django_bench.create(CREATED, forked_from=first)
    assert str(Run.objects.get(uuid=fork).forked_from) == first
    assert Run.objects.get(uuid=first).forked_from is None
    Run.objects.get(uuid=first).delete()
    assert Run.objects.get(uuid=fork).forked_from is None


def test_a_child_names_its_parent(django_bench: Bench) -> None:
    parent = django_bench.create(CREATED)
    child = django_bench.create(CREATED, parent=parent)
    assert str(Run.objects.get(uuid=child).parent) == parent


def test_a_retried_run_has_no_error_and_no_end(django_bench: Bench) -> None:
    run_id = django_bench.create(CREATED, STARTED, began("a"))
    django_bench.append(run_id, e.NodeFailed("a", 1, ERROR), e.RunFailed(ERROR))
    row = Run.objects.get()
    assert (row.status, row.error, row.wake_at) == ("failed", "No receipt.", None)
    assert row.finished_at is not None
    with django_bench.store.transaction() as tx:
        head = tx.lock([run_id])[run_id]
        again = e.NodeStarted("a", 1, attempt=2)
        django_bench.write(tx, head, e.RunRetried("ada"), again, wake_at=tx.now)
    row.refresh_from_db()
    assert (row.status, row.error, row.finished_at) == ("running", None, None)
    assert row.wake_at is not None


def test_what_a_retry_asks_again_leaves_what_was_asked_before(django_bench: Bench) -> None:
    run_id = ask(django_bench)
    old = Suspension.objects.get()
    django_bench.append(run_id, e.NodeCancelled("wait", 1, "The run failed."), e.RunFailed(ERROR))
    seq = django_bench.states[run_id].seq + 2
    suspension = f"{run_id}.{seq}"
    detail = {"suspension": suspension, "title": "Approve?", "users": [], "groups": []}
    django_bench.append(
        run_id,
        e.RunRetried("ada"),
        e.NodeSuspended("wait", 1, suspension, kind="approval", reason="Approve?"),
        e.TaskCreated("wait", 1, AGAIN, detail=detail),
    )
    new = Suspension.objects.get(closed_at=None)
    assert (new.seq, Task.objects.get(pk=AGAIN).state) == (seq, "open")
    django_bench.append(run_id, e.NodeResumed("wait", 1, suspension, {}, "approved", by="bob"))
    new.refresh_from_db()
    assert (new.closed_via, new.task.state) == ("api", "decided")
    closed = old.closed_at
    old.refresh_from_db()
    assert closed is None
    assert (old.closed_via, old.closed_by, old.task.state) == ("cancelled", None, "withdrawn")


def test_an_end_and_a_new_beginning_in_one_write_keep_their_order(django_bench: Bench) -> None:
    run_id = ask(django_bench)
    seq = django_bench.states[run_id].seq + 4
    suspension = f"{run_id}.{seq}"
    detail = {"suspension": suspension, "title": "Approve?", "users": [], "groups": []}
    django_bench.append(
        run_id,
        e.NodeCancelled("wait", 1, "The run failed."),
        e.RunFailed(ERROR),
        e.RunRetried("ada"),
        e.NodeSuspended("wait", 1, suspension, kind="approval", reason="Approve?"),
        e.TaskCreated("wait", 1, AGAIN, detail=detail),
    )
    assert Suspension.objects.get(closed_at=None).seq == seq
    assert {str(task.pk): task.state for task in Task.objects.all()} == {
        "5a3f3a54-1111-5222-8333-944444444444": "withdrawn", AGAIN: "open",
    }  # fmt: skip


def test_a_workflow_listens_in_the_name_of_an_active_person(django_bench: Bench) -> None:
    ada = User.objects.create(username="ada")
    gone = User.objects.create(username="gone", is_active=False)
    listen(ada, inputs={"amount": {"$expr": "event.data.amount"}})
    listen(gone)
    listen(None)
    listen(ada, enabled=False)
    heard = Listener("flow", {"amount": {"$expr": "event.data.amount"}}, "ada")
    assert listeners(django_bench, "paid") == [heard]
    assert listeners(django_bench, "paid", "42") == [heard]
    assert listeners(django_bench, "sent") == []


def test_a_listener_with_a_key_hears_that_key_alone(django_bench: Bench) -> None:
    ada = User.objects.create(username="ada")
    listen(ada, "42")
    assert listeners(django_bench, "paid", "42") == [Listener("flow", None, "ada")]
    assert listeners(django_bench, "paid", "7") == []
    assert listeners(django_bench, "paid") == []


def test_a_run_that_tells_nobody_takes_no_statement_more(
    django_bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_id = django_bench.create(CREATED, STARTED)
    said: list[str] = []
    with django_bench.store.transaction() as tx:
        head = tx.lock([run_id])[run_id]
        session = tx._session  # type: ignore[attr-defined]
        monkeypatch.setattr(type(session), "many", lambda _, sql, rows: said.append(sql) or 1)
        monkeypatch.setattr(type(session), "say", lambda *_: said.append("append"), raising=False)
        django_bench.write(tx, head, began("a"))
    assert len(said) == (2 if connection.vendor == "sqlite" else 1)


def test_a_signal_finds_its_waits_by_an_index(django_bench: Bench) -> None:
    opened(django_bench, "paid", "42")
    wait = Suspension.objects.get()
    others = [{**model_to_dict(wait, exclude=["id", "run"]), "seq": n, "signal_channel": n}
              for n in range(100, 1100)]  # fmt: skip
    Suspension.objects.bulk_create([Suspension(run=wait.run, **other) for other in others])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE workflows_suspension")
        explain = "EXPLAIN QUERY PLAN" if connection.vendor == "sqlite" else "EXPLAIN"
        channel = channel_of("paid", "42").hash
        cursor.execute(
            f"{explain} SELECT seq FROM workflows_suspension "
            "WHERE closed_at IS NULL AND signal_channel = %s AND signal_name = %s",
            [channel, "paid"],
        )
        plan = " ".join(str(row) for row in cursor.fetchall())
    assert "suspension_by_signal" in plan


def test_a_kept_signal_says_who_sent_it_and_when(django_bench: Bench) -> None:
    with django_bench.store.transaction() as tx:
        tx.keep_signal(Signal("paid", None, {"n": 1}, "ada"))
        now = tx.now
    from workflows.models import Signal as Row

    row = Row.objects.get()
    assert (row.name, row.key, row.data, row.by, row.created_at) == (
        "paid", None, {"n": 1}, "ada", now,
    )  # fmt: skip
