"""Following a run: every event once and in order, whatever happens to hints."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from tests.live.conftest import Stage, seqs
from workflows.live import consumers, hub, reader, reading
from workflows.live.database import in_database
from workflows.live.hub import current_hub
from workflows.services import commands
from workflows.services.inbox import deciding


@pytest.fixture
def deaf(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have every hint lost."""
    monkeypatch.setattr(hub.Hub, "heard", lambda self, moved: None)


async def test_the_log_comes_first_and_then_what_happens(stage: Stage) -> None:
    run_id = await stage.waiting()
    socket = await stage.socket("otto")
    answer = await socket.ask("subscribe", run_id=run_id, since=0)
    known = await stage.log(run_id)
    assert answer["result"] == {"run_id": run_id, "seq": known[-1]}
    assert seqs(await socket.until_seq(known[-1])) == known
    stop = await in_database(commands.stop_run, stage.people["otto"], run_id, "enough")
    assert stop is None
    frames = await socket.until_status("cancelled")
    assert seqs(frames) == (await stage.log(run_id))[len(known) :]
    assert frames[-1]["message"] == "enough"
    assert frames[-1]["suspensions"] == []


async def test_a_run_is_seen_from_its_start_to_its_end(stage: Stage) -> None:
    socket = await stage.socket("otto")
    run = (await socket.ask("run_job", workflow="trip", inputs={}))["result"]
    await socket.ask("subscribe", run_id=run["id"], since=0)
    await stage.work()
    frames = await socket.until_status("suspended")
    wait = frames[-1]["suspensions"][0]
    assert frames[-1]["message"] == wait["reason"]
    assert (wait["node_id"], wait["kind"], wait["can_resume"]) == ("ask", "approval", False)
    maria = stage.people["maria"]
    request = deciding.ResumeRequest(data={"amount": 7}, action="approved")
    await in_database(deciding.resume_run, maria, run["id"], request)
    await stage.work()
    frames += await socket.until_status("completed")
    assert seqs(frames) == await stage.log(run["id"])
    statuses = [f["status"] for f in frames if f["type"] == "job_update"]
    assert statuses == ["queued", "running", "suspended", "running", "completed"]
    nodes = [(f["node_id"], f["status"]) for f in frames if f["type"] == "node_update"]
    assert nodes == [
        ("in", "running"), ("in", "completed"), ("ask", "running"), ("ask", "suspended"),
        ("ask", "running"), ("ask", "completed"), ("end", "running"), ("end", "completed"),
    ]  # fmt: skip


async def test_since_leaves_out_what_is_known(stage: Stage) -> None:
    run_id = await stage.waiting()
    socket = await stage.socket("otto")
    await socket.ask("subscribe", run_id=run_id, since=3)
    known = await stage.log(run_id)
    assert seqs(await socket.until_seq(known[-1])) == known[3:]


async def test_a_place_beyond_the_end_is_the_end(stage: Stage) -> None:
    run_id = await stage.waiting()
    socket = await stage.socket("otto")
    known = await stage.log(run_id)
    answer = await socket.ask("subscribe", run_id=run_id, since=10_000)
    assert answer["result"]["seq"] == known[-1]
    assert await socket.quiet()
    await in_database(commands.stop_run, stage.people["otto"], run_id)
    frames = await socket.until_status("cancelled")
    assert seqs(frames) == (await stage.log(run_id))[len(known) :]


