"""Deliveries at the same moment: each message counts once, and no signal misses its wait."""

from __future__ import annotations

import threading
from typing import Any

import pytest
import uuid_utils
from django.db import connection

from tests.support.threads import together
from tests.support.world import graph, registry
from workflows.adapters.exchange import Exchange
from workflows.adapters.store import DjangoStore
from workflows.engine.commands import CreateRun, Stop, Suspend
from workflows.engine.graphs import GraphProgram, parse
from workflows.engine.memory import MemoryBell, MemoryFeed
from workflows.engine.messages import Signal, ToRun
from workflows.engine.node import SignalRequest, SuspensionRequest
from workflows.engine.ports import Applied, NewRun, Ports, Work
from workflows.engine.transition import apply, claim, relay, send_signal
from workflows.models import Message, Run, Suspension, Version, Workflow
from workflows.models import Signal as KeptSignal

PATIENCE = 10
"""Seconds; nobody waits so long unless something is lost."""

pytestmark = pytest.mark.django_db(transaction=True)

GRAPH = graph({"a": "step"}, [])


@pytest.fixture
def ports(db: None) -> Ports:
    workflow = Workflow.objects.create(slug="flow", name="Flow", draft=GRAPH)
    Version.objects.create(workflow=workflow, number=1, graph=GRAPH, digest="d" * 64)
    store = DjangoStore(build=lambda given: GraphProgram(parse(given), registry()))
    store.program("flow", 1)
    return Ports(store, MemoryBell(), MemoryFeed())


def begin(ports: Ports, count: int = 1) -> list[Applied]:
    """Start runs and take them up: their only node is being executed."""
    ids = [str(uuid_utils.uuid7()) for _ in range(count)]
    apply(ports, [Work(i, CreateRun({}), new=NewRun(i, "flow", 1)) for i in ids])
    return claim(ports, "w", count, 600)


def wait_for(held: Applied, name: str = "paid", key: str | None = None) -> Work:
    """Give the work of a node that begins to wait for a signal."""
    request = SuspensionRequest("Paid?", kind="event", signal=SignalRequest(name, key))
    return Work(held.run_id, Suspend("a", 1, 1, request=request), "w", held.epoch)


def pause(patch: pytest.MonkeyPatch, method: str) -> tuple[threading.Event, threading.Event]:
    """Have the first call of a method of the transaction stop before it gives its answer.

    Gives what tells that it has come, and what lets it go on. On SQLite it does not stop: there a
    transaction that writes is alone.
    """
    came, go_on = threading.Event(), threading.Event()
    given = getattr(Exchange, method)

    def stopping(self: Exchange, *args: Any) -> Any:
        answer = given(self, *args)
        if not came.is_set():
            came.set()
            assert connection.vendor == "sqlite" or go_on.wait(PATIENCE)
        return answer

    patch.setattr(Exchange, method, stopping)
    return came, go_on


class LoudFeed(MemoryFeed):
    """Tells when something was committed, which is before it is delivered."""

    def __init__(self) -> None:
        super().__init__()
        self.committed = threading.Event()

    def publish(self, moved: Any) -> None:
        super().publish(moved)
        self.committed.set()


def received() -> int:
    return Suspension.objects.filter(closed_via="signal").count()


def nothing_is_left() -> bool:
    return not (Message.objects.exists() or KeptSignal.objects.exists())


def test_of_two_takers_each_message_has_one(ports: Ports) -> None:
    sent = [Signal("paid", data=number) for number in range(60)]
    with ports.store.transaction() as tx:
        tx.send(sent)

    def take() -> list[Any]:
        taken = []
        for _ in range(10):
            with ports.store.transaction() as tx:
                taken += [kept.message for kept in tx.take_messages(7)]
        return taken

    found = [message.data for taken in together(take, take, take) for message in taken]
    assert sorted(found) == list(range(60))
    assert not Message.objects.exists()


