"""Delivery between runs: each message counts once, and none is lost or holds up the others."""

from __future__ import annotations

from typing import Any

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
from workflows.engine.commands import Stop
from workflows.engine.errors import Refused
from workflows.engine.events import SignalReceived
from workflows.engine.messages import Signal, ToRun, WaitOpened
from workflows.engine.ports import Listener, RequestKey
from workflows.engine.transition import relay, send_signal


def test_a_signal_reaches_every_open_wait_for_it() -> None:
    made = world({"a": "listen"})
    runs = [listening(made, "42"), listening(made, "42")]
    others = [listening(made, "7"), listening(made)]
    assert send_signal(made.ports, Signal("paid", "42", {"amount": 1}, "ada")) == 2
    made.drain()
    assert [output(made, run) for run in runs] == [{"data": {"amount": 1}}] * 2
    assert [made.state(run).status for run in others] == ["suspended"] * 2
    assert made.store.signals == {}


def test_a_wait_without_a_key_gets_only_signals_without_one() -> None:
    made = world({"a": "listen"})
    run = listening(made)
    assert send_signal(made.ports, Signal("paid", "42")) == 0
    assert send_signal(made.ports, Signal("paid")) == 1
    made.drain()
    assert made.state(run).status == "completed"


def test_the_log_tells_what_came_and_from_whom() -> None:
    made = world({"a": "listen"})
    run = listening(made, "42")
    send_signal(made.ports, Signal("paid", "42", {"amount": 1}, "ada"))
    came = [record.event for record in made.log(run) if isinstance(record.event, SignalReceived)]
    assert came == [SignalReceived("paid", {"amount": 1}, "42", "ada")]


def test_a_signal_that_nobody_waits_for_is_used_up_by_the_first_wait() -> None:
    made = world({"a": "listen"})
    assert send_signal(made.ports, Signal("paid", data=1)) == 0
    first, second = listening(made), listening(made)
    assert [made.state(run).status for run in (first, second)] == ["completed", "suspended"]
    assert output(made, first) == {"data": 1}


def test_kept_signals_are_used_up_in_the_order_in_which_they_came() -> None:
    made = world({"a": "listen"})
    for number in range(3):
        send_signal(made.ports, Signal("paid", data=number))
    assert [output(made, listening(made)) for _ in range(3)] == [{"data": n} for n in range(3)]


def test_a_signal_that_a_node_sends_is_delivered_when_it_has_completed() -> None:
    made = world({"a": "listen"})
    publish(made, "teller", {"s": "say"})
    run = listening(made, "42")
    made.store.listeners.append(("go", None, Listener("teller")))
    send_signal(made.ports, Signal("go"))
    made.drain()
    assert output(made, run) == {"data": {"from": "s"}}
    assert left(made) == []


def test_a_signal_that_does_not_fit_a_wait_leaves_it_open_and_is_kept() -> None:
    form = {"type": "object", "properties": {"amount": {"type": "number"}}}
    made = world({"a": ("listen", {"form": form})})
    run = listening(made)
    assert send_signal(made.ports, Signal("paid", data={"amount": "much"})) == 0
    assert send_signal(made.ports, Signal("paid", data={"amount": 2})) == 1
    made.drain()
    assert output(made, run) == {"data": {"amount": 2}}


def test_a_repeated_request_counts_once() -> None:
    made = world({"a": "listen"})
    listening(made)
    key = RequestKey("signal", "k", "digest")
    assert send_signal(made.ports, Signal("paid"), key) == 1
    listening(made)
    assert send_signal(made.ports, Signal("paid"), key) == 1
    assert made.store.signals == {}
    with pytest.raises(Refused):
        send_signal(made.ports, Signal("paid"), RequestKey("signal", "k", "other"))


def test_a_workflow_that_listens_is_started_with_what_it_asked_for() -> None:
    made = world({"a": "listen"})
    publish(made, "other", {"s": "step"})
    inputs = {"sum": {"$expr": "event.data.amount * 2.0"}, "who": {"$expr": "event.key"}}
    made.store.listeners += [
        ("paid", None, Listener("other", inputs, "ada")),
        ("paid", "42", Listener("other", None, "bob")),
        ("paid", "7", Listener("other", None, "eve")),
    ]
    assert send_signal(made.ports, Signal("paid", "42", {"amount": 1.5})) == 2
    started = {state.started_by: state.inputs for state in map(made.state, made.store.runs)}
    assert started == {"ada": {"sum": 3, "who": "42"}, "bob": {"amount": 1.5}}
    assert made.store.signals == {}


def test_a_listener_that_cannot_be_started_holds_up_no_other() -> None:
    made = world({"a": "listen"})
    publish(made, "other", {"s": "step"})
    made.store.listeners += [
        ("paid", None, Listener("unpublished", None, "ada")),
        ("paid", None, Listener("other", {"sum": {"$expr": "event.data.nothing"}}, "ada")),
        ("paid", None, Listener("other", None, "bob")),
    ]
    run = listening(made)
    assert send_signal(made.ports, Signal("paid", data=3)) == 2
    started = {state.started_by: state.inputs for state in map(made.state, made.store.runs)}
    assert started == {"alice": {}, "bob": {"data": 3}}
    assert made.state(run).suspensions == {}


def test_what_was_left_is_delivered_by_the_next_worker() -> None:
    made = world({"a": "listen"})
    run = listening(made)
    leave(made, ToRun(run, Stop("Enough.")), Signal("paid"))
    made.drain()
    assert made.state(run).status == "cancelled"
    assert left(made) == []
    assert len(made.store.signals) == 1


def test_a_message_to_a_run_that_is_gone_is_dropped() -> None:
    made = world({"a": "listen"})
    leave(made, ToRun(NOBODY, Stop()), WaitOpened(NOBODY, f"{NOBODY}.3", "paid"))
    assert relay(made.ports) == 2
    assert left(made) == []


def test_a_signal_for_a_wait_that_is_over_stays_kept() -> None:
    made = world({"a": "listen"})
    send_signal(made.ports, Signal("paid", data=1))
    leave(made, WaitOpened(NOBODY, f"{NOBODY}.3", "paid"))
    relay(made.ports)
    assert output(made, listening(made)) == {"data": 1}


@pytest.mark.parametrize(
    ("properties", "said"),
    [({"workflow": "nobody"}, "no published workflow 'nobody'"), ({"version": 7}, "version")],
)
def test_a_child_that_cannot_be_started_tells_its_parent(
    properties: dict[str, Any], said: str
) -> None:
    made = world({"a": ("one", properties)})
    publish(made, "child", {"s": "step"})
    told = output(made, made.run())
    assert (told["status"], told["result"]) == ("failed", None)
    assert said in told["error"]["message"]
    assert left(made) == []


def test_workflows_that_start_themselves_end() -> None:
    made = world({"a": ("one", {"workflow": "w"})})
    run = made.run()
    assert made.state(run).status == "completed"
    assert len(made.store.runs) == 11
    deepest = next(key for key in made.store.runs if made.state(key).depth == 10)
    assert "nested more than 10 deep" in output(made, deepest)["error"]["message"]
