"""Claims about the ``send_email`` node: what leaves, and what is refused."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import ValidationError

from tests.nodes.built_in import context
from workflows.engine.errors import Permanent
from workflows.engine.node import ProcessingContext
from workflows.nodes.connect import SendEmailNode, email
from workflows.nodes.connect.email import Mail


@pytest.fixture
def sent() -> Iterator[list[Mail]]:
    """Collect the mails that leave."""
    mails: list[Mail] = []
    before = list(email._sender)
    email.configure(mails.append)
    yield mails
    email.configure(before[0] if before else None)


def mail(given: ProcessingContext | None = None, **properties: Any) -> dict[str, Any]:
    return SendEmailNode.model_validate(properties).process(given or context())


def test_a_mail_is_rendered_and_leaves_once_an_attempt(sent: list[Mail]) -> None:
    given = context(inputs={"who": "Ann", "to": "ann@example.org"})
    output = mail(
        given,
        to="{{ inputs.to }}, bob@example.org",
        subject="Dear {{ inputs.who }}",
        body="Hello {{ inputs.who }}",
    )
    assert output == {"sent_to": ["ann@example.org", "bob@example.org"]}
    assert sent == [Mail(["ann@example.org", "bob@example.org"], "Dear Ann", "Hello Ann", "r1/n/1")]


def test_a_subject_holds_no_line_break_and_an_address_no_second_header(sent: list[Mail]) -> None:
    mail(context(inputs={"s": "a\r\nBcc: x@y.z"}), to=["a@b.c"], subject="{{ inputs.s }}")
    assert sent[0].subject == "a Bcc: x@y.z"
    for wrong in ("nobody", "a@b.c\r\nBcc: x@y.z", "Ann <a@b.c>", "a@b.c;d@e.f", ""):
        with pytest.raises(Permanent, match="no mail address"):
            mail(context(inputs={"to": wrong}), to=["{{ inputs.to }}"], subject="s")
    assert len(sent) == 1


def test_there_are_at_most_fifty_recipients(sent: list[Mail]) -> None:
    with pytest.raises(ValidationError):
        mail(to=[f"a{n}@b.c" for n in range(51)], subject="s")


def test_without_a_mail_server_the_step_says_so(sent: list[Mail]) -> None:
    email.configure(None)
    with pytest.raises(Permanent, match="No mail server"):
        mail(to="a@b.c", subject="s")
