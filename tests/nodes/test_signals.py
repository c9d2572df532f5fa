"""Claims about the nodes that wait for events and callbacks, and that send events."""

from typing import Any

import pytest
from pydantic import ValidationError

from tests.nodes.built_in import REGISTRY, BuiltInWorld, attempt, context, resumed
from tests.support.world import graph
from workflows.engine.callbacks import CallbackRequest
from workflows.engine.errors import Permanent, TryAgain, WorkflowSuspendedException
from workflows.engine.messages import Signal
from workflows.engine.node import SignalRequest, SuspensionRequest
from workflows.engine.transition import send_signal
from workflows.nodes import CallbackNode, EmitEventNode, WaitForEventNode
from workflows.nodes.connect.outside import Answer, Request
from workflows.nodes.wait import callback


def request(type: str, properties: dict[str, Any], **more: Any) -> SuspensionRequest:
    """Execute a first attempt, which must suspend."""
    with pytest.raises(WorkflowSuspendedException) as caught:
        attempt(type, properties, **more)
    asked: SuspensionRequest = caught.value.request
    return asked


def test_wait_for_event_asks_for_the_signal_with_name_and_key() -> None:
    given = {"name": "order.paid", "key": "{{ inputs.order }}"}
    asked = request("wait_for_event", given, inputs={"order": "A-7"})
    assert (asked.kind, asked.signal) == ("event", SignalRequest("order.paid", "A-7"))
    assert asked.reason == "Waiting for the event order.paid (A-7)"


@pytest.mark.parametrize(("key", "meant"), [(42, "42"), (None, None), ("", None), (" ", None)])
def test_a_number_is_a_key_and_an_empty_key_is_none(key: Any, meant: str | None) -> None:
    assert request("wait_for_event", {"name": "x", "key": key}).signal == SignalRequest("x", meant)
    sending = context()
    attempt("emit_event", {"name": "x", "key": key}, sending)
    assert sending.signals == [{"name": "x", "key": meant, "data": None}]


def test_wait_for_event_gives_what_the_event_brought() -> None:
    closed = resumed({"data": {"paid": 5}}, "received", by=None, via="signal")
    result = attempt("wait_for_event", {"name": "x"}, resumed=closed, saved={})
    assert (result.value, result.action) == ({"data": {"paid": 5}}, "received")


def test_an_answer_by_hand_is_the_data_itself() -> None:
    result = attempt("wait_for_event", {"name": "x"}, resumed=resumed({"paid": 5}), saved={})
    assert (result.value, result.action) == ({"data": {"paid": 5}}, "received")


def test_an_event_that_does_not_come_leaves_by_timeout() -> None:
    closed = resumed({"paid": 0}, "timeout", by=None, via="deadline")
    result = attempt("wait_for_event", {"name": "x"}, resumed=closed, saved={})
    assert (result.value, result.action) == ({"data": {"paid": 0}}, "timeout")


def test_emit_event_sends_with_its_completion() -> None:
    sending = context(inputs={"order": "A-7"})
    given = {"name": "order.paid", "key": "{{ inputs.order }}", "data": {"sum": 5}}
    assert attempt("emit_event", given, sending).value == {"name": "order.paid", "key": "A-7"}
    assert sending.signals == [{"name": "order.paid", "key": "A-7", "data": {"sum": 5}}]


@pytest.mark.parametrize("name", ["callback:r1/n/1", " callback:x", "{{ inputs.none }}", " "])
def test_an_event_needs_a_name_that_is_no_callbacks(name: str) -> None:
    for type in ("emit_event", "wait_for_event"):
        with pytest.raises(Permanent):
            attempt(type, {"name": name})


def test_no_node_can_send_what_only_a_callback_may() -> None:
    with pytest.raises(ValueError, match="callbacks come from outside"):
        context().emit("callback:r1/n/1")


@pytest.mark.parametrize(
    "given", [{}, {"name": ""}, {"name": "x" * 201}, {"name": "x", "key": True}]
)
def test_events_refuse_properties_that_make_no_sense(given: dict[str, Any]) -> None:
    for node in (WaitForEventNode, EmitEventNode):
        with pytest.raises(ValidationError):
            node.model_validate(given)


