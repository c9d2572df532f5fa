"""Problems of graphs: each fault is found, named in a sentence, and pointed at."""

from __future__ import annotations

import time
from enum import StrEnum
from itertools import pairwise
from typing import Annotated, Any, ClassVar

import pytest
from pydantic import Field

from tests.support.world import graph, registry
from workflows.engine.graphs import Problem, Reference, references, validate_graph
from workflows.engine.node import BaseNode, ProcessingContext


class Shape(StrEnum):
    """What a property may be; the schema of the property refers to it."""

    ROUND = "round"


class Sizes(BaseNode):
    """Has two ports and typed properties."""

    node_type: ClassVar[str] = "sizes"
    node_outputs = {"width": {"type": "number"}, "label": {"type": "string"}}
    size: int
    words: str = ""
    unit: Annotated[str, Field(json_schema_extra={"x-port": False})] = "cm"
    shape: Shape = Field(default=Shape.ROUND, json_schema_extra={"x-port": False})
    below: str = Field(default="", json_schema_extra={"format": "workflow"})

    async def process(self, context: ProcessingContext) -> Any:
        return {"width": 1.5, "label": "x"}


def problems(nodes: dict[str, Any], *edges: str) -> list[Problem]:
    return validate_graph(graph(nodes, edges), registry(Sizes))


def only(found: list[Problem]) -> Problem:
    assert len(found) == 1, found
    assert found[0].message.endswith((".", "?")), found[0].message
    return found[0]


SIZED = ("sizes", {"size": 3})


def test_a_sound_graph_has_none() -> None:
    assert problems({"a": SIZED, "b": SIZED}, "a>b/label>words") == []


def test_an_empty_graph_has_one() -> None:
    assert only(problems({})).code == "empty"


def test_an_unknown_type_is_named() -> None:
    found = only(problems({"a": "teleport"}))
    assert (found.code, found.node_id) == ("unknown_type", "a")
    assert "teleport" in found.message


def test_an_unknown_property_is_pointed_at() -> None:
    found = only(problems({"a": ("sizes", {"size": 1, "depth": 2})}))
    assert (found.code, found.pointer) == ("unknown_property", "/properties/depth")


def test_a_literal_that_the_property_refuses_is_pointed_at() -> None:
    found = only(problems({"a": ("sizes", {"size": "large"})}))
    assert (found.code, found.pointer) == ("invalid_property", "/properties/size")


def test_a_missing_property_is_one_unless_an_edge_or_expression_gives_it() -> None:
    assert only(problems({"a": ("sizes", {})})).code == "missing_property"
    assert problems({"s": "step", "a": ("sizes", {})}, "s>a/output>size") == []
    assert problems({"a": ("sizes", {"size": {"$expr": "1 + 1"}})}) == []


def test_a_port_that_does_not_fit_says_why() -> None:
    found = only(problems({"a": SIZED, "b": SIZED}, "a>b/label>size"))
    assert (found.code, found.edge_id) == ("incompatible", "e0")
    assert "needs a whole number, got a text" in found.message


def test_a_port_that_does_not_exist_is_named() -> None:
    assert only(problems({"a": SIZED, "b": SIZED}, "a>b/depth>words")).code == "unknown_port"


def test_an_edge_into_an_unknown_property_is_one() -> None:
    assert only(problems({"a": SIZED, "b": SIZED}, "a>b/label>zork")).code == "unknown_property"


@pytest.mark.parametrize("name", ["unit", "shape"])
def test_a_setting_is_fed_by_no_edge(name: str) -> None:
    found = only(problems({"a": SIZED, "b": SIZED}, f"a>b/label>{name}"))
    assert (found.code, found.edge_id, found.pointer) == ("no_port", "e0", "/target_handle")


def test_ids_stand_once() -> None:
    data = graph({"a": "step"}, [])
    data["nodes"].append(dict(data["nodes"][0]))
    assert only(validate_graph(data, registry())).code == "duplicate_id"


def test_an_edge_that_leads_nowhere_is_one() -> None:
    assert only(problems({"a": "step"}, "a>b")).code == "dangling_edge"


def test_a_node_may_lead_to_itself_only_by_an_action() -> None:
    assert only(problems({"a": "step"}, "a>a")).code == "self_loop"
    assert problems({"a": "step"}, "a>a:again") == []


