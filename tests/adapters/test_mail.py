"""Mail of nodes through Django: what leaves, and which failures may be tried again."""

from __future__ import annotations

from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
from django.core import mail as outbox
from django.core.mail import BadHeaderError, EmailMessage

from workflows.adapters.mail import send
from workflows.engine.errors import Permanent, TryAgain
from workflows.nodes.connect.email import Mail

LETTER = Mail(["ann@example.org"], "Hello", "Dear Ann", "run/node/1")


def test_a_repeated_mail_has_the_same_message_id() -> None:
    send(LETTER)
    send(LETTER)
    one, two = (message.extra_headers["Message-ID"] for message in outbox.outbox)
    assert one == two
    assert (outbox.outbox[0].to, outbox.outbox[0].body) == (["ann@example.org"], "Dear Ann")


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (SMTPServerDisconnected("gone"), TryAgain),
        (ConnectionRefusedError("no"), TryAgain),
        (SMTPRecipientsRefused({"ann@example.org": (550, b"no")}), Permanent),
        (BadHeaderError("no"), Permanent),
    ],
)
def test_a_failing_server_is_tried_again_unless_it_refuses_the_recipients(
    monkeypatch: pytest.MonkeyPatch, fault: Exception, error: type[Exception]
) -> None:
    def fail(message: EmailMessage) -> int:
        raise fault

    monkeypatch.setattr(EmailMessage, "send", fail)
    with pytest.raises(error, match="mail server"):
        send(LETTER)