def world(wait: dict[str, Any], send: dict[str, Any] | None = None) -> BuiltInWorld:
    nodes: dict[str, Any] = {"wait": ("wait_for_event", wait)}
    if send is not None:
        nodes["send"] = ("emit_event", send)
    return BuiltInWorld(graph(nodes, []))


def test_an_event_of_one_branch_ends_the_wait_of_another() -> None:
    both = world({"name": "paid", "key": 7}, {"name": "paid", "key": "7", "data": {"sum": 5}})
    run = both.run()
    assert both.state(run).status == "completed"
    assert both.state(run).result["wait"] == {"data": {"sum": 5}}


def test_an_event_from_outside_ends_every_wait_for_it() -> None:
    waiting = world({"name": "paid", "key": "7"})
    runs = [waiting.run(), waiting.run()]
    assert send_signal(waiting.ports, Signal("paid", "8")) == 0
    assert send_signal(waiting.ports, Signal("paid", "7", {"sum": 5})) == 2
    waiting.drain()
    assert [waiting.state(run).status for run in runs] == ["completed", "completed"]


def test_an_event_that_came_before_is_used_by_the_first_wait() -> None:
    waiting = world({"name": "paid"})
    assert send_signal(waiting.ports, Signal("paid", None, 1)) == 0
    first, second = waiting.run(), waiting.run()
    waiting.drain()
    assert waiting.state(first).result["wait"] == {"data": 1}
    assert waiting.state(second).status == "suspended"


def test_a_wait_for_an_event_has_a_deadline() -> None:
    waiting = world({"name": "paid", "timeout_seconds": "1h", "on_timeout": "resume"})
    run = waiting.run()
    waiting.clock.forward(3_601)
    waiting.drain()
    state = waiting.state(run)
    assert (state.status, state.activations["wait"].action) == ("completed", "timeout")


def test_a_callback_waits_for_its_own_signal_and_keeps_no_token() -> None:
    asked_for: list[CallbackRequest] = []

    async def make(wanted: CallbackRequest) -> str:
        asked_for.append(wanted)
        return "https://here/hooks/callback/secret-token/"

    form = {"type": "object", "required": ["ok"]}
    given = {"wait_reason": "The lab", "schema": form, "timeout_seconds": "5m"}
    asked = request("callback", given, callbacks=make)
    wanted = asked_for[0]
    assert (wanted.run_id, wanted.node_id, wanted.iteration) == ("r1", "n", 1)
    assert (wanted.schema, wanted.seconds) == (form, 300)
    assert asked.kind == "callback"
    assert asked.signal == SignalRequest("callback:r1/n/1", None)
    assert (asked.reason, asked.schema) == ("The lab", form)
    assert asked.metadata == {"webhook_id": wanted.webhook_id}
    assert "secret-token" not in repr(asked)


def test_a_callback_gives_what_was_sent() -> None:
    closed = resumed({"data": {"ok": True}}, "received", by=None, via="callback")
    saved = {"host": "https://here", "data": {"ok": True}}
    result = attempt("callback", {}, resumed=closed, saved=saved)
    assert result.action == "received"
    assert result.value == {
        "webhook_id": CallbackRequest("r1", "n").webhook_id,
        "callback_url": "https://here/hooks/callback/…/",
        "callback_data": {"ok": True},
    }


def test_a_callback_that_does_not_come_leaves_by_timeout() -> None:
    closed = resumed("nobody", "timeout", by=None, via="deadline")
    result = attempt("callback", {}, resumed=closed, saved={})
    assert (result.action, result.value["callback_data"]) == ("timeout", "nobody")


