"""Requests to other systems that cannot be turned against our own network; which nodes make them
is not here, nor which addresses may be reached (``wire.py``)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from workflows.engine.errors import Permanent, TryAgain

from .wire import Deadline, NotPublic, check_url

if TYPE_CHECKING:
    import requests

MAX_BODY_BYTES = 1024 * 1024
MAX_REDIRECTS = 3
MAX_SECONDS = 300.0
_CONNECT_SECONDS = 5.0
_CHUNK = 64 * 1024
# RFC 9110: after any other letter a server may drop what follows, or read it otherwise than we do.
_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
# How the message is framed and whom it is for is ours to say, not the author's.
_OURS = {"connection", "content-length", "expect", "host", "keep-alive", "te", "trailer"}
_OURS |= {"transfer-encoding", "upgrade"}


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: status with its name, headers in lower case, the body's bytes."""

    status: int
    reason: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Request:
    """What is sent. ``seconds`` bounds everything from the first connection to the last byte.

    With ``redirects`` 0 an answer that leads elsewhere is the answer. Of a body that is longer
    than ``most_bytes`` only so much is read; None: a longer one than our limit is refused.
    """

    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, Any] = field(default_factory=dict)
    json: Any = None
    text: str | None = None
    seconds: float = 30.0
    redirects: int = MAX_REDIRECTS
    most_bytes: int | None = None


def safe_request(wanted: Request) -> Answer:
    """Send a request and read the answer within the limits.

    Raises ``Permanent`` for what will never do (a forbidden address, too large an answer) and
    ``TryAgain`` for what may (no connection, no answer in time).
    """
    import requests

    from .guarded import GuardedSession

    check_url(wanted.url)
    _check_headers(wanted.headers)
    seconds = min(wanted.seconds, MAX_SECONDS)
    with Deadline(seconds) as deadline, GuardedSession() as session:
        # The library also counts the one that it does not follow.
        session.max_redirects = max(wanted.redirects, 1)
        try:
            answer = _send(session, wanted, seconds)
        except (requests.RequestException, OSError) as error:
            raise _late(wanted, seconds) if deadline.over else _told(error, wanted) from error
        if deadline.over:  # the body ended since we cut it
            raise _late(wanted, seconds)
        return answer


def _check_headers(headers: Mapping[str, str]) -> None:
    for name, value in headers.items():
        if name.lower() in _OURS or name.lower().startswith("proxy-"):
            raise Permanent(f"The header {name} cannot be set here.")
        if any(letter in "\r\n\0" for letter in name + value):
            raise Permanent("A header holds a line break.")
        if not _NAME.fullmatch(name):
            raise Permanent(f"No header can have the name {name[:100]!r}.")
        if not _is_latin(value):
            raise Permanent(f"The header {name[:100]} holds letters that a header cannot carry.")


def _is_latin(text: str) -> bool:
    return all(ord(letter) < 256 for letter in text)


def _send(session: requests.Session, wanted: Request, seconds: float) -> Answer:
    with session.request(
        wanted.method,
        wanted.url,
        headers=dict(wanted.headers),
        params=dict(wanted.query),
        json=wanted.json,
        data=wanted.text.encode() if wanted.text is not None else None,
        timeout=(min(_CONNECT_SECONDS, seconds), seconds),
        stream=True,
        allow_redirects=wanted.redirects > 0,
    ) as answer:
        headers = {name.lower(): value for name, value in answer.headers.items()}
        body = _read(answer, wanted.most_bytes)
        return Answer(answer.status_code, answer.reason or "", headers, body)


def _read(answer: requests.Response, most: int | None) -> bytes:
    body = bytearray()
    for chunk in answer.iter_content(min(_CHUNK, most or _CHUNK)):
        body += chunk
        if most is not None and len(body) >= most:
            return bytes(body[:most])
        if len(body) > MAX_BODY_BYTES:
            raise Permanent(f"The answer is larger than {MAX_BODY_BYTES // 1024} KiB.")
    return bytes(body)


def _late(wanted: Request, seconds: float) -> TryAgain:
    return TryAgain(f"{urlsplit(wanted.url).hostname} did not answer within {seconds:g} s.")


def _told(error: Exception, wanted: Request) -> Exception:
    import requests

    host = urlsplit(wanted.url).hostname
    if isinstance(error, NotPublic):
        return Permanent(f"{host} is not reachable from here: it leads into a private network.")
    if isinstance(error, requests.TooManyRedirects):
        return Permanent(f"{host} redirects more than {MAX_REDIRECTS} times.")
    if isinstance(error, requests.Timeout):
        return TryAgain(f"{host} did not answer in time.")
    if isinstance(error, requests.exceptions.InvalidSchema):
        return Permanent(f"{host} redirects to something other than http:// or https://.")
    if isinstance(error, requests.exceptions.InvalidURL):
        return Permanent(f"This is no address: {wanted.url[:200]!r}.")
    if isinstance(error, requests.exceptions.InvalidHeader):
        return Permanent("A header holds a line break or another forbidden character.")
    if isinstance(error, requests.exceptions.InvalidJSONError):
        return Permanent("The body is not JSON.")
    return TryAgain(f"{host} cannot be reached: {type(error).__name__}.")
