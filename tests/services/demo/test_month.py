"""The month as it lies in the tables: every state, true logs, believable figures."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from workflows.models import (
    Announcement,
    Attachment,
    Run,
    Substitution,
    Suspension,
    Task,
    TaskDecision,
    TaskDraft,
    TaskWatcher,
    Version,
    Workflow,
)
from workflows.services import policy
from workflows.services.demo import Loaded
from workflows.services.inbox.files import give_out
from workflows.services.queries.inbox.boxes import counts, in_box
from workflows.services.verify import verify_exchange, verify_runs

# Also marked, so that the database is made when this file is run alone.
pytestmark = [pytest.mark.usefixtures("month"), pytest.mark.django_db]

OPEN = Task.objects.filter(state__in=["open", "claimed"])


def person(name: str) -> User:
    return User.objects.get(username=name)


def test_three_hundred_runs_are_there_in_every_state(month: Loaded) -> None:
    assert month.runs == Run.objects.count() == 300
    found = Counter(Run.objects.values_list("status", flat=True))
    assert set(found) == set(Run.Status.values) - {"queued"}
    assert found["completed"] > 220
    assert found["suspended"] > 30
    assert found["failed"] >= 4
    assert found["cancelled"] >= 4


def test_tasks_are_there_in_every_state() -> None:
    assert set(Task.objects.values_list("state", flat=True)) == set(Task.State.values)
    assert 25 <= OPEN.count() <= 40
    assert OPEN.filter(state="claimed").count() >= 4
    assert OPEN.filter(level__gte=1).exists()
    assert OPEN.exclude(info_from=None).exists()
    assert OPEN.filter(quorum=2, decisions=1).count() == 2
    assert OPEN.filter(due_at__lt=timezone.now()).count() >= 4
    assert set(OPEN.values_list("priority", flat=True)) == set(Task.Priority.values)


def test_runs_wait_for_people_for_time_and_for_the_outside() -> None:
    waits = Suspension.objects.filter(closed_at=None)
    kinds = Counter(waits.values_list("kind", flat=True))
    assert {"approval", "form", "wait", "timer", "event", "callback"} <= set(kinds)
    assert kinds["timer"] >= 4
    assert kinds["event"] == 3
    assert Run.objects.filter(status="running", wake_at__gt=timezone.now()).count() == 2


def test_every_log_is_true_and_so_is_what_stands_beside_it() -> None:
    faults = [fault for verdict in verify_runs() for fault in verdict.faults]
    assert faults + verify_exchange() == []


def test_nobody_is_told_of_the_past_and_nothing_is_due_at_once() -> None:
    assert not Announcement.objects.exists()
    began = timezone.now() - timedelta(minutes=10)
    assert not Run.objects.filter(wake_at__lte=began).exists()


@pytest.mark.parametrize(
    ("name", "least", "most"),
    [
        ("maria", 10, 15), ("ben", 9, 15), ("greta", 8, 15), ("fiona", 3, 7), ("felix", 3, 7),
        ("ines", 3, 8), ("jonas", 4, 9), ("henry", 1, 4), ("clara", 2, 5), ("nadia", 1, 2),
        ("otto", 1, 3),
    ],
)  # fmt: skip
def test_inboxes_are_neither_empty_nor_full(name: str, least: int, most: int) -> None:
    assert least <= counts(person(name))["mine"] <= most


def test_marias_inbox_has_something_of_everything() -> None:
    mine = in_box(person("maria"), "mine", "open")
    assert mine.values("run__workflow").distinct().count() >= 6
    assert mine.filter(due_at__lt=timezone.now()).exists()
    assert mine.filter(priority=2).exists()
    assert mine.filter(comments__gt=0).count() >= 4
    assert mine.filter(files__gt=0).exists()
    # What asks the board, where she stands in for Henry.
    assert mine.filter(assignees__group__name="board").count() == 1
    assert mine.filter(assignees__user__username="maria").exists()


def test_several_people_have_decided_through_several_doors() -> None:
    given = TaskDecision.objects.all()
    assert given.values("user").distinct().count() >= 9
    assert set(given.values_list("via", flat=True)) == {"ui", "e-mail", "bulk", "api"}
    assert {"approved", "rejected", "submitted"} == set(given.values_list("decision", flat=True))
    for_henry = given.filter(acting_for__username="henry")
    assert {vote.user and vote.user.username for vote in for_henry} == {"maria"}
    said = given.exclude(comment=None).count()
    assert 0.15 < said / given.count() < 0.6


def test_a_decision_has_what_was_shown(month: Loaded) -> None:
    from workflows.models import Event

    decided: Any = Event.objects.filter(type="TaskDecided").values_list("payload", flat=True)
    shown = [payload["detail"]["shown"] for payload in decided]
    assert len(shown) > 200
    assert all(one["title"] and one["digest"] for one in shown)
    assert any(one.get("comments") for one in shown)


def test_files_belong_to_runs_and_can_be_fetched() -> None:
    files = Attachment.objects.all()
    assert {file.media_type for file in files} == {"application/pdf", "text/csv"}
    assert files.count() >= 6
    assert not files.filter(run=None).exists()
    for file in files:
        assert file.by is not None
        assert file.at < timezone.now() - timedelta(minutes=5)
        content = give_out(file.by, str(file.pk)).content.read()
        assert len(content) == file.size


def test_people_are_mentioned_and_nobody_has_a_draft() -> None:
    assert TaskWatcher.objects.filter(user__username__in=["maria", "clara", "fiona"]).count() >= 3
    assert not TaskDraft.objects.exists()


def test_whoever_started_a_run_may_start_runs() -> None:
    starters = User.objects.filter(pk__in=Run.objects.values("started_by"))
    assert len(starters) == 6
    assert all(policy.can(user, "start_run") for user in starters)
    assert not Run.objects.filter(started_by=None).exists()


def test_rows_are_in_the_order_of_time_and_ids_have_their_time() -> None:
    rows = list(Run.objects.order_by("pk").values_list("created_at", "uuid"))
    times = [at for at, _ in rows]
    assert times == sorted(times)
    assert times[-1] < timezone.now()
    assert timezone.now() - times[0] < timedelta(days=33)
    for at, uuid in rows:
        made = UUID(str(uuid)).int >> 80
        assert abs(made / 1_000 - at.timestamp()) < 1


def test_the_workflows_are_older_than_their_runs() -> None:
    first = Run.objects.order_by("created_at").values_list("created_at", flat=True)[0]
    assert not Version.objects.filter(created_at__gte=first).exists()
    assert not Workflow.objects.filter(updated_at__gte=first).exists()


def test_one_is_away_and_one_will_be() -> None:
    now = timezone.now()
    running = Substitution.objects.get(starts_at__lt=now, ends_at__gt=now)
    coming = Substitution.objects.get(starts_at__gt=now)
    assert (running.user.username, running.substitute.username) == ("henry", "maria")
    assert [item.slug for item in running.workflows.all()] == ["expense-claim"]
    assert (coming.user.username, coming.substitute.username) == ("ben", "greta")
    assert not coming.workflows.exists()


def test_a_failed_run_was_forked_and_others_were_retried() -> None:
    from workflows.models import Event

    fork = Run.objects.exclude(forked_from=None).get()
    assert (fork.status, fork.forked_from and fork.forked_from.status) == ("completed", "failed")
    assert Event.objects.filter(type="RunRetried").count() >= 2
    assert Event.objects.filter(type="TaskUndone").exists()
    assert Event.objects.filter(type="TaskReminded").count() > 20
