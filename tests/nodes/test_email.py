"""Claims about the ``send_email`` node: what leaves, and what is refused."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import ValidationError

from tests.nodes.built_in import BuiltInWorld, context
from workflows.engine.errors import Permanent, TryAgain
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
    to = ["ann@example.org", "bob@example.org"]
    assert sent == [Mail(to, "Dear Ann", "Hello Ann", "r1/n/1", [])]
    mail(context(attempt=2), to="ann@example.org", subject="Again", reply_to="bob@example.org")
    assert (sent[1].key, sent[1].reply_to) == ("r1/n/1", ["bob@example.org"])


def test_a_subject_holds_no_line_break_and_an_address_no_second_header(sent: list[Mail]) -> None:
    mail(context(inputs={"s": "a\r\nBcc: x@y.z"}), to=["a@b.c"], subject="{{ inputs.s }}")
    assert sent[0].subject == "a Bcc: x@y.z"
    for wrong in (
        "nobody",
        "a@b.c\r\nBcc: x@y.z",
        "Ann <a@b.c>",
        "a@b.c;d@e.f",
        "a\0@b.c",
        "a@b c",
    ):
        with pytest.raises(Permanent, match="no mail address"):
            mail(context(inputs={"to": wrong}), to=["{{ inputs.to }}"], subject="s")
    for wrong in ("a@b.c\nBcc: x@y.z", "nobody"):
        with pytest.raises(Permanent, match="no mail address"):
            mail(to=["a@b.c"], subject="s", reply_to=wrong)
    assert len(sent) == 1


def test_there_are_at_most_fifty_recipients(sent: list[Mail]) -> None:
    with pytest.raises(ValidationError):
        mail(to=[f"a{n}@b.c" for n in range(51)], subject="s")
    many = ", ".join(f"a{n}@b.c" for n in range(51))
    for given, told in ((many, "not to 51"), ("", "not to 0"), (" , ", "not to 0")):
        with pytest.raises(Permanent, match=told):
            mail(context(inputs={"to": given}), to="{{ inputs.to }}", subject="s")
    mail(context(inputs={"to": f"a@b.c, {many[:30]}".rpartition(",")[0]}), to="{{ inputs.to }}",
         subject="s")  # fmt: skip
    assert sent[0].to[0] == "a@b.c"


def test_nobody_gets_a_mail_twice(sent: list[Mail]) -> None:
    mail(to=["a@b.c", "a@b.c"], subject="s")
    assert sent[0].to == ["a@b.c"]


def test_a_run_whose_mail_server_is_away_sends_the_mail_later(sent: list[Mail]) -> None:
    def away(letter: Mail) -> None:
        raise TryAgain("The mail server cannot be used: ConnectionRefusedError.")

    node = {
        "id": "tell",
        "type": "send_email",
        "properties": {"to": "a@b.c", "subject": "s"},
        "options": {"retry": {"max_attempts": 2, "backoff_seconds": 60}},
    }
    world = BuiltInWorld({"schema": 1, "nodes": [node], "edges": []})
    email.configure(away)
    run = world.run()
    assert world.statuses(run)["tell"] == "retrying"
    email.configure(sent.append)
    world.clock.forward(61)
    world.drain()
    assert world.state(run).status == "completed"
    assert [letter.key for letter in sent] == [f"{run}/tell/1"]


def test_without_a_mail_server_the_step_says_so(sent: list[Mail]) -> None:
    email.configure(None)
    with pytest.raises(Permanent, match="No mail server"):
        mail(to="a@b.c", subject="s")
