"""One request and its answer: what is sent, when it is sent again, what an answer means.

Nothing here touches the network: an exchange is a generator that yields what to send or how long to
rest, and is given the reply. The two clients drive it.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Generic, TypeVar

import httpx

from .errors import ApiError, ConnectionFailed, api_error
from .shapes import Json, Problem, read

T = TypeVar("T")

ATTEMPTS = 6
"""How often a request is sent at most."""

FIRST_REST, LONGEST_REST = 0.25, 5.0
"""Seconds between two attempts: doubled each time, between half and all of it."""

LONGEST_ASKED = 120.0
"""Seconds. Whoever asks us to come back later than this gets no further attempt."""

_BUSY = frozenset({502, 503, 504})
# The request never left: nobody can have carried it out.
_NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
# Faults of our own; another attempt would fail in the same way.
_HOPELESS = (httpx.UnsupportedProtocol, httpx.LocalProtocolError)


@dataclass(frozen=True, slots=True)
class Call(Generic[T]):
    """A request: ``path`` below ``/api/``, ``read`` makes the value of the answer.

    ``repeatable``: sending it twice does no harm, as it only reads or carries an idempotency key.
    """

    method: str
    path: str
    read: Callable[[Json], T]
    params: Mapping[str, str] = field(default_factory=dict)
    body: Mapping[str, Json] | None = None
    repeatable: bool = False


@dataclass(frozen=True, slots=True)
class Rest:
    """So many seconds nothing is to be done."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Item(Generic[T]):
    """A value of a stream, for whoever iterates."""

    value: T


Step = Call[Any] | Rest
Reply = httpx.Response | httpx.RequestError | None
Talk = Generator[Step, Reply, T]
"""A conversation that ends with a value. A ``Call`` is answered by a reply, a ``Rest`` by None."""

Stream = Generator[Step | Item[T], Reply, None]
"""A conversation that gives values on its way."""


def exchange(call: Call[T]) -> Talk[T]:
    """Send a call until there is an answer that counts; return its value.

    Raises ``ApiError`` for a refusal, ``ConnectionFailed`` when nobody answers.
    """
    attempt = 1
    while True:
        reply = yield call
        rest = _rest(call, reply, attempt) if attempt < ATTEMPTS else None
        if rest is None:
            return _value(call, reply)
        yield Rest(rest)
        attempt += 1


def _rest(call: Call[Any], reply: Reply, attempt: int) -> float | None:
    """Say how long to wait before the next attempt; None: this reply is the last word."""
    if isinstance(reply, httpx.Response):
        if reply.status_code != 429 and not (call.repeatable and reply.status_code in _BUSY):
            return None
        asked = _retry_after(reply.headers.get("Retry-After"))
        if asked is not None:
            return asked if asked <= LONGEST_ASKED else None
    elif isinstance(reply, _HOPELESS) or not (call.repeatable or isinstance(reply, _NEVER_SENT)):
        return None
    longest: float = min(FIRST_REST * 2 ** (attempt - 1), LONGEST_REST)
    return longest * random.uniform(0.5, 1.0)  # noqa: S311 - spreads attempts, guards nothing


def _retry_after(text: str | None) -> float | None:
    """Read the header: seconds, or a date; what is neither says nothing."""
    if not text:
        return None
    try:
        return max(0.0, float(text)) if text.strip().isdecimal() else _until(text)
    except (ValueError, TypeError):
        return None


def _until(text: str) -> float:
    when = parsedate_to_datetime(text)
    when = when if when.tzinfo else when.replace(tzinfo=UTC)
    return max(0.0, (when - datetime.now(UTC)).total_seconds())


def _value(call: Call[T], reply: Reply) -> T:
    if not isinstance(reply, httpx.Response):
        reason = str(reply) or type(reply).__name__
        raise ConnectionFailed(f"The server does not answer: {reason}.") from reply
    if not reply.is_success:
        raise api_error(_problem(reply))
    try:
        return call.read(reply.json() if reply.content else None)
    except (ValueError, KeyError, TypeError) as error:
        told = f"{reply.url} does not answer as Fermata does: is the address right?"
        raise ApiError(Problem(reply.status_code, "foreign_answer", told)) from error


def _problem(response: httpx.Response) -> Problem:
    """Read what the server says is wrong; also what a proxy in front of it says."""
    status = response.status_code
    if response.is_redirect:
        # Followed it would carry the token to wherever it points.
        place = response.headers.get("Location", "another address")
        return Problem(status, "moved", f"The server sends us to {place}: use that address.")
    try:
        return read(Problem, {"status": status, **response.json()})
    except (ValueError, TypeError):
        return Problem(status, detail=f"{response.url} answered {status} {response.reason_phrase}.")
