"""The ``http_request`` node: one request to another system; what may be reached is in
``outside.py``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from email.message import Message
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Any, ClassVar, Literal
from urllib.parse import quote

from pydantic import Field, StrictBool

from workflows.engine.durations import Seconds
from workflows.engine.errors import Permanent, TryAgain
from workflows.engine.events import Json
from workflows.engine.node import BaseNode, ProcessingContext
from workflows.engine.payload import loads

from ..fields import FILLED, SETTING
from ..texts import Text, reads_of, render_in
from .credentials import find_credential, with_header, without_secret
from .outside import MAX_SECONDS, Answer, Request, safe_request

_WITHOUT_BODY = ("GET", "HEAD")
_MAY_PASS = (408, 425, 429)
_LONGEST_WAIT = 86_400.0


class HttpRequestNode(BaseNode):
    """Sends a request to another system and gives its answer."""

    node_type = "http_request"
    node_title = "HTTP request"
    node_category = "Connect"
    node_icon = "world"
    node_tags = ("api", "rest", "webhook", "call", "fetch", "url")
    node_effects: ClassVar[Literal["none", "reads", "sends"]] = "sends"
    node_outputs = {
        "status": {"type": "integer", "title": "Status"},
        "headers": {"type": "object", "title": "Headers"},
        "body": {"title": "Body"},
    }
    reads_outputs = "none"

    method: Literal["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"] = Field(
        default="GET", title="Method", json_schema_extra=SETTING
    )
    url: Text = Field(min_length=1, max_length=4_000, title="Address")
    headers: dict[str, str] = Field(default_factory=dict, title="Headers", json_schema_extra=FILLED)
    query: dict[str, str | int | float | bool | list[str] | None] = Field(
        default_factory=dict,
        title="Query",
        description="Added to the address after the ?.",
        json_schema_extra=FILLED,
    )
    body: Any = Field(
        default=None, title="Body", description="A text is sent as it is, anything else as JSON."
    )
    credential: str = Field(
        default="",
        max_length=100,
        title="Credential",
        description="The name of a secret that is sent along; administrators keep them.",
        json_schema_extra={**SETTING, "format": "credential"},
    )
    timeout_seconds: Seconds = Field(
        default=30,
        gt=0,
        le=MAX_SECONDS,
        title="Time limit",
        description="For the whole exchange.",
        json_schema_extra=SETTING,
    )
    fail_on_status: StrictBool = Field(
        default=True,
        title="Fail on errors",
        description="An answer of 400 and above fails the step.",
        json_schema_extra=SETTING,
    )

    @classmethod
    def expressions_of(cls, properties: Mapping[str, Json]) -> Sequence[tuple[str, str]]:
        """List the nodes that address, headers, query and body read."""
        found = list(reads_of(properties, ("url", "body")))
        for name in ("headers", "query"):
            values = properties.get(name)
            for text in values.values() if isinstance(values, Mapping) else ():
                found += [(f"/{name}", source) for _, source in reads_of({"": text}, ("",))]
        return found

    def process(self, context: ProcessingContext) -> dict[str, Json]:
        """Send and read; in a thread, since the library blocks."""
        request = self._request(context)
        if self.credential:
            secret = find_credential(context.workflow, self.credential, request.url)
            request = replace(request, headers=with_header(request.headers, secret))
            answer = without_secret(safe_request(request), secret)
        else:
            answer = safe_request(request)
        if self.fail_on_status and answer.status >= 400:
            raise _failure(answer, context.now or datetime.now(UTC))
        return {
            "status": answer.status,
            "headers": dict(answer.headers),
            "body": _body(answer) if self.method != "HEAD" else None,
        }

    def rehearse(self, context: ProcessingContext) -> dict[str, Json]:
        """Answer as if all had gone well, with nothing in it."""
        return {"status": 200, "headers": {}, "body": None}

    def _request(self, context: ProcessingContext) -> Request:
        body = None if self.body == "" else self.body
        if body is not None and self.method in _WITHOUT_BODY:
            raise Permanent(f"A {self.method} request has no body.")
        headers = {name: render_in(context, value) for name, value in self.headers.items()}
        given = {name.lower() for name in headers}
        if "idempotency-key" not in given:
            headers["Idempotency-Key"] = quote(context.idempotency_key, safe="/")
        if isinstance(body, str) and "content-type" not in given:
            headers["Content-Type"] = "text/plain; charset=utf-8"
        return Request(
            self.method,
            render_in(context, self.url),
            headers,
            {name: _in_query(context, value) for name, value in self.query.items()},
            json=None if isinstance(body, str) else body,
            text=render_in(context, body) if isinstance(body, str) else None,
            seconds=float(self.timeout_seconds),
        )


def _in_query(context: ProcessingContext, value: Json) -> Json:
    """Write a value as addresses have it; null is left out."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return render_in(context, value) if isinstance(value, str) else value


def _failure(answer: Answer, now: datetime) -> Exception:
    """Say whether trying again may help: the other side's faults and its being busy may pass.

    The sentence holds nothing of the answer's body, which may hold secrets of the other side.
    """
    try:
        name = f"{answer.status} {HTTPStatus(answer.status).phrase}"
    except ValueError:
        name = str(answer.status)
    if answer.status >= 500 or answer.status in _MAY_PASS:
        return TryAgain(f"The answer was {name}.", after_seconds=_after(answer, now))
    return Permanent(f"The answer was {name}.")


def _after(answer: Answer, now: datetime) -> float | None:
    """Give the seconds that ``Retry-After`` asks for, as a number or as a date; at most a day."""
    given = answer.headers.get("retry-after", "").strip()
    if given.isascii() and given.isdecimal() and len(given) < 10:
        return min(float(given), _LONGEST_WAIT)
    try:
        seconds = (parsedate_to_datetime(given) - now).total_seconds()
    except (TypeError, ValueError):
        return None
    return min(max(seconds, 0.0), _LONGEST_WAIT)


def _body(answer: Answer) -> Json:
    """Read JSON as a value and text as a text; what is neither is refused."""
    if not answer.body:
        return None
    head = Message()
    head["Content-Type"] = answer.headers.get("content-type", "")
    kind = head.get_content_type() if answer.headers.get("content-type") else ""
    if kind == "application/json" or kind.endswith("+json"):
        try:
            return loads(answer.body)
        except ValueError as error:
            raise Permanent("The answer says that it is JSON, but it is not.") from error
    text = _text(answer.body, head.get_content_charset())
    if text is None or "\0" in text:
        raise Permanent(f"The answer is not a text ({kind or 'no type is named'}).")
    return text


def _text(body: bytes, charset: str | None) -> str | None:
    try:
        return body.decode(charset or "utf-8")
    except (UnicodeDecodeError, LookupError):
        return None
