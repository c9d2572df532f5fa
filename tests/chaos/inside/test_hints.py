"""Hints that are lost: what a socket follows is looked up at the right moment, and a layer that is
full costs time alone."""

from __future__ import annotations

from typing import Any

import pytest
from channels.layers import get_channel_layer
from django.contrib.auth.models import User

from tests.live.conftest import Stage, _clean, seqs, stage
from workflows.adapters.feed import GROUP
from workflows.live import hub, reading
from workflows.live.database import in_database
from workflows.services import commands

__all__ = ["_clean", "stage"]

BURST = 500
CAPACITY = 5


async def test_what_comes_while_a_socket_begins_to_follow_needs_neither_hint_nor_sweep(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub, "SWEEP_SECONDS", 1_000.0)
    monkeypatch.setattr(hub.Hub, "heard", lambda self, moved: None)
    run_id = await stage.waiting()
    find = reading.find_seq

    def find_and_stop(user: User, wanted: str) -> int:
        found = find(user, wanted)
        commands.stop_run(stage.people["otto"], run_id)
        return found

    monkeypatch.setattr(reading, "find_seq", find_and_stop)
    socket = await stage.socket("otto")
    answer = await socket.ask("subscribe", run_id=run_id, since=0)
    assert seqs(await socket.until_status("cancelled")) == await stage.log(run_id)
    assert answer["result"]["seq"] < (await stage.log(run_id))[-1]


@pytest.fixture
def _small_layer(settings: Any) -> None:
    """Have hints come through a layer that holds five."""
    settings.FERMATA = {**settings.FERMATA, "redis_url": "redis://nobody-asks"}
    settings.CHANNEL_LAYERS = {
        "default": {
            "BACKEND": "channels.layers.InMemoryChannelLayer",
            "CONFIG": {"capacity": CAPACITY},
        }
    }


@pytest.mark.usefixtures("_small_layer")
async def test_a_layer_that_is_full_costs_time_and_no_event(stage: Stage) -> None:
    run_id = await stage.waiting()
    socket = await stage.socket("otto")
    await socket.ask("subscribe", run_id=run_id, since=0)
    frames = await socket.until_status("suspended")
    await in_database(commands.stop_run, stage.people["otto"], run_id)
    layer: Any = get_channel_layer()
    hint = {"moved": {run_id: (await stage.log(run_id))[-1]}}
    for _ in range(BURST):
        await layer.group_send(GROUP, {"type": "hint", "hint": {"moved": {"another": 1}}})
    await layer.group_send(GROUP, {"type": "hint", "hint": hint})
    frames += await socket.until_status("cancelled")
    assert seqs(frames) == await stage.log(run_id)
