"""Each invariant is broken on purpose, told with its list, and mended by its button."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.contrib.auth.models import Group, User
from django.utils import timezone

from tests.api.conftest import Api, Drain, approval, edge, graph, node
from workflows.adapters.leases import Beat, renew
from workflows.adapters.ports import current_ports
from workflows.engine.messages import Signal
from workflows.engine.ports import Ports
from workflows.engine.transition import claim
from workflows.models import (
    Delivery,
    Event,
    Message,
    Run,
    Suspension,
    Task,
    Version,
    Webhook,
)
from workflows.services.commands import RunRequest, start_run, stop_run
from workflows.services.dashboard import invariants, mending
from workflows.services.dashboard.figures import dashboard
from workflows.services.dashboard.invariants import Broken, broken
from workflows.services.dashboard.mending import mend
from workflows.services.queries.operating import doctor

Publish = Callable[..., str]
Client = Callable[..., Api]
LONG = timedelta(minutes=5)


@pytest.fixture(autouse=True)
def _someone_works(people: dict[str, User]) -> None:
    renew(Beat("worker-1", "host", 1, timezone.now(), []), 30)


class Rung:
    """A bell that notes what it rang for."""

    def __init__(self) -> None:
        self.runs: list[list[str]] = []

    def ring(self, run_ids: Any) -> None:
        self.runs.append(list(run_ids))


@pytest.fixture
def bell(monkeypatch: pytest.MonkeyPatch) -> Rung:
    """Hear which runs mending rings for."""
    real, heard = current_ports(), Rung()
    ports = Ports(real.store, heard, real.feed)
    monkeypatch.setattr(mending, "current_ports", lambda: ports)
    return heard


def named(name: str) -> Broken | None:
    return next((item for item in broken() if item.name == name), None)


def told(name: str) -> Broken:
    found = named(name)
    assert found is not None, [item.name for item in broken()]
    return found


def begin(
    people: dict[str, User], published: Publish, shape: Any, drain: Drain, **more: Any
) -> Run:
    """Start a run as otto and let it go as far as it can."""
    run = start_run(people["otto"], published(shape), RunRequest(**more))
    drain()
    return Run.objects.get(uuid=run)


def nap(**properties: Any) -> dict[str, Any]:
    return graph(
        [node("nap", "sleep", **properties), node("end", "constant")], [edge("nap", "end")]
    )


def listed(api: Client, item: Broken) -> list[str]:
    """Fetch the list of what is broken, as the operator does."""
    parts = urlsplit(item.to or "")
    path = {"/runs": "runs/", "/inbox": "tasks/"}[parts.path]
    answer = api("otto").get(path, **dict(parse_qsl(parts.query)))
    assert answer.status_code == 200
    return [row["id"] for row in answer.json()["results"]]


def test_a_healthy_installation_has_nothing_broken(
    people: dict[str, User], published: Publish, drain: Drain
) -> None:
    begin(people, published, approval(), drain, inputs={"amount": 1})
    begin(people, published, nap(duration_seconds="1h"), drain)
    assert broken() == []


def test_a_timer_that_its_row_has_lost_fires_after_mending(
    people: dict[str, User], published: Publish, drain: Drain, bell: Rung, api: Client
) -> None:
    run = begin(people, published, nap(duration_seconds=0.7), drain)
    Run.objects.filter(pk=run.pk, status="suspended").update(wake_at=None)
    Suspension.objects.filter(run=run).update(wake_at=timezone.now() - LONG)
    item = told("overdue_timers")
    assert (item.count, item.action) == (1, "wake")
    assert "1 run has a timer that is overdue" in item.message
    assert listed(api, item) == [str(run.uuid)]
    done = mend(people["otto"], "overdue_timers")
    assert done.mended == 1
    assert [str(run.uuid)] in bell.runs
    deadline = time.monotonic() + 20
    while Run.objects.get(pk=run.pk).status != "completed":
        assert time.monotonic() < deadline
        drain()
    assert named("overdue_timers") is None


def test_a_run_that_nothing_moves_is_set_going(
    people: dict[str, User], published: Publish, drain: Drain, api: Client
) -> None:
    slug = published(nap(duration_seconds="1h"))
    run = start_run(people["otto"], slug, RunRequest())
    Run.objects.filter(uuid=run).update(wake_at=None)
    drain()
    item = told("stuck_runs")
    assert listed(api, item) == [run]
    log = Event.objects.filter(run__uuid=run).count()
    assert mend(people["otto"], "stuck_runs").as_dict() == {
        "invariant": "stuck_runs", "mended": 1, "left": 0,
    }  # fmt: skip
    assert Event.objects.filter(run__uuid=run).count() == log
    drain()
    assert Run.objects.get(uuid=run).status == "suspended"
    assert mend(people["otto"], "stuck_runs").mended == 0


def test_due_runs_that_nobody_takes_are_rung_for(
    people: dict[str, User], published: Publish, bell: Rung, api: Client
) -> None:
    run = start_run(people["otto"], published(nap(duration_seconds="1h")), RunRequest())
    Run.objects.filter(uuid=run).update(wake_at=timezone.now() - LONG)
    item = told("untaken_runs")
    assert (listed(api, item), item.action) == ([run], "ring")
    mend(people["otto"], "untaken_runs")
    mend(people["otto"], "untaken_runs")
    assert bell.runs == [[run], [run]]
    assert Run.objects.get(uuid=run).status == "queued"


def test_a_lease_that_ran_out_long_ago_counts_as_nobody(
    people: dict[str, User], published: Publish
) -> None:
    run = start_run(people["otto"], published(nap(duration_seconds="1h")), RunRequest())
    claim(current_ports(), "dead", 1, 30)
    assert named("untaken_runs") is None
    Run.objects.filter(uuid=run).update(wake_at=timezone.now() - LONG)
    assert told("untaken_runs").count == 1


def test_without_a_worker_it_says_how_to_start_one(
    people: dict[str, User], published: Publish, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = start_run(people["otto"], published(nap(duration_seconds="1h")), RunRequest())
    # Due by any clock, also one that has been put back a little since.
    Run.objects.filter(uuid=run).update(wake_at=timezone.now() - LONG)
    monkeypatch.setattr(invariants, "living_workers", list)
    item = told("no_worker")
    assert (item.count, item.action, item.to) == (1, None, "/runs?due=true")
    assert "manage.py worker" in item.advice


def test_a_node_type_that_nobody_has_is_named(
    people: dict[str, User], published: Publish, drain: Drain, api: Client
) -> None:
    run = begin(people, published, nap(duration_seconds="1h"), drain)
    other = Version.objects.create(
        workflow=run.workflow,
        number=9,
        graph={"schema": 1, "nodes": [{"id": "a", "type": "ledger.Post"}], "edges": []},
        digest="x",
    )
    soon = timezone.now() + timedelta(seconds=20)
    Run.objects.filter(pk=run.pk).update(status="running", version=other, wake_at=soon)
    item = told("passed_over")
    assert item.message == "1 run cannot go on: no worker has the node type ledger.Post."
    assert (item.things, item.action, listed(api, item)) == (["ledger.Post"], None, [str(run.uuid)])


def test_a_run_that_a_worker_has_put_back_is_passed_over(
    people: dict[str, User], published: Publish
) -> None:
    run = start_run(people["otto"], published(nap(duration_seconds="1h")), RunRequest())
    assert named("passed_over") is None
    soon = timezone.now() + timedelta(seconds=25)
    Run.objects.filter(uuid=run).update(lease_epoch=1, wake_at=soon)
    assert told("passed_over").message.endswith("no worker has a node type.")


def test_tasks_of_people_who_are_gone_go_to_the_operators(
    people: dict[str, User], published: Publish, drain: Drain, api: Client
) -> None:
    asked = approval(users=["rita"], groups=["managers"])
    run = begin(people, published, asked, drain, inputs={"amount": 1})
    task = Task.objects.get(run=run)
    User.objects.filter(username="rita").update(is_active=False)
    assert named("nobody_tasks") is None
    Group.objects.get(name="managers").user_set.clear()
    item = told("nobody_tasks")
    assert (item.count, listed(api, item)) == (1, [str(task.pk)])
    done = mend(people["otto"], "nobody_tasks")
    assert (done.mended, done.left) == (1, 0)
    task.refresh_from_db()
    assert (task.unassigned, task.assignees.count()) == (True, 0)
    event = Event.objects.get(run=run, type="TaskEscalated")
    assert event.payload["by"] == "otto"
    assert mend(people["otto"], "nobody_tasks").mended == 0
    answer = api("otto").post(f"tasks/{task.pk}/decide/", {"decision": "approved"})
    assert answer.status_code == 200


def test_a_task_is_left_to_somebody_who_came_back_meanwhile(
    people: dict[str, User], published: Publish, drain: Drain, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = begin(people, published, approval(users=["rita"], groups=[]), drain, inputs={"amount": 1})
    task = Task.objects.get(run=run)
    monkeypatch.setattr(
        mending.boxes, "asking_nobody", lambda most: [(str(run.uuid), str(task.pk))]
    )
    assert mend(people["otto"], "nobody_tasks").mended == 0
    assert not Event.objects.filter(type="TaskEscalated").exists()


def test_a_message_that_did_not_arrive_is_delivered(
    people: dict[str, User], published: Publish, drain: Drain
) -> None:
    shape = graph([node("ear", "wait_for_event", name="paid")], [])
    run = begin(people, published, shape, drain)
    later = timezone.now() + timedelta(hours=1)
    body = {"name": "paid", "key": None, "data": {"amount": 1}, "by": None}
    Message.objects.create(kind=Signal.__name__, body=body, attempts=3, due_at=later)
    item = told("late_messages")
    assert (item.count, item.to) == (1, "/dashboard/messages?late=true")
    assert mend(people["otto"], "late_messages").as_dict() == {
        "invariant": "late_messages", "mended": 1, "left": 0,
    }  # fmt: skip
    assert mend(people["otto"], "late_messages").mended == 0
    drain()
    run.refresh_from_db()
    assert run.status == "completed"


def test_a_message_that_cannot_be_delivered_stays_and_holds_up_no_other(
    people: dict[str, User], caplog: pytest.LogCaptureFixture
) -> None:
    later = timezone.now() + timedelta(hours=1)
    Message.objects.create(kind="Nonsense", body={}, attempts=3, due_at=later)
    body = {"name": "paid", "key": None, "data": None, "by": None}
    Message.objects.create(kind="Signal", body=body, attempts=3, due_at=later)
    assert mend(people["otto"], "late_messages").as_dict() == {
        "invariant": "late_messages", "mended": 1, "left": 1,
    }  # fmt: skip
    assert "cannot be read by this release" in caplog.text


@pytest.fixture
def given_up(people: dict[str, User]) -> list[Delivery]:
    """Two mails that were given up, and a webhook that fails."""
    now = timezone.now()
    Webhook.objects.create(
        name="Books", url="https://books.example.org/in", created_at=now, failing_since=now
    )
    return [
        Delivery.objects.create(
            channel="mail", kind="asked", user=people["maria"], body={}, state="dead",
            created_at=now, give_up_at=now, done_at=now, attempts=9,
        )
        for _ in range(2)
    ]  # fmt: skip


def test_what_was_given_up_is_told_and_sent_again(
    people: dict[str, User], given_up: list[Delivery]
) -> None:
    item = told("dead_deliveries")
    assert item.message == "2 deliveries were given up."
    assert item.to == "/dashboard/deliveries?state=dead"
    assert told("failing_webhooks").message == "1 webhook fails."
    assert mend(people["otto"], "dead_deliveries").mended == 2
    assert mend(people["otto"], "dead_deliveries").mended == 0
    assert named("dead_deliveries") is None
    assert set(Delivery.objects.values_list("state", "attempts")) == {("waiting", 0)}


def test_lists_for_administrators_are_no_links_for_others(
    people: dict[str, User], given_up: list[Delivery]
) -> None:
    for name, to in (("root", "/dashboard/deliveries?state=dead"), ("otto", None)):
        shown = dashboard(people[name], "24h")
        assert shown["operations"]["deliveries"]["dead"] == {"count": 2, "to": to}
        assert to in [item["to"] for item in shown["broken"]]


def test_without_deliveries_there_is_nothing_to_send_again(people: dict[str, User]) -> None:
    assert (named("dead_deliveries"), named("failing_webhooks")) == (None, None)
    assert mend(people["otto"], "dead_deliveries").mended == 0


def test_clocks_that_differ_are_told(
    people: dict[str, User], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor, "clock_skew", lambda: -90.0)
    assert told("clock").message == "The database's clock is 90 s behind the web server's."


def test_a_stopped_run_is_in_nobodys_list(
    people: dict[str, User], published: Publish, drain: Drain
) -> None:
    run = begin(people, published, approval(users=["rita"], groups=[]), drain, inputs={"amount": 1})
    User.objects.filter(username="rita").update(is_active=False)
    assert told("nobody_tasks").count == 1
    stop_run(people["otto"], str(run.uuid))
    assert broken() == []


def test_mending_is_noted_in_the_log(
    people: dict[str, User], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, logger="workflows"):
        mend(people["root"], "stuck_runs")
    assert "root mended stuck_runs: 0 done, 0 left." in caplog.text
