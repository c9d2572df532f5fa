"""What the two clients have in common on their way out: the address, the token, the request."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import httpx

from .exchange import Call

CONNECT_SECONDS = 10.0


def options_of(base_url: str, token: str | None, timeout: float) -> tuple[str, dict[str, Any]]:
    """Give the address without a slash at its end, and the options of ``httpx``.

    Raises ``ValueError`` for what cannot be an address or a token; never repeats the token.
    """
    base = base_url.strip().rstrip("/").removesuffix("/api")
    if urlsplit(base).scheme not in ("http", "https") or not urlsplit(base).hostname:
        raise ValueError(f"{base_url!r} is no address: it begins with http:// or https://.")
    headers = {"Accept": "application/json", "User-Agent": "fermata-client"}
    if token is not None:
        token = token.strip()
        if not token or not token.isascii() or not token.isprintable() or " " in token:
            raise ValueError("The token is not one: copy it as create_token printed it.")
        headers["Authorization"] = f"Bearer {token}"
    seconds = httpx.Timeout(timeout, connect=min(timeout, CONNECT_SECONDS))
    return base, {"base_url": f"{base}/api/", "headers": headers, "timeout": seconds}


def request_of(http: httpx.Client | httpx.AsyncClient, call: Call[Any]) -> httpx.Request:
    """Make what is sent of a call."""
    return http.build_request(call.method, call.path, params=call.params or None, json=call.body)
