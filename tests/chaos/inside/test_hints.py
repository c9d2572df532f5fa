"""Hints that are lost: a layer that is full costs time alone."""

from __future__ import annotations

from typing import Any

import pytest
from channels.layers import get_channel_layer

from tests.live.conftest import Stage, _clean, seqs, stage
from workflows.adapters.feed import GROUP
from workflows.live.database import in_database
from workflows.services import commands

__all__ = ["_clean", "stage"]

BURST = 500
CAPACITY = 5


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
