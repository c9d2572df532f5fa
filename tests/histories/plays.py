"""What is played for each history; a play gives the steps by which it goes on and ends."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.support.world import graph

from .stage import Stage

Then = list[list[Any]]
"""Steps: a method of ``Stage`` and its keywords; ``["ends", {run: status}]`` at last."""

WAIT = "wait"
DONE = ("constant", {"value": {"n": 1}})
BROKEN = ("fail", {"message": "It is broken.", "when": {"$expr": "attempt < 2"}})


def approval(stage: Stage) -> Then:
    """Somebody takes, hands over, remarks on and decides a task; the next one waits."""
    form = {"type": "object", "properties": {"note": {"type": "string"}}}
    ask = ("approval", {"title": "Pay?", "users": ["maria"], "subject": {"n": 3}, "schema": form})
    nodes = {"a": ask, "pay": DONE, "b": ("approval", {"groups": ["managers"]}), "deny": DONE}
    stage.publish("w", graph(nodes, ["a>pay:approved", "a>deny:rejected", "pay>b"]))
    stage.start(inputs={"amount": 3})
    stage.task("claim", "maria")
    stage.task("comment", "maria", text="Looks fine.")
    stage.task("release", "maria")
    stage.task("delegate", "maria", to="ben")
    stage.resume(action="approved", data={"note": "ok", "comment": "Good."}, by="ben")
    return [["resume", {"action": "rejected"}], ["ends", {"0": "completed"}]]


def quorum(stage: Stage) -> Then:
    """One of two approvals is given."""
    ask = ("approval", {"users": ["maria", "ben"], "quorum": 2, "forbid_initiator": True})
    stage.publish("w", graph({"a": ask, "z": DONE}, ["a>z:approved"]))
    stage.start()
    stage.resume(action="approved")
    return [["resume", {"action": "approved", "by": "ben"}], ["ends", {"0": "completed"}]]


def escalation(stage: Stage) -> Then:
    """A task's time is over: others are asked."""
    more = {"timeout_seconds": 60, "on_timeout": "escalate", "escalate_to": {"users": ["eve"]}}
    stage.publish("w", graph({"a": ("approval", {"users": ["maria"], **more})}, []))
    stage.start()
    stage.forward(61)
    return [["forward", {"seconds": 61}], ["ends", {"0": "failed"}]]


def loop(stage: Stage) -> Then:
    """The third round of a loop with a wait in it."""
    nodes = {"a": DONE, "w": WAIT, "z": DONE}
    stage.publish("w", graph(nodes, ["a>w", "w>a:again", "w>z:done"]))
    stage.start()
    stage.resume(action="again")
    stage.resume(action="again", data={"n": 2})
    return [["resume", {"action": "done"}], ["ends", {"0": "completed"}]]


def timer(stage: Stage) -> Then:
    """A sleep beside a wait that was answered."""
    nodes = {"s": ("sleep", {"duration_seconds": 60}), "w": WAIT, "z": "merge"}
    stage.publish("w", graph(nodes, ["s>z", "w>z"]))
    stage.start()
    stage.forward(20)
    stage.resume(node_id="w", data={"n": 1}, state={"seen": True})
    return [["forward", {"seconds": 41}], ["ends", {"0": "completed"}]]


def retry(stage: Stage) -> Then:
    """An attempt has failed; the next one is due in a while."""
    policy = {"retry": {"max_attempts": 3, "backoff_seconds": 30}}
    stage.publish("w", graph({"a": (*BROKEN, policy), "z": DONE}, ["a>z"]))
    stage.start()
    return [["forward", {"seconds": 31}], ["ends", {"0": "completed"}]]


def error_edge(stage: Stage) -> Then:
    """A failure is taken by its line, another by ``on_error``; then a wait."""
    nodes = {
        "a": ("fail", {"message": "No."}),
        "b": ("fail", {"message": "No."}, {"on_error": "continue"}),
        "m": ("merge", {}, {"join": "any"}),
        "w": WAIT,
        "never": DONE,
    }
    stage.publish("w", graph(nodes, ["a>m:error", "b>m", "m>w", "a>never"]))
    stage.start()
    return [["resume", {}], ["ends", {"0": "completed"}]]


def stop(stage: Stage) -> Then:
    """A run with a wait and a task is stopped."""
    nodes = {"a": DONE, "w": WAIT, "b": ("approval", {"users": ["maria"]})}
    stage.publish("w", graph(nodes, ["a>w", "a>b"]))
    stage.start()
    stage.stop()
    return [["ends", {"0": "cancelled"}]]


def deadline(stage: Stage) -> Then:
    """Nobody answers: one wait goes on by its line, another brings the run down."""
    late = {"timeout_seconds": 60, "timeout_data": {"answer": None}}
    nodes = {"w": ("wait", late), "z": DONE, "v": ("wait", {"timeout_seconds": 90})}
    stage.publish("w", graph(nodes, ["w>z:timeout"]))
    stage.start()
    stage.forward(61)
    return [["forward", {"seconds": 31}], ["ends", {"0": "failed"}]]


