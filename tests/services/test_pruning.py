"""Old runs go with all that is theirs; what lives, or is needed by something alive, stays."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from tests.api.conftest import Drain, approval, graph, node, waiting
from workflows.engine.errors import Invalid
from workflows.models import Event, RequestKey, Run, Signal, SignInLink, Suspension, Task
from workflows.services.accounts import create_sign_in_link
from workflows.services.commands import RunRequest, start_run, stop_run
from workflows.services.inbox.deciding import DecideRequest, decide_task
from workflows.services.pruning import Pruned, Retention, count_prunable, prune, prune_leftovers
from workflows.services.recovering import ForkRequest, fork_run
from workflows.services.signals import send_signal
from workflows.services.verify import verify_exchange, verify_runs

OLD = Retention(timedelta(days=90))


def age(days: int, *run_ids: str) -> None:
    """Let runs have ended so many days ago."""
    long_ago = timezone.now() - timedelta(days=days)
    Run.objects.filter(uuid__in=run_ids).update(finished_at=long_ago)


def done(asked: Retention) -> Pruned:
    """Prune to the end."""
    last = Pruned()
    for step in prune(asked):
        last = step
    return last


@pytest.fixture
def finished(
    people: dict[str, User], published: Callable[..., str], drain: Drain
) -> Callable[..., list[str]]:
    """Make runs that have completed so many days ago."""
    slug = published(graph([node("a", "constant", value=1)], []), "Quick")

    def make(count: int, days: int = 100) -> list[str]:
        made = [start_run(people["root"], slug, RunRequest()) for _ in range(count)]
        drain()
        age(days, *made)
        return made

    return make


def test_a_run_goes_with_its_log_its_waits_and_its_tasks(
    people: dict[str, User], published: Callable[..., str], drain: Drain
) -> None:
    run_id = start_run(people["root"], published(approval()), RunRequest({"amount": 1}))
    drain()
    decide_task(people["maria"], str(Task.objects.get().pk), DecideRequest("approved"))
    drain()
    assert done(OLD).rows == {}
    events = Event.objects.count()
    age(91, run_id)
    gone = done(OLD)
    assert (gone.roots, gone.rows["Run"], gone.rows["Event"]) == (1, 1, events)
    assert gone.rows["Task"] == gone.rows["Suspension"] == gone.rows["TaskDecision"] == 1
    for table in (Run, Event, Suspension, Task):
        assert not table.objects.exists()


def test_only_what_ended_long_ago_goes(
    people: dict[str, User], published: Callable[..., str], finished: Any, drain: Drain
) -> None:
    finished(2)
    young = finished(1, days=89)
    alive = start_run(people["root"], published(waiting("only"), "Alive"), RunRequest())
    drain()
    Run.objects.filter(uuid=alive).update(created_at=timezone.now() - timedelta(days=400))
    assert count_prunable(OLD) == 2
    assert done(OLD).roots == 2
    assert {str(run.uuid) for run in Run.objects.all()} == {alive, *young}
    # The row that this test has aged is all that verify finds.
    found = [fault.code for verdict in verify_runs() for fault in verdict.faults]
    assert found == ["row_finished_at"]
    assert verify_exchange() == []


def test_only_runs_with_the_wanted_status_go(
    people: dict[str, User], published: Callable[..., str], finished: Any
) -> None:
    finished(1)
    stopped = start_run(people["root"], published(waiting("only"), "Stopped"), RunRequest())
    stop_run(people["root"], stopped)
    age(100, stopped)
    only = Retention(timedelta(days=90), ("cancelled",))
    assert done(only).roots == 1
    assert Run.objects.get().status == "completed"


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (Retention(timedelta(days=1), ("running",)), "Only ended runs can be pruned"),
        (Retention(timedelta(days=1), ()), "Only ended runs can be pruned"),
        (Retention(timedelta(days=-1)), "cannot be negative"),
        (Retention(timedelta(days=1), batch=0), "from 1 to 10000"),
        (Retention(timedelta(days=9_999_999)), "as old as that"),
    ],
)
def test_what_makes_no_sense_is_refused(db: None, asked: Retention, told: str) -> None:
    with pytest.raises(Invalid, match=told):
        done(asked)


def test_children_go_with_their_parents_and_never_alone(finished: Any) -> None:
    parent, child, grandchild = finished(3)
    Run.objects.filter(uuid=child).update(parent=Run.objects.get(uuid=parent))
    Run.objects.filter(uuid=grandchild).update(parent=Run.objects.get(uuid=child))
    age(10, parent)
    assert count_prunable(OLD) == 0
    assert done(OLD).rows == {}
    age(100, parent)
    gone = done(OLD)
    assert (gone.roots, gone.rows["Run"]) == (1, 3)
    assert not Event.objects.exists()


def test_a_parent_stays_while_a_child_has_not_ended(finished: Any) -> None:
    parent, child, other = finished(3)
    row = Run.objects.filter(uuid=child)
    row.update(parent=Run.objects.get(uuid=parent), status="running", finished_at=None)
    gone = done(Retention(timedelta(days=90), batch=1))
    assert (gone.roots, gone.kept, gone.rows["Run"]) == (1, 1, 1)
    assert {str(run.uuid) for run in Run.objects.all()} == {parent, child}
    assert other not in {parent, child}


def test_a_fork_outlives_its_origin(
    people: dict[str, User], published: Callable[..., str], drain: Drain
) -> None:
    root = people["root"]
    origin = start_run(root, published(waiting("only")), RunRequest())
    drain()
    stop_run(root, origin)
    age(100, origin)
    fork = fork_run(root, origin, ForkRequest(seq=2)).run_id
    drain()
    assert done(OLD).roots == 1
    row = Run.objects.get()
    assert (str(row.uuid), row.status, row.forked_from) == (fork, "suspended", None)
    assert [fault for verdict in verify_runs() for fault in verdict.faults] == []


def test_batches_are_short_and_nothing_is_forgotten_between_them(finished: Any) -> None:
    finished(7)
    steps = [step.roots for step in prune(Retention(timedelta(days=90), batch=3))]
    assert steps == [3, 6, 7]
    assert not Run.objects.exists()


def test_a_dry_run_counts_and_deletes_nothing(finished: Any) -> None:
    parent, child, _ = finished(3)
    Run.objects.filter(uuid=child).update(parent=Run.objects.get(uuid=parent))
    events = Event.objects.count()
    gone = done(Retention(timedelta(days=90), dry=True))
    assert (gone.roots, gone.rows) == (2, {"Run": 3, "Event": events})
    assert (Run.objects.count(), Event.objects.count()) == (3, events)


def test_what_belongs_to_no_run_goes_too(
    people: dict[str, User], published: Callable[..., str]
) -> None:
    root = people["root"]
    slug = published(waiting("only"))
    for number in range(2):
        start_run(root, slug, RunRequest(idempotency_key=f"key-{number}"))
        send_signal(root, f"nobody-{number}")
        create_sign_in_link(root)
    long_ago = timezone.now() - timedelta(days=100)
    RequestKey.objects.filter(key="key-0").update(created_at=long_ago)
    Signal.objects.filter(name="nobody-0").update(created_at=long_ago)
    first = SignInLink.objects.order_by("pk")[0]
    SignInLink.objects.filter(pk=first.pk).update(expires_at=timezone.now())
    dry = Retention(timedelta(days=90), dry=True)
    gone = {"request keys": 1, "sign-in links": 1, "signals": 1}
    expected = {**gone, "notices": 0, "deliveries": 0, "mail links": 0}
    assert prune_leftovers(dry) == prune_leftovers(OLD) == expected
    assert RequestKey.objects.get().key == "key-1"
    assert Signal.objects.get().name == "nobody-1"
    assert SignInLink.objects.count() == 1


def test_young_request_keys_stay_however_much_is_pruned(
    people: dict[str, User], published: Callable[..., str]
) -> None:
    start_run(people["root"], published(waiting("only")), RunRequest(idempotency_key="young"))
    assert prune_leftovers(Retention(timedelta(0)))["request keys"] == 0
