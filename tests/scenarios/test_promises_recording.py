"""What is promised of the log and of the row beside it: places, checkpoints, when a run wakes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from tests.support.office import Office
from tests.worker.conftest import House
from workflows.adapters import store as stores
from workflows.adapters.ports import current_ports
from workflows.engine.transition import claim
from workflows.models import Checkpoint, Run
from workflows.services import commands
from workflows.services.commands import RunRequest

WAIT, STEP = "wait", ("constant", {"value": "done"})


def folded(run: str, monkeypatch: pytest.MonkeyPatch) -> int:
    """Count the events that are folded when a worker takes the run up."""
    counts: list[int] = []
    fold = stores.fold

    def counted(run_id: str, records: list[object], start: object = None) -> object:
        counts.append(len(records))
        return fold(run_id, records, start)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(stores, "fold", counted)
        stores.DjangoStore().read([run])
    return sum(counts)


def test_taking_a_run_up_costs_the_same_however_long_its_history_is(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = office.run({"a": STEP, "w": WAIT}, "a>w", "w>a:again")
    seen = []
    for _ in range(20):
        seen.append(folded(run, monkeypatch))
        office.resume(run, action="again")
        office.drain()
    assert len(office.log(run)) > 120
    assert max(seen) < 40, "a checkpoint bounds what is folded"
    assert Checkpoint.objects.filter(run__uuid=run).count() >= 20, "one at every suspension"


def test_a_run_that_does_not_wait_is_checkpointed_on_the_way(office: Office) -> None:
    count = ("set_state", {"values": {"n": {"$expr": "state.n + 1"}}})
    run = office.run({"a": count, "b": STEP, "z": STEP}, "a>b", "b>a?state.n < 50", state={"n": 0})
    assert office.status(run) == "completed"
    assert Checkpoint.objects.filter(run__uuid=run, body__isnull=False).exists()


def test_the_row_says_when_a_run_next_needs_a_worker(office: Office) -> None:
    slug = office.publish({"w": ("wait", {"timeout_seconds": 600}), "v": WAIT}, ["w>v:timeout"])
    run = commands.start_run(office.people["otto"], slug, RunRequest())
    now = timezone.now()

    def row() -> Run:
        return Run.objects.get(uuid=run)

    assert row().wake_at <= timezone.now(), "it is ready"
    claim(current_ports(), "somebody", 1, 30)
    assert now + timedelta(seconds=25) < row().wake_at < now + timedelta(seconds=60)
    assert row().lease_owner == "somebody"
    office.later(31)
    assert (row().lease_owner, row().status) == (None, "suspended")
    assert row().wake_at > now + timedelta(seconds=600), "the deadline"
    office.later(601)
    assert (row().status, row().wake_at) == ("suspended", None), "only people can go on"


def test_an_answer_is_in_the_log_before_any_worker_comes(office: Office) -> None:
    run = office.run({"w": WAIT})
    office.resume(run, data={"n": 1})
    (event,) = office.events(run, "NodeResumed")
    assert (event.by, event.data, office.waits(run)) == ("otto", {"n": 1}, [])
    assert Run.objects.get(uuid=run).wake_at <= timezone.now() + timedelta(seconds=1)


def test_every_attempt_of_a_step_is_handed_the_same_key(house: House) -> None:
    User.objects.create_user("nobody")
    house.publish("flow", [house.gate("g")])
    dead = house.worker("w1", lease_seconds=2)
    run = house.start("flow")
    house.until(lambda: house.begun("g"))
    house.kill(dead)
    before = len(house.begun("g"))
    house.worker("w2")
    house.until(lambda: len(house.begun("g")) > before)
    house.open("g")
    house.until(lambda: house.finished(run))
    assert set(house.begun("g")) == {f"{run}/g/1"}
    assert len(house.epochs(run, "NodeCompleted")) == 1