def checkpoint(stage: Stage) -> Then:
    """A named checkpoint while a run waits; dead and live branches, an expression, a state."""
    nodes = {
        "s": ("set_state", {"values": {"limit": 5}}),
        "c": ("condition", {"expression": "inputs.amount > state.limit"}),
        "small": DONE,
        "large": WAIT,
        "end": ("output", {"name": "answer", "value": {"$expr": "nodes.c"}}),
    }
    edges = ["s>c", "c>large:true", "c>small:false", "large>end", "small>end"]
    stage.publish("w", graph(nodes, edges))
    stage.start(inputs={"amount": 7})
    stage.checkpoint()
    return [["resume", {"data": {"n": 1}}], ["ends", {"0": "completed"}]]


def signal(stage: Stage) -> Then:
    """One event came before its wait, one came to it, one is sent by a node, one is waited for."""
    nodes = {
        "a": ("wait_for_event", {"name": "paid", "key": "7"}),
        "b": ("wait_for_event", {"name": "sent"}),
        "e": ("emit_event", {"name": "done", "key": "7", "data": {"n": 1}}),
        "c": ("wait_for_event", {"name": "done", "key": "7"}),
        "d": ("wait_for_event", {"name": "closed", "timeout_seconds": 600}),
    }
    stage.publish("w", graph(nodes, ["a>b", "b>e", "e>c", "c>d"]))
    stage.signal("paid", "7", {"amount": 1})
    stage.start()
    stage.signal("sent", None, [1, 2])
    return [["signal", {"name": "closed", "data": "x"}], ["ends", {"0": "completed"}]]


def callback(stage: Stage) -> Then:
    """A wait for a callback, answered by hand; another one is open."""
    stage.publish(
        "w", graph({"a": "callback", "b": ("callback", {"timeout_seconds": 60})}, ["a>b"])
    )
    stage.start()
    stage.resume(data={"ok": True})
    return [["forward", {"seconds": 61}], ["ends", {"0": "failed"}]]


def children(stage: Stage) -> Then:
    """Three items, two at a time: one completed, one failed, one waits; then a sub-workflow."""
    form = {"type": "object", "properties": {"index": {"type": "integer"}}}
    nodes = {
        "in": ("input", {"schema": form}),
        "f": ("fail", {"message": "No.", "when": {"$expr": "inputs.index == 1"}}),
        "w": WAIT,
    }
    stage.publish("below", graph(nodes, ["in>f", "f>w"]))
    told = {"items": ["x", "y", "z"], "workflow": "below", "concurrency": 2}
    each = ("map", {**told, "on_item_error": "null"})
    stage.publish("w", graph({"m": each, "s": ("subworkflow", {"workflow": "flat"})}, ["m>s"]))
    stage.publish("flat", graph({"a": DONE}, []))
    stage.start()
    stage.resume(1, data={"n": 0})
    return [["resume", {"run": 3}], ["ends", {"0": "completed", "2": "failed"}]]


def pause(stage: Stage) -> Then:
    """A pause before, one after, one by a rule, and a wait for a key of the state."""
    nodes = {
        "a": ("constant", {"value": 1}, {"pause_before": True}),
        "b": ("constant", {"value": 2}, {"pause_after": True}),
        "c": ("constant", {"value": 3}, {"routes": [{"when": "output == 3", "pause": True}]}),
        "d": ("constant", {"value": 4}, {"wait_for_input": "budget"}),
    }
    stage.publish("w", graph(nodes, ["a>b", "b>c", "c>d"]))
    stage.start()
    for _ in range(3):
        stage.resume()
    return [["resume", {"state": {"budget": 7}}], ["ends", {"0": "completed"}]]


def retry_by_hand(stage: Stage) -> Then:
    """A run failed twice, was retried, with a step ended by hand; what was closed waits again."""
    nodes = {"a": BROKEN, "b": ("fail", {"message": "No."}), "w": WAIT, "z": "merge"}
    stage.publish("w", graph(nodes, ["a>b", "b>z", "w>z"]))
    stage.start()
    stage.retry()
    stage.retry(by_hand={"b": {"do": "complete", "output": {"n": 9}}})
    return [["resume", {}], ["ends", {"0": "completed"}]]


def fork(stage: Stage) -> Then:
    """A fork of the middle of a run, with other inputs and state."""
    value = {"$expr": "[inputs.n, state.s]"}
    nodes = {
        "a": ("set_state", {"values": {"s": 1}}),
        "b": ("constant", {"value": value}),
        "w": WAIT,
    }
    stage.publish("w", graph(nodes, ["a>b", "b>w"]))
    stage.start(inputs={"n": 1})
    stage.fork(4, inputs={"n": 2}, state={"s": 2})
    return [["resume", {"run": 1}], ["ends", {"0": "suspended", "1": "completed"}]]