@pytest.mark.parametrize("given", [{"schema": []}, {"timeout_seconds": -1}, {"wait_reason": 5}])
def test_a_callback_refuses_properties_that_make_no_sense(given: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        CallbackNode.model_validate(given)


def test_a_callback_in_a_loop_has_an_address_each_round() -> None:
    names = {CallbackRequest("r1", "n", round_).name for round_ in (1, 2)}
    ids = {CallbackRequest("r1", "n", round_).webhook_id for round_ in (1, 2)}
    assert len(names) == len(ids) == 2


def test_the_palette_tells_what_the_nodes_do() -> None:
    entries = {type: REGISTRY.describe(REGISTRY.get(type)) for type in  # type: ignore[arg-type]
               ("wait_for_event", "emit_event", "callback")}  # fmt: skip
    assert [entry["category"] for entry in entries.values()] == ["Wait", "Connect", "Wait"]
    assert entries["wait_for_event"]["actions"] == ["received", "timeout"]
    assert entries["callback"]["actions"] == ["received", "timeout"]
    assert [port["name"] for port in entries["callback"]["outputs"]] == [
        "webhook_id", "callback_url", "callback_data",
    ]  # fmt: skip
    assert [port["name"] for port in entries["wait_for_event"]["outputs"]] == ["data"]
    assert entries["emit_event"]["effects"] == "sends"
    assert not entries["emit_event"]["suspendable"]
    assert all(entry["description"] and entry["icon"] for entry in entries.values())


class Outside:
    """Stands for the system that a callback tells its address to."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, status: int = 200) -> None:
        self.sent: list[Request] = []
        self.status = status
        monkeypatch.setattr(callback, "safe_request", self.take)

    def take(self, wanted: Request) -> Answer:
        self.sent.append(wanted)
        return Answer(self.status, "", {}, str(wanted.json).encode())


async def secret_address(wanted: CallbackRequest) -> str:
    return "https://here/hooks/callback/secret-token/"


def test_a_callback_tells_its_address_before_it_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    outside = Outside(monkeypatch)
    body = {"text": "Post to {{ callback_url }}", "deep": [{"who": "{{ inputs.who }}"}], "n": 1}
    asked = request(
        "callback",
        {"notify_url": "https://lab/{{ inputs.who }}", "notify_body": body, "wait_reason": "Lab"},
        inputs={"who": "ann"},
        callbacks=secret_address,
    )
    (sent,) = outside.sent
    assert (sent.method, sent.url) == ("POST", "https://lab/ann")
    assert sent.headers == {"Idempotency-Key": "r1/n/1"}
    assert sent.json == {
        "callback_url": "https://here/hooks/callback/secret-token/",
        "webhook_id": asked.metadata["webhook_id"],
        "run": "r1",
        "reason": "Lab",
        "text": "Post to https://here/hooks/callback/secret-token/",
        "deep": [{"who": "ann"}],
        "n": 1,
    }


@pytest.mark.parametrize(("status", "error"), [(404, Permanent), (503, TryAgain)])
def test_a_callback_that_cannot_be_told_fails_without_its_secret(
    status: int, error: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    Outside(monkeypatch, status)
    with pytest.raises(error) as caught:
        attempt("callback", {"notify_url": "https://lab/"}, callbacks=secret_address)
    assert "secret-token" not in str(caught.value)


def test_a_step_with_any_name_can_tell_its_address(monkeypatch: pytest.MonkeyPatch) -> None:
    outside = Outside(monkeypatch)
    given = context(callbacks=secret_address)
    given.node_id = "проба"
    with pytest.raises(WorkflowSuspendedException):
        attempt("callback", {"notify_url": "https://lab/"}, given)
    assert outside.sent[0].headers["Idempotency-Key"].isascii()


def test_without_an_address_to_tell_nothing_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    outside = Outside(monkeypatch)
    for given in ({}, {"notify_url": None}, {"notify_url": " "}):
        request("callback", given, callbacks=secret_address)
    assert outside.sent == []


def test_texts_of_a_callback_keep_the_outputs_that_they_read() -> None:
    given = {
        "wait_reason": "{{ nodes.a.x }}",
        "notify_url": "{{ nodes.b.x }}",
        "notify_body": {"deep": ["{{ nodes.c.x }}", 5, {"t": "{{ nodes.d.x }}"}]},
    }
    sources = [source for _, source in CallbackNode.expressions_of(given)]
    assert sources == ['nodes["a"]', 'nodes["b"]', 'nodes["c"]', 'nodes["d"]']
