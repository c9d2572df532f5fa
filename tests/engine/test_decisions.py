"""Who may decide a task and what a decision does: the rules that every door goes through."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.world import World, graph
from workflows.engine.commands import ActOnTask
from workflows.engine.errors import AlreadyClosed, Forbidden, Invalid, Refused
from workflows.engine.people import Person
from workflows.engine.ports import Work
from workflows.engine.state import Suspension


def asking(**properties: Any) -> tuple[World, str]:
    nodes = {"ask": ("ask", properties), "y": "step", "n": "step"}
    world = World(graph(nodes, ["ask>y:approved", "ask>n:rejected"]))
    return world, world.run()


def wait_of(world: World, run: str) -> Suspension:
    return next(iter(world.state(run).suspensions.values()))


def test_a_task_is_created_with_its_suspension() -> None:
    world, run = asking(groups=["managers"])
    wait = wait_of(world, run)
    assert wait.groups == ["managers"]
    assert wait.task is not None
    assert world.types(run)[-3:] == ["NodeSuspended", "TaskCreated", "RunSuspended"]


@pytest.mark.parametrize(
    ("data", "action", "arm"),
    [
        ({"approved": True}, None, "y"),
        ({"approved": False}, None, "n"),
        ({"decision": "rejected"}, None, "n"),
        ({}, "approved", "y"),
        (None, "rejected", "n"),
    ],
)
def test_a_decision_may_be_said_in_three_ways(data: Any, action: str | None, arm: str) -> None:
    world, run = asking()
    world.resume(run, data, action)
    world.drain()
    assert world.statuses(run)[arm] == "completed"
    assert world.types(run).count("TaskDecided") == 1


@pytest.mark.parametrize(
    ("data", "action"),
    [
        ({}, None),
        ({"approved": "true"}, None),
        ({"approved": 1}, None),
        ({"approved": True}, "rejected"),
        ({"decision": "maybe"}, None),
        ("yes", "approved"),
        ({"comment": 5}, "approved"),
    ],
)
def test_an_unclear_answer_is_refused_and_opens_no_second_task(data: Any, action: Any) -> None:
    world, run = asking()
    before = world.types(run)
    with pytest.raises(Invalid):
        world.resume(run, data, action)
    assert world.types(run) == before


def test_the_decision_is_recorded_with_form_and_comment_apart() -> None:
    world, run = asking()
    world.resume(run, {"approved": True, "centre": "4711", "comment": "fine"})
    world.drain()
    assert world.state(run).result["y"] is None
    completed = [r.event for r in world.log(run) if type(r.event).__name__ == "NodeCompleted"]
    assert completed[0].output == {
        "decision": "approved", "approved": True, "data": {"centre": "4711"}, "comment": "fine",
    }  # fmt: skip


def test_who_is_not_asked_may_not_decide_and_an_override_is_recorded() -> None:
    world, run = asking(users=["maria"])
    with pytest.raises(Forbidden, match="not among"):
        world.resume(run, {}, "approved", person=Person("eve"), by="eve")
    world.resume(run, {}, "approved", by="root", person=Person("root", superuser=True))
    decided = next(r.event for r in world.log(run) if type(r.event).__name__ == "TaskDecided")
    assert decided.detail["override"] is True


def test_the_requester_may_not_decide_not_even_with_an_override() -> None:
    world, run = asking(forbid_initiator=True)
    with pytest.raises(Forbidden, match="asked"):
        world.resume(run, {}, "approved", by="alice", person=Person("alice", superuser=True))
    world.resume(run, {}, "approved", by="maria")


def test_a_quorum_counts_each_person_once_and_leaves_the_task_open_before() -> None:
    world, run = asking(quorum=2)
    world.resume(run, {}, "approved", by="maria")
    assert world.state(run).status == "suspended"
    with pytest.raises(Refused, match="already"):
        world.resume(run, {}, "approved", by="maria")
    world.resume(run, {}, "approved", by="ben")
    world.drain()
    assert world.statuses(run)["y"] == "completed"
    assert world.types(run).count("NodeResumed") == 1


def test_one_refusal_ends_a_quorum() -> None:
    world, run = asking(quorum=3)
    world.resume(run, {}, "approved", by="maria")
    world.resume(run, {}, "rejected", by="ben")
    world.drain()
    assert world.statuses(run) == {"ask": "completed", "y": "skipped", "n": "completed"}


def act(world: World, run: str, verb: str, by: str, **more: Any) -> None:
    task = wait_of(world, run).task or ""
    world.apply(Work(run, ActOnTask(task, verb, by, **more)))


def test_a_claimed_task_is_decided_by_its_claimant_until_it_is_released() -> None:
    world, run = asking(groups=["managers"])
    act(world, run, "claim", "maria")
    with pytest.raises(Refused, match="maria has taken"):
        act(world, run, "claim", "ben")
    with pytest.raises(Refused, match="maria has taken"):
        world.resume(run, {}, "approved", by="ben")
    act(world, run, "release", "maria")
    world.resume(run, {}, "approved", by="ben")


def test_a_delegated_task_belongs_to_the_other() -> None:
    world, run = asking(users=["maria"])
    act(world, run, "delegate", "maria", to="ben")
    assert wait_of(world, run).users == ["ben"]


def test_a_task_that_is_entrusted_to_the_operators_asks_nobody_by_name_any_more() -> None:
    world, run = asking(users=["gone"], groups=["empty"])
    act(world, run, "claim", "gone")
    with pytest.raises(Forbidden, match="looks after runs"):
        act(world, run, "entrust", "maria", person=Person("maria"))
    otto = Person("otto", operates=True)
    for _ in range(2):
        act(world, run, "entrust", "otto", person=otto)
    wait = wait_of(world, run)
    assert (wait.users, wait.groups, wait.claimed_by) == ([], [], None)
    assert world.types(run).count("TaskEscalated") == 1
    with pytest.raises(Forbidden):
        world.resume(run, {}, "approved", by="maria", person=Person("maria"))
    world.resume(run, {}, "approved", by="otto", person=otto)


def test_an_answer_to_one_approval_never_answers_the_next() -> None:
    world = World(graph({"one": "ask", "two": "ask"}, ["one>two:approved"]))
    run = world.run()
    first = wait_of(world, run)
    world.resume(run, {}, "approved", suspension=first.id)
    world.drain()
    with pytest.raises(AlreadyClosed):
        world.resume(run, {}, "approved", suspension=first.id)
    assert wait_of(world, run).node_id == "two"


def test_escalation_hands_the_task_over_once_and_extends_it() -> None:
    world, run = asking(
        users=["maria"], timeout_seconds=60, on_timeout="escalate", escalate_to={"users": ["ben"]}
    )
    world.clock.forward(60)
    world.drain()
    assert wait_of(world, run).users == ["ben"]
    world.clock.forward(60)
    world.drain()
    assert world.state(run).status == "failed"


def test_a_due_date_is_only_that_unless_a_rule_says_more() -> None:
    world, run = asking(due_seconds=60)
    assert wait_of(world, run).wake_at is None
    world, run = asking(due_seconds=60, on_timeout="fail")
    assert wait_of(world, run).wake_at is not None
