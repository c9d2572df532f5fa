"""Delivery between runs when something is in the way: faults, unknown types, closed waits."""

from __future__ import annotations

from typing import Any, ClassVar

import pytest

from tests.support.relaying import (
    NOBODY,
    leave,
    left,
    listening,
    output,
    publish,
    world,
)
from tests.support.world import World
from workflows.engine.commands import ReceiveSignal, Stop
from workflows.engine.decide.turn import Turn
from workflows.engine.graphs import UnknownNodeType
from workflows.engine.messages import Signal, StartChild, ToRun, WaitOpened
from workflows.engine.ports import Listener
from workflows.engine.transition import batch, relay, send_signal


class Lacking(dict[Any, Any]):
    """Programs of a process that lacks the node types of some workflows."""

    lacks: ClassVar[set[str]] = set()

    def __getitem__(self, name: Any) -> Any:
        if name[0] in self.lacks:
            raise UnknownNodeType("This process lacks a node type.")
        return super().__getitem__(name)


def lack(made: World, *slugs: str) -> None:
    """Make this process one that lacks node types; without names: one that has all."""
    made.store.programs = Lacking(made.store.programs)
    Lacking.lacks = set(slugs)


def test_a_child_of_an_unknown_type_is_left_to_another_process() -> None:
    made = world({"a": "one"})
    publish(made, "child", {"s": "step"})
    lack(made, "child")
    run = made.run()
    assert list(made.store.runs) == [run]
    assert not made.store.has_messages()
    lack(made)
    made.clock.forward(31)
    made.drain()
    assert output(made, run)["status"] == "completed"


def test_a_message_for_a_run_of_an_unknown_type_waits_for_another_process() -> None:
    made = world({"a": "listen"})
    run = listening(made)
    lack(made, "w")
    (wait,) = made.state(run).suspensions.values()
    answer = ToRun(run, ReceiveSignal(wait.id, **wait.rules["signal"]))
    leave(made, answer)
    relay(made.ports)
    assert left(made) == [answer]
    lack(made)
    made.clock.forward(31)
    relay(made.ports)
    assert not made.state(run).suspensions


def test_a_run_is_stopped_also_where_its_code_is_gone() -> None:
    made = world({"a": "listen"})
    run, child = listening(made), listening(made)
    lack(made, "w")
    made.stop(run, "Its code is gone.")
    leave(made, ToRun(child, Stop("Enough.")))
    relay(made.ports)
    for stopped in (run, child):
        state = made.state(stopped)
        assert (state.status, state.suspensions) == ("cancelled", {})
    assert left(made) == []


def poison(monkeypatch: pytest.MonkeyPatch, *runs: str) -> None:
    """Have commands to these runs fail as only a fault in the code does."""
    given = batch.decide

    def decide(turn: Turn, command: Any) -> None:
        if turn.state.run_id in runs:
            raise RuntimeError("A fault in the code.")
        given(turn, command)

    monkeypatch.setattr(batch, "decide", decide)


def test_one_poisonous_message_does_not_hold_up_others(monkeypatch: pytest.MonkeyPatch) -> None:
    made = world({"a": "listen"})
    runs = [listening(made, str(number)) for number in range(5)]
    poison(monkeypatch, runs[2])
    leave(made, *[ToRun(run, Stop("Enough.")) for run in runs])
    relay(made.ports)
    ended = [made.state(run).status == "cancelled" for run in runs]
    assert ended == [True, True, False, True, True]
    assert left(made) == [ToRun(runs[2], Stop("Enough."))]
    assert not made.store.has_messages()
    monkeypatch.undo()
    made.clock.forward(31)
    relay(made.ports)
    assert made.state(runs[2]).status == "cancelled"


