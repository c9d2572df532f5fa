"""People, a workflow that waits for one of them, and sockets; runs advance in the test itself."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import pytest
import pytest_asyncio
from channels.testing import WebsocketCommunicator
from django.conf import settings
from django.contrib.auth.models import Group, Permission, User
from django.core.cache import cache
from django.test import Client

from workflows.adapters.ports import current_ports
from workflows.engine.execution import InlineWorker
from workflows.live import database
from workflows.live.database import in_database
from workflows.live.routing import websocket_application
from workflows.models import Event, Run
from workflows.services import commands
from workflows.services.definitions import create_workflow, publish

RIGHTS = {"authors": "edit_workflow", "operators": "operate_run", "managers": "see_team_tasks"}
PEOPLE = {"ada": ("authors",), "otto": ("operators",), "maria": ("managers",), "rita": ()}
FORM = {"type": "object", "properties": {"amount": {"type": "number"}}, "required": ["amount"]}
GRAPH = {
    "schema": 1,
    "nodes": [
        {"id": "in", "type": "input", "title": "In", "properties": {}},
        {
            "id": "ask",
            "type": "approval",
            "title": "Ask",
            "properties": {"title": "Approve the trip", "groups": ["managers"], "schema": FORM},
        },
        {"id": "end", "type": "output", "title": "End", "properties": {"name": "done", "value": 1}},
    ],
    "edges": [
        {"id": "1", "source": "in", "target": "ask"},
        {"id": "2", "source": "ask", "target": "end", "action": "approved"},
    ],
}
HOST = b"localhost:8000"
PATIENCE = 30.0
"""Seconds within which a frame comes, however busy the machine is."""


class Socket:
    """One person's socket with the few steps that the claims about it need."""

    def __init__(self, headers: dict[bytes, bytes], path: str = "/ws/") -> None:
        """Take the headers of the handshake."""
        self.wire = WebsocketCommunicator(
            websocket_application, path, headers=list(headers.items())
        )
        self._ids = iter(range(1, 10_000))

    async def open(self) -> Socket:
        """Connect; the server must accept."""
        accepted, _ = await self.wire.connect(timeout=PATIENCE)
        assert accepted
        return self

    async def send(self, kind: str, **body: Any) -> int:
        """Send a request and give its id."""
        number = next(self._ids)
        await self.wire.send_json_to({"type": kind, "id": number, **body})
        return number

    async def ask(self, kind: str, **body: Any) -> dict[str, Any]:
        """Send a request and give its answer; what comes before is passed over."""
        number = await self.send(kind, **body)
        return (await self.until(lambda frame: frame.get("id") == number))[-1]

    async def until(self, wanted: Callable[[dict[str, Any]], Any]) -> list[dict[str, Any]]:
        """Take frames up to the first that is wanted."""
        frames = []
        async with asyncio.timeout(PATIENCE):
            while True:
                frames.append(await self.wire.receive_json_from(timeout=PATIENCE))
                if wanted(frames[-1]):
                    return frames

    async def until_seq(self, seq: int) -> list[dict[str, Any]]:
        """Take frames up to the event at `seq`."""
        return await self.until(lambda f: f["type"] == "event" and f["event"]["seq"] == seq)

    async def until_status(self, status: str) -> list[dict[str, Any]]:
        """Take frames up to the run's change to a status."""
        return await self.until(lambda f: f["type"] == "job_update" and f["status"] == status)

    async def closed_with(self) -> int:
        """Wait for the server to close, and give its code."""
        async with asyncio.timeout(PATIENCE):
            while True:
                message = await self.wire.receive_output(timeout=PATIENCE)
                if message["type"] == "websocket.close":
                    return int(message["code"])

    async def quiet(self) -> bool:
        """Say whether nothing but the answer to a ping comes."""
        await self.wire.send_json_to({"type": "ping"})
        frame = await self.wire.receive_json_from(timeout=PATIENCE)
        return frame == {"type": "pong"} and await self.wire.receive_nothing(0.05)


def seqs(frames: list[dict[str, Any]]) -> list[int]:
    """Give the places of the events among frames."""
    return [frame["event"]["seq"] for frame in frames if frame["type"] == "event"]


class Stage:
    """What a test plays on: people, the workflow `trip`, runs of it, sockets."""

    def __init__(self) -> None:
        """Make people and workflow."""
        groups = {}
        for name, right in RIGHTS.items():
            groups[name], _ = Group.objects.get_or_create(name=name)
            groups[name].permissions.add(Permission.objects.get(codename=right))
        self.people = {name: User.objects.create_user(name) for name in PEOPLE}
        for name, held in PEOPLE.items():
            self.people[name].groups.set([groups[group] for group in held])
        self.sockets: list[Socket] = []
        create_workflow(self.people["ada"], "Trip", "trip", graph=GRAPH)
        publish(self.people["ada"], "trip")

    def cookie(self, name: str) -> tuple[Client, bytes]:
        """Sign somebody in; give his browser and its cookie."""
        browser = Client()
        browser.force_login(self.people[name])
        value = browser.cookies[settings.SESSION_COOKIE_NAME].value
        return browser, f"{settings.SESSION_COOKIE_NAME}={value}".encode()

    async def socket(self, name: str) -> Socket:
        """Open a socket with somebody's session."""
        _, cookie = await in_database(self.cookie, name)
        return await self.dial({b"origin": b"http://" + HOST, b"host": HOST, b"cookie": cookie})

    async def dial(self, headers: dict[bytes, bytes]) -> Socket:
        """Open a socket with these headers; it is closed at the end of the test."""
        socket = Socket(headers)
        self.sockets.append(socket)
        return await socket.open()

    async def start(self, name: str = "otto", **inputs: Any) -> str:
        """Start a run."""
        request = commands.RunRequest(inputs=inputs)
        return await in_database(commands.start_run, self.people[name], "trip", request)

    async def work(self) -> None:
        """Do all the work that is due."""
        await InlineWorker(current_ports(), call=in_database).drain()

    async def waiting(self, name: str = "otto") -> str:
        """Start a run and bring it to where it waits."""
        run_id = await self.start(name)
        await self.work()
        return run_id

    async def log(self, run_id: str) -> list[int]:
        """Read the places of a run's log."""
        events = Event.objects.filter(run__uuid=run_id).order_by("seq")
        return await in_database(lambda: list(events.values_list("seq", flat=True)))


@pytest.fixture
def _clean(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    # A test database can only be removed when nobody holds it any more.
    monkeypatch.setattr(database, "KEEP_SECONDS", 0.0)
    cache.clear()
    yield
    # The log may go only after its run: the flush that follows knows nothing of that.
    Run.objects.all().delete()
    Event.objects.all().delete()


@pytest_asyncio.fixture
async def stage(_clean: None) -> AsyncIterator[Stage]:
    """Set the stage."""
    made = await in_database(Stage)
    yield made
    for socket in made.sockets:
        await socket.wire.disconnect()
