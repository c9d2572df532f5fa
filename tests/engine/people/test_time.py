"""What becomes of a task by itself: reminders, levels of escalation, due dates in working time."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.support.world import World, graph, registry
from workflows.engine.authoring import Flow
from workflows.engine.commands import RetryRun
from workflows.engine.graphs import validate_graph
from workflows.engine.memory import MemoryClock
from workflows.engine.ports import Work
from workflows.engine.state import next_timer
from workflows.nodes.people import ApprovalNode
from workflows.runtime import Runtime

from .office import DAY, HOUR, Desk


def kinds(desk: Desk) -> list[str]:
    return [event.detail["kind"] for event in desk.events("TaskReminded")]


def test_people_are_reminded_soon_when_due_and_every_day_after() -> None:
    desk = Desk(users=["maria"], due_seconds="4d")
    desk.each(HOUR, 24 * 3 - 1)
    assert kinds(desk) == []
    desk.later(HOUR)
    assert kinds(desk) == ["soon"]
    desk.each(DAY, 3)
    assert kinds(desk) == ["soon", "overdue", "again", "again"]
    desk.each(DAY, 40)
    assert len(kinds(desk)) == 12
    assert next_timer(desk.world.state(desk.run)) is None
    desk.decide("maria")
    assert desk.statuses()["y"] == "completed"


@pytest.mark.parametrize("properties", [{}, {"due_seconds": "4d", "remind_seconds": 0}])
def test_without_a_due_date_or_wish_nobody_is_reminded(properties: dict[str, Any]) -> None:
    desk = Desk(users=["maria"], **properties)
    assert next_timer(desk.world.state(desk.run)) is None


def test_a_decided_task_reminds_nobody() -> None:
    desk = Desk(users=["maria"], due_seconds="1h", undo_seconds=3_600)
    desk.decide(undo_seconds=3_600)
    desk.later(0.9 * HOUR)
    assert kinds(desk) == []


def test_levels_hand_the_task_up_one_after_the_other() -> None:
    desk = Desk(
        users=["maria"],
        escalations=[
            {"after_seconds": "2d", "users": ["boss"]},
            {"after_seconds": "4d", "groups": ["board"]},
        ],
    )
    desk.act("claim")
    desk.later(2 * DAY)
    assert (desk.wait.users, desk.wait.groups, desk.wait.claimed_by) == (["boss"], [], None)
    desk.later(2 * DAY)
    assert (desk.wait.users, desk.wait.groups) == ([], ["board"])
    assert [event.detail["level"] for event in desk.events("TaskEscalated")] == [1, 2]
    assert next_timer(desk.world.state(desk.run)) is None


def test_levels_that_came_while_nobody_was_at_work_come_in_their_order() -> None:
    desk = Desk(
        users=["maria"],
        escalations=[
            {"after_seconds": "2d", "users": ["boss"]},
            {"after_seconds": "3d", "users": ["ceo"]},
        ],
    )
    desk.later(9 * DAY)
    assert desk.wait.users == ["ceo"]
    assert [event.detail["level"] for event in desk.events("TaskEscalated")] == [1, 2]


def test_a_level_does_not_move_the_deadline() -> None:
    desk = Desk(
        users=["maria"],
        escalations=[{"after_seconds": 60, "users": ["boss"]}],
        timeout_seconds=120,
        on_timeout="resume",
        timeout_data={"approved": False},
        edges=("ask>y:approved", "ask>n:rejected", "ask>late:timeout"),
    )
    desk.later(60)
    desk.later(60)
    assert desk.statuses()["late"] == "completed"


def test_a_rejection_may_need_more_than_one_voice() -> None:
    desk = Desk(quorum=2, reject_quorum=2)
    desk.decide("maria", "rejected", data={"comment": "no"})
    assert desk.statuses() == {"ask": "suspended"}
    desk.decide("ben", "rejected", data={"comment": "no"})
    assert desk.statuses()["n"] == "completed"


OFFICE = {
    "zone": "UTC",
    "hours": {day: [["09:00", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri")},
}


def run_in(calendars: Any, **properties: Any) -> Any:
    """Ask on a Friday at three in the afternoon."""
    clock = MemoryClock(datetime(2026, 1, 9, 15, tzinfo=UTC))
    runtime = Runtime(clock=clock, calendars=calendars)
    flow = Flow("asks").approval("ask", title="Well?", users=["maria"], **properties)
    return runtime, runtime.run(flow)


def test_due_dates_and_levels_are_counted_in_working_time() -> None:
    level = [{"after_seconds": "4h", "users": ["boss"]}]
    runtime, run = run_in(
        {"office": OFFICE}, calendar="office", due_seconds="1d", escalations=level
    )
    created = next(
        r.event
        for r in runtime._home.records(run.run_id)
        if type(r.event).__name__ == "TaskCreated"
    )
    assert created.detail["due_at"] == "2026-01-12T15:00:00+00:00"
    assert created.detail["alarms"][1]["at"] == "2026-01-12T11:00:00+00:00"


def test_a_due_date_that_is_the_deadline_is_counted_alike() -> None:
    runtime, run = run_in(
        {"office": OFFICE}, calendar="office", due_seconds="2h", on_timeout="fail"
    )
    wait = runtime._home.seen(run.run_id).state.suspensions.values()
    assert next(iter(wait)).wake_at == datetime(2026, 1, 9, 17, tzinfo=UTC)


def test_a_calendar_that_is_not_there_fails_the_step_with_its_name() -> None:
    _, run = run_in({}, calendar="office", due_seconds="1d")
    assert run.status == "failed"
    assert "office" in str(run.errors)


def test_a_retry_asks_again_with_the_whole_time_and_says_what_it_replaces() -> None:
    world = World(
        {
            "schema": 1,
            "nodes": [
                {
                    "id": "ask",
                    "type": "approval",
                    "properties": {
                        "users": ["maria"],
                        "due_seconds": "4d",
                        "escalations": [{"after_seconds": "2d", "users": ["boss"]}],
                    },
                },
                {"id": "nap", "type": "timer", "properties": {"seconds": 60}},
                {"id": "bad", "type": "step", "properties": {"error": "No."}},
            ],
            "edges": [{"id": "e", "source": "nap", "target": "bad"}],
        },
        ApprovalNode,
    )
    run = world.run()
    first = next(iter(world.state(run).suspensions.values()))
    world.clock.forward(3 * DAY)
    world.drain()
    assert world.state(run).status == "failed"
    world.clock.forward(DAY)
    world.apply(Work(run, RetryRun("otto", "Again.")))
    again = next(w for w in world.state(run).suspensions.values() if w.task)
    created = [r.event for r in world.log(run) if type(r.event).__name__ == "TaskCreated"][-1]
    assert created.detail["replaces"] == first.task
    assert again.users == ["boss"]
    left = datetime.fromisoformat(created.detail["due_at"]) - world.clock()
    assert left.total_seconds() == 4 * DAY
    assert [alarm["do"] for alarm in again.alarms] == ["escalate", "remind"]


def test_a_link_that_decides_does_not_go_with_four_eyes() -> None:
    known = registry(ApprovalNode)
    wanted = {"users": ["maria"], "decide_by_mail": True, "forbid_initiator": True}
    (problem,) = validate_graph(graph({"ask": ("approval", wanted)}, []), known)
    assert "four eyes" in problem.message
