"""Several processes at once: each announcement is told once, each delivery sent by one at a time,
and whatever the order, nobody keeps being asked for what is closed."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from tests.api.conftest import edge, graph, node
from tests.services.notices.conftest import Stage
from tests.support.outside.postbox import open_postbox
from tests.support.threads import together
from workflows.models import Announcement, Delivery, Notice, Profile, Run
from workflows.services import commands
from workflows.services.inbox import deciding
from workflows.services.notices import expanding, posting
from workflows.services.notices.expanding import expand_all
from workflows.services.notices.sending import send_all

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 4


def expand() -> None:
    expand_all()


def send() -> None:
    send_all("mail")


def at_once(*calls: Callable[[], None]) -> None:
    """Call all at the same moment; none may fail."""
    assert together(*calls) == [None] * len(calls)


def start(stage: Stage, count: int, **inputs: Any) -> list[str]:
    request = commands.RunRequest(inputs={"amount": 1, **inputs})
    ids = [commands.start_run(stage.people["ada"], stage.slug, request) for _ in range(count)]
    stage._drain()
    return ids


def test_each_announcement_is_told_once(stage: Stage) -> None:
    stage.publish()
    start(stage, 12)
    at_once(*[expand] * MANY)
    assert not Announcement.objects.exists()
    told = Counter(Notice.objects.values_list("user__username", "run"))
    assert set(told.values()) == {1}
    assert len(told) == 24
    mails = Counter(Delivery.objects.values_list("user__username", "run"))
    assert mails == told


def test_failures_of_a_workflow_are_counted_by_many_at_once(stage: Stage) -> None:
    fails = [node("start", "input"), node("no", "fail", message="No")]
    stage.publish(graph(fails, [edge("start", "no")]))
    start(stage, 8)
    at_once(*[expand] * MANY)
    grouped = Notice.objects.get(user=stage.people["otto"])
    assert (grouped.kind, grouped.count) == ("failures", 8)


def test_whatever_the_order_nobody_is_left_asked_for_a_closed_task(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage.publish(undo_seconds=0)
    (run,) = start(stage, 1)
    request = deciding.DecideRequest("approved", {"amount": 1})
    deciding.decide_task(stage.people["maria"], str(stage.task(run).pk), request)
    entered, go_on = threading.Event(), threading.Event()
    tellings = expanding.tellings

    def slowly(happening: Any) -> Any:
        found = tellings(happening)
        if happening.kind == "task.created" and connection.vendor != "sqlite":
            entered.set()
            go_on.wait(0.3)
        return found

    monkeypatch.setattr(expanding, "tellings", slowly)
    at_once(*[expand] * MANY)
    assert not Notice.objects.filter(over=None).exclude(kind="outcome").exists()
    assert not Delivery.objects.filter(kind="asked", state="waiting").exists()


def test_while_it_is_told_the_decision_may_come(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage.publish(undo_seconds=0)
    (run,) = start(stage, 1)
    told, decided = threading.Event(), threading.Event()
    tellings = expanding.tellings

    def between(happening: Any) -> Any:
        found = tellings(happening)
        if happening.kind == "task.created":
            told.set()
            # On SQLite whoever writes waits for us.
            decided.wait(10 if connection.vendor != "sqlite" else 0.1)
        return found

    def decide() -> None:
        told.wait(10)
        request = deciding.DecideRequest("approved", {"amount": 1})
        deciding.decide_task(stage.people["maria"], str(stage.task(run).pk), request)
        decided.set()
        expand_all()

    monkeypatch.setattr(expanding, "tellings", between)
    at_once(expand, decide)
    expand_all()
    (notice,) = Notice.objects.filter(user=stage.people["ben"])
    assert notice.over is not None
    assert notice.over["by"] == "maria"


def test_each_mail_is_sent_by_one_of_many(stage: Stage) -> None:
    stage.publish()
    start(stage, 10)
    expand_all()
    with open_postbox() as box:
        at_once(*[send] * MANY)
    sent = Counter(mail["Message-ID"] for mail in box.mails)
    assert len(sent) == 20
    assert set(sent.values()) == {1}
    assert not Delivery.objects.exclude(state="sent").exists()


def test_many_make_one_digest(stage: Stage) -> None:
    Profile.objects.update_or_create(user=stage.people["maria"], defaults={"digest": "hourly"})
    stage.publish(users=["maria"], groups=[])
    start(stage, 6)
    expand_all()
    Delivery.objects.update(due_at=timezone.now() - timedelta(seconds=1))
    with open_postbox() as box:
        at_once(*[send] * MANY)
        send_all("mail")
    assert [mail["Subject"] for mail in box.mails] == ["6 notices"]
    kinds = Counter(Delivery.objects.values_list("kind", "state"))
    assert kinds == {("asked", "gathered"): 6, ("digest", "sent"): 1}


def test_nothing_is_sent_inside_a_transaction(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage.publish(users=["maria"], groups=[])
    start(stage, 1)
    expand_all()
    seen = []
    real = posting.hand_over

    def look(mail: Any) -> Any:
        seen.append((connection.in_atomic_block, Run.objects.count()))
        return real(mail)

    monkeypatch.setattr(posting, "hand_over", look)
    send_all("mail")
    assert seen == [(False, 1)]
