"""Claims about triggers: whom they start in whose name, and that each slot counts once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.api.conftest import edge, graph, node
from tests.support.threads import together
from workflows.adapters import triggers as table
from workflows.models import Event, Run, Trigger
from workflows.services.definitions import create_workflow, export_workflow
from workflows.services.signals import send_signal
from workflows.services.triggers import schedules
from workflows.services.triggers.changing import TriggerRequest, change_trigger, create_trigger
from workflows.services.triggers.schedules import fire_due

Publish = Callable[..., str]
FLOW = graph([node("start", "input"), node("end", "constant", value=1)], [edge("start", "end")])


@pytest.fixture
def scheduled(people: dict[str, User], published: Publish) -> Callable[..., Trigger]:
    """Make a daily schedule of a new workflow; its slot of today passed some seconds ago."""

    def make(ago: float = 30, **more: Any) -> Trigger:
        slot = _minute(table.database_now() - timedelta(seconds=ago))
        settings = {"cron": f"{slot.minute} {slot.hour} * * *", **more}
        request = TriggerRequest("schedule", settings=settings, inputs=settings.pop("inputs", None))
        made = create_trigger(people["ada"], published(FLOW), request)
        trigger = Trigger.objects.get(pk=made.id)
        assert trigger.next_at is not None
        assert trigger.next_at > table.database_now()
        # The database's clock cannot be moved, the row can.
        trigger.next_at = slot
        trigger.save()
        return trigger

    return make


def _minute(moment: datetime, step: int = 1) -> datetime:
    """Give the newest minute that ``step`` divides."""
    return moment.replace(minute=moment.minute // step * step, second=0, microsecond=0)


def test_a_schedule_starts_a_run_in_the_name_of_its_maker(
    scheduled: Callable[..., Trigger],
) -> None:
    trigger = scheduled(inputs={"at": {"$expr": "event.slot"}})
    slot = trigger.next_at
    assert slot is not None
    seconds = fire_due()
    assert seconds is not None
    assert 86_000 < seconds <= 86_400
    trigger.refresh_from_db()
    run = Run.objects.get()
    assert (run.started_by.username, run.tags) == ("ada", ["trigger:schedule"])  # type: ignore[union-attr]
    created = Event.objects.get(type="RunCreated").payload
    assert created["by"] == "ada"
    assert datetime.fromisoformat(created["inputs"]["at"]) == trigger.last_slot == slot
    assert (trigger.last_run, trigger.last_error, trigger.held_until) == (run, None, None)
    assert trigger.next_at > trigger.last_slot
    assert trigger.last_fired_at >= trigger.last_slot
    assert fire_due() is not None
    assert Run.objects.count() == 1


@pytest.mark.parametrize(("missed", "runs"), [("all", 5), ("last", 1), ("none", 0)])
def test_a_downtime_is_made_up_for_as_the_schedule_says(
    missed: str, runs: int, scheduled: Callable[..., Trigger]
) -> None:
    trigger = scheduled(cron="*/10 * * * *", missed=missed)
    newest = _minute(table.database_now(), 10)
    Trigger.objects.update(next_at=newest - timedelta(minutes=40))
    fire_due()
    now = table.database_now()
    trigger.refresh_from_db()
    assert trigger.next_at == _minute(now, 10) + timedelta(minutes=10)
    possible = {runs, runs + (newest < _minute(now, 10))}
    if missed == "none" and now - _minute(now, 10) < timedelta(minutes=2):
        # One of them may have only just come, or just not so when it was looked at.
        possible |= {0, 1}
    assert Run.objects.count() in possible


def test_a_slot_whose_firing_was_cut_short_counts_once(
    scheduled: Callable[..., Trigger], monkeypatch: pytest.MonkeyPatch
) -> None:
    trigger = scheduled()

    def dies(*args: Any) -> None:
        raise RuntimeError("The process dies between the start and its note.")

    with monkeypatch.context() as patched:
        patched.setattr(schedules.table, "let_go", dies)
        with pytest.raises(RuntimeError):
            fire_due()
    assert Run.objects.count() == 1
    assert fire_due() is None, "It is held by whoever died."
    Trigger.objects.update(held_until=table.database_now() - timedelta(seconds=1))
    fire_due()
    assert Run.objects.count() == 1
    trigger.refresh_from_db()
    assert trigger.last_run == Run.objects.get()


def test_a_change_while_it_fires_is_not_overwritten(
    scheduled: Callable[..., Trigger], people: dict[str, User]
) -> None:
    trigger = scheduled()
    held = table.hold_due(30)
    assert held is not None
    slug, name = trigger.workflow.slug, str(trigger.pk)
    change_trigger(people["ada"], slug, name, {"settings": {"cron": "0 0 1 1 *"}})
    assert not table.let_go(held, {"next_at": held.now}, None, None)
    trigger.refresh_from_db()
    assert (trigger.next_at.month, trigger.next_at.day) == (1, 1)


def test_a_schedule_that_is_off_does_not_fire_and_makes_up_for_nothing(
    scheduled: Callable[..., Trigger], people: dict[str, User]
) -> None:
    trigger = scheduled()
    slug, name = trigger.workflow.slug, str(trigger.pk)
    change_trigger(people["ada"], slug, name, {"enabled": False})
    assert fire_due() is None
    change_trigger(people["ada"], slug, name, {"enabled": True})
    fire_due()
    assert Run.objects.count() == 0
    trigger.refresh_from_db()
    assert trigger.next_at > table.database_now()


@pytest.mark.parametrize("why", ["account", "rights", "inputs", "draft"])
def test_what_keeps_a_schedule_from_starting_is_a_sentence(
    why: str, scheduled: Callable[..., Trigger], people: dict[str, User]
) -> None:
    inputs = {"x": {"$expr": "event.data.missing"}} if why == "inputs" else None
    trigger = scheduled(inputs=inputs)
    if why == "account":
        User.objects.filter(username="ada").update(is_active=False)
    elif why == "rights":
        people["ada"].groups.clear()
    elif why == "draft":
        slug = create_workflow(people["ada"], "Never published", graph=FLOW)
        trigger.workflow = type(trigger.workflow).objects.get(slug=slug)
        trigger.save()
    fire_due()
    trigger.refresh_from_db()
    assert Run.objects.count() == 0
    assert (trigger.last_error or "").strip()
    assert trigger.last_fired_at is None
    assert trigger.next_at > table.database_now(), "It goes on with the next slot."


def test_a_time_zone_that_this_machine_lacks_stops_the_schedule(
    scheduled: Callable[..., Trigger],
) -> None:
    trigger = scheduled()
    Trigger.objects.update(settings={**trigger.settings, "timezone": "Mars/Olympus"})
    assert fire_due() is None
    trigger.refresh_from_db()
    assert (trigger.next_at, Run.objects.count()) == (None, 0)
    assert "Mars/Olympus" in (trigger.last_error or "")


def test_looking_for_what_is_due_is_one_read_by_the_index(
    scheduled: Callable[..., Trigger],
) -> None:
    trigger = scheduled()
    fire_due()
    for number in range(50):
        later = table.database_now() + timedelta(days=number + 1)
        fields = {"kind": "schedule", "next_at": later, "settings": trigger.settings}
        Trigger.objects.create(workflow=trigger.workflow, **fields)
    with CaptureQueriesContext(connection) as seen:
        assert (fire_due() or 0) > 0
    assert len(seen) == 0, "Not through the ORM, and nothing is written."


def test_an_event_starts_the_workflows_that_listen(
    people: dict[str, User], published: Publish
) -> None:
    settings = {"event": "order.paid", "key": "7"}
    create_trigger(people["ada"], published(FLOW), TriggerRequest("event", settings=settings))
    inputs = {"order": {"$expr": "event.key"}, "sum": {"$expr": "event.data.sum"}}
    every = TriggerRequest("event", settings={"event": "order.paid"}, inputs=inputs)
    create_trigger(people["ada"], published(FLOW), every)
    assert send_signal(people["otto"], "order.paid", "7", {"sum": 5}) == 2
    created = [event.payload for event in Event.objects.filter(type="RunCreated").order_by("pk")]
    assert [item["inputs"] for item in created] == [{"sum": 5}, {"order": "7", "sum": 5}]
    assert {item["by"] for item in created} == {"ada"}
    assert {tuple(run.tags) for run in Run.objects.all()} == {("trigger:event",)}
    assert send_signal(people["otto"], "order.paid", "8", {"sum": 6}) == 1
    assert send_signal(people["otto"], "order.lost", "7") == 0


def test_a_trigger_tells_which_run_its_event_started_or_why_none_was(
    people: dict[str, User], published: Publish
) -> None:
    settings = {"event": "order.paid"}
    inputs = {"sum": {"$expr": "event.data.sum"}}
    made = create_trigger(
        people["ada"], published(FLOW), TriggerRequest("event", settings=settings, inputs=inputs)
    )
    assert send_signal(people["otto"], "order.paid", None, {"sum": 5}) == 1
    row = Trigger.objects.get(pk=made.id)
    assert row.last_run == Run.objects.get()
    assert (row.last_fired_at is not None, row.last_error) == (True, None)
    assert send_signal(people["otto"], "order.paid", None, {}) == 0
    row.refresh_from_db()
    assert row.last_run == Run.objects.get()
    assert "sum" in (row.last_error or "")


def test_an_event_trigger_that_is_off_or_of_nobody_is_deaf(
    people: dict[str, User], published: Publish
) -> None:
    slug = published(FLOW)
    request = TriggerRequest("event", settings={"event": "order.paid"})
    made = create_trigger(people["ada"], slug, request)
    change_trigger(people["ada"], slug, made.id, {"enabled": False})
    assert send_signal(people["otto"], "order.paid") == 0
    change_trigger(people["ada"], slug, made.id, {"enabled": True})
    User.objects.filter(username="ada").update(is_active=False)
    assert send_signal(people["otto"], "order.paid", None, 2) == 0
    assert Run.objects.count() == 0


def test_an_exported_workflow_leaves_its_triggers_behind(
    people: dict[str, User], published: Publish
) -> None:
    slug = published(FLOW)
    create_trigger(people["ada"], slug, TriggerRequest("webhook", name="CANARY"))
    exported = repr(export_workflow(people["ada"], slug))
    assert "CANARY" not in exported
    assert "token" not in exported


def test_the_database_refuses_a_webhook_without_a_token(
    people: dict[str, User], published: Publish
) -> None:
    slug = published(FLOW)
    made = create_trigger(people["ada"], slug, TriggerRequest("webhook"))
    for nothing in (None, ""):
        with pytest.raises(IntegrityError), transaction.atomic():
            Trigger.objects.filter(pk=made.id).update(token_hash=nothing)


class TestAtTheSameMoment:
    """Several timekeepers, in real threads and transactions."""

    @pytest.fixture(autouse=True)
    def _real_transactions(self, transactional_db: None) -> Any:
        yield
        Run.objects.all().delete()
        Event.objects.all().delete()

    def test_each_slot_starts_one_run(self, scheduled: Callable[..., Trigger]) -> None:
        triggers = [scheduled(cron="* * * * *", missed="all") for _ in range(2)]
        newest = _minute(table.database_now())
        Trigger.objects.update(next_at=newest - timedelta(minutes=4))
        together(*[fire_due for _ in range(4)])
        while (fire_due() or 1) <= 0:
            pass
        slots = Event.objects.filter(type="RunCreated").count()
        late = (_minute(table.database_now()) - newest) // timedelta(minutes=1)
        assert 5 * len(triggers) <= slots <= (5 + late) * len(triggers)
