"""Requests to other systems that cannot be turned against our own network; which nodes make them
is not here.

The address is resolved once and checked, and the connection goes to what was checked; each redirect
is checked anew.
"""

from __future__ import annotations

import ipaddress
import socket
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from requests_hardened.ip_filter import InvalidIPAddress
from requests_hardened.ip_filter_adapter import IPFilterAdapter

from workflows.engine.errors import Permanent, TryAgain

MAX_BODY_BYTES = 1024 * 1024
MAX_REDIRECTS = 5
MAX_SECONDS = 300.0
_CONNECT_SECONDS = 5.0
_CHUNK = 64 * 1024

Network = ipaddress.IPv4Network | ipaddress.IPv6Network

_allowed: list[Network] = []


def configure(networks: Sequence[str]) -> None:
    """Say which networks may be reached beside public ones; ``ValueError`` for what is none."""
    _allowed[:] = [ipaddress.ip_network(name, strict=False) for name in networks]


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: status, headers in lower case, the body's bytes and its declared type."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    encoding: str | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """What is sent. ``seconds`` bounds everything from the look-up of the name to the last byte."""

    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, Any] = field(default_factory=dict)
    json: Any = None
    text: str | None = None
    seconds: float = 30.0


class _Adapter(IPFilterAdapter):
    """The filter of the library, with the networks that the settings allow."""

    def build_connection_pool_key_attributes(
        self, request: Any, verify: Any, cert: Any = None
    ) -> Any:
        """Let an allowed host through as it is; everything else is checked by the library."""
        host = urlsplit(request.url).hostname or ""
        if _allowed and _is_allowed(host):
            return HTTPAdapter.build_connection_pool_key_attributes(self, request, verify, cert)
        return super().build_connection_pool_key_attributes(request, verify, cert)


def _is_allowed(host: str) -> bool:
    """Say whether every address of a host is in an allowed network."""
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except OSError:
        return False
    addresses = {ipaddress.ip_address(str(item[4][0]).partition("%")[0]) for item in found}
    return bool(addresses) and all(
        any(address in network for network in _allowed) for address in addresses
    )


def safe_request(wanted: Request) -> Answer:
    """Send a request and read the answer within the limits.

    Raises ``Permanent`` for what will never do (a forbidden address, too large an answer) and
    ``TryAgain`` for what may (no connection, no answer in time).
    """
    _check_address(wanted.url)
    until = time.monotonic() + min(wanted.seconds, MAX_SECONDS)
    with requests.Session() as session:
        session.trust_env = False
        session.max_redirects = MAX_REDIRECTS
        session.mount("http://", _Adapter(is_https_proto=False))
        session.mount("https://", _Adapter(is_https_proto=True))
        try:
            return _send(session, wanted, until)
        except (requests.RequestException, OSError) as error:
            raise _told(error, wanted) from error


def _send(session: requests.Session, wanted: Request, until: float) -> Answer:
    with session.request(
        wanted.method,
        wanted.url,
        headers=dict(wanted.headers),
        params=dict(wanted.query),
        json=wanted.json,
        data=wanted.text.encode() if wanted.text is not None else None,
        timeout=(_CONNECT_SECONDS, max(0.1, min(wanted.seconds, MAX_SECONDS))),
        stream=True,
    ) as answer:
        body = _read(answer, until, wanted.seconds)
        headers = {name.lower(): value for name, value in answer.headers.items()}
        return Answer(answer.status_code, headers, body, answer.encoding)


def _read(answer: requests.Response, until: float, seconds: float) -> bytes:
    body = bytearray()
    for chunk in answer.iter_content(_CHUNK):
        body += chunk
        if len(body) > MAX_BODY_BYTES:
            raise Permanent(f"The answer is larger than {MAX_BODY_BYTES // 1024} KiB.")
        if time.monotonic() > until:
            raise TryAgain(f"The answer took longer than {seconds:g} s.")
    return bytes(body)


def _check_address(url: str) -> None:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise Permanent(f"This is no address: {url[:200]!r}.") from error
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise Permanent("The address must begin with http:// or https://.")
    if parts.username is not None or parts.password is not None:
        raise Permanent("The address must not hold a name or a password: use a header.")
    if port == 0 or any(ord(letter) <= 32 for letter in url):
        raise Permanent(f"This is no address: {url[:200]!r}.")


def _told(error: Exception, wanted: Request) -> Exception:
    host = urlsplit(wanted.url).hostname
    if isinstance(error, InvalidIPAddress):
        return Permanent(f"{host} is not reachable from here: it leads into a private network.")
    if isinstance(error, requests.TooManyRedirects):
        return Permanent(f"{host} redirects more than {MAX_REDIRECTS} times.")
    if isinstance(error, requests.Timeout):
        return TryAgain(f"{host} did not answer within {wanted.seconds:g} s.")
    if isinstance(error, requests.exceptions.InvalidURL | requests.exceptions.InvalidSchema):
        return Permanent(f"This is no address: {wanted.url[:200]!r}.")
    if isinstance(error, requests.exceptions.InvalidHeader):
        return Permanent("A header holds a line break or another forbidden character.")
    return TryAgain(f"{host} cannot be reached: {type(error).__name__}.")
