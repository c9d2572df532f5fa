"""What becomes of a mail when the server does not take it, or whoever sends it dies."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import override_settings
from django.utils import timezone

from tests.services.notices.conftest import Stage
from tests.services.notices.test_mailing import box, pass_time, row
from tests.support.outside.postbox import Postbox, open_postbox, text_of
from workflows.models import Delivery, DeliveryAttempt
from workflows.services.notices import posting, sending, webhooks
from workflows.services.notices.sending import send_all

__all__ = ["box"]


def test_a_server_that_wants_it_later_gets_it_later_under_the_same_id(
    stage: Stage, box: Postbox
) -> None:
    box.recipients["maria@example.org"] = ["451 greylisted, try again", None]
    stage.publish(users=["maria"], groups=[])
    stage.start()
    send_all("mail")
    waits = row()
    assert (waits.state, waits.attempts, box.mails) == ("waiting", 1, [])
    assert "451" in waits.last_error
    assert waits.due_at is not None
    assert timedelta(seconds=25) < waits.due_at - timezone.now() <= timedelta(seconds=30)
    pass_time(seconds=31)
    send_all("mail")
    assert [mail["Message-ID"] for mail in box.mails] == [f"<{waits.key}@127.0.0.1>"]
    log = DeliveryAttempt.objects.order_by("pk").values_list("status", "error")
    assert list(log) == [(451, "The mail server refuses the recipient: 451."), (250, "")]


def test_a_recipient_that_is_refused_for_good_is_given_up_at_once_and_may_be_tried_again(
    stage: Stage, box: Postbox
) -> None:
    box.recipients["maria@example.org"] = ["550 no such user", None]
    stage.publish(users=["maria"], groups=[])
    stage.start()
    send_all("mail")
    dead = row()
    assert (dead.state, dead.due_at, dead.attempts) == ("dead", None, 1)
    answer = webhooks.redeliver(stage.people["root"], str(dead.pk))
    assert (answer["state"], len(box.mails)) == ("sent", 1)
    assert [entry["status"] for entry in answer["log"]] == [250, 550]
    assert "no such user" in answer["log"][1]["answer"]
    assert answer["body"] is None


def test_one_refused_recipient_does_not_keep_the_mail_from_others(
    stage: Stage, box: Postbox
) -> None:
    box.recipients["maria@example.org"] = ["550 no such user"]
    stage.start()
    send_all("mail")
    assert [mail["To"] for mail in box.mails] == ["ben <ben@example.org>"]


def test_a_server_that_is_away_is_tried_for_a_day(stage: Stage) -> None:
    stage.publish(users=["maria"], groups=[])
    stage.start()
    for attempts in range(1, 40):
        with _nobody_listens():
            send_all("mail")
        found = row()
        assert found.attempts == attempts
        if found.state == "dead":
            break
        assert found.due_at is not None
        pass_time(seconds=(found.due_at - timezone.now()).total_seconds() + 1)
    assert (found.state, found.last_error) == (
        "dead", "The mail server cannot be used: ConnectionRefusedError.",
    )  # fmt: skip
    assert 20 < found.attempts < 40


def test_a_server_that_hangs_is_left_alone_after_its_time(stage: Stage) -> None:
    stage.publish(users=["maria"], groups=[])
    stage.start()
    with open_postbox(timeout=0.3) as box:
        box.hangs = True
        send_all("mail")
        box.hangs = False
    assert (row().state, row().attempts) == ("waiting", 1)
    assert "The mail server cannot be used" in row().last_error


def test_whoever_dies_between_sending_and_marking_sends_again_under_the_same_id(
    stage: Stage, box: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        """Stands for the end of the process."""

    def die(*given: Any) -> bool:
        raise Killed

    stage.publish(users=["maria"], groups=[])
    stage.start()
    with monkeypatch.context() as patch:
        patch.setattr(sending.deliveries, "finish", die)
        with pytest.raises(Killed):
            send_all("mail")
    # It is held: nobody sends it at the same time.
    assert send_all("mail") == 0
    pass_time(seconds=sending.HOLD_SECONDS + 1)
    send_all("mail")
    one, two = box.mails
    assert one["Message-ID"] == two["Message-ID"]
    assert text_of(one) == text_of(two)
    assert (row().state, row().attempts) == ("sent", 2)


def test_who_held_it_too_long_marks_nothing(
    stage: Stage, box: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage.publish(users=["maria"], groups=[])
    stage.start()
    real = posting.hand_over

    def slow(mail: Any) -> Any:
        answer = real(mail)
        if len(box.mails) == 1:
            pass_time(seconds=sending.HOLD_SECONDS + 1)
            assert sending.send_next("mail")
        return answer

    monkeypatch.setattr(posting, "hand_over", slow)
    send_all("mail")
    assert len(box.mails) == 2
    assert (row().state, DeliveryAttempt.objects.count()) == ("sent", 1)


def test_what_kills_each_sender_is_given_up(stage: Stage, box: Postbox) -> None:
    stage.publish(users=["maria"], groups=[])
    stage.start()
    Delivery.objects.update(attempts=sending.MOST_ATTEMPTS)
    send_all("mail")
    assert (row().state, box.mails) == ("dead", [])


def test_a_mail_that_cannot_be_written_is_tried_again_and_holds_up_no_other(
    stage: Stage, box: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage.start()
    write = posting.mails.write

    def sometimes(delivery: Any, *more: Any) -> Any:
        if delivery.user.username == "maria":
            raise KeyError("a fault of ours")
        return write(delivery, *more)

    monkeypatch.setattr(posting.mails, "write", sometimes)
    send_all("mail")
    assert [mail["To"] for mail in box.mails] == ["ben <ben@example.org>"]
    assert (row().state, row().last_error) == ("waiting", "It could not be written: KeyError.")


def _nobody_listens() -> Any:
    return override_settings(
        EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend",
        EMAIL_HOST="127.0.0.1",
        EMAIL_PORT=1,
        EMAIL_TIMEOUT=1,
    )
