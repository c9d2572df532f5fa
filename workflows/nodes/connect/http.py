"""The ``http_request`` node: one request to another system; what may be reached is in
``outside.py``."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Literal

from pydantic import Field, StrictBool

from workflows.engine.durations import Seconds
from workflows.engine.errors import Permanent, TryAgain
from workflows.engine.events import Json
from workflows.engine.node import BaseNode, ProcessingContext

from ..fields import SETTING
from ..texts import Text, reads_of, render_in
from .outside import MAX_SECONDS, Answer, Request, safe_request

_WITHOUT_BODY = ("GET", "HEAD")
_SHOWN = 300


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
    headers: dict[str, str] = Field(default_factory=dict, title="Headers")
    query: dict[str, str | int | float | bool | list[str]] = Field(
        default_factory=dict, title="Query", description="Added to the address after the ?."
    )
    body: Any = Field(
        default=None, title="Body", description="A text is sent as it is, anything else as JSON."
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
        """List the nodes that the address reads."""
        return reads_of(properties, ("url",))

    def process(self, context: ProcessingContext) -> dict[str, Json]:
        """Send and read; in a thread, since the library blocks."""
        answer = safe_request(self._request(context))
        if self.fail_on_status and answer.status >= 400:
            raise _failure(answer)
        return {
            "status": answer.status,
            "headers": dict(answer.headers),
            "body": _body(answer) if self.method != "HEAD" else None,
        }

    def _request(self, context: ProcessingContext) -> Request:
        headers = {name: render_in(context, value) for name, value in self.headers.items()}
        if not any(name.lower() == "idempotency-key" for name in headers):
            headers["Idempotency-Key"] = context.idempotency_key
        if any("\r" in item or "\n" in item for pair in headers.items() for item in pair):
            raise Permanent("A header holds a line break.")
        if self.body is not None and self.method in _WITHOUT_BODY:
            raise Permanent(f"A {self.method} request has no body.")
        as_text = isinstance(self.body, str)
        return Request(
            self.method,
            render_in(context, self.url),
            headers,
            self.query,
            json=None if as_text else self.body,
            text=render_in(context, self.body) if as_text else None,
            seconds=float(self.timeout_seconds),
        )


def _failure(answer: Answer) -> Exception:
    """Say whether trying again may help: the other side's faults and its being busy may pass."""
    text = answer.body[:_SHOWN].decode("utf-8", "replace").strip()
    message = f"The answer was {answer.status}: {text}" if text else f"It answered {answer.status}."
    if answer.status >= 500 or answer.status in (408, 425, 429):
        return TryAgain(message, after_seconds=_after(answer))
    return Permanent(message)


def _after(answer: Answer) -> float | None:
    given = answer.headers.get("retry-after", "")
    return float(given) if given.isascii() and given.isdecimal() and len(given) < 7 else None


def _body(answer: Answer) -> Json:
    if not answer.body:
        return None
    kind = answer.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind == "application/json" or kind.endswith("+json"):
        try:
            return json.loads(answer.body)
        except ValueError as error:
            raise Permanent("The answer says that it is JSON, but it is not.") from error
    try:
        return answer.body.decode(answer.encoding or "utf-8")
    except (UnicodeDecodeError, LookupError) as error:
        raise Permanent(f"The answer is not a text ({kind or 'no type is named'}).") from error
