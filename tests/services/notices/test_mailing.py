"""Mails as a real server takes them: what they say and carry, and what happens when it does not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests.services.notices.conftest import Stage
from tests.support.outside.postbox import Postbox, open_postbox, text_of
from workflows.models import Delivery, Profile, Run
from workflows.services.notices import posting
from workflows.services.notices.sending import send_all


@pytest.fixture
def box() -> Iterator[Postbox]:
    with open_postbox() as made:
        yield made


def habits(stage: Stage, who: str, **settings: Any) -> None:
    Profile.objects.update_or_create(user=stage.people[who], defaults=settings)


def pass_time(**span: float) -> None:
    """Let time pass for deliveries: the rows move, the database's clock cannot."""
    for row in Delivery.objects.all():
        for name in ("due_at", "held_until", "created_at", "give_up_at"):
            value = getattr(row, name)
            setattr(row, name, value - timedelta(**span) if value is not None else None)
        row.save()


def row(kind: str = "asked", who: str = "maria") -> Delivery:
    return Delivery.objects.get(kind=kind, user__username=who)


def test_a_mail_says_what_is_asked_and_leads_to_where_it_is_decided(
    stage: Stage, box: Postbox
) -> None:
    person = stage.people["ada"]
    person.first_name, person.last_name = "Ada", "Archer"
    person.save()
    subject = {"amount": 1500, "currency": "EUR", "trip": "Lisbon <b>", "papers": {"a": 1}}
    stage.publish(
        title="Approve <1,500> for Lisbon?", instructions="Look at the budget.", subject=subject,
        users=["maria"], groups=[], due_seconds=7200,
    )  # fmt: skip
    run = stage.start()
    send_all("mail")
    (mail,) = box.mails
    task = stage.task(run)
    assert (mail["Subject"], mail["To"]) == (
        "Approve <1,500> for Lisbon?",
        "maria <maria@example.org>",
    )
    plain, html = text_of(mail), text_of(mail, "html")
    for words in ("Ada Archer asks you to decide.", "Look at the budget.", "1,500.00 €", "Due"):
        assert words in plain
        assert words in html
    assert "Lisbon <b>" in plain
    assert "Lisbon &lt;b&gt;" in html
    assert "Lisbon <b>" not in html
    assert "Papers" not in plain
    for address in (f"/decide/{task.pk}/", f"/inbox/{task.pk}", "/settings"):
        assert f"http://127.0.0.1:8000{address}" in plain
        assert f'href="http://127.0.0.1:8000{address}"' in html
    # Nothing is fetched by opening it, and nothing in it runs.
    for mark in ("<img", "<script", "src=", "url(", "<link", "@import"):
        assert mark not in html


def test_mails_of_a_task_are_one_thread_and_are_known_as_automatic(
    stage: Stage, box: Postbox
) -> None:
    run = stage.start()
    stage.act("maria", run, "comment", text="@ben, have a look.")
    stage.decide("maria", run)
    send_all("mail")
    root = f"<task.{stage.task(run).pk}@127.0.0.1>"
    assert len(box.mails) == 3
    assert {mail["References"] for mail in box.mails} == {root}
    assert {mail["Auto-Submitted"] for mail in box.mails} == {"auto-generated"}
    assert {mail["List-Id"] for mail in box.mails} == {"Fermata <notices.127.0.0.1>"}
    ids = [mail["Message-ID"] for mail in box.mails]
    assert len(set(ids)) == 3
    keys = {f"<{key}@127.0.0.1>" for key in Delivery.objects.values_list("key", flat=True)}
    assert set(ids) <= keys


@pytest.mark.parametrize(
    "title",
    ["Approve\r\nBcc: eve@example.org", "Approve\x00\u202egnp.exe", "A" * 400, "\u2028\u200e Wait"],
)
def test_what_people_write_never_becomes_a_header(stage: Stage, box: Postbox, title: str) -> None:
    person = stage.people["maria"]
    person.first_name = 'Maria\r\nBcc: eve@example.org, "x" <y@z>'
    person.save()
    stage.publish(title=title, users=["maria"], groups=[])
    stage.start()
    send_all("mail")
    (mail,) = box.mails
    assert mail["Bcc"] is None
    assert len(mail["Subject"].strip()) <= 160
    assert not any(sign in mail["Subject"] for sign in "\r\n\x00\u202e\u2028\u200e")
    assert [address.addr_spec for address in mail["To"].addresses] == ["maria@example.org"]


def test_a_mail_speaks_the_persons_language_in_his_zone(stage: Stage, box: Postbox) -> None:
    habits(stage, "maria", language="de", zone="Asia/Tokyo")
    stage.publish(users=["maria"], groups=[], due_seconds=3600)
    run = stage.start()
    send_all("mail")
    plain = text_of(box.mails[0])
    assert "ada bittet Sie um eine Entscheidung." in plain
    due = stage.task(run).due_at
    assert due is not None
    hour = (due + timedelta(hours=9)).strftime("%H:%M")
    assert f"{hour} (Asia/Tokyo)" in plain
    assert 'lang="de"' in text_of(box.mails[0], "html")


def test_settings_say_of_what_mail_tells(stage: Stage, box: Postbox) -> None:
    habits(stage, "maria", mail="asked")
    habits(stage, "ben", mail="none")
    run = stage.start()
    stage.act("ada", run, "comment", text="@maria @ben please")
    send_all("mail")
    assert [mail["To"] for mail in box.mails] == ["maria <maria@example.org>"]
    assert stage.kinds("ben") == ["mentioned", "asked"]


