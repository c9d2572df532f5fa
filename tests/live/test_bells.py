"""The bell over the socket: each is told of his own, once, also when hints are lost."""

from __future__ import annotations

from typing import Any

import pytest

from tests.live.conftest import Socket, Stage
from workflows.live import hints, hub
from workflows.live.database import in_database
from workflows.live.hub import current_hub
from workflows.models import Notice
from workflows.services.inbox import deciding
from workflows.services.notices.expanding import expand_all
from workflows.services.notices.reading import read_notices


def rings(frame: dict[str, Any]) -> bool:
    return frame["type"] == "notice_update"


async def follow(stage: Stage, name: str) -> Socket:
    socket = await stage.socket(name)
    await socket.ask("subscribe", topic="inbox")
    await socket.until(lambda frame: frame["type"] == "inbox_update")
    return socket


async def told(stage: Stage) -> str:
    run_id = await stage.waiting()
    await in_database(expand_all)
    return run_id


async def test_whoever_follows_the_inbox_is_told_how_much_is_unread(stage: Stage) -> None:
    await told(stage)
    socket = await stage.socket("maria")
    await socket.ask("subscribe", topic="inbox")
    first = (await socket.until(rings))[-1]
    assert first == {"type": "notice_update", "unread": 1, "notice": None}


async def test_a_notice_comes_at_once_and_to_nobody_else(stage: Stage) -> None:
    maria, rita = await follow(stage, "maria"), await follow(stage, "rita")
    run_id = await told(stage)
    frame = (await maria.until(rings))[-1]
    assert (frame["unread"], frame["notice"]["kind"]) == (1, "asked")
    assert (frame["notice"]["run"], frame["notice"]["title"]) == (run_id, "Approve the trip")
    assert frame["notice"]["task"]["can_decide"] is True
    assert await rita.quiet()


async def test_a_notice_that_is_over_is_told_as_such(stage: Stage) -> None:
    maria = await follow(stage, "maria")
    run_id = await told(stage)
    await maria.until(rings)
    request = deciding.ResumeRequest(data={"amount": 1}, action="approved")
    await in_database(deciding.resume_run, stage.people["maria"], run_id, request)
    await in_database(expand_all)
    frame = (await maria.until(rings))[-1]
    assert frame["unread"] == 0
    assert frame["notice"]["over"]["by"] == "maria"


async def test_reading_in_one_tab_is_seen_in_the_other(stage: Stage) -> None:
    await told(stage)
    one, two = await follow(stage, "maria"), await follow(stage, "maria")
    await in_database(read_notices, stage.people["maria"])
    for socket in (one, two):
        frame = (await socket.until(rings))[-1]
        assert (frame["unread"], frame["notice"]) == (0, None)


async def test_lost_hints_are_made_good_by_the_sweep(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub.Hub, "noticed", lambda self, changed: None)
    maria = await follow(stage, "maria")
    await current_hub().sweep()
    await told(stage)
    frame = (await maria.until(rings))[-1]
    assert (frame["unread"], frame["notice"]["kind"]) == (1, "asked")


async def test_the_same_is_not_told_twice(stage: Stage) -> None:
    maria = await follow(stage, "maria")
    await told(stage)
    await maria.until(rings)
    notice = await in_database(lambda: Notice.objects.get().pk)
    current_hub().noticed({stage.people["maria"].pk: notice})
    await current_hub().board.tell()
    await current_hub().sweep()
    await current_hub().board.tell()
    await maria.send("ping")
    frames = await maria.until(lambda frame: frame["type"] == "pong")
    assert not any(rings(frame) for frame in frames)


async def test_a_hint_is_not_believed(stage: Stage) -> None:
    rita = await follow(stage, "rita")
    await told(stage)
    notice = await in_database(lambda: Notice.objects.get().pk)
    current_hub().noticed({stage.people["rita"].pk: notice})
    frame = (await rita.until(rings))[-1]
    assert frame == {"type": "notice_update", "unread": 0, "notice": None}


@pytest.mark.parametrize(
    "hint",
    [
        {"noticed": "everybody"},
        {"noticed": {"1": 2}},
        {"noticed": [1, 2]},
        {"noticed": [["1", 2], [True, 1], [1, "x"], [1], [1, 2, 3], None]},
    ],
)
def test_hints_without_their_shape_are_dropped(hint: dict[str, Any]) -> None:
    heard: list[Any] = []

    class Ear:
        def noticed(self, changed: Any) -> None:
            heard.append(dict(changed))

    hints.take_hint(Ear(), hint)  # type: ignore[arg-type]
    assert heard in ([], [{}])
    hints.take_hint(Ear(), {"noticed": [[1, 2], [3, None]]})  # type: ignore[arg-type]
    assert heard[-1] == {1: 2, 3: None}
