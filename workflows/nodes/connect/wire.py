"""Which addresses may be reached, and when an exchange ends; the connections themselves are made in
``guarded.py``, whose library is loaded when a first request is sent."""

from __future__ import annotations

import ipaddress
import logging
import socket
import threading
from collections.abc import Sequence
from contextlib import suppress
from contextvars import ContextVar
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from workflows.engine.errors import Permanent

PUBLIC_PORTS = (80, 443)
_PORTS = {"http": 80, "https": 443}

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Origin = tuple[str, str, int]

_log = logging.getLogger(__name__)


class NotPublic(OSError):
    """An address that may not be connected to; its text is the address, which nobody is told."""


_allowed: list[Network] = []
_origins: set[Origin] = set()
_closed: list[tuple[str, int]] = []


def configure(allowed: Sequence[str], closed: Sequence[tuple[str, int]] = ()) -> None:
    """Say what may be reached beside public addresses, networks or exact ``scheme://host:port``,
    and which (host, port) never: our own services. Raises ``ValueError`` for what is neither."""
    _origins.clear()
    _origins.update(origin_of(name) for name in allowed if "://" in name)
    _allowed[:] = [ipaddress.ip_network(n, strict=False) for n in allowed if "://" not in n]
    _closed[:] = closed


def origin_of(url: str) -> Origin:
    """Give the scheme, host and port of an address; port 0 of a scheme that is not ours."""
    parts = urlsplit(url)
    return parts.scheme, parts.hostname or "", parts.port or _PORTS.get(parts.scheme, 0)


def check_url(url: str) -> None:
    """Raise ``Permanent`` unless this is an address of the web without a name or password in it."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise Permanent(f"This is no address: {url[:200]!r}.") from error
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise Permanent("The address must begin with http:// or https://.")
    if parts.username is not None or parts.password is not None:
        raise Permanent("The address must not hold a name or a password: use a header.")
    # What two readers of an address understand differently is no address.
    if port == 0 or any(ord(letter) <= 32 or letter == "\\" for letter in url):
        raise Permanent(f"This is no address: {url[:200]!r}.")


class Deadline:
    """The end of one exchange. When it comes, its connections are cut, whatever they wait for:
    a limit on each read would let a server send a byte now and then for ever."""

    def __init__(self, seconds: float) -> None:
        """Give the seconds from entering the ``with`` block."""
        self.over = False
        self._lines: list[socket.socket] = []
        self._lock = threading.Lock()
        self._timer = threading.Timer(seconds, self._cut)
        self._timer.daemon = True

    def __enter__(self) -> Self:
        """Let the time run."""
        self._token = exchange.set(self)
        self._timer.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop the clock and let go of the connections."""
        self._timer.cancel()
        exchange.reset(self._token)
        with self._lock:
            for line in self._lines:
                line.close()
            self._lines.clear()

    def watch(self, line: socket.socket) -> None:
        """Cut this connection too; one that comes too late at once."""
        # A copy of the handle: TLS takes the original over.
        copy = line.dup()
        with self._lock:
            self._lines.append(copy)
            if self.over:
                _shut(copy)

    def _cut(self) -> None:
        with self._lock:
            self.over = True
            for line in self._lines:
                _shut(line)


exchange: ContextVar[Deadline] = ContextVar("exchange")
"""Whose connections are made just now."""


def _shut(line: socket.socket) -> None:
    with suppress(OSError):
        line.shutdown(socket.SHUT_RDWR)


def check_address(address: Address, origin: Origin, refused: bool) -> None:
    """Raise ``NotPublic`` or ``Permanent`` for what may not be connected to; ``refused``: it is not
    public."""
    port = origin[2]
    if origin in _origins or any(address in network for network in _allowed):
        if any(port == number and address in _addresses(host) for host, number in _closed):
            raise Permanent("This address is one of this installation's own services.")
    elif refused:
        _log.warning("A request to %s was refused: the address is not public.", address)
        raise NotPublic(str(address))
    elif port not in PUBLIC_PORTS:
        raise Permanent(f"Public addresses are reached on the ports 80 and 443, not on {port}.")


def _addresses(host: str) -> set[Address]:
    """Look a host of ours up; one that listens everywhere is met on loopback too."""
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except OSError:
        return set()
    addresses = {ipaddress.ip_address(str(item[4][0]).partition("%")[0]) for item in found}
    if any(address.is_unspecified for address in addresses):
        addresses |= {ipaddress.ip_address("127.0.0.1"), ipaddress.ip_address("::1")}
    return addresses