def test_a_setting_counts_when_the_mail_would_leave(stage: Stage, box: Postbox) -> None:
    stage.start()
    habits(stage, "maria", mail="none")
    send_all("mail")
    assert (row().state, row().attempts) == ("dropped", 1)
    assert [mail["To"] for mail in box.mails] == ["ben <ben@example.org>"]


@pytest.mark.parametrize("address", ["", "maria@demo.invalid"])
def test_nobody_is_written_to_without_an_address(stage: Stage, box: Postbox, address: str) -> None:
    stage.people["maria"].email = address
    stage.people["maria"].save()
    stage.start()
    assert set(stage.mails()) == {"ben"}


def test_who_has_voted_meanwhile_is_not_asked_by_mail(stage: Stage, box: Postbox) -> None:
    stage.publish(quorum=2)
    run = stage.start()
    stage.decide("maria", run)
    send_all("mail")
    assert [mail["To"] for mail in box.mails] == ["ben <ben@example.org>"]


def test_a_mail_waits_until_a_decision_can_no_longer_be_undone(stage: Stage, box: Postbox) -> None:
    run = stage.start()
    stage.decide("maria", run, undo_seconds=8)
    send_all("mail")
    assert box.mails == []
    assert (row(who="ben").state, row(who="ben").attempts) == ("waiting", 0)
    until = stage.task(run).undo_until
    assert until is not None
    assert row(who="ben").due_at > until


def test_quiet_hours_hold_a_mail_back_until_their_end(stage: Stage, box: Postbox) -> None:
    now = timezone.now().astimezone(UTC)
    minute = now.hour * 60 + now.minute
    habits(stage, "maria", quiet_from=(minute - 5) % 1440, quiet_until=(minute + 60) % 1440)
    stage.publish(users=["maria"], groups=[])
    stage.start()
    assert send_all("mail") == 0
    due = row().due_at
    assert due is not None
    assert timedelta(minutes=58) < due - now <= timedelta(minutes=60)
    # A retry that would fall into them waits as well.
    Delivery.objects.update(due_at=now - timedelta(seconds=1))
    assert send_all("mail") == 1
    assert (row().due_at, row().attempts, box.mails) == (due, 0, [])


def test_a_digest_is_one_mail_of_all_that_is_due(stage: Stage, box: Postbox) -> None:
    habits(stage, "maria", digest="hourly")
    stage.publish(users=["maria"], groups=[], title="Approve {{ inputs.amount }}?")
    runs = [stage.start(amount=number) for number in (1, 2, 3)]
    assert send_all("mail") == 0
    stage.decide("maria", runs[1])
    pass_time(hours=1)
    send_all("mail")
    (mail,) = box.to("maria@example.org")
    assert mail["Subject"] == "2 notices"
    plain = text_of(mail)
    assert ("Approve 1?" in plain, "Approve 2?" in plain, "Approve 3?" in plain) == (
        True, False, True,
    )  # fmt: skip
    states = Delivery.objects.filter(user=stage.people["maria"]).order_by("pk")
    assert list(states.values_list("kind", "state")) == [
        ("asked", "gathered"), ("asked", "dropped"), ("asked", "gathered"), ("digest", "sent"),
    ]  # fmt: skip


def test_a_digest_of_one_is_that_mail(stage: Stage, box: Postbox) -> None:
    habits(stage, "maria", digest="daily", digest_minute=480)
    stage.publish(users=["maria"], groups=[])
    stage.start()
    pass_time(hours=25)
    send_all("mail")
    assert [mail["Subject"] for mail in box.mails] == ["Approve the expense"]


def test_no_mail_leaves_from_a_trial_run(stage: Stage) -> None:
    run = stage.start()
    Run.objects.filter(uuid=run).update(draft=True)
    Delivery.objects.all().delete()
    stage.act("ada", run, "nudge")
    assert stage.kinds("maria") == ["reminded"]
    assert stage.mails() == {}


def test_every_kind_of_mail_can_be_written_in_both_languages(stage: Stage, box: Postbox) -> None:
    for name in ("ada", "maria", "rita"):
        habits(stage, name, language="de" if name != "ada" else "en")
    stage.publish(
        escalations=[{"after_seconds": 60, "users": ["rita"]}], users=["maria"], groups=[]
    )
    facts = {"by": "ada", "for": "ben", "text": "Please", "group": "managers", "reminder": "soon"}
    run = stage.start()
    told = {"state": "decided", "decision": "approved", "comment": "Yes"}
    for kind in posting.kinds.MAILED:
        for name in ("ada", "maria"):
            Delivery.objects.create(
                channel="mail", kind=kind, user=stage.people[name], task=stage.task(run),
                run=stage.run(run), body={"facts": {**facts, **told}}, created_at=timezone.now(),
                due_at=timezone.now(), give_up_at=timezone.now() + timedelta(days=1),
            )  # fmt: skip
    Delivery.objects.filter(user=stage.people["ada"], kind__in=posting.kinds.TO_DO).delete()
    send_all("mail")
    assert not Delivery.objects.filter(state="waiting").exclude(last_error="").exists()
    assert len(box.to("maria@example.org")) >= len(posting.kinds.MAILED) - 1
    assert len(box.to("ada@example.org")) == 5
