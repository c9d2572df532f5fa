"""Inputs are checked against every input node's schema; broken and computed ones are left alone."""

from typing import Any

import pytest

from tests.api.conftest import graph, node
from workflows.engine.errors import Invalid
from workflows.engine.events import Json
from workflows.engine.graphs import GraphProgram, parse
from workflows.nodes.discovery import default_registry
from workflows.services import inputs


def check_inputs(shape: Any, values: dict[str, Json]) -> None:
    inputs.check_inputs(GraphProgram(parse(shape), default_registry()), values)


NUMBER = {"type": "object", "properties": {"n": {"type": "number"}}, "required": ["n"]}


def test_every_input_node_has_a_say() -> None:
    text = {"type": "object", "required": ["t"]}
    shape = graph([node("a", "input", schema=NUMBER), node("b", "input", schema=text)], [])
    check_inputs(shape, {"n": 1, "t": "x"})
    for wrong, attr in (({"n": 1}, "inputs.t"), ({"t": "x"}, "inputs.n")):
        with pytest.raises(Invalid) as caught:
            check_inputs(shape, wrong)
        assert caught.value.errors[0].attr == attr


def test_each_missing_field_is_named_by_itself() -> None:
    shape = graph([node("a", "input", schema={"type": "object", "required": ["x", "y", "z"]})], [])
    with pytest.raises(Invalid) as caught:
        check_inputs(shape, {"y": 1})
    assert [fault.attr for fault in caught.value.errors] == ["inputs.x", "inputs.z"]


@pytest.mark.parametrize("schema", [None, {}, {"$expr": "state.schema"}])
def test_without_a_schema_anything_goes(schema: object) -> None:
    check_inputs(graph([node("a", "input", schema=schema)], []), {"x": [1]})
    check_inputs(graph([], []), {"x": 1})
