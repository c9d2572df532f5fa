"""Connections that lead only where they may, and end in time; what is sent through them is not
here.

An address is resolved once, checked, and connected to as it was checked: a name that changes its
mind between look and leap gains nothing.
"""

from __future__ import annotations

import ipaddress
import logging
import socket
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from requests_hardened.ip_filter import InvalidIPAddress
from requests_hardened.ip_filter_adapter import IPFilterAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection

from .wire import check_address, check_url, exchange, origin_of

# What the library lets pass, though nothing public is there: IPv4 written as IPv6, old site-local.
_NEVER = (ipaddress.ip_network("::/96"), ipaddress.ip_network("fec0::/10"))
# The author's other headers go only to the host that he named: they may hold secrets.
_ANYWHERE = {"accept", "accept-encoding", "accept-language", "connection", "content-length"}
_ANYWHERE |= {"content-type", "host", "idempotency-key", "user-agent"}
# The library also warns of addresses that are allowed here: we tell of those that are not.
logging.getLogger("requests_hardened").setLevel(logging.ERROR)


class _Plain(HTTPConnection):
    def _new_conn(self) -> socket.socket:
        line = super()._new_conn()
        exchange.get().watch(line)
        return line


class _Secure(HTTPSConnection):
    def _new_conn(self) -> socket.socket:
        line = super()._new_conn()
        exchange.get().watch(line)
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
        origin = origin_of(request.url)
        check_address(address, origin, refused)
        host["host"] = f"[{address}]" if address.version == 6 else str(address)
        return host, pool


class GuardedSession(requests.Session):
    """A session for one exchange, which takes nothing from the environment."""

    def __init__(self) -> None:
        """Set it up."""
        super().__init__()
        self.trust_env = False
        self.headers["User-Agent"] = "Fermata"
        self.mount("http://", GuardedAdapter(is_https_proto=False))
        self.mount("https://", GuardedAdapter(is_https_proto=True))

    def rebuild_auth(self, prepared_request: Any, response: Any) -> None:
        """Leave behind on the way to another host what was meant for the first."""
        strip: Any = self.should_strip_auth
        if strip(response.request.url, prepared_request.url):
            for name in [*prepared_request.headers]:
                if name.lower() not in _ANYWHERE:
                    del prepared_request.headers[name]
