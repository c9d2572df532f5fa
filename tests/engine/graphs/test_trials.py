"""Trial runs: what of a draft is run, what pinned nodes give, what is held back; and changes."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.world import World
from workflows.engine.graphs import GraphProgram, Wanted, changed_parts, parse, trial_graph
from workflows.engine.graphs.trial import HELD_BACK, Trial, in_trial
from workflows.engine.node import SuspensionRequest
from workflows.engine.people import TaskRequest
from workflows.nodes.discovery import default_registry

KINDS = [
    default_registry().get(kind) for kind in ("input", "approval", "http_request", "transform")
]
KINDS += [default_registry().get("constant")]


def node(name: str, kind: str = "constant", **properties: Any) -> dict[str, Any]:
    return {"id": name, "type": kind, "properties": properties}


def edge(source: str, target: str, **more: Any) -> dict[str, Any]:
    return {"id": f"{source}-{target}", "source": source, "target": target, **more}


DRAFT = {
    "schema": 1,
    "nodes": [
        node("ask", "input"),
        node("review", "approval", title="Pay?", groups=["managers"], forbid_initiator=True),
        node("call", "http_request", url="https://example.org/pay"),
        node("note", "transform", expression="nodes.call.status"),
        node("deny", value="no"),
    ],
    "edges": [
        edge("ask", "review"),
        edge("review", "call", action="approved"),
        edge("review", "deny", action="rejected"),
        edge("call", "note", when="nodes.call.status == 201"),
    ],
}


def ids(graph: Any, part: str = "nodes") -> set[str]:
    return {item["id"] for item in graph[part]}


def test_without_a_target_all_of_the_draft_is_tried() -> None:
    graph = trial_graph(DRAFT, Wanted())
    assert (ids(graph), ids(graph, "edges")) == (ids(DRAFT), ids(DRAFT, "edges"))


def test_a_run_to_here_has_what_comes_before_and_nothing_after() -> None:
    graph = trial_graph(DRAFT, Wanted(until="call"))
    assert ids(graph) == {"ask", "review", "call"}
    assert ids(graph, "edges") == {"ask-review", "review-call"}


def test_a_run_of_one_step_pins_what_comes_before_and_takes_its_edges_without_condition() -> None:
    graph = trial_graph(DRAFT, Wanted(only="note", pins={"call": {"output": {"status": 5}}}))
    assert ids(graph) == {"ask", "review", "call", "note"}
    assert graph["trial"]["pins"] == {"review": {}, "call": {"output": {"status": 5}}}
    assert [(e["source"], e["when"], e["action"]) for e in graph["edges"]] == [("call", None, None)]


def test_a_step_that_is_not_in_the_draft_is_named() -> None:
    with pytest.raises(KeyError, match="ghost"):
        trial_graph(DRAFT, Wanted(until="ghost"))


def test_in_a_loop_the_target_does_not_lead_back() -> None:
    loop = {"nodes": [node("a"), node("b")], "edges": [edge("a", "b"), edge("b", "a", action="x")]}
    graph = trial_graph(loop, Wanted(until="b"))
    assert (ids(graph), ids(graph, "edges")) == ({"a", "b"}, {"a-b"})


def test_a_pinned_node_gives_its_output_and_action_without_its_work() -> None:
    pins = {"review": {"output": {"approved": True}, "action": "rejected"}}
    world = World(trial_graph(DRAFT, Wanted(pins=pins)), *KINDS)
    run = world.run()
    assert world.state(run).status == "completed"
    assert world.statuses(run)["deny"] == "completed"
    assert world.statuses(run)["call"] == "skipped"


def test_a_call_is_held_back_and_says_so() -> None:
    pins = {"review": {"output": {"approved": True}, "action": "approved"}}
    world = World(trial_graph(DRAFT, Wanted(until="call", pins=pins)), *KINDS)
    run = world.run()
    assert world.state(run).outputs["call"] == {"status": 200, "headers": {}, "body": None}
    (done,) = [r.event for r in world.log(run) if getattr(r.event, "node_id", "") == "call"][-1:]
    assert done.logs == [{"level": "warning", "message": HELD_BACK}]


def test_what_is_allowed_by_name_has_its_own_class() -> None:
    graph = trial_graph(DRAFT, Wanted(allowed=["call"]))
    program = GraphProgram(parse(graph), default_registry())
    assert program.classes["call"] is default_registry().get("http_request")


def test_only_the_starter_is_asked_and_may_decide_alone() -> None:
    task = TaskRequest(
        "Pay?", users=("ben",), groups=("managers",), quorum=3, forbid_initiator=True
    )
    asked = in_trial(Trial(), SuspensionRequest("r", kind="approval", task=task), "ada").task
    assert asked is not None
    assert (asked.users, asked.groups, asked.quorum) == (("ada",), (), 1)


def test_a_timer_is_over_at_once_only_where_time_is_skipped() -> None:
    timer = SuspensionRequest("r", kind="timer", seconds=3600)
    assert (in_trial(Trial(skip_time=True), timer, None).seconds or 0) < 1
    assert in_trial(Trial(), timer, None) == timer


def test_changes_name_what_was_added_removed_or_changed_but_not_what_was_moved() -> None:
    before = {"nodes": [node("a"), node("b"), {**node("c"), "ui": {"x": 1}}], "edges": []}
    moved = {**node("c"), "ui": {"x": 9}}
    after = {"nodes": [node("a", value=1), moved, node("d")], "edges": [edge("a", "d")]}
    assert changed_parts(before, after) == {"nodes": ["a", "b", "d"], "edges": ["a-d"]}
    assert changed_parts(before, {"nodes": [{**n, "options": {}} for n in before["nodes"]]}) == {
        "nodes": [],
        "edges": [],
    }
    assert changed_parts(None, [1]) == {"nodes": [], "edges": []}
