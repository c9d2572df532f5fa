"""Whose handshake passes the gate."""

from __future__ import annotations

from typing import Any

import pytest

from workflows.live.gate import may_connect

OURS = {"host": "flows.example", "origin": "https://flows.example"}


@pytest.fixture(autouse=True)
def _hosts(settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["flows.example", "localhost"]
    settings.CSRF_TRUSTED_ORIGINS = ["https://desk.example"]


@pytest.mark.parametrize(
    "headers",
    [
        OURS,
        {"host": "localhost:8000", "origin": "http://localhost:8000"},
        {"host": "flows.example", "origin": "https://desk.example"},
        {"host": "flows.example", "authorization": "Bearer wf_pat_x"},
        {"host": "FLOWS.example", "origin": "https://flows.example"},
    ],
)
def test_our_own_pages_and_programs_with_a_token_pass(headers: dict[str, str]) -> None:
    assert may_connect(headers)


@pytest.mark.parametrize(
    "headers",
    [
        {"host": "flows.example", "origin": "https://evil.example"},
        {"host": "flows.example", "origin": "https://flows.example:8443"},
        {"host": "flows.example", "origin": "https://flows.example.evil.example"},
        {"host": "flows.example", "origin": "https://evil@flows.example"},
        {"host": "flows.example", "origin": "null"},
        {"host": "flows.example", "origin": ""},
        {"host": "flows.example", "origin": "file://flows.example"},
        {"host": "flows.example", "origin": "https://[broken"},
        {"host": "flows.example"},
        {"host": "evil.example", "origin": "http://evil.example"},
        {"host": "", "origin": "http://"},
        {"origin": "https://flows.example"},
        {"host": "flows.example", "cookie": "sessionid=x"},
        {"host": "flows.example", "authorization": "Basic eDp5"},
        {**OURS, "origin": "https://evil.example", "authorization": "Bearer wf_pat_x"},
    ],
)
def test_foreign_pages_do_not_pass(headers: dict[str, str]) -> None:
    assert not may_connect(headers)
