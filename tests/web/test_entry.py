"""The server's entry keeps what one request set from the next on the same connection."""

from __future__ import annotations

import asyncio
import contextvars
from typing import Any

import pytest

from core import asgi

LEFT_BEHIND: contextvars.ContextVar[str] = contextvars.ContextVar("left_behind", default="nothing")


async def test_each_request_begins_in_a_context_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []

    async def serve(scope: Any, receive: Any, send: Any) -> None:
        seen.append(LEFT_BEHIND.get())

    monkeypatch.setattr(asgi, "router", serve)
    LEFT_BEHIND.set("a thread that has ended")
    await asgi.application({"type": "http"}, None, None)
    assert seen == ["nothing"]


async def test_a_connection_that_ends_ends_what_serves_it(monkeypatch: pytest.MonkeyPatch) -> None:
    began, ended = asyncio.Event(), asyncio.Event()

    async def serve(scope: Any, receive: Any, send: Any) -> None:
        began.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    monkeypatch.setattr(asgi, "router", serve)
    serving = asyncio.create_task(asgi.application({"type": "http"}, None, None))
    await began.wait()
    serving.cancel()
    with pytest.raises(asyncio.CancelledError):
        await serving
    assert ended.is_set()
