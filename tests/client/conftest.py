"""A server that answers as it is told and notes what it was asked, without any network."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest

from workflows.client import AsyncClient, Client, asynchronous, synchronous

URL = "https://fermata.example.org"
TOKEN = "wf_pat_only-for-tests"

Answer = httpx.Response | Exception


@dataclass
class Script:
    """Answers in order, the last one again and again; ``rests`` are the pauses in seconds."""

    answers: list[Answer] = field(default_factory=list)
    asked: list[httpx.Request] = field(default_factory=list)
    rests: list[float] = field(default_factory=list)

    def answer(self, request: httpx.Request) -> httpx.Response:
        """Note the request, give or raise what comes next."""
        self.asked.append(request)
        found = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(found, Exception):
            raise found
        # A response is read once; each request gets its own.
        return httpx.Response(found.status_code, headers=found.headers, content=found.content)

    def client(self) -> Client:
        """Give a client that talks to nobody else."""
        return Client(URL, TOKEN, transport=httpx.MockTransport(self.answer))

    def async_client(self) -> AsyncClient:
        """Give its asynchronous twin."""
        return AsyncClient(URL, TOKEN, transport=httpx.MockTransport(self.answer))

    def bodies(self) -> list[Any]:
        """Read the bodies of the requests."""
        return [json.loads(request.content) for request in self.asked]

    def paths(self) -> list[str]:
        """List method and path of the requests."""
        return [f"{request.method} {request.url.path}" for request in self.asked]


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Script]:
    """Make a server of its answers; the clients rest without time passing."""

    def make(*answers: Answer) -> Script:
        made = Script(list(answers))

        async def rest(seconds: float) -> None:
            made.rests.append(seconds)

        monkeypatch.setattr(synchronous, "sleep", made.rests.append)
        monkeypatch.setattr(asynchronous, "sleep", rest)
        return made

    return make


def ok(body: Any = None, status: int = 200) -> httpx.Response:
    """Answer JSON."""
    return httpx.Response(status, json=body)


def problem(status: int, code: str = "error", detail: str = "", **more: Any) -> httpx.Response:
    """Answer a problem document."""
    facts = {"headers": more.pop("headers", None)}
    body = {"type": f"urn:{code}", "title": "T", "status": status, "code": code, "detail": detail}
    return httpx.Response(status, json={**body, "errors": [], **more}, **facts)


def run(status: str = "completed", **more: Any) -> dict[str, Any]:
    """Write a run as the server does."""
    about = {"id": "r1", "workflow": "flow", "version": 1, "status": status, "seq": 5}
    return {**about, "suspensions": [], **more}


def waiting(kind: str = "wait", **more: Any) -> dict[str, Any]:
    """Write an open suspension as the server does."""
    return {
        "id": "r1.4",
        "node_id": "review",
        "kind": kind,
        "reason": "Manager review",
        "opened_at": "2026-01-05T09:00:00+00:00",
        **more,
    }


def page(*results: Any, cursor: str | None = None) -> httpx.Response:
    """Answer a page of a list."""
    link = f"http://elsewhere.example/api/runs/?cursor={cursor}" if cursor else None
    return ok({"next": link, "previous": None, "results": list(results)})
