"""The builder of graphs: what follows what, what becomes an option, and graphs in and out."""

from __future__ import annotations

from typing import Any

import pytest

from tests.nodes.built_in import REGISTRY
from workflows.engine.authoring import Flow, canonical, expr, find_function
from workflows.engine.errors import Invalid
from workflows.engine.node import BaseNode, ProcessingContext
from workflows.engine.registry import Registry
from workflows.engine.retry import RetryPolicy


def submit(context: ProcessingContext) -> dict[str, Any]:
    return dict(context.inputs)


class Weigh(BaseNode):
    """Weighs."""

    label: str = ""
    grams: int = 0

    def process(self, context: ProcessingContext) -> int:
        return self.grams


def links(flow: Flow) -> list[tuple[str, str, str | None]]:
    return [(e["source"], e["target"], e["action"]) for e in flow.to_json()["edges"]]


def node(flow: Flow, id: str) -> dict[str, Any]:
    return next(item for item in flow.to_json()["nodes"] if item["id"] == id)


def test_nodes_follow_each_other_in_the_order_in_which_they_are_added() -> None:
    flow = Flow("expense").node("submit", submit).wait("manager").sleep("delay", seconds=5)
    assert links(flow) == [("submit", "manager", None), ("manager", "delay", None)]
    assert node(flow, "delay")["properties"] == {"duration_seconds": 5}


def test_after_names_what_a_node_follows_and_none_begins_a_branch() -> None:
    flow = (
        Flow("x")
        .wait("a")
        .wait("b", after=None)
        .merge("c", after=["a", "b"])
        .wait("d", after="a", on="late")
    )
    assert links(flow) == [("a", "c", None), ("b", "c", None), ("a", "d", "late")]


def test_on_and_into_say_by_which_action_and_into_which_property() -> None:
    flow = Flow("x").input("start").approval("ask", into="subject").log("yes", on="approved")
    first, second = flow.to_json()["edges"]
    assert (first["target_handle"], first["id"]) == ("subject", "start-ask-subject")
    assert (second["action"], second["id"]) == ("approved", "ask-approved-yes")


def test_an_edge_from_an_earlier_node_takes_the_place_of_the_order() -> None:
    flow = Flow("x").condition("big", "true").wait("yes").wait("no")
    flow.edge("big", "yes", "true").edge("big", "no", "false")
    assert links(flow) == [("big", "yes", "true"), ("big", "no", "false")]


def test_an_edge_that_leads_back_makes_a_loop_and_keeps_the_order() -> None:
    flow = Flow("x").wait("a").wait("b").wait("c").edge("c", "b", action="retry")
    assert links(flow) == [("a", "b", None), ("b", "c", None), ("c", "b", "retry")]
    assert flow.edge("b", "b", action="again").validate(REGISTRY) == []


def test_an_edge_may_lead_to_a_node_that_is_added_later() -> None:
    flow = Flow("x").wait("a").edge("a", "c", action="skip").wait("b").wait("c", after="b")
    assert links(flow) == [("a", "c", "skip"), ("a", "b", None), ("b", "c", None)]


def test_edges_between_the_same_nodes_have_ids_of_their_own() -> None:
    flow = Flow("x").wait("a").wait("b", after=["a", "a"]).edge("a", "b", id="a-b")
    assert [edge["id"] for edge in flow.to_json()["edges"]] == ["a-b-2", "a-b-3", "a-b"]


def test_what_an_edge_carries_is_a_property_or_a_port_and_a_property() -> None:
    flow = Flow("x").input("a").approval("b", after=None).edge("a", "b", data="subject")
    flow.edge("a", "b", "x", data=("amount", "title"), when="output.amount > 1")
    one, two = flow.to_json()["edges"]
    assert (one["source_handle"], one["target_handle"]) == (None, "subject")
    assert (two["source_handle"], two["target_handle"]) == ("amount", "title")
    assert two["when"] == "output.amount > 1"


def test_a_function_becomes_a_node_of_its_name_that_this_process_finds() -> None:
    flow = Flow("pay-flow").node("pay", submit, arguments={"rate": expr("inputs.rate")})
    made = node(flow, "pay")
    assert (made["type"], made["properties"]["function"]) == ("function", "pay-flow.pay")
    assert find_function("pay-flow.pay") is submit
    assert flow.functions == {"pay": submit}
    assert find_function("pay-flow.other") is None