def migration(stage: Stage) -> Then:
    """A run that waits was moved to a version with a further step and a further branch."""
    stage.publish("w", graph({"a": DONE, "gone": DONE, "w": WAIT}, ["a>w", "a>gone"]))
    stage.start()
    nodes = {"a": DONE, "w": WAIT, "z": DONE, "late": DONE}
    stage.publish("w", graph(nodes, ["a>w", "w>z", "a>late"]))
    stage.migrate(2)
    return [["resume", {}], ["ends", {"0": "completed"}]]


def function(stage: Stage) -> Then:
    """A workflow function with steps side by side and a patch waits for an answer, then more."""
    stage.publish("w", {"function": "research"})
    stage.start(inputs={"topic": "coffee"})
    stage.resume(data={"answer": "yes"})
    then = [["forward", {"seconds": 61}], ["signal", {"name": "printed", "key": "7", "data": 1}]]
    return [*then, ["ends", {"0": "completed"}]]


def function_family(stage: Stage) -> Then:
    """A workflow function with two open waits, one of them answered, and a child to come."""
    stage.publish("below", graph({"a": DONE, "w": WAIT}, ["a>w"]))
    stage.publish("w", {"function": "parent"})
    stage.start()
    stage.resume(node_id="wait#2", data={"n": 2})
    then = [["resume", {"node_id": "wait", "data": {"n": 1}}], ["resume", {"run": 1}]]
    return [*then, ["ends", {"0": "completed", "1": "completed"}]]


def window(stage: Stage) -> Then:
    """Two of two have approved, and both may still take it back."""
    stage.publish("w", graph({"a": ("approval", {"quorum": 2}), "z": DONE}, ["a>z:approved"]))
    stage.start()
    stage.resume(action="approved", by="ben", undo_seconds=8)
    stage.forward(3)
    stage.resume(action="approved", by="maria", undo_seconds=8, via="ui", comment="Fine.")
    return [["forward", {"seconds": 8}], ["ends", {"0": "completed"}]]


def undone(stage: Stage) -> Then:
    """A decision was taken back; a file was handed in and a question is open."""
    ask = ("approval", {"users": ["maria"], "priority": "high", "proposal": {"n": 1}})
    stage.publish("w", graph({"a": ask, "z": DONE}, ["a>z:approved"]))
    stage.start()
    stage.resume(action="approved", undo_seconds=8)
    stage.task("undo", "maria")
    stage.task("prioritise", "maria", priority=2)
    file = {
        "id": "01938c0e-0000-7000-8000-00000000000f",
        "name": "a.pdf",
        "size": 3,
        "sha256": "00",
    }
    stage.task("ask", "maria", text="Which shop?", attachments=[file], mentions=["ben"])
    answer = ["task", {"verb": "comment", "by": "ada", "text": "In town."}]
    decide = ["resume", {"action": "approved", "data": {"n": 2}}]
    return [answer, decide, ["ends", {"0": "completed"}]]


def reminders(stage: Stage) -> Then:
    """A task was reminded of, handed up a level, taken for a while; another level is to come."""
    levels = [
        {"after_seconds": "3d", "users": ["eve"]},
        {"after_seconds": "5d", "groups": ["board"]},
    ]
    asked = {"users": ["maria"], "due_seconds": "2d", "claim_seconds": "1h", "escalations": levels}
    stage.publish("w", graph({"a": ("approval", asked)}, []))
    stage.start()
    for _ in range(4):
        stage.forward(86_000)
    stage.task("nudge", "ada")
    stage.task("claim", "eve")
    then = [["forward", {"seconds": 4_000}], ["forward", {"seconds": 86_400}]]
    return [*then, ["resume", {"action": "rejected"}], ["ends", {"0": "completed"}]]


def votes_for_others(stage: Stage) -> Then:
    """A vote was handed on, and one of two is given."""
    asked = {"users": ["maria", "ben"], "quorum": 2, "reject_quorum": 2}
    stage.publish("w", graph({"a": ("approval", asked), "z": DONE}, ["a>z:approved"]))
    stage.start()
    stage.task("delegate", "maria", to="olga", text="I am away.")
    stage.resume(action="rejected", by="olga")
    then = [["resume", {"action": "approved", "by": "ben"}]]
    return [*then, ["resume", {"action": "approved", "by": "zoe"}], ["ends", {"0": "completed"}]]


def superseded(stage: Stage) -> Then:
    """A retry asks again what the failure had withdrawn."""
    nodes = {"a": ("approval", {"due_seconds": "2d"}), "nap": ("sleep", {"duration_seconds": 60})}
    stage.publish("w", graph({**nodes, "bad": BROKEN}, ["nap>bad"]))
    stage.start()
    stage.forward(61)
    stage.retry()
    return [["resume", {"action": "approved"}], ["ends", {"0": "completed"}]]


PLAYS: dict[str, Callable[[Stage], Then]] = {
    play.__name__: play
    for play in (
        approval, quorum, escalation, loop, timer, retry, error_edge, stop, deadline, checkpoint,
        signal, callback, children, pause, retry_by_hand, fork, migration, function,
        function_family, window, undone, reminders, votes_for_others, superseded,
    )
}  # fmt: skip
