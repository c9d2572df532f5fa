"""What is promised of waits: who may end them, that one end counts, what the node then sees."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User

from tests.support.office import Office
from tests.worker.conftest import House
from workflows.engine.errors import AlreadyClosed, Forbidden, Invalid, NotFound, Refused
from workflows.models import Run
from workflows.services import commands, signals
from workflows.services.commands import RunRequest
from workflows.services.inbox import deciding
from workflows.services.inbox.deciding import DecideRequest, ResumeRequest

WAIT, STEP = "wait", ("constant", {"value": "done"})
APPROVAL = ("approval", {"groups": ["managers"]})


def test_a_suspended_run_is_held_by_nobody_and_woken_by_nobody(office: Office) -> None:
    run = office.run({"w": WAIT})
    row = Run.objects.get(uuid=run)
    assert (row.status, row.lease_owner, row.wake_at) == ("suspended", None, None)


def test_a_run_that_waits_beside_something_that_runs_is_running(house: House) -> None:
    house.publish("flow", [{"id": "w", "type": "wait"}, house.gate("g")])
    house.worker("w1")
    run = house.start("flow")
    house.until(lambda: house.begun("g") and house.state(run).suspensions)
    assert house.status(run) == "running"
    house.open("g")
    house.until(lambda: house.status(run) == "suspended")
    assert house.begun("g") == [f"{run}/g/1"], "it was neither cancelled nor run again"


def test_an_invalid_answer_changes_nothing_and_says_which_field_is_wrong(office: Office) -> None:
    form = {"type": "object", "properties": {"n": {"type": "integer"}}, "required": ["n"]}
    run = office.run({"w": ("wait", {"schema": form})})
    before = office.view(run)
    with pytest.raises(Invalid) as caught:
        office.resume(run, data={"n": "many"})
    assert caught.value.errors[0].attr == "data.n"
    assert office.view(run) == before


def test_an_unknown_action_is_refused_with_those_that_are_allowed(office: Office) -> None:
    run = office.run({"w": WAIT, "a": STEP, "b": STEP}, "w>a:yes", "w>b:no")
    with pytest.raises(Invalid, match="yes, no"):
        office.resume(run, action="perhaps")
    with pytest.raises(Invalid, match="yes, no"):
        office.resume(run)
    assert office.waits(run) == ["w"]


def test_names_are_told_apart(office: Office) -> None:
    run = office.run({"a": WAIT, "b": WAIT, "c": STEP})
    with pytest.raises(Invalid, match="several"):
        office.resume(run)
    for name, kind in (("nowhere", NotFound), ("c", Refused)):
        with pytest.raises(kind):
            office.resume(run, name)
    with pytest.raises(NotFound):
        office.resume(run, suspension=f"{run}.99")


Closer = Callable[[Office, str], None]
ENDS: dict[str, tuple[Closer, dict[str, Any]]] = {
    "a decision": (lambda office, run: office.decide(run, "approved"), {"by": "maria"}),
    "a deadline": (lambda office, run: office.later(61), {"via": "deadline"}),
    "a stop": (lambda office, run: office.stop(run), {"by": "otto"}),
}


@pytest.mark.parametrize("name", ENDS)
def test_whoever_comes_second_is_told_who_was_first(office: Office, name: str) -> None:
    late = {"groups": ["managers"], "timeout_seconds": 60, "on_timeout": "resume"}
    run = office.run({"a": ("approval", late), "w": WAIT})
    (task,) = [wait["task"] for wait in office.view(run)["suspensions"] if wait["task"]]
    close, told = ENDS[name]
    close(office, run)
    with pytest.raises(Refused) as caught:
        deciding.decide_task(office.people["ben"], task, DecideRequest("rejected"))
    detail = dict(caught.value.detail)
    assert told.items() <= detail.items()
    assert detail["at"]


def test_a_second_click_with_the_same_key_gets_the_first_answer(office: Office) -> None:
    run = office.run({"w": WAIT, "v": WAIT}, "w>v")
    request = ResumeRequest(node="w", data={"n": 1}, idempotency_key="click")
    for _ in range(2):
        deciding.resume_run(office.people["otto"], run, request)
        office.drain()
    assert len(office.events(run, "NodeResumed")) == 1
    other = ResumeRequest(node="w", data={"n": 2}, idempotency_key="click")
    with pytest.raises(Refused):
        deciding.resume_run(office.people["otto"], run, other)


def test_a_resumed_step_is_not_started_a_second_time_and_keeps_its_attempt(office: Office) -> None:
    run = office.run({"w": WAIT})
    office.resume(run, data={"n": 1})
    office.drain()
    assert len(office.events(run, "NodeStarted", "w")) == 1
    assert [event.attempt for event in office.events(run, "NodeCompleted", "w")] == [1]


def test_the_run_is_resumed_once_by_the_first_of_several_answers(office: Office) -> None:
    run = office.run({"a": WAIT, "b": WAIT})
    office.resume(run, "a")
    office.resume(run, "b")
    office.drain()
    assert len(office.events(run, "RunResumed")) == 1
    assert len(office.events(run, "RunSuspended")) == 1


def test_a_resumed_step_sees_its_first_inputs_again(office: Office) -> None:
    nodes = {"w": ("wait", {"wait_reason": "For {{ state.n }}"})}
    run = office.run(nodes, state={"n": 1})
    office.resume(run, state={"n": 2})
    office.drain()
    assert (office.output(run, "w")["reason"], office.view(run)["state"]) == ("For 1", {"n": 2})


def test_under_a_quorum_earlier_decisions_leave_the_wait_open(office: Office) -> None:
    run = office.run({"a": ("approval", {"groups": ["managers"], "quorum": 2})})
    office.decide(run, "approved", "maria")
    office.drain()
    assert (office.status(run), office.waits(run)) == ("suspended", ["a"])
    with pytest.raises(Refused):
        office.decide(run, "approved", "maria")
    office.decide(run, "approved", "ben")
    office.drain()
    assert office.status(run) == "completed"


def test_a_superuser_decides_any_task_but_not_against_four_eyes(office: Office) -> None:
    run = office.run({"a": ("approval", {"users": ["rita"]})})
    office.decide(run, "approved", "root")
    assert office.events(run, "TaskDecided")[0].detail["override"] is True
    office.publish({"a": ("approval", {"users": ["rita"], "forbid_initiator": True})}, [], "eyes")
    run = office.begin("eyes", "root")
    with pytest.raises(Forbidden):
        office.decide(run, "approved", "root")


def test_a_signal_goes_to_every_wait_and_an_early_one_to_the_first(office: Office) -> None:
    slug = office.publish({"w": ("wait_for_event", {"name": "paid", "key": "7"})}, [])
    runs = [office.begin(slug) for _ in range(2)]
    assert signals.send_signal(office.people["otto"], "paid", "7", {"n": 1}) == 2
    assert signals.send_signal(office.people["otto"], "paid", "7", {"n": 2}) == 0
    office.drain()
    assert [office.output(run, "w")["data"]["n"] for run in runs] == [1, 1]
    third, fourth = office.begin(slug), office.begin(slug)
    assert office.output(third, "w")["data"] == {"n": 2}
    assert office.status(fourth) == "suspended"


def test_a_map_lists_the_results_in_the_order_of_its_items(office: Office) -> None:
    office.publish(
        {"w": WAIT, "o": ("output", {"name": "n", "value": {"$expr": "inputs.item"}})},
        ["w>o"],
        "below",
    )
    run = office.run({"m": ("map", {"items": ["x", "y", "z"], "workflow": "below"})})
    children = [event.run for event in office.events(run, "ChildStarted")]
    assert {office.view(child)["parent"] for child in children} == {run}
    for child in reversed(children):
        office.resume(child)
        office.drain()
    assert office.output(run, "m") == [{"n": "x"}, {"n": "y"}, {"n": "z"}]


def test_a_failing_item_lets_the_others_finish_and_its_message_is_told(office: Office) -> None:
    broken = {"message": "Broken.", "when": {"$expr": "inputs.index == 0"}}
    office.publish({"f": ("fail", broken), "w": WAIT}, ["f>w"], "below")
    run = office.run({"m": ("map", {"items": [1, 2], "workflow": "below"})})
    assert office.status(run) == "suspended"
    office.resume(run)
    office.drain()
    assert office.status(run) == "failed"
    assert "Broken." in office.view(run)["error"]["message"]


def test_resuming_a_parent_above_several_waits_is_ambiguous(office: Office) -> None:
    office.publish({"w": WAIT}, [], "below")
    run = office.run({"m": ("map", {"items": [1, 2], "workflow": "below"})})
    with pytest.raises(Invalid):
        office.resume(run)
    assert office.status(run) == "suspended"


def test_a_repeated_start_answers_with_the_first_run(office: Office) -> None:
    slug = office.publish({"w": WAIT}, [])
    otto = office.people["otto"]
    first = commands.start(otto, slug, RunRequest({"n": 1}, idempotency_key="k"))
    again = commands.start(otto, slug, RunRequest({"n": 1}, idempotency_key="k"))
    assert (again.run_id, again.replayed) == (first.run_id, True)
    with pytest.raises(Refused):
        commands.start(otto, slug, RunRequest({"n": 2}, idempotency_key="k"))


@pytest.mark.parametrize("state", ["queued", "suspended", "retrying"])
def test_a_stop_works_without_any_worker(office: Office, state: str) -> None:
    fails = {"message": "No.", "when": {"$expr": "attempt < 2"}}
    policy = {"retry": {"max_attempts": 2, "backoff_seconds": 60}}
    node = ("fail", fails, policy) if state == "retrying" else WAIT
    slug = office.publish({"a": node}, [])
    if state == "queued":
        run = commands.start_run(office.people["otto"], slug, RunRequest())
    else:
        run = office.begin(slug)
    office.stop(run)
    office.later(61)
    assert (office.status(run), office.view(run)["suspensions"]) == ("cancelled", [])
    with pytest.raises(Refused):
        office.stop(run)


@pytest.mark.parametrize("alive", [True, False])
def test_a_stop_works_while_a_step_is_executed_also_by_a_worker_that_is_dead(
    house: House, alive: bool
) -> None:
    boss = User.objects.create_superuser("boss", password="x")
    house.publish("flow", [house.gate("g"), {"id": "z", "type": "bench.add_one"}], "g z")
    worker = house.worker("w1", lease_seconds=2)
    run = house.start("flow")
    house.until(lambda: house.begun("g"))
    if not alive:
        house.kill(worker)
        house.worker("w2")
    commands.stop_run(boss, run, "Enough.")
    house.open("g")
    house.publish("next", [{"id": "a", "type": "bench.add_one"}])
    other = house.start("next")
    house.until(lambda: house.finished(other))
    assert house.status(run) == "cancelled"
    kinds = [type(record.event).__name__ for record in house.log(run)]
    assert (kinds[-1], "NodeCompleted" in kinds) == ("RunCancelled", False)


def test_a_timer_resumed_by_hand_is_recorded_as_skipped(office: Office) -> None:
    run = office.run({"s": ("sleep", {"duration_seconds": 600})})
    office.resume(run)
    office.drain()
    (event,) = office.events(run, "NodeResumed")
    assert (event.by, event.via, office.output(run, "s")["skipped"]) == ("otto", "api", True)


def test_the_default_of_a_deadline_is_its_line_else_failure(office: Office) -> None:
    late = ("wait", {"timeout_seconds": 60})
    run = office.run({"w": late, "z": STEP}, "w>z:timeout")
    office.later(61)
    assert (office.status(run), office.nodes(run)["z"]) == ("completed", "completed")
    office.publish({"w": late}, [], "hard")
    run = office.begin("hard")
    office.later(61)
    assert office.status(run) == "failed"


def test_an_answer_after_the_deadline_that_nobody_has_handled_yet_counts_or_is_refused_once(
    office: Office,
) -> None:
    late = {"timeout_seconds": 60, "on_timeout": "resume", "timeout_data": {"late": True}}
    run = office.run({"w": ("wait", late)})
    office.clock.forward(61)
    (wait,) = office.view(run)["suspensions"]
    office.resume(run, data={"late": False}, suspension=wait["id"])
    office.drain()
    assert office.output(run, "w")["data"] == {"late": False}
    with pytest.raises(AlreadyClosed):
        office.resume(run, suspension=wait["id"])