def test_what_fails_again_and_again_is_tried_ever_more_seldom(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = world({"a": "listen"})
    run = listening(made)
    poison(monkeypatch, run)
    leave(made, ToRun(run, Stop()))
    relay(made.ports)
    rests = []
    for _ in range(4):
        due = made.store.messages[0][0]
        rests.append((due - made.clock.time).total_seconds())
        made.clock.time = due
        relay(made.ports)
    assert rests == [30, 60, 120, 240]


def test_a_command_goes_on_although_delivering_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    made = world({"a": "one"})
    publish(made, "child", {"s": "listen"})
    run = made.run()
    child = next(key for key in made.store.runs if key != run)
    poison(monkeypatch, child)
    made.stop(run)
    assert made.state(run).status == "cancelled"
    assert made.state(child).status == "suspended"
    monkeypatch.undo()
    made.clock.forward(31)
    made.drain()
    assert made.state(child).status == "cancelled"


def test_a_child_is_started_once_however_often_it_is_asked_for() -> None:
    made = world({"o": "one"})
    publish(made, "child", {"s": "step"})
    run = made.run()
    (child,) = [name for name, row in made.store.runs.items() if row.new.parent == run]
    log = list(made.log(child))
    wait = made.state(child).parent_suspension or ""
    leave(made, StartChild(child, "child", 1, {}, run, wait, 0, 1))
    made.drain()
    assert made.log(child) == log
    assert left(made) == []


def test_a_child_does_not_begin_when_its_parent_was_stopped_first() -> None:
    made = world({"a": "listen"})
    publish(made, "child", {"s": "step"})
    run = listening(made)
    (wait,) = made.state(run).suspensions
    made.stop(run)
    leave(made, ToRun(NOBODY, Stop("Nobody waits.")))
    made.drain()
    leave(made, StartChild(NOBODY, "child", 1, {}, run, wait, 0, 1))
    made.drain()
    assert list(made.store.runs) == [run]


def test_a_wait_that_was_over_before_its_turn_leaves_the_signal_to_the_next() -> None:
    made = world({"a": "listen"})
    over, open_ = listening(made), listening(made)
    (wait,) = made.state(over).suspensions
    made.stop(over)
    with made.store.transaction() as tx:
        tx.keep_signal(Signal("paid", data=1))
    (next_wait,) = made.state(open_).suspensions
    leave(made, WaitOpened(over, wait, "paid"), WaitOpened(open_, next_wait, "paid"))
    made.drain()
    assert output(made, open_) == {"data": 1}
    assert made.store.signals == {}


def test_signals_that_met_no_wait_keep_their_order() -> None:
    made = world({"a": "listen"})
    for number in range(3):
        send_signal(made.ports, Signal("paid", data=number))
    leave(made, WaitOpened(NOBODY, f"{NOBODY}.3", "paid"))
    relay(made.ports)
    assert [output(made, listening(made)) for _ in range(3)] == [{"data": n} for n in range(3)]


def test_a_kept_signal_is_not_lost_where_the_node_type_is_unknown() -> None:
    made = world({"a": "listen"})
    run = listening(made)
    (wait,) = made.state(run).suspensions
    with made.store.transaction() as tx:
        tx.keep_signal(Signal("paid", data=1))
    lack(made, "w")
    leave(made, WaitOpened(run, wait, "paid"))
    relay(made.ports)
    assert made.state(run).status == "suspended"
    lack(made)
    made.clock.forward(31)
    made.drain()
    assert output(made, run) == {"data": 1}


@pytest.mark.parametrize("kept", [True, False])
def test_a_signal_counts_once_for_each_though_one_is_left_to_another_process(kept: bool) -> None:
    made = world({"a": "listen"})
    publish(made, "listening", {"a": "listen"})
    publish(made, "other", {"s": "step"})
    made.store.listeners.append(("paid", None, Listener("other", None, "bob")))
    near, far = listening(made), made.run()
    made.store.runs[far].head.workflow = "listening"
    lack(made, "listening")
    if kept:
        leave(made, Signal("paid", data=1))
        relay(made.ports)
    else:
        assert send_signal(made.ports, Signal("paid", data=1)) == 3
    made.drain()
    assert made.state(near).status == "completed"
    assert made.state(far).status == "suspended"
    lack(made)
    made.clock.forward(31)
    made.drain()
    assert output(made, far) == {"data": 1}
    assert sum(made.state(key).started_by == "bob" for key in made.store.runs) == 1
    assert made.store.signals == {}


def test_a_listener_of_an_unknown_type_is_started_by_another_process() -> None:
    made = world({"a": "listen"})
    publish(made, "other", {"s": "step"})
    made.store.listeners.append(("paid", None, Listener("other", {"n": 1}, "bob")))
    run = listening(made)
    lack(made, "other")
    assert send_signal(made.ports, Signal("paid")) == 2
    assert list(made.store.runs) == [run]
    lack(made)
    made.clock.forward(31)
    made.drain()
    started = [made.state(key) for key in made.store.runs if key != run]
    assert [(state.inputs, state.started_by) for state in started] == [({"n": 1}, "bob")]


def test_a_kept_signal_that_does_not_fit_makes_way_for_the_next() -> None:
    form = {"type": "object", "properties": {"amount": {"type": "number"}}}
    made = world({"a": ("listen", {"form": form})})
    send_signal(made.ports, Signal("paid", data={"amount": "much"}))
    send_signal(made.ports, Signal("paid", data={"amount": 2}))
    assert output(made, listening(made)) == {"data": {"amount": 2}}
    assert made.store.signals == {}
