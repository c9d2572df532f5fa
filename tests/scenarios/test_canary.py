"""A secret that a run uses is found nowhere: not in the database's files, in what Redis was told,
in the log of the processes, in frames of the socket, in pages, in mails."""

from __future__ import annotations

import base64
import json
import threading
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest
import redis
from websockets.sync.client import connect

from tests.nodes.conftest import server
from tests.setup.test_signed_out_elsewhere import cookie_of
from tests.support.outside.postbox import Postbox, open_postbox
from tests.support.redis import URL
from tests.support.server import Installation
from tests.support.waiting import LONG
from workflows.nodes.connect.hiding import forms_of
from workflows.services.credentials import new_key

__all__ = ["server"]
SECRET = "CANARY/7+secret-of-the-bank=="
SPELLINGS = [
    SECRET, f"Bearer {SECRET}", quote(SECRET, safe=""), base64.b64encode(SECRET.encode()).decode(),
    base64.urlsafe_b64encode(SECRET.encode()).decode(),
]  # fmt: skip


def echo(status: int) -> Any:
    """Answer with all that came, in every spelling, in headers and body."""

    def answer(handler: Any) -> None:
        given = handler.headers["Authorization"]
        handler.send_response(status)
        handler.send_header("Content-Type", "text/plain")
        handler.send_header("X-Echo", given)
        handler.send_header("Retry-After", "0")
        handler.end_headers()
        handler.wfile.write(" ".join([given, *SPELLINGS]).encode())

    return answer


def never(handler: Any) -> None:
    """Take the request and say nothing for longer than anybody waits."""
    handler.server.pause.wait(5)
    handler.close_connection = True


def graph(url: str) -> dict[str, Any]:
    """Write a workflow that carries the secret well, badly, in vain and twice, and tells of it."""
    again = {"on_error": "continue", "retry": {"max_attempts": 2, "backoff_seconds": 0}}

    def call(name: str, path: str, options: Any = None, **more: Any) -> dict[str, Any]:
        properties = {"url": f"{url}{path}", "credential": "bank", **more}
        return {"id": name, "type": "http_request", "properties": properties,
                "options": options or {}}  # fmt: skip

    told = "Body: {{ nodes.good.body }} Headers: {{ nodes.good.headers['x-echo'] }}"
    nodes = [
        call("good", "/good", method="POST", body={"n": 1}),
        {"id": "tell", "type": "log", "properties": {"message": told}},
        {"id": "mail", "type": "send_email",
         "properties": {"to": ["ann@example.org"], "subject": told[:40], "body": told}},
        call("bad", "/bad", again),
        call("late", "/late", {"on_error": "continue"}, timeout_seconds=0.3),
        {"id": "ask", "type": "approval",
         "properties": {"title": "Look", "subject": {"$expr": "nodes.good"}, "users": ["maria"]}},
    ]  # fmt: skip
    names = [str(node["id"]) for node in nodes]
    edges = [{"id": f"e{a}", "source": a, "target": b} for a, b in pairwise(names)]
    return {"slug": "canary", "name": "Canary", "schema": 1, "nodes": nodes, "edges": edges}


@pytest.fixture
def told_redis() -> Iterator[list[str]]:
    """Collect every command that our Redis database is given."""
    client, seen, up = (
        redis.Redis.from_url(URL, socket_timeout=None),
        list[str](),
        threading.Event(),
    )
    number = client.connection_pool.connection_kwargs.get("db", 0)
    client.flushdb()

    def listen() -> None:
        with client.monitor() as monitor:
            up.set()
            for command in monitor.listen():
                if command["db"] == number:
                    seen.append(str(command["command"]))
                if "the end of the test" in command["command"]:
                    return

    thread = threading.Thread(target=listen, daemon=True)
    thread.start()
    assert up.wait(LONG)
    yield seen
    client.echo("the end of the test")
    thread.join(LONG)
    client.flushdb()


@pytest.fixture
def installation(tmp_path: Path, server: Any) -> Iterator[tuple[Installation, Postbox]]:
    """Start everything with Redis, a mail server and a key for credentials."""
    server.pause = threading.Event()
    server.answers |= {"/good": echo(200), "/bad": echo(500), "/late": never}
    with open_postbox() as box:
        extra = {
            "REDIS_URL": URL, "FERMATA_CREDENTIAL_KEYS": new_key(),
            "FERMATA_HTTP_ALLOW": server.url,
            "EMAIL_URL": f"smtp://127.0.0.1:{box.port}?tls=0&from=fermata@example.org",
        }  # fmt: skip
        made = Installation(tmp_path / "home", extra=extra)
        made.migrate()
        assert made.manage("migrate", "--verbosity", "0").returncode == 0  # tables of Redis mode
        made.start()
        yield made, box
        server.pause.set()
        assert made.process is not None
        if made.process.poll() is None:
            made.stop()


