"""Whose address counts when somebody guesses passwords: the proxy's word, if it is trusted."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from tests.support.server import Installation

PROXIED = {"X-Forwarded-For": "198.51.100.7", "X-Forwarded-Proto": "http"}


def tries(installation: Installation, times: int, address: str) -> list[int]:
    """Sign in wrongly, as from an address in the proxy's header; give the answers."""
    headers = {**PROXIED, "X-Forwarded-For": address}
    with httpx.Client(base_url=installation.url, headers=headers, timeout=20) as client:
        client.get("/sign-in/")
        form = {
            "username": "somebody", "password": "wrong",
            "csrfmiddlewaretoken": client.cookies["csrftoken"],
        }  # fmt: skip
        return [client.post("/sign-in/", data=form).status_code for _ in range(times)]


@pytest.mark.parametrize(("trusted", "elsewhere"), [("1", 401), ("0", 429)])
def test_a_proxys_word_counts_only_when_it_is_trusted(
    tmp_path: Path, trusted: str, elsewhere: int
) -> None:
    installation = Installation(tmp_path, extra={"FERMATA_TRUST_PROXY": trusted})
    installation.migrate()
    installation.start()
    try:
        assert tries(installation, 9, "198.51.100.7") == [401] * 8 + [429]
        assert tries(installation, 1, "198.51.100.8") == [elsewhere]
    finally:
        installation.stop()
