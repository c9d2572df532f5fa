"""The ways on which hints come, and what is done with those that are not well formed."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

import pytest

from tests.live.conftest import Stage, seqs
from tests.support.redis import URL
from workflows.adapters.feed import ChannelFeed, Courier
from workflows.adapters.ports import current_ports
from workflows.live import hub
from workflows.live.database import in_database
from workflows.live.hints import listen, take_hint
from workflows.services import commands


class Ear:
    """Remembers what it was told."""

    def __init__(self) -> None:
        self.moved: dict[str, int] = {}
        self.news: list[tuple[str, str, int, Mapping[str, Any]]] = []
        self.told = asyncio.Event()

    def heard(self, moved: Mapping[str, int]) -> None:
        self.moved.update(moved)
        self.told.set()

    def progressed(self, run_id: str, node_id: str, iteration: int, value: Any) -> None:
        self.news.append((run_id, node_id, iteration, value))
        self.told.set()


@pytest.mark.parametrize(
    "hint",
    [
        {},
        {"moved": 7},
        {"moved": {"r": "many"}},
        {"progress": []},
        {"progress": {"run_id": "r"}},
        {"progress": {"run_id": 1, "node_id": "n", "iteration": 1}},
        {"progress": {"run_id": "r", "node_id": "n", "iteration": "1"}},
    ],
)
async def test_a_malformed_hint_is_dropped(hint: dict[str, Any]) -> None:
    ear = Ear()
    take_hint(ear, hint)
    assert (ear.moved, ear.news) == ({}, [])


async def test_hints_of_this_machine_arrive() -> None:
    ear = Ear()
    listening = asyncio.create_task(listen(ear))
    feed = current_ports().feed
    async with asyncio.timeout(5):
        while not ear.moved:
            # The socket opens in its own time; until then hints are lost, as any may be.
            feed.publish({"r": 3})
            await asyncio.sleep(0)
        ear.told.clear()
        feed.progress("r", "n", 1, {"fraction": 0.5})
        await ear.told.wait()
    listening.cancel()
    assert ear.moved == {"r": 3}
    assert ear.news[-1] == ("r", "n", 1, {"fraction": 0.5})


@pytest.fixture
def _redis(settings: Any) -> None:
    settings.FERMATA = {**settings.FERMATA, "redis_url": URL}
    layer = {"BACKEND": "channels_redis.core.RedisChannelLayer", "CONFIG": {"hosts": [URL]}}
    settings.CHANNEL_LAYERS = {"default": layer}


@pytest.mark.redis
@pytest.mark.usefixtures("_redis")
async def test_hints_of_other_machines_arrive_through_redis(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub, "SWEEP_SECONDS", 1_000.0)
    run_id = await stage.waiting()
    socket = await stage.socket("otto")
    await socket.ask("subscribe", run_id=run_id, since=0)
    frames = await socket.until_status("suspended")
    await in_database(commands.stop_run, stage.people["otto"], run_id)
    known = await stage.log(run_id)
    feed = ChannelFeed(Courier())
    heard = asyncio.create_task(socket.until_status("cancelled"))
    while not heard.done():
        # Repeated, since joining the group takes a moment that cannot be seen from here.
        feed.publish({run_id: known[-1]})
        await asyncio.wait([heard], timeout=0.2)
    assert seqs(frames + heard.result()) == known
