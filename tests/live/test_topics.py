"""Following lists and the inbox: each is told what he may see, and only what changed."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from tests.live.conftest import Stage
from workflows.live import board, hub
from workflows.live.database import in_database
from workflows.live.hub import current_hub
from workflows.services.inbox import deciding


async def decide(stage: Stage, run_id: str) -> None:
    request = deciding.ResumeRequest(data={"amount": 1}, action="approved")
    await in_database(deciding.resume_run, stage.people["maria"], run_id, request)


async def test_the_inbox_tells_its_figure_at_once_and_with_each_task(stage: Stage) -> None:
    socket = await stage.socket("maria")
    await socket.ask("subscribe", topic="inbox")
    first = (await socket.until(lambda f: f["type"] == "inbox_update"))[-1]
    assert (first["open"], first["task"]) == (0, None)
    run_id = await stage.waiting()
    asked = (await socket.until(lambda f: f["type"] == "inbox_update"))[-1]
    assert asked["open"] == 1
    assert (asked["task"]["run"], asked["task"]["state"]) == (run_id, "open")
    await decide(stage, run_id)
    done = (await socket.until(lambda f: f["type"] == "inbox_update" and f["open"] == 0))[-1]
    assert done["task"]["state"] == "decided"


async def test_nobody_else_is_told_of_a_task(stage: Stage) -> None:
    rita = await stage.socket("rita")
    await rita.ask("subscribe", topic="inbox")
    await rita.until(lambda f: f["type"] == "inbox_update")
    maria = await stage.socket("maria")
    await maria.ask("subscribe", topic="inbox")
    await stage.waiting()
    await maria.until(lambda f: f["type"] == "inbox_update" and f["task"])
    assert await rita.quiet()


async def test_the_list_of_runs_tells_each_change_to_those_who_see_the_run(stage: Stage) -> None:
    otto, rita = await stage.socket("otto"), await stage.socket("rita")
    await otto.ask("subscribe", topic="runs")
    await rita.ask("subscribe", topic="runs")
    run_id = await stage.waiting()
    seen = (await otto.until_status("suspended"))[-1]
    assert (seen["run_id"], seen["workflow"]) == (run_id, "trip")
    assert seen["message"] == seen["suspensions"][0]["reason"]
    await decide(stage, run_id)
    await stage.work()
    await otto.until_status("completed")
    assert await rita.quiet()


async def test_a_workflow_is_followed_by_its_slug(stage: Stage) -> None:
    socket = await stage.socket("otto")
    assert (await socket.ask("subscribe", topic="workflow:trip"))["ok"] is True
    missing = await socket.ask("subscribe", topic="workflow:nothing")
    assert missing["code"] == "not_found"
    run_id = await stage.waiting()
    assert (await socket.until_status("suspended"))[-1]["run_id"] == run_id


async def test_two_topics_bring_one_frame(stage: Stage) -> None:
    socket = await stage.socket("otto")
    await socket.ask("subscribe", topic="workflow:trip")
    await socket.ask("subscribe", topic="runs")
    await stage.waiting()
    await socket.until_status("suspended")
    assert await socket.quiet()


async def test_a_hint_without_a_change_brings_nothing(stage: Stage) -> None:
    run_id = await stage.waiting()
    socket = await stage.socket("otto")
    await socket.ask("subscribe", topic="runs")
    current_hub().heard({run_id: 1})
    await socket.until_status("suspended")
    current_hub().heard({run_id: 2})
    await current_hub().board.tell()
    assert await socket.quiet()


async def test_lost_hints_are_made_good(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hub.Hub, "heard", lambda self, moved: None)
    socket = await stage.socket("maria")
    await socket.ask("subscribe", topic="inbox")
    await socket.until(lambda f: f["type"] == "inbox_update")
    await current_hub().sweep()
    await stage.waiting()
    asked = (await socket.until(lambda f: f["type"] == "inbox_update"))[-1]
    assert asked["open"] == 1


async def test_more_than_can_be_told_is_fetched_anew(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(board, "MAX_PENDING", 2)
    socket = await stage.socket("otto")
    await socket.ask("subscribe", topic="runs")
    current_hub().heard({f"0193a000-0000-7000-8000-{n:012}": 1 for n in range(9)})
    frames = await socket.until(lambda f: f["type"] == "resync")
    assert frames[-1] == {"type": "resync", "topic": "runs"}


def test_what_a_slow_socket_still_has_to_hear_is_bounded() -> None:
    news = board.TopicNews()
    for number in range(10_000):
        news.put("runs", str(number), f"frame {number}")
    news.put("inbox", "", "figure")
    frames = news.take()
    assert len(frames) <= board.MAX_NEWS
    assert '{"type":"resync","topic":"runs"}' in frames
    assert "figure" in frames
    assert news.take() == []


def test_the_newest_of_a_thing_takes_the_place_of_the_older() -> None:
    news = board.TopicNews()
    news.put("runs", "a", "old")
    news.put("runs", "a", "new")
    assert news.take() == ["new"]


async def test_a_failed_look_is_made_again(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    socket = await stage.socket("otto")
    await socket.ask("subscribe", topic="runs")
    read, failures = board.reading.read_changes, iter([OSError("away")])

    def sometimes(ids: Any) -> Any:
        for failure in failures:
            raise failure
        return read(ids)

    monkeypatch.setattr(board.reading, "read_changes", sometimes)
    await stage.waiting()
    async with asyncio.timeout(5):
        await socket.until_status("suspended")