@pytest.mark.usefixtures("deaf")
async def test_what_is_appended_while_the_subscription_is_made_is_not_lost(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Neither a hint nor the sweep tells of it.
    monkeypatch.setattr(hub, "SWEEP_SECONDS", 1_000.0)
    run_id = await stage.waiting()
    before = await stage.log(run_id)
    find = reading.find_seq

    def find_and_stop(user: Any, wanted: str) -> int:
        found = find(user, wanted)
        commands.stop_run(stage.people["otto"], run_id)
        return found

    monkeypatch.setattr(reading, "find_seq", find_and_stop)
    socket = await stage.socket("otto")
    answer = await socket.ask("subscribe", run_id=run_id, since=0)
    assert answer["result"]["seq"] == before[-1]
    assert seqs(await socket.until_status("cancelled")) == await stage.log(run_id)


@pytest.mark.usefixtures("deaf")
async def test_lost_hints_are_made_good_by_the_sweep(stage: Stage) -> None:
    run_id = await stage.waiting()
    socket = await stage.socket("otto")
    await socket.ask("subscribe", run_id=run_id, since=0)
    known = await stage.log(run_id)
    frames = await socket.until_seq(known[-1])
    await in_database(commands.stop_run, stage.people["otto"], run_id)
    frames += await socket.until_status("cancelled")
    assert seqs(frames) == await stage.log(run_id)


async def test_repeated_and_reordered_hints_bring_nothing_twice(stage: Stage) -> None:
    run_id = await stage.waiting()
    socket = await stage.socket("otto")
    known = await stage.log(run_id)
    await socket.ask("subscribe", run_id=run_id, since=0)
    for seq in (3, known[-1], 1, known[-1], 99, 2):
        current_hub().heard({run_id: seq})
    frames = await socket.until_seq(known[-1])
    await in_database(commands.stop_run, stage.people["otto"], run_id)
    for seq in (known[-1] + 1, known[-1] + 1):
        current_hub().heard({run_id: seq})
    frames += await socket.until_status("cancelled")
    assert seqs(frames) == await stage.log(run_id)
    assert await socket.quiet()


async def test_a_second_subscription_goes_back_but_never_skips(stage: Stage) -> None:
    run_id = await stage.waiting()
    socket = await stage.socket("otto")
    known = await stage.log(run_id)
    await socket.ask("subscribe", run_id=run_id, since=known[-1])
    await socket.ask("subscribe", run_id=run_id, since=2)
    assert seqs(await socket.until_seq(known[-1])) == known[2:]
    await socket.ask("subscribe", run_id=run_id, since=known[-1])
    await in_database(commands.stop_run, stage.people["otto"], run_id)
    frames = await socket.until_status("cancelled")
    assert seqs(frames) == (await stage.log(run_id))[len(known) :]


async def test_a_log_of_many_pages_comes_whole(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader, "PAGE", 2)
    monkeypatch.setattr(reader, "KEPT_FRAMES", 3)
    run_id = await stage.waiting()
    known = await stage.log(run_id)
    for since in (0, 1, 4):
        socket = await stage.socket("otto")
        await socket.ask("subscribe", run_id=run_id, since=since)
        frames = await socket.until_seq(known[-1])
        assert seqs(frames) == known[since:]


async def test_one_unsubscribed_hears_no_more(stage: Stage) -> None:
    run_id = await stage.waiting()
    socket = await stage.socket("otto")
    known = await stage.log(run_id)
    await socket.ask("subscribe", run_id=run_id, since=0)
    await socket.until_status("suspended")
    assert (await socket.ask("unsubscribe", run_id=run_id))["ok"] is True
    await in_database(commands.stop_run, stage.people["otto"], run_id)
    current_hub().heard({run_id: known[-1] + 3})
    assert await socket.quiet()
    assert current_hub().readers == {}


async def test_a_run_of_others_is_as_if_it_were_not_there(stage: Stage) -> None:
    run_id = await stage.waiting("otto")
    socket = await stage.socket("rita")
    foreign = await socket.ask("subscribe", run_id=run_id, since=0)
    missing = await socket.ask("subscribe", run_id="0193a000-0000-7000-8000-000000000000")
    nonsense = await socket.ask("subscribe", run_id="nonsense")
    for answer in (foreign, missing, nonsense):
        assert (answer["type"], answer["code"]) == ("error", "not_found")
    assert foreign["detail"].replace(run_id, "") == missing["detail"].replace(
        "0193a000-0000-7000-8000-000000000000", ""
    )
    assert await socket.quiet()


async def test_a_right_that_is_lost_while_a_page_is_read_counts_for_that_page(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workflows.live.viewer.SEEN_SECONDS", 0.0)
    run_id = await stage.waiting("otto")
    read = reader.RunReader.after

    async def after(self: reader.RunReader, seq: int, look: bool) -> Sequence[reading.Entry]:
        entries = await read(self, seq, look)
        await in_database(stage.people["ada"].groups.clear)
        return entries

    monkeypatch.setattr(reader.RunReader, "after", after)
    socket = await stage.socket("ada")
    await socket.send("subscribe", run_id=run_id, since=0)
    frames = await socket.until(lambda frame: frame["type"] == "error")
    assert frames[-1]["code"] == "not_found"
    assert seqs(frames) == []


async def test_who_loses_the_right_hears_no_more(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workflows.live.viewer.SEEN_SECONDS", 0.0)
    run_id = await stage.waiting("otto")
    socket = await stage.socket("ada")
    await socket.ask("subscribe", run_id=run_id, since=0)
    await socket.until_status("suspended")
    await in_database(stage.people["ada"].groups.clear)
    await in_database(commands.stop_run, stage.people["otto"], run_id)
    frames = await socket.until(lambda frame: frame["type"] == "error")
    assert frames[-1]["code"] == "not_found"
    assert seqs(frames) == []


async def test_each_reads_whether_he_himself_may_resume(stage: Stage) -> None:
    run_id = await stage.waiting("otto")
    found = {}
    for name in ("otto", "maria"):
        socket = await stage.socket(name)
        await socket.ask("subscribe", run_id=run_id, since=0)
        frames = await socket.until_status("suspended")
        found[name] = frames[-1]["suspensions"][0]["can_resume"]
    assert found == {"otto": False, "maria": True}


async def test_progress_reaches_the_followers_and_only_the_newest_is_kept(stage: Stage) -> None:
    run_id = await stage.waiting()
    socket = await stage.socket("otto")
    await socket.ask("subscribe", run_id=run_id, since=0)
    await socket.until_status("suspended")
    for done in (0.1, 0.2, 0.9):
        current_hub().progressed(run_id, "ask", 1, {"fraction": done, "message": "half"})
    frames = await socket.until(lambda frame: "progress" in frame)
    assert frames[-1]["progress"] == {"fraction": 0.9, "message": "half"}
    assert await socket.quiet()


async def test_a_socket_follows_a_bounded_number_of_runs(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(consumers, "MAX_FOLLOWED", 1)
    first, second = await stage.start(), await stage.start()
    socket = await stage.socket("otto")
    assert (await socket.ask("subscribe", run_id=first))["ok"] is True
    assert (await socket.ask("subscribe", run_id=second))["code"] == "too_many"
    assert (await socket.ask("subscribe", run_id=first))["ok"] is True


async def test_a_database_that_fails_for_a_moment_costs_nothing(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_id = await stage.waiting()
    failures = iter([OSError("away"), OSError("away")])
    read = reading.read_page

    def sometimes(*asked: Any) -> Any:
        for failure in failures:
            raise failure
        return read(*asked)

    monkeypatch.setattr(reading, "read_page", sometimes)
    socket = await stage.socket("otto")
    await socket.ask("subscribe", run_id=run_id, since=0)
    known = await stage.log(run_id)
    assert seqs(await socket.until_seq(known[-1])) == known


async def test_a_socket_that_is_gone_leaves_nothing_behind(stage: Stage) -> None:
    run_id = await stage.waiting()
    socket = await stage.socket("otto")
    await socket.ask("subscribe", run_id=run_id, since=0)
    await socket.ask("subscribe", topic="runs")
    shared = current_hub()
    await socket.wire.disconnect()
    assert (shared.outboxes, shared.readers, shared._tasks) == (set(), {}, [])