def test_a_taker_passes_over_what_another_is_taking(
    ports: Ports, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ports.store.transaction() as tx:
        tx.send([Signal("paid", data=number) for number in range(4)])
    first = min(Message.objects.values_list("id", flat=True))
    came, go_on = pause(monkeypatch, "take_messages")

    def slow() -> list[int]:
        with ports.store.transaction() as tx:
            return [kept.id for kept in tx.take_messages(2)]

    def quick() -> list[int]:
        assert came.wait(PATIENCE)
        with ports.store.transaction() as tx:
            ids = [kept.id for kept in (*tx.take_messages(1, first), *tx.take_messages(10))]
        go_on.set()
        return ids

    slowly, quickly = together(slow, quick)
    assert (slowly, quickly) == ([first, first + 1], [first + 2, first + 3])


def test_a_signal_that_just_missed_the_wait_is_found_by_it(
    ports: Ports, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = begin(ports)[0]
    feed = LoudFeed()
    looked, go_on = pause(monkeypatch, "waits_for")
    feed.committed = go_on

    def open_the_wait() -> Any:
        assert looked.wait(PATIENCE)
        return apply(Ports(ports.store, ports.bell, feed), [wait_for(held)])[0].error

    sent = together(lambda: send_signal(ports, Signal("paid", data=1)), open_the_wait)
    assert sent == [0, None]
    assert received() == 1
    assert nothing_is_left()


def test_a_signal_that_comes_while_the_wait_looks_for_one_reaches_it(
    ports: Ports, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = begin(ports)[0]
    looked, go_on = pause(monkeypatch, "take_signal")

    def send() -> int:
        assert looked.wait(PATIENCE)
        go_on.set()
        return send_signal(ports, Signal("paid", data=1))

    opened, sent = together(lambda: apply(ports, [wait_for(held)])[0].error, send)
    assert (opened, sent) == (None, 1)
    assert received() == 1
    assert nothing_is_left()


def test_no_signal_misses_its_wait_whichever_is_first(ports: Ports) -> None:
    runs = begin(ports, 60)
    keyed = [(held, str(number)) for number, held in enumerate(runs)]

    def open_waits() -> None:
        for held, key in keyed:
            assert apply(ports, [wait_for(held, key=key)])[0].error is None

    def send() -> None:
        for _, key in keyed:
            send_signal(ports, Signal("paid", key, int(key)))

    def sweep() -> None:
        for _ in keyed:
            relay(ports)

    assert together(open_waits, send, sweep) == [None] * 3
    assert received() == len(runs)
    assert nothing_is_left()


def test_of_many_waits_and_as_many_signals_each_gets_one(ports: Ports) -> None:
    runs = begin(ports, 40)

    def open_waits(part: slice) -> None:
        for held in runs[part]:
            assert apply(ports, [wait_for(held)])[0].error is None

    def send() -> None:
        for number in range(len(runs)):
            send_signal(ports, Signal("paid", data=number))

    halves = (lambda: open_waits(slice(0, 20)), lambda: open_waits(slice(20, 40)))
    assert together(*halves, send) == [None] * 3
    # A signal goes to all that wait, so there are at least as many as waits: none stays open.
    assert received() == len(runs)
    assert not Message.objects.exists()


def test_deliveries_to_the_same_channels_and_runs_do_not_wait_crosswise(
    ports: Ports, caplog: pytest.LogCaptureFixture
) -> None:
    runs = begin(ports, 24)
    apply(ports, [wait_for(held, key=str(number % 3)) for number, held in enumerate(runs)])
    stops = [ToRun(held.run_id, Stop("Enough.")) for held in runs]
    signals = [Signal("paid", str(number % 3)) for number in range(12)]
    with ports.store.transaction() as tx:
        tx.send([message for pair in zip(stops, signals * 2, strict=True) for message in pair])

    def deliver(only: slice) -> None:
        for number in ids[only]:
            with ports.store.transaction() as tx:
                kept = tx.take_messages(1, number)
                tx.send([item.message for item in kept])
            relay(ports)

    ids = list(Message.objects.order_by("id").values_list("id", flat=True))
    found = together(
        lambda: deliver(slice(0, 16)), lambda: deliver(slice(47, 31, -1)), lambda: relay(ports)
    )
    assert [item for item in found if isinstance(item, Exception)] == []
    assert not Message.objects.exists()
    assert set(Run.objects.values_list("status", flat=True)) <= {"cancelled", "running"}
    assert caplog.messages == []


def test_a_child_is_made_while_its_parent_is_locked(ports: Ports) -> None:
    parent, child = begin(ports)[0].run_id, str(uuid_utils.uuid7())
    locked, made = threading.Event(), threading.Event()

    def hold() -> None:
        with ports.store.transaction() as tx:
            tx.lock([parent])
            locked.set()
            assert connection.vendor == "sqlite" or made.wait(PATIENCE)

    def make() -> None:
        assert locked.wait(PATIENCE)
        with ports.store.transaction() as tx:
            tx.create(NewRun(child, "flow", 1, parent=parent))
        made.set()

    assert together(hold, make) == [None, None]
    assert str(Run.objects.get(uuid=child).parent) == parent
