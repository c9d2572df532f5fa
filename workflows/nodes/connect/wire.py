"""Connections that lead only where they may, and end in time; what is sent through them is not
here.

An address is resolved once, checked, and connected to as it was checked: a name that changes its
mind between look and leap gains nothing.
"""

from __future__ import annotations

import ipaddress
import logging
import socket
import threading
from collections.abc import Sequence
from contextlib import suppress
from contextvars import ContextVar
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

from requests.adapters import HTTPAdapter
from requests_hardened.ip_filter import InvalidIPAddress
from requests_hardened.ip_filter_adapter import IPFilterAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection

from workflows.engine.errors import Permanent

__all__ = ["Deadline", "GuardedAdapter", "InvalidIPAddress", "check_url", "configure"]

PUBLIC_PORTS = (80, 443)
_PORTS = {"http": 80, "https": 443}

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Origin = tuple[str, str, int]

# What the library lets pass, though nothing public is there: IPv4 written as IPv6, old site-local.
_NEVER = (ipaddress.ip_network("::/96"), ipaddress.ip_network("fec0::/10"))

_log = logging.getLogger(__name__)
# The library also warns of addresses that are allowed here: we tell of those that are not.
logging.getLogger("requests_hardened").setLevel(logging.ERROR)

_allowed: list[Network] = []
_origins: set[Origin] = set()
_closed: list[tuple[str, int]] = []


def configure(allowed: Sequence[str], closed: Sequence[tuple[str, int]] = ()) -> None:
    """Say what may be reached beside public addresses, networks or exact ``scheme://host:port``,
    and which (host, port) never: our own services. Raises ``ValueError`` for what is neither."""
    _origins.clear()
    _origins.update(_origin(name) for name in allowed if "://" in name)
    _allowed[:] = [ipaddress.ip_network(n, strict=False) for n in allowed if "://" not in n]
    _closed[:] = closed


def _origin(url: str) -> Origin:
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
        self._token = _exchange.set(self)
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
        _exchange.reset(self._token)
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


_exchange: ContextVar[Deadline] = ContextVar("exchange")


def _shut(line: socket.socket) -> None:
    with suppress(OSError):
        line.shutdown(socket.SHUT_RDWR)


class _Plain(HTTPConnection):
    def _new_conn(self) -> socket.socket:
        line = super()._new_conn()
        _exchange.get().watch(line)
        return line


class _Secure(HTTPSConnection):
    def _new_conn(self) -> socket.socket:
        line = super()._new_conn()
        _exchange.get().watch(line)
        return line


class _PlainPool(HTTPConnectionPool):
    ConnectionCls = _Plain


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _Secure


class GuardedAdapter(IPFilterAdapter):
    """The filter of the library, with the networks that the settings allow and our own doors
    closed; usable only inside a :class:`Deadline`."""

    def init_poolmanager(self, *args: Any, **more: Any) -> None:
        """Make connections that the deadline can cut."""
        super().init_poolmanager(*args, **more)
        self.poolmanager.pool_classes_by_scheme = {"http": _PlainPool, "https": _SecurePool}

    def send(self, request: Any, *args: Any, **more: Any) -> Any:
        """Check the address of this hop; a redirect comes by here again."""
        check_url(request.url)
        return super().send(request, *args, **more)

    def build_connection_pool_key_attributes(
        self, request: Any, verify: Any, cert: Any = None
    ) -> Any:
        """Resolve, check, and connect to what was checked."""
        try:
            host, pool = super().build_connection_pool_key_attributes(request, verify, cert)
            address = ipaddress.ip_address(str(host["host"]).strip("[]"))
            refused = any(address in network for network in _NEVER)
        except InvalidIPAddress as error:
            # Not public: what the library would have done with one that is, if it is allowed.
            host, pool = HTTPAdapter.build_connection_pool_key_attributes(
                self, request, verify, cert
            )
            if self._is_https_proto:
                names: Any = {"assert_hostname": host["host"], "server_hostname": host["host"]}
                pool.update(names)
            address, refused = error.args[0], True
        origin = _origin(request.url)
        _check(address, origin, refused)
        host["host"] = f"[{address}]" if address.version == 6 else str(address)
        return host, pool


def _check(address: Address, origin: Origin, refused: bool) -> None:
    """Raise for an address that may not be connected to; ``refused``: it is not public."""
    port = origin[2]
    if origin in _origins or any(address in network for network in _allowed):
        if any(port == number and address in _addresses(host) for host, number in _closed):
            raise Permanent("This address is one of this installation's own services.")
    elif refused:
        _log.warning("A request to %s was refused: the address is not public.", address)
        raise InvalidIPAddress(address)
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
