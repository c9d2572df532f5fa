"""The ``send_email`` node: writes a mail; how mail leaves is told by the application."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field

from workflows.engine.errors import Permanent
from workflows.engine.events import Json
from workflows.engine.node import BaseNode, ProcessingContext

from ..texts import Text, reads_of, render_in

MAX_RECIPIENTS = 50
_NO = r"\s\x00-\x1f\x7f@,:;<>()\[\]\\\""
_ADDRESS = re.compile(rf"[^{_NO}]{{1,64}}@[^{_NO}]{{1,255}}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail as it is to leave. ``key`` is the same for every attempt: the Message-ID is made of
    it."""

    to: Sequence[str]
    subject: str
    body: str
    key: str
    reply_to: Sequence[str] = ()


Send = Callable[[Mail], None]
"""Hands a mail to the server; raises ``TryAgain`` when that cannot be done now."""

_sender: list[Send] = []


def configure(send: Send | None) -> None:
    """Say how mail leaves; None: it does not."""
    _sender[:] = [send] if send is not None else []


def _addresses(value: Any) -> Any:
    """Take one address, or several with commas, for a list."""
    return [part.strip() for part in value.split(",")] if isinstance(value, str) else value


class SendEmailNode(BaseNode):
    """Sends a mail."""

    node_type = "send_email"
    node_title = "Send e-mail"
    node_category = "Connect"
    node_icon = "mail"
    node_tags = ("mail", "notify", "message", "smtp")
    node_effects: ClassVar[Literal["none", "reads", "sends"]] = "sends"
    node_outputs = {"sent_to": {"type": "array", "title": "Sent to"}}
    reads_outputs = "none"

    to: Annotated[list[str], BeforeValidator(_addresses)] = Field(
        min_length=1,
        max_length=MAX_RECIPIENTS,
        title="To",
        description="One or more addresses, with commas between them.",
    )
    subject: Text = Field(min_length=1, max_length=500, title="Subject")
    body: Text = Field(
        default="", max_length=100_000, title="Text", json_schema_extra={"format": "template"}
    )

    reply_to: Text = Field(
        default="",
        max_length=320,
        title="Reply to",
        description="Where answers go, when not to the sender.",
    )

    @classmethod
    def expressions_of(cls, properties: Mapping[str, Json]) -> Sequence[tuple[str, str]]:
        """List the nodes that the texts read."""
        found = list(reads_of(properties, ("subject", "body", "reply_to")))
        to = _addresses(properties.get("to"))
        for address in to if isinstance(to, list) else ():
            found += [("/to", source) for _, source in reads_of({"to": address}, ("to",))]
        return found

    def process(self, context: ProcessingContext) -> dict[str, Json]:
        """Hand the mail over; in a thread, since mail servers are slow."""
        if not _sender:
            raise Permanent("No mail server is set up here.")
        to = _checked(",".join(render_in(context, address) for address in self.to))
        if not 0 < len(to) <= MAX_RECIPIENTS:
            raise Permanent(f"A mail goes to 1 to {MAX_RECIPIENTS} addresses, not to {len(to)}.")
        reply_to = _checked(render_in(context, self.reply_to))
        subject = " ".join(_CONTROL.sub(" ", render_in(context, self.subject)).split())
        body = render_in(context, self.body)
        mail = Mail(to, subject, body, context.idempotency_key, reply_to)
        _sender[0](mail)
        return {"sent_to": list(to)}

    def rehearse(self, context: ProcessingContext) -> dict[str, Json]:
        """Name those to whom the mail would have gone."""
        return {"sent_to": _checked(",".join(render_in(context, one) for one in self.to))}


def _checked(text: str) -> list[str]:
    """Give the addresses of a list with commas, each once; what is none is refused by name."""
    found = [part.strip(" ") for part in text.split(",") if part.strip(" ")]
    wrong = [address for address in found if not _ADDRESS.fullmatch(address)]
    if wrong:
        raise Permanent(f"This is no mail address: {wrong[0][:100]!r}.")
    return list(dict.fromkeys(found))
