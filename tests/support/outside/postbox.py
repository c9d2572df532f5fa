"""A real SMTP server on loopback that keeps what it takes, and refuses or hangs when told to."""

from __future__ import annotations

import asyncio
import email
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from django.test import override_settings

from tests.support.server import free_port


@dataclass
class Postbox:
    """What arrived, and what the server says: replies to RCPT by address and to DATA, each used
    once, the first one first; None takes it. ``hangs``: it does not answer DATA at all."""

    mails: list[EmailMessage] = field(default_factory=list)
    recipients: dict[str, list[str | None]] = field(default_factory=dict)
    data: list[str | None] = field(default_factory=list)
    hangs: bool = False
    port: int = 0

    async def handle_RCPT(
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        """Take or refuse a recipient."""
        waiting = self.recipients.get(address) or [None]
        answer = waiting.pop(0)
        if answer is not None:
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """Keep a mail, whatever is answered: a server may take one and fail to say so."""
        if self.hangs:
            await asyncio.sleep(30)
        made = email.message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(made, EmailMessage)
        self.mails.append(made)
        answer = self.data.pop(0) if self.data else None
        return answer or "250 taken"

    def to(self, address: str) -> list[EmailMessage]:
        """List what went to an address."""
        return [made for made in self.mails if address in str(made["To"])]


@contextmanager
def serving_mail() -> Iterator[Postbox]:
    """Take mails for as long as the block lasts; no setting of this process is changed."""
    box = Postbox(port=free_port())
    controller = Controller(box, hostname="127.0.0.1", port=box.port)
    controller.start()
    try:
        yield box
    finally:
        controller.stop()


@contextmanager
def open_postbox(timeout: float = 5) -> Iterator[Postbox]:
    """Have Django's mail go to a server of our own for as long as the block lasts."""
    with (
        serving_mail() as box,
        override_settings(
            EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend",
            EMAIL_HOST="127.0.0.1",
            EMAIL_PORT=box.port,
            EMAIL_USE_TLS=False,
            EMAIL_USE_SSL=False,
            EMAIL_TIMEOUT=timeout,
            DEFAULT_FROM_EMAIL="Fermata <fermata@example.org>",
        ),
    ):
        yield box


def text_of(mail: EmailMessage, kind: str = "plain") -> str:
    """Give the text of a mail's part: ``plain`` or ``html``."""
    part = mail.get_body(preferencelist=(kind,))
    assert part is not None
    return str(part.get_content())