PREPARE = """
import json, sys
from django.contrib.auth.models import User
from workflows.adapters.credentials import Change
from workflows.services.credentials import set_credential
from workflows.services.definitions import import_workflow, publish
given = json.loads({given!r})
root = User.objects.filter(is_superuser=True).first()
publish(root, import_workflow(root, json.dumps(given["graph"]), None))
set_credential(root, Change("bank", "bearer", "", given["secret"], [given["url"]], ["canary"]))
"""


def prepare(made: Installation, url: str) -> None:
    """Publish the workflow and keep the secret for it."""
    given = json.dumps({"graph": graph(url), "secret": SECRET, "url": url})
    done = made.manage("shell", "-c", PREPARE.format(given=given))
    assert done.returncode == 0, done.stderr
    assert "CANARY" not in done.stdout


def follow(made: Installation, cookie: str) -> tuple[str, list[str]]:
    """Start the run over the socket and follow it until it asks somebody; give id and frames."""
    headers = {"Cookie": cookie, "Origin": made.url}
    frames: list[str] = []
    address = f"{made.url.replace('http', 'ws', 1)}/ws/"
    with connect(address, additional_headers=headers, open_timeout=LONG) as socket:
        socket.send(json.dumps({"type": "run_job", "id": 1, "workflow": "canary"}))
        run = ""
        while "TaskCreated" not in (frames or [""])[-1]:
            frames.append(str(socket.recv(30)))
            frame = json.loads(frames[-1])
            if frame.get("id") == 1 and not run:
                run = frame["result"]["id"]
                socket.send(json.dumps({"type": "subscribe", "run_id": run, "since": 0}))
    return run, frames


def pages(made: Installation, cookie: str, run: str) -> str:
    """Fetch everything that shows the run."""
    with httpx.Client(base_url=made.url, headers={"Cookie": cookie}, timeout=LONG) as client:
        (task,) = client.get("/api/tasks/?box=all").json()["results"]
        paths = [
            f"/runs/{run}", f"/api/runs/{run}/", f"/api/runs/{run}/events/", "/api/bell/",
            f"/api/runs/{run}/explain/", f"/api/runs/{run}/bundle/", f"/api/tasks/{task['id']}/",
            f"/decide/{task['id']}/", "/admin/workflows/event/", "/admin/workflows/auditentry/",
            "/api/credentials/", "/api/audit/?detail=1",
        ]  # fmt: skip
        answers = [client.get(path) for path in paths]
    assert sum(answer.status_code == 200 for answer in answers) >= 8
    return "\n".join(answer.text for answer in answers)


@pytest.mark.redis
def test_a_secret_is_found_nowhere(
    installation: tuple[Installation, Postbox], told_redis: list[str], server: Any
) -> None:
    made, box = installation
    prepare(made, server.url)
    cookie = cookie_of(made, "admin")
    run, frames = follow(made, cookie)
    html = pages(made, cookie, run)
    made.wait_until(lambda: box.mails)
    kept = made.home.rglob("*")
    # While it runs: what stands in the write-ahead log is looked at, too.
    files = b"\n".join(path.read_bytes() for path in kept if path.is_file())
    calls = [(path, headers.get("authorization")) for _, path, headers, _ in server.seen]
    assert calls == [(path, f"Bearer {SECRET}") for path in ("/good", "/bad", "/bad", "/late")]
    found = {
        "files": files,
        "Redis": "\n".join(told_redis).encode(),
        "log": "".join(made.lines).encode(),
        "frames": "\n".join(frames).encode(),
        "pages": html.encode(),
        "mails": b"\n".join(mail.as_bytes() for mail in box.mails),
    }
    assert all(found.values())
    assert found["files"].count(b"[hidden]") > 1
    assert b"[hidden]" in found["frames"]
    secrets = [form.encode() for form in forms_of(SECRET, f"Bearer {SECRET}", "CANARY/7+secret")]
    hits = [(place, form) for place, text in found.items() for form in secrets if form in text]
    assert hits == []
