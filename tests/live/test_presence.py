"""Who has a workflow open: shown to those who follow it, one of them with the pen."""

from __future__ import annotations

from typing import Any

import pytest

from tests.live.conftest import Socket, Stage
from workflows.live import presence
from workflows.live.database import in_database
from workflows.live.hints import take_hint
from workflows.live.hub import current_hub
from workflows.live.presence import Mark, Roster, read_hint
from workflows.models import Workflow, WorkflowGrant


async def followed(stage: Stage, name: str) -> Socket:
    socket = await stage.socket(name)
    await socket.ask("subscribe", topic="workflow:trip")
    return socket


async def roster(socket: Socket, count: int) -> Any:
    frames = await socket.until(lambda f: f["type"] == "presence" and len(f["people"]) == count)
    return frames[-1]


async def test_everybody_who_has_it_open_is_shown_and_goes_with_his_socket(stage: Stage) -> None:
    ada, otto = await followed(stage, "ada"), await followed(stage, "otto")
    tab = (await ada.ask("presence", workflow="trip", node="ask", pen=True))["result"]["tab"]
    seen = await roster(otto, 1)
    assert seen["people"] == [{"tab": tab, "user": "ada", "node": "ask", "revision": None}]
    assert seen["pen"] == tab
    await otto.ask("presence", workflow="trip", revision=3)
    assert [one["user"] for one in (await roster(ada, 2))["people"]] == ["ada", "otto"]
    await ada.wire.disconnect()
    left = await roster(otto, 1)
    assert (left["people"][0]["user"], left["pen"]) == ("otto", None)


async def test_whoever_takes_the_pen_last_has_it(stage: Stage) -> None:
    first, second = await followed(stage, "ada"), await followed(stage, "ada")
    await first.ask("presence", workflow="trip", pen=True)
    tab = (await second.ask("presence", workflow="trip", pen=True))["result"]["tab"]
    assert (await roster(first, 2))["pen"] == tab


async def test_only_authors_take_the_pen_and_only_followers_are_present(stage: Stage) -> None:
    otto = await followed(stage, "otto")
    refused = await otto.ask("presence", workflow="trip", pen=True)
    assert (refused["type"], refused["code"]) == ("error", "forbidden")
    ada = await stage.socket("ada")
    assert (await ada.ask("presence", workflow="trip"))["type"] == "error"


async def test_whoever_may_see_it_no_more_is_neither_shown_nor_told(stage: Stage) -> None:
    ada, otto, rita = [await followed(stage, name) for name in ("ada", "otto", "otto")]
    await otto.ask("presence", workflow="trip")
    await roster(ada, 1)
    await in_database(Workflow.objects.update, restricted=True)
    workflow, ada_herself = await Workflow.objects.aget(), stage.people["ada"]
    grant = WorkflowGrant.objects.get_or_create
    await in_database(grant, workflow=workflow, user=ada_herself, role=4)
    for outbox in current_hub().board._followers:
        outbox.person._asker = None
    refused = await otto.ask("presence", workflow="trip", node="ask")
    assert (refused["type"], refused["code"]) == ("error", "not_found")
    assert (await roster(ada, 0))["people"] == []
    await current_hub().board.sweep()
    topics = {box.person.user.username: box.news.topics for box in current_hub().board._followers}
    assert topics == {"ada": {"workflow:trip"}}
    assert (await rita.ask("presence", workflow="trip"))["type"] == "error"


def test_a_tab_that_says_nothing_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    known = Roster()
    assert known.take("trip", Mark("t", "ada"))
    assert not known.take("trip", Mark("t", "ada"))
    assert known.expire() == []
    monkeypatch.setattr(presence, "EXPIRES_SECONDS", -1.0)
    assert known.expire() == ["trip"]
    assert known.message("trip")["people"] == []


def test_of_two_at_the_same_moment_every_process_chooses_the_same() -> None:
    one, other = Roster(), Roster()
    a, b = Mark("a", "ada", pen=5.0), Mark("b", "ben", pen=5.0)
    for known, marks in ((one, (a, b)), (other, (b, a))):
        for mark in marks:
            known.take("trip", mark)
    assert one.message("trip") == other.message("trip")
    assert one.message("trip")["pen"] == "b"


@pytest.mark.parametrize("hint", [None, 5, {}, {"workflow": 1, "tab": "t", "user": "u"}])
def test_what_has_not_its_shape_is_dropped(hint: Any) -> None:
    assert read_hint(hint) is None


async def test_other_processes_are_heard(stage: Stage) -> None:
    ada = await followed(stage, "ada")
    take_hint(current_hub(), {"present": Mark("far", "ben", pen=1.0).as_hint("trip")})
    seen = await roster(ada, 1)
    assert (seen["people"][0]["user"], seen["pen"]) == ("ben", "far")
