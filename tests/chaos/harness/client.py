"""Somebody at the API: every request is noted with what came of it, for the oracle to check."""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx

from tests.support.waiting import LONG


@dataclass
class Sent:
    """One request that is to change something. ``status`` None: nobody knows what came of it."""

    method: str
    path: str
    by: str
    key: str | None
    body: Any
    status: int | None = None
    answer: Any = None
    retry_after: str | None = None
    seconds: float = 0.0

    @property
    def acknowledged(self) -> bool:
        """Say whether it was answered with a 2xx."""
        return self.status is not None and 200 <= self.status < 300

    @property
    def unknown(self) -> bool:
        """Say whether it may or may not have counted."""
        return self.status is None or self.status >= 500


@dataclass
class Client:
    """One person with a token. Thread-safe; ``journal`` is shared by all clients of a site."""

    url: str
    by: str
    token: str
    journal: list[Sent] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._http = httpx.Client(
            base_url=self.url,
            timeout=LONG,
            headers={"Authorization": f"Bearer {self.token}"},
            limits=httpx.Limits(max_keepalive_connections=0),
        )

    def get(self, path: str, **query: Any) -> Any:
        """Read; raises for anything but a 2xx."""
        answer = self._http.get(path, params=query)
        answer.raise_for_status()
        return answer.json()

    def status(self, path: str) -> int:
        """Read; give the status alone."""
        return self._http.get(path).status_code

    def wait_for(self, path: str, seconds: float = LONG, **query: Any) -> Any:
        """Read, insisting."""
        deadline, pause = time.monotonic() + seconds, threading.Event()
        while True:
            try:
                return self.get(path, **query)
            except httpx.HTTPError:
                assert time.monotonic() < deadline, f"No answer to GET {path}"
                pause.wait(0.2)

    def send(self, method: str, path: str, body: Any = None, key: str | None = None) -> Sent:
        """Ask once, whatever comes of it."""
        sent = Sent(method, path, self.by, key, body)
        self.journal.append(sent)
        headers = {"Idempotency-Key": key} if key else {}
        began = time.monotonic()
        try:
            answer = self._http.request(method, path, json=body, headers=headers)
        except httpx.HTTPError:
            sent.seconds = time.monotonic() - began
            return sent
        sent.seconds = time.monotonic() - began
        sent.status = answer.status_code
        sent.retry_after = answer.headers.get("Retry-After")
        is_json = "json" in answer.headers.get("content-type", "")
        sent.answer = answer.json() if is_json else answer.text
        return sent

    def insist(
        self,
        method: str,
        path: str,
        body: Any = None,
        key: str | None = None,
        seconds: float = LONG,
    ) -> Sent:
        """Ask again with the same key until it is known what came of it."""
        key = key or uuid.uuid4().hex
        deadline, pause = time.monotonic() + seconds, threading.Event()
        while (sent := self.send(method, path, body, key)).unknown:
            assert time.monotonic() < deadline, f"No answer to {method} {path}: {sent}"
            pause.wait(0.1)
        return sent

    def start(self, slug: str, inputs: Mapping[str, Any] | None = None, **more: Any) -> str:
        """Start a run, insisting; give its id."""
        path = f"/api/workflows/{slug}/runs/"
        sent = self.insist("POST", path, {"inputs": dict(inputs or {})}, **more)
        assert sent.acknowledged, sent
        return str(sent.answer["id"])

    def resume(self, run: str, data: Any = None, **more: Any) -> Sent:
        """Answer the only wait of a run, insisting."""
        body = {"data": data if data is not None else {"ok": True}}
        return self.insist("POST", f"/api/runs/{run}/resume/", body, **more)

    def decide(self, task: str, decision: str, **more: Any) -> Sent:
        """Decide a task, insisting."""
        return self.insist("POST", f"/api/tasks/{task}/decide/", {"decision": decision}, **more)
