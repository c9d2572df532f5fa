"""Delivery between runs: each message counts once, and none is lost or holds up the others."""

from __future__ import annotations

from typing import Any, ClassVar

import pytest

from tests.support.world import World, graph, registry
from workflows.engine.commands import Stop
from workflows.engine.decide.turn import Turn
from workflows.engine.errors import Refused
from workflows.engine.events import SignalReceived
from workflows.engine.graphs import GraphProgram, UnknownNodeType, parse
from workflows.engine.messages import Message, Signal, StartChild, ToRun, WaitOpened
from workflows.engine.node import (
    BaseNode,
    Child,
    ChildrenRequest,
    ProcessingContext,
    SignalRequest,
    SuspendableNode,
    SuspensionRequest,
)
from workflows.engine.ports import Listener, RequestKey
from workflows.engine.transition import batch, relay, send_signal

NOBODY = "01938c0e-6b7c-7000-8000-0000000000cc"


class Listen(SuspendableNode):
    """Waits for a signal, then gives its data."""

    node_type: ClassVar[str] = "listen"
    name: str = "paid"
    form: dict[str, Any] | None = None
    seconds: float | None = None

    async def process(self, context: ProcessingContext) -> Any:
        if context.resumed is None:
            signal = SignalRequest(self.name, context.inputs.get("key"))
            self.suspend(
                SuspensionRequest(
                    "Paid?", kind="event", signal=signal, schema=self.form, seconds=self.seconds
                )
            )
        return context.resumed["data"]


class Say(BaseNode):
    """Sends a signal when it completes."""

    node_type: ClassVar[str] = "say"

    async def process(self, context: ProcessingContext) -> Any:
        context.emit("paid", "42", {"from": context.node_id})


class One(SuspendableNode):
    """Starts one child and gives what it came to."""

    node_type: ClassVar[str] = "one"
    workflow: str = "child"
    version: int | None = None

    async def process(self, context: ProcessingContext) -> Any:
        if context.saved is None:
            wanted = ChildrenRequest(self.workflow, [Child(0, {})], version=self.version)
            self.suspend(SuspensionRequest("Waits", kind="children", children=wanted))
        return context.saved["children"][0]


NODES = (Listen, Say, One)


def world(nodes: dict[str, Any], *edges: str) -> World:
    return World(graph(nodes, edges), *NODES)


def publish(made: World, slug: str, nodes: dict[str, Any], *edges: str) -> None:
    program = GraphProgram(parse(graph(nodes, edges)), registry(*NODES))
    made.store.programs[(slug, 1)] = program


def listening(made: World, key: str | None = None) -> str:
    return made.run({"key": key} if key is not None else {})


def output(made: World, run: str, node: str = "a") -> Any:
    return next(
        record.event.output  # type: ignore[attr-defined]
        for record in made.log(run)
        if type(record.event).__name__ == "NodeCompleted" and record.event.node_id == node  # type: ignore[attr-defined]
    )


def leave(made: World, *messages: Message) -> None:
    """Keep messages as somebody does who dies before delivering them."""
    with made.store.transaction() as tx:
        tx.send(messages)


def left(made: World) -> list[Message]:
    return [kept.message for _, kept in made.store.messages]


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
    leave(made, ToRun(run, Stop("Enough.")))
    relay(made.ports)
    assert left(made) == [ToRun(run, Stop("Enough."))]
    lack(made)
    made.clock.forward(31)
    relay(made.ports)
    assert made.state(run).status == "cancelled"


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
    made = world({"a": "listen"})
    publish(made, "child", {"s": "step"})
    asked = StartChild(NOBODY, "child", 1, {}, "", "", 0, 1)
    leave(made, asked)
    made.drain()
    assert made.state(NOBODY).status == "completed"


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