def test_a_node_class_is_added_by_its_type_and_remembered() -> None:
    flow = Flow("x").node("w", Weigh, grams=5, label="Scales", properties={"label": "b"})
    made = node(flow, "w")
    assert made["type"].endswith(".Weigh")
    assert (made["title"], made["properties"]) == ("Scales", {"grams": 5, "label": "b"})
    assert flow.validate(Registry(flow.classes.values())) == []


def test_a_flow_as_a_node_is_a_sub_workflow() -> None:
    child = Flow("child").constant("one", 1)
    flow = Flow("x").node("sub", child, inputs={"n": 1}).map("each", child, [1, 2])
    assert node(flow, "sub")["properties"] == {"workflow": "child", "inputs": {"n": 1}}
    assert node(flow, "each")["properties"] == {"workflow": "child", "items": [1, 2]}
    assert flow.children == [child, child]


def test_keywords_become_options_where_they_are_some() -> None:
    flow = Flow("x").node(
        "a", submit, retry=3, join="any", timeout=9, on_error="continue", pause_before=True,
        options={"max_iterations": 5},
    )  # fmt: skip
    assert node(flow, "a")["options"] == {
        "retry": {"max_attempts": 3}, "join": "any", "timeout_seconds": 9,
        "on_error": "continue", "pause_before": True, "max_iterations": 5,
    }  # fmt: skip
    policy = RetryPolicy(max_attempts=2, backoff_seconds=5)
    retry = node(Flow("x").node("a", submit, retry=policy), "a")["options"]["retry"]
    assert retry == {"max_attempts": 2, "backoff_seconds": 5.0}


def test_the_time_limit_of_a_waiting_node_is_how_long_it_waits() -> None:
    flow = Flow("x").approval("ask", timeout="2h").http_request("get", "https://a.test", timeout=5)
    assert node(flow, "ask")["properties"] == {"timeout_seconds": "2h"}
    assert node(flow, "get")["options"] == {"timeout_seconds": 5}


def test_a_switch_takes_its_ways_as_a_dictionary() -> None:
    flow = Flow("x").switch("by", {"urgent": "inputs.p == 1"}, default="low")
    assert node(flow, "by")["properties"] == {
        "cases": [{"when": "inputs.p == 1", "action": "urgent"}], "default": "low",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("build", "told"),
    [
        (lambda: Flow("No slug"), "slug"),
        (lambda: Flow("x").wait("1a"), "1a"),
        (lambda: Flow("x").wait("a").wait("a"), "already"),
        (lambda: Flow("x").node("a", 5), "function"),
        (lambda: Flow("x").wait("a", metadata={"when": {1, 2}}), "a.metadata.when"),
        (lambda: Flow("x").wait("a", after=5), "after"),
        (lambda: Flow("x").wait("a", at=5), "at"),
        (lambda: Flow("x").wait("a", options=5), "options"),
        (lambda: Flow("x").wait("a", on=5), "on"),
        (lambda: Flow("x").edge("a", None), "target"),
        (lambda: Flow("x").map("a", 5), "slug"),
        (lambda: Flow("x").task("a", lambda: 1), "task"),
        (lambda: Flow.from_json({"nodes": []}), "slug"),
        (lambda: Flow.from_json({"nodes": 5}, "x"), "form"),
    ],
)
def test_what_cannot_be_built_is_refused_with_a_sentence(build: Any, told: str) -> None:
    with pytest.raises(Invalid, match=told):
        build()


def test_problems_are_found_before_anything_runs() -> None:
    flow = Flow("x").condition("c", "inputs.").edge("c", "nowhere")
    codes = {problem.code for problem in flow.validate(REGISTRY)}
    assert codes == {"expression", "dangling_edge"}


def test_an_exported_file_brings_its_names_along() -> None:
    graph = Flow("x", max_parallel=2).wait("a", at=(20, 40)).to_json()
    flow = Flow.from_json({"slug": "y", "name": "Why", "description": "So.", **graph})
    assert (flow.slug, flow.name, flow.description, flow.max_parallel) == ("y", "Why", "So.", 2)
    assert flow.to_json() == graph == canonical(graph)
    assert graph["nodes"][0]["ui"] == {"x": 20, "y": 40}


def test_a_flow_that_was_read_can_be_gone_on_with() -> None:
    flow = Flow.from_json(Flow("x").wait("a").to_json(), "x").wait("b")
    assert links(flow) == [("a", "b", None)]


def test_what_is_given_out_is_a_copy() -> None:
    flow = Flow("x").wait("a", metadata={"k": [1]})
    flow.to_json()["nodes"][0]["properties"]["metadata"]["k"].append(2)
    assert node(flow, "a")["properties"]["metadata"] == {"k": [1]}
