"""Claims about the nodes that run other workflows: map and subworkflow."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from tests.nodes.built_in import REGISTRY, BuiltInWorld
from workflows.engine.commands import RetryRun
from workflows.engine.graphs import GraphProgram, parse
from workflows.engine.ports import Work
from workflows.engine.program import open_waits

Json = dict[str, Any]


def node(id: str, type: str, options: Json | None = None, **properties: Any) -> Json:
    return {"id": id, "type": type, "properties": properties, "options": options or {}}


def graph(*nodes: Json) -> Json:
    """Draw nodes one after the other."""
    pairs = pairwise(nodes)
    edges = [
        {"id": f"e{n}", "source": a["id"], "target": b["id"]} for n, (a, b) in enumerate(pairs)
    ]
    return {"schema": 1, "nodes": list(nodes), "edges": edges}


DOUBLE = graph(node("out", "output", name="twice", value={"$expr": "inputs.item * 2"}))
PICKY = graph(
    node("check", "fail", message="Bad item.", when={"$expr": "inputs.item == inputs.index"}),
    node("out", "output", name="item", value={"$expr": "inputs.item"}),
)
WAITING = graph(node("ask", "wait", wait_reason="Each"), node("out", "output", name="i", value=1))


def world(child: Json, *nodes: Json) -> BuiltInWorld:
    made = BuiltInWorld(graph(*nodes))
    made.store.programs[("child", 1)] = GraphProgram(parse(child), REGISTRY)
    return made


def each(items: Any, options: Json | None = None, **more: Any) -> Json:
    return node("each", "map", options, items=items, workflow="child", **more)


def children(made: BuiltInWorld, run: str) -> list[str]:
    return [key for key, row in made.store.runs.items() if row.new.parent == run]


def test_map_gives_the_results_in_the_order_of_the_items() -> None:
    made = world(DOUBLE, each({"$expr": "inputs.list"}, concurrency=2))
    run = made.run({"list": [5, 6, 7]})
    assert made.state(run).result == {"each": [{"twice": 10}, {"twice": 12}, {"twice": 14}]}


def test_expressions_and_texts_inside_a_map_see_item_and_index() -> None:
    child = graph(
        node("sum", "transform", expression="item.n * 10 + index"),
        node("say", "template", template="{{ index }}: {{ item.n }}"),
        node("own", "template", template="{{ item }}", values={"item": "mine"}),
        node("out", "output", name="said", value={"$expr": "[nodes.sum, nodes.say, nodes.own]"}),
    )
    child["edges"][0]["when"] = "item.n > index"
    made = world(child, each([{"n": 1}, {"n": 2}]))
    run = made.run()
    said = [item["said"] for item in made.state(run).result["each"]]
    assert said == [[10, "0: 1", "mine"], [21, "1: 2", "mine"]]


def test_outside_a_map_there_is_no_item() -> None:
    made = world(DOUBLE, node("t", "transform", expression="item"))
    assert "no item here" in (made.state(made.run()).error or {})["message"]


def test_an_empty_list_waits_for_nothing() -> None:
    made = world(DOUBLE, each([]))
    run = made.run()
    assert made.state(run).result == {"each": []}
    assert "NodeSuspended" not in made.types(run)


def test_what_is_no_list_fails_with_a_sentence() -> None:
    made = world(DOUBLE, each({"$expr": "inputs.list"}))
    run = made.run({"list": "abc"})
    assert (made.state(run).error or {})["message"] == "Items must be a list, not str."


def test_a_failed_item_fails_the_node_after_the_others_have_finished() -> None:
    made = world(PICKY, each([9, 1, 9]))
    run = made.run()
    message = (made.state(run).error or {})["message"]
    assert message == "Item 2 failed: Bad item."
    assert sorted(made.state(c).status for c in children(made, run)) == [
        "completed",
        "completed",
        "failed",
    ]


def test_a_failed_item_may_count_as_null() -> None:
    made = world(PICKY, each([9, 1, 8], on_item_error="null"))
    run = made.run()
    assert made.state(run).result == {"each": [{"item": 9}, None, {"item": 8}]}


def test_only_so_many_failures_are_named() -> None:
    made = world(PICKY, each(list(range(8))))
    message = (made.state(made.run()).error or {})["message"]
    assert message.count("failed") == 5
    assert message.endswith("And 3 more.")


def test_a_retry_of_the_run_takes_up_only_the_failed_items() -> None:
    made = world(PICKY, each([9, 1, 8]))
    run = made.run()
    before = children(made, run)
    made.store.programs[("child", 1)] = GraphProgram(parse(DOUBLE), REGISTRY)
    made.store.programs[("child", 1)] = GraphProgram(
        parse(graph(node("check", "constant", value=1), PICKY["nodes"][1])), REGISTRY
    )
    made.apply(Work(run, RetryRun(by="otto")))
    made.drain()
    assert made.state(run).result == {"each": [{"item": 9}, {"item": 1}, {"item": 8}]}
    assert children(made, run) == before


def test_the_retry_policy_of_the_node_asks_again_for_failed_items() -> None:
    policy = {"retry": {"max_attempts": 2, "backoff_seconds": 5}}
    made = world(PICKY, each([9, 1], policy))
    run = made.run()
    assert made.statuses(run)["each"] == "retrying"
    made.clock.forward(6)
    made.drain()
    assert made.state(run).status == "failed"
    failed = next(c for c in children(made, run) if made.state(c).status == "failed")
    assert made.types(failed).count("RunRetried") == 1


def test_a_thousand_items_are_worked_on_a_few_at_a_time() -> None:
    made = world(DOUBLE, each({"$expr": "inputs.list"}, concurrency=50))
    run = made.run({"list": list(range(1_000))})
    results = made.state(run).result["each"]
    assert results == [{"twice": 2 * n} for n in range(1_000)]
    most = under_way = 0
    for kind in made.types(run):
        under_way += (kind == "ChildStarted") - (kind == "ChildFinished")
        most = max(most, under_way)
    assert most == 50
    assert made.types(run).count("ChildStarted") == 1_000


def test_waits_of_several_items_are_open_at_the_same_time() -> None:
    made = world(WAITING, each([1, 2, 3]))
    run = made.run()
    waiting = [c for c in children(made, run) if open_waits(made.state(c))]
    assert len(waiting) == 3
    for child in reversed(waiting):
        made.resume(child, {})
    made.drain()
    assert made.state(run).status == "completed"


def test_subworkflow_gives_the_result_of_the_version_it_names() -> None:
    call = node(
        "call", "subworkflow", workflow="child", version=1, inputs={"item": {"$expr": "inputs.n"}}
    )
    made = world(DOUBLE, call)
    made.store.programs[("child", 2)] = GraphProgram(parse(WAITING), REGISTRY)
    assert made.state(made.run({"n": 4})).result == {"call": {"twice": 8}}
    latest = world(DOUBLE, node("call", "subworkflow", workflow="child", inputs={"item": 1}))
    latest.store.programs[("child", 2)] = GraphProgram(parse(WAITING), REGISTRY)
    assert latest.state(latest.run()).status == "suspended"


def test_the_childs_message_is_part_of_the_parents() -> None:
    call = node("call", "subworkflow", workflow="child", inputs={"item": 1, "index": 1})
    made = world(PICKY, call)
    assert (made.state(made.run()).error or {})["message"] == "child: Bad item."


def test_a_workflow_that_never_began_can_be_asked_for_again() -> None:
    call = node("call", "subworkflow", workflow="later", inputs={"item": 3})
    made = world(DOUBLE, call)
    run = made.run()
    assert "no published workflow 'later'" in (made.state(run).error or {})["message"]
    made.store.programs[("later", 1)] = GraphProgram(parse(DOUBLE), REGISTRY)
    made.apply(Work(run, RetryRun(by="otto")))
    made.drain()
    assert made.state(run).result == {"call": {"twice": 6}}


def test_inputs_that_the_child_refuses_fail_the_node() -> None:
    form = {"type": "object", "properties": {"n": {"type": "integer"}}, "required": ["n"]}
    child = graph(node("in", "input", schema=form), node("out", "output", name="n", value=1))
    made = world(child, node("call", "subworkflow", workflow="child", inputs={}))
    assert "n" in (made.state(made.run()).error or {})["message"]


def test_a_time_limit_leaves_by_timeout_and_stops_the_children() -> None:
    call = node(
        "call",
        "subworkflow",
        workflow="child",
        timeout_seconds=60,
        on_timeout="resume",
        timeout_data={"late": True},
    )
    made = world(WAITING, call)
    run = made.run()
    made.clock.forward(61)
    made.drain()
    assert made.state(run).result == {"call": {"late": True}}
    assert [made.state(c).status for c in children(made, run)] == ["cancelled"]