@pytest.mark.parametrize(
    "nodes",
    [
        {"a": ("step", {"value": {"deep": [{"$expr": "1 +"}]}})},
        {"a": ("step", {"value": {"$expr": "nodes.zork"}})},
        {"a": ("step", {"value": {"$expr": "zork + 1"}})},
    ],
)
def test_an_expression_that_does_not_hold_is_pointed_at(nodes: dict[str, Any]) -> None:
    found = only(problems(nodes))
    assert (found.code, found.node_id) == ("expression", "a")
    assert (found.pointer or "").startswith("/properties/value")


def test_the_condition_of_an_edge_is_checked() -> None:
    found = only(problems({"a": "step", "b": "step"}, "a>b?state.n >"))
    assert (found.code, found.edge_id, found.pointer) == ("expression", "e0", "/when")


def test_an_option_that_is_wrong_is_pointed_at() -> None:
    found = problems({"a": ("step", {}, {"join": "some", "zork": 1})})
    assert {item.pointer for item in found} == {"/options/join", "/options/zork"}


def test_the_conditions_of_routes_are_checked() -> None:
    routes = [
        {"when": "true", "action": "x"},
        {"when": "output >", "action": "x"},
        {"when": "1 + 1", "action": "x"},
        {"when": "nodes.zork == 1", "pause": True},
    ]
    found = problems({"a": ("step", {}, {"routes": routes})})
    assert [item.pointer for item in found] == [f"/options/routes/{n}/when" for n in (1, 2, 3)]
    assert {(item.code, item.node_id) for item in found} == {("expression", "a")}
    assert "true or false" in found[1].message


def test_the_condition_of_an_edge_gives_true_or_false() -> None:
    found = only(problems({"a": "step", "b": "step"}, "a>b?1 + 1"))
    assert (found.code, found.pointer) == ("expression", "/when")
    assert problems({"a": "step", "b": "step"}, "a>b?state.any") == []


def test_the_workflows_that_a_graph_runs_are_listed() -> None:
    nodes = {
        "a": ("sizes", {"size": 1, "below": "other"}),
        "b": ("sizes", {"size": 1, "below": {"$expr": "inputs.slug"}}),
        "c": "teleport",
    }
    found = list(references(graph(nodes, []), registry(Sizes)))
    assert found == [Reference("other", "a", "/properties/below")]
    assert list(references([], registry(Sizes))) == []


def test_what_is_no_graph_at_all_is_one_problem_a_fault() -> None:
    assert validate_graph([], registry())[0].code == "invalid"
    assert validate_graph({"nodes": [{"id": 7}]}, registry())[0].pointer == "/nodes/0/id"


def test_the_largest_graph_is_checked_and_a_larger_one_is_refused() -> None:
    names = [f"n{number}" for number in range(500)]
    edges = [f"{one}>{two}" for one, two in pairwise(names)]
    assert problems(dict.fromkeys(names, "step"), *edges) == []
    assert problems({**dict.fromkeys(names, "step"), "more": "step"})[0].pointer == "/nodes"


def test_ten_thousand_edges_are_refused_at_once_and_two_thousand_checked() -> None:
    names = [f"n{number}" for number in range(500)]
    fan = [f"{one}>{two}" for one in names[:20] for two in names[20:]]
    before = time.process_time()
    assert problems(dict.fromkeys(names, "step"), *fan)[0].pointer == "/edges"
    assert len(fan) > 9_000
    assert time.process_time() - before < 1
    before = time.process_time()
    assert problems(dict.fromkeys(names, "step"), *fan[:2_000]) == []
    assert time.process_time() - before < 2


def test_one_decision_evaluates_two_hundred_rules_at_most() -> None:
    names = dict.fromkeys([f"n{number}" for number in range(202)], "step")
    edges = [f"n0>{name}?state.a == 1" for name in names if name != "n0"]
    assert problems(names, *edges[:200]) == []
    assert only(problems(names, *edges)).code == "too_many_rules"
    names["n0"] = ("step", {}, {"routes": [{"when": "state.b == 1"}]})
    assert only(problems(names, *edges[:200])).node_id == "n0"


@pytest.mark.parametrize("name", ["pause_before", "pause_after"])
@pytest.mark.parametrize("value", ["no", "yes", 1, 0])
def test_what_is_no_truth_value_pauses_nothing(name: str, value: object) -> None:
    (found,) = problems({"a": ("step", {}, {name: value})})
    assert (found.code, found.pointer) == ("invalid_option", f"/options/{name}")
