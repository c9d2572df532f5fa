"""Looking after notices: what goes wrong is told by the doctor, what is past is pruned."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.services.notices.conftest import Stage
from workflows.models import Announcement, DecisionLink, Delivery, Notice, Webhook
from workflows.services.doctor import notices
from workflows.services.notices.sending import send_all
from workflows.services.pruning import Retention, prune, prune_leftovers

LONG_AGO = timezone.now() - timedelta(days=100)


def findings() -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for item in (*notices.notices(), *notices.webhooks()):
        found.setdefault(item.name, []).append((item.level, item.message))
    return found


def test_while_all_goes_well_the_doctor_says_so(stage: Stage) -> None:
    stage.start()
    send_all("mail")
    assert [level for told in findings().values() for level, _ in told] == ["ok", "ok"]


def test_what_is_late_or_was_given_up_is_told(stage: Stage) -> None:
    stage.start()
    Announcement.objects.create(kind="task.created", run_id=1, seq=1, at=LONG_AGO)
    Delivery.objects.filter(user=stage.people["maria"]).update(due_at=LONG_AGO)
    Delivery.objects.filter(user=stage.people["ben"]).update(
        state="dead", due_at=None, done_at=timezone.now()
    )
    (late, dead) = findings()["Notices"]
    assert late == ("fail", "2 notices and deliveries are late by minutes.")
    assert dead == ("warn", "1 mails were given up within a day.")


def test_webhooks_that_fail_or_were_switched_off_are_named(stage: Stage) -> None:
    now = timezone.now()
    Webhook.objects.create(name="Ours", url="https://a.example/", created_at=now, failing_since=now)
    Webhook.objects.create(
        name="Theirs", url="https://b.example/", created_at=now, active=False, switched_off_at=now
    )
    assert findings()["Webhooks"] == [
        ("fail", "Switched off after three days of failures: Theirs."),
        ("warn", "Failing now: Ours."),
    ]


@pytest.mark.parametrize("dry", [True, False])
def test_what_was_read_or_sent_long_ago_is_pruned(stage: Stage, dry: bool) -> None:
    stage.publish(decide_by_mail=True)
    stage.start()
    send_all("mail")
    read, kept = Notice.objects.order_by("pk")
    Notice.objects.filter(pk=read.pk).update(read_at=LONG_AGO)
    first, second = Delivery.objects.order_by("pk")
    Delivery.objects.filter(pk=first.pk).update(done_at=LONG_AGO)
    DecisionLink.objects.filter(user=stage.people["ben"]).update(expires_at=LONG_AGO)
    gone = prune_leftovers(Retention(timedelta(days=90), dry=dry))
    assert (gone["notices"], gone["deliveries"], gone["mail links"]) == (1, 1, 1)
    if not dry:
        assert (Notice.objects.get(), Delivery.objects.get()) == (kept, second)
        assert DecisionLink.objects.get().user == stage.people["maria"]


def test_all_that_was_told_of_a_run_goes_with_it(stage: Stage) -> None:
    stage.publish(decide_by_mail=True)
    run = stage.start()
    send_all("mail")
    stage.stop("otto", run)
    row = stage.run(run)
    row.finished_at = LONG_AGO
    row.save()
    late = Announcement.objects.create(kind="run.failed", run_id=row.pk, seq=1, at=LONG_AGO)
    assert [step.roots for step in prune(Retention(timedelta(days=90)))] == [1]
    assert not Notice.objects.exists()
    assert not Delivery.objects.exists()
    assert not DecisionLink.objects.exists()
    # An announcement of what is gone tells nobody, and goes too.
    stage.tell()
    assert not Announcement.objects.filter(pk=late.pk).exists()
