"""What a worker process promises: it takes up, takes over, wakes timers, and lets go in order."""

from __future__ import annotations

import signal

from django.utils import timezone

from tests.worker.conftest import House
from workflows.adapters.leases import expire_owner
from workflows.models import Event, Run, WorkerBeat

STEP = "bench.add_one"


def step(name: str) -> dict[str, str]:
    return {"id": name, "type": STEP}


def test_a_new_run_is_taken_up_and_finished(house: House) -> None:
    house.publish("flow", [step("a"), step("b")], "a b")
    house.worker("w1")
    run_id = house.start("flow")
    house.until(lambda: house.finished(run_id))
    run = Run.objects.get()
    assert (run.lease_owner, run.wake_at, run.claims) == (None, None, 0)
    assert house.state(run_id).result == {"b": 1}


def test_a_suspended_run_is_held_by_nobody_and_goes_on_when_resumed(house: House) -> None:
    house.publish("flow", [step("a"), {"id": "w", "type": "wait"}, step("b")], "a w", "w b")
    house.worker("w1")
    run_id = house.start("flow")
    house.until(lambda: house.status(run_id) == "suspended")
    assert Run.objects.get().lease_owner is None
    house.resume(run_id)
    house.until(lambda: house.finished(run_id))
    assert len(house.epochs(run_id, "RunResumed")) == 1


def test_the_run_of_a_killed_worker_is_taken_over(house: House) -> None:
    house.publish("flow", [step("a"), house.gate("g"), step("b")], "a g", "g b")
    dead = house.worker("w1", lease_seconds=2)
    run_id = house.start("flow")
    house.until(lambda: house.begun("g"))
    house.kill(dead)
    before = house.begun("g")
    held = Run.objects.get().lease_epoch
    house.worker("w2")
    house.open("g")
    house.until(lambda: house.finished(run_id))
    # The step in flight was executed again with its key, and recorded once; the one before, once.
    assert house.begun("g") == [*before, f"{run_id}/g/1"]
    first, *rest = house.epochs(run_id, "NodeCompleted")
    assert first <= held
    assert rest == [held + 1] * 2


def test_the_runs_of_a_worker_known_to_be_dead_are_free_at_once(house: House) -> None:
    house.publish("flow", [house.gate("g")])
    dead = house.worker("w1", lease_seconds=600)
    run_id = house.start("flow")
    house.until(lambda: house.begun("g"))
    house.kill(dead)
    house.worker("w2", lease_seconds=600)
    house.open("g")
    assert expire_owner("w1") == 1
    assert expire_owner("w1") == 0
    house.until(lambda: house.finished(run_id))


def test_a_worker_that_lost_its_lease_records_nothing_and_goes_on_with_other_work(
    house: House,
) -> None:
    house.publish("flow", [house.gate("g"), step("b")], "g b")
    house.publish("other", [step("a")])
    frozen = house.worker("w1", lease_seconds=1)
    run_id = house.start("flow")
    house.until(lambda: house.begun("g"))
    frozen.send_signal(signal.SIGSTOP)
    held = Run.objects.get().lease_epoch
    before = len(house.begun("g"))
    second = house.worker("w2")
    house.until(lambda: len(house.begun("g")) > before)
    house.open("g")
    house.until(lambda: house.finished(run_id))
    assert house.epochs(run_id, "NodeCompleted") == [held + 1] * 2
    house.end(second)
    frozen.send_signal(signal.SIGCONT)
    other = house.start("other")
    house.until(lambda: house.finished(other))
    assert house.epochs(run_id, "NodeCompleted") == [held + 1] * 2


def test_a_step_longer_than_the_lease_is_executed_once(house: House) -> None:
    slow = {"id": "s", "type": "test.block", "properties": {"seconds": 7}}
    house.publish("flow", [slow])
    # Two leases and more, each long enough for a heartbeat on a busy machine.
    house.worker("w1", lease_seconds=3)
    house.worker("w2", lease_seconds=3)
    run_id = house.start("flow")
    house.until(lambda: house.finished(run_id))
    assert house.epochs(run_id, "NodeCompleted") == [1]
    assert Run.objects.get().lease_epoch == 1


def test_a_timer_wakes_its_run(house: House) -> None:
    nap = {"id": "nap", "type": "sleep", "properties": {"duration_seconds": 0.5}}
    house.publish("flow", [nap, step("b")], "nap b")
    house.worker("w1")
    run_id = house.start("flow")
    house.until(lambda: house.finished(run_id))
    waited = house.state(run_id).activations["nap"].resumed
    times = {type(item.event).__name__: item.at for item in house.log(run_id)}
    assert waited is None
    late = (times["NodeResumed"] - times["NodeSuspended"]).total_seconds()
    assert 0.5 <= late < 2.0


def test_a_timer_beside_a_running_branch_fires_in_time(house: House) -> None:
    nap = {"id": "nap", "type": "sleep", "properties": {"duration_seconds": 0.3}}
    house.publish("flow", [nap, step("b"), house.gate("g")], "nap b")
    house.worker("w1")
    run_id = house.start("flow")
    house.until(lambda: "b" in house.state(run_id).activations)
    assert house.state(run_id).activations["g"].status == "running"
    house.open("g")
    house.until(lambda: house.finished(run_id))


def test_an_answer_is_folded_in_while_another_branch_is_being_executed(house: House) -> None:
    house.publish("flow", [{"id": "w", "type": "wait"}, step("b"), house.gate("g")], "w b")
    house.worker("w1")
    run_id = house.start("flow")
    house.until(lambda: house.state(run_id).suspensions and house.begun("g"))
    house.resume(run_id)
    house.until(lambda: "b" in house.state(run_id).activations)
    assert house.begun("g") == [f"{run_id}/g/1"]
    assert house.status(run_id) == "running"
    house.open("g")
    house.until(lambda: house.finished(run_id))


def test_a_worker_that_is_asked_to_end_lets_the_step_end_and_lets_go(house: House) -> None:
    house.publish("flow", [house.gate("g"), house.gate("h")], "g h")
    first = house.worker("w1", lease_seconds=600)
    run_id = house.start("flow")
    house.until(lambda: house.begun("g"))
    first.send_signal(signal.SIGTERM)
    house.open("g")
    assert house.end(first) == 0
    assert house.epochs(run_id, "NodeCompleted") == [1]
    assert house.begun("h") == []
    run = Run.objects.get()
    assert run.lease_owner is None
    assert run.wake_at is not None
    assert not WorkerBeat.objects.filter(owner="w1").exists()
    house.open("h")
    house.worker("w2")
    house.until(lambda: house.finished(run_id))
    assert house.begun("h") == [f"{run_id}/h/1"]


def test_an_idle_worker_ends_at_once(house: House) -> None:
    assert house.end(house.worker("w1")) == 0


def test_a_run_that_cannot_be_read_holds_up_no_other(house: House) -> None:
    house.publish("flow", [step("a")])
    broken = house.start("flow")
    Run.objects.filter(uuid=broken).update(priority=9)
    Event.objects.create(
        run=Run.objects.get(), seq=2, type="FromTheFuture", payload={}, at=timezone.now()
    )
    Run.objects.filter(uuid=broken).update(seq=2)
    others = [house.start("flow") for _ in range(3)]
    house.worker("w1")
    house.until(lambda: all(house.finished(run_id) for run_id in others))
    assert house.status(broken) == "queued"
