"""Waiting for a run's end, told apart from waiting for people; following its log."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from typing import Any

import pytest

from tests.client.conftest import Script, ok, page, run, waiting
from workflows.client import NotInTime, RunCancelled, RunFailed, RunSuspended, watching

Make = Callable[..., Script]


def events(*found: tuple[int, str]) -> Any:
    """Answer a part of a log."""
    rows = [{"seq": seq, "type": kind, "payload": {}, "at": None} for seq, kind in found]
    return ok({"next": None, "results": rows})


def test_a_run_gives_its_result(script: Make) -> None:
    done = run("completed", result={"paid": True})
    server = script(ok(run("queued"), 201), ok(run("running")), ok(done))
    assert server.client().run("flow", {"amount": 1}) == {"paid": True}
    assert server.paths() == ["POST /api/workflows/flow/runs/", *["GET /api/runs/r1/"] * 2]


def test_a_run_that_waits_for_somebody_is_told_at_once(script: Make) -> None:
    held = run("suspended", suspensions=[waiting("approval", task="t1")])
    server = script(ok(run("queued"), 201), ok(held))
    with pytest.raises(RunSuspended, match="Run r1 waits: Manager review") as caught:
        server.client().run("flow")
    assert caught.value.run_id == "r1"
    assert [wait.task for wait in caught.value.suspensions] == ["t1"]


def test_a_timer_is_waited_for(script: Make) -> None:
    asleep = run("suspended", suspensions=[waiting("timer", reason="Sleep")])
    server = script(ok(asleep), ok(asleep), ok(run("completed", result=1)))
    assert server.client().result("r1") == 1


def test_child_runs_are_waited_for_unless_they_wait_for_somebody(script: Make) -> None:
    parent = run("suspended", suspensions=[waiting("children")])
    going = [ok(parent), page()]
    server = script(*going, *going, ok(run("completed", result=2)))
    assert server.client().result("r1") == 2
    held = run("suspended", id="r2", suspensions=[waiting("wait", id="r2.3", reason="Sign it")])
    looks = [ok(parent), page(run("suspended", id="r2")), ok(held)]
    blocked = script(*looks, *looks[1:])
    with pytest.raises(RunSuspended, match="Sign it") as caught:
        blocked.client().result("r1")
    assert [wait.id for wait in caught.value.suspensions] == ["r2.3"]
    assert caught.value.run_id == "r1"


def test_a_failed_and_a_stopped_run_are_errors(script: Make) -> None:
    error = {"type": "Permanent", "message": "No money", "node_id": "pay"}
    with pytest.raises(RunFailed, match="Run r1 failed: No money") as caught:
        script(ok(run("failed", error=error))).client().result("r1")
    assert caught.value.error["node_id"] == "pay"
    with pytest.raises(RunCancelled, match="Run r1 was stopped"):
        script(ok(run("cancelled"))).client().result("r1")


def test_wait_gives_the_run_as_it_stands_and_raises_nothing(script: Make) -> None:
    assert script(ok(run("failed"))).client().wait("r1").status == "failed"
    held = run("suspended", suspensions=[waiting()])
    assert script(ok(held)).client().wait("r1").suspensions[0].node_id == "review"


def test_nobody_waits_longer_than_the_time_out(
    script: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticks = count()
    monkeypatch.setattr(watching, "monotonic", lambda: float(next(ticks)))
    server = script(ok(run("running")))
    with pytest.raises(NotInTime, match="Run r1 is still running after 3 seconds") as caught:
        server.client().wait("r1", timeout=3)
    assert isinstance(caught.value, TimeoutError)
    assert caught.value.run_id == "r1"
    assert len(server.asked) == 3


def test_the_looks_become_rarer(script: Make) -> None:
    looks = [ok(run("running"))] * 12
    server = script(*looks, ok(run()))
    server.client().wait("r1")
    assert server.rests[0] < 0.1
    assert server.rests == sorted(server.rests)
    assert server.rests[-1] == 1.0


def test_a_log_is_given_as_far_as_it_goes(script: Make) -> None:
    server = script(events((3, "NodeStarted"), (4, "NodeCompleted")))
    assert [event.seq for event in server.client().events("r1", after=2)] == [3, 4]
    assert dict(server.asked[0].url.params) == {"after": "2", "limit": "200"}


def test_a_log_is_followed_to_the_end_of_the_run(script: Make) -> None:
    server = script(
        events((1, "RunCreated")),
        events(),
        ok(run("running", seq=1)),
        events((2, "RunCompleted")),
        events(),
        ok(run("completed", seq=2)),
    )
    kinds = [event.type for event in server.client().events("r1", follow=True)]
    assert kinds == ["RunCreated", "RunCompleted"]
    assert len(server.rests) == 3


def test_an_event_between_the_two_looks_is_not_missed(script: Make) -> None:
    server = script(
        events(),
        ok(run("completed", seq=1)),
        events((1, "RunCompleted")),
        events(),
        ok(run("completed", seq=1)),
    )
    assert [event.seq for event in server.client().events("r1", follow=True)] == [1]


def test_long_logs_are_read_without_a_rest(script: Make) -> None:
    first = events(*[(seq, "StateChanged") for seq in range(1, 201)])
    server = script(first, events((201, "RunCompleted")))
    assert len(list(server.client().events("r1"))) == 201
    assert server.rests == []


async def test_the_twin_does_the_same(script: Make) -> None:
    server = script(ok(run("queued"), 201), ok(run("running")), ok(run("completed", result=5)))
    async with server.async_client() as client:
        assert await client.run("flow") == 5
    assert len(server.rests) == 1
    server = script(events((1, "RunCreated")), events(), ok(run("completed", seq=1)))
    async with server.async_client() as client:
        assert [event.seq async for event in client.events("r1", follow=True)] == [1]
        assert "Async" in repr(client)
