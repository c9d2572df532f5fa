"""Claims about the nodes that make, change and hand out values."""

from typing import Any

import pytest
from pydantic import ValidationError

from tests.nodes.built_in import REGISTRY, BuiltInWorld, attempt, context
from workflows.engine.errors import ExpressionError
from workflows.engine.node import BaseNode
from workflows.nodes import InputNode, SetStateNode, TemplateNode, TransformNode


def test_input_gives_the_inputs_of_the_run() -> None:
    assert attempt("input", {}, inputs={"amount": 5}).value == {"amount": 5}


def test_input_has_a_port_for_each_field_of_its_form() -> None:
    fields = {"a": {"type": "number"}, "b": {"type": "string"}}
    assert InputNode.outputs_of({"schema": {"properties": fields}}) == fields
    # A lone declared port would stand for the whole output.
    assert InputNode.outputs_of({"schema": {"properties": {"a": {}}}}) is None
    assert InputNode.outputs_of({}) is None


@pytest.mark.parametrize(
    "schema", [{"type": "nonsense"}, {"properties": {"a": {"pattern": "(a+)+$"}}}, "text", 5]
)
def test_a_schema_that_cannot_be_checked_is_refused(schema: Any) -> None:
    with pytest.raises(ValidationError):
        InputNode.model_validate({"schema": schema})


def test_output_gives_name_and_value() -> None:
    assert attempt("output", {"name": "total", "value": [1]}).value == {
        "name": "total",
        "value": [1],
    }
    assert attempt("output", {"value": 1}).value == {"name": "result", "value": 1}


def test_constant_gives_its_value() -> None:
    assert attempt("constant", {"value": {"a": [1, None]}}).value == {"a": [1, None]}


def test_transform_computes_from_inputs_state_and_outputs() -> None:
    result = attempt(
        "transform",
        {"expression": "inputs.a + state.b + nodes.c.d + output.e + attempt"},
        inputs={"a": 1}, state={"b": 2}, outputs={"c": {"d": 3}}, arrived=[{"e": 4}],
    )  # fmt: skip
    assert result.value == 11


def test_transform_fails_with_its_expression() -> None:
    with pytest.raises(ExpressionError, match="There is no 'nope'"):
        attempt("transform", {"expression": "inputs.nope"})


def test_output_is_not_known_when_several_branches_came_in() -> None:
    with pytest.raises(ExpressionError, match="There is no output here"):
        attempt("transform", {"expression": "output"}, arrived=[1, 2])


@pytest.mark.parametrize("expression", ["", "1 +", "unknown", 5, None])
def test_transform_refuses_an_expression_that_does_not_compile(expression: Any) -> None:
    with pytest.raises(ValidationError):
        TransformNode.model_validate({"expression": expression})


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("Hello {{ name }}, {{values.name}}!", "Hello Ann, Ann!"),
        ("{{ inputs.amount }} / {{ state.n }} / {{ nodes.a-b.c.1 }}", "1500 / 2 / y"),
        ("[{{ missing }}{{ inputs.x.y }}{{ nodes.a-b.c.9 }}{{ name.x }}]", "[]"),
        ("{{ none }}|{{ yes }}|{{ part }}|{{ list }}", '|true|1.5|[1,{"a":null}]'),
        ("{{ name.__class__ }}{{ values.__len__ }}", ""),
        ("{{ 1 + 1 }} {% if x %} {{ name | upper }} {{}} ${name}",) * 2,
        ("{{ nested }}", "{{ inputs.amount }}"),
        ("{{ inputs }}", '{"amount":1500}'),
        ("no braces", "no braces"),
    ],
)
def test_a_template_looks_up_paths_and_executes_nothing(template: str, text: str) -> None:
    values = {
        "name": "Ann", "none": None, "yes": True, "part": 1.5, "list": [1, {"a": None}],
        "nested": "{{ inputs.amount }}", "inputs": "own values do not hide the inputs",
    }  # fmt: skip
    result = attempt(
        "template", {"template": template, "values": values},
        inputs={"amount": 1500}, state={"n": 2}, outputs={"a-b": {"c": ["x", "y"]}},
    )  # fmt: skip
    assert result.value == text


def test_a_template_that_grows_too_large_fails() -> None:
    with pytest.raises(Exception, match="larger than 256 KiB"):
        attempt("template", {"template": "{{ v }}" * 5000, "values": {"v": "x" * 200_000}})


def test_a_template_tells_which_nodes_it_reads() -> None:
    text = "{{ nodes.a.x }} {{nodes.b-c}} {{ inputs.nodes.z }} {{ nodes.a.y }}"
    assert TemplateNode.expressions_of({"template": text}) == [
        ("/template", 'nodes["a"]'),
        ("/template", 'nodes["b-c"]'),
    ]
    assert TemplateNode.expressions_of({"template": "{{ nodes }}"}) == [("/template", "nodes")]
    assert TemplateNode.expressions_of({"template": {"$expr": "1"}}) == []


def test_set_state_sets_and_deletes_and_gives_the_changes() -> None:
    given = context(state={"old": 1, "kept": 2})
    result = attempt("set_state", {"values": {"new": [1]}, "delete": ["old", "never"]}, given)
    assert result.value == {"new": [1], "old": None, "never": None}
    assert given.state.as_dict() == {"kept": 2, "new": [1]}


def test_set_state_refuses_to_set_and_delete_the_same_key() -> None:
    with pytest.raises(ValidationError, match="at once"):
        SetStateNode.model_validate({"values": {"a": 1}, "delete": ["a"]})


def test_log_writes_a_line_and_gives_it_on() -> None:
    given = context()
    assert attempt("log", {"message": "done", "level": "warning"}, given).value == "done"
    assert attempt("log", {"message": {"a": 1}}, given).value == '{"a":1}'
    assert given.logs == [
        {"level": "warning", "message": "done"},
        {"level": "info", "message": '{"a":1}'},
    ]


@pytest.mark.parametrize("cls", REGISTRY.types(), ids=lambda cls: cls.__name__)
def test_every_node_runs_in_the_loop_and_refuses_unknown_properties(cls: type[BaseNode]) -> None:
    # Whatever calls other people's code begins in a thread: that code may block.
    assert cls.is_async() or cls.node_type in ("function", "task", "http_request", "send_email")
    with pytest.raises(ValidationError, match="no_such_property"):
        cls.model_validate({"no_such_property": 1})


def test_a_text_that_came_with_data_is_no_template() -> None:
    """Else whoever wrote it could have the run's other data put in."""
    mine = "{{ state.secret }}"
    nodes = [
        {"id": "keep", "type": "set_state", "properties": {"values": {"secret": "CANARY"}}},
        {"id": "data", "type": "constant", "properties": {"value": "{{ inputs.text }}"}},
        {"id": "log", "type": "log", "properties": {"message": {"$expr": "inputs.text"}}},
        {"id": "say", "type": "log", "properties": {"message": "He said: {{ inputs.text }}"}},
    ]
    edges = [
        {"id": "e1", "source": "keep", "target": "data"},
        {"id": "e2", "source": "data", "target": "log"},
        {"id": "e3", "source": "log", "target": "say"},
        {"id": "e4", "source": "keep", "target": "mail"},
    ]
    nodes.append({"id": "mail", "type": "log", "properties": {}})
    fed = {"id": "e5", "source": "log", "target": "mail"}
    edges.append(fed | {"source_handle": "message", "target_handle": "message"})
    world = BuiltInWorld({"schema": 1, "nodes": nodes, "edges": edges})
    run = world.run({"text": mine})
    assert world.state(run).result == {"say": f"He said: {mine}", "mail": mine}


def test_log_puts_values_into_its_message() -> None:
    assert attempt("log", {"message": "For {{ inputs.who }}"}, inputs={"who": "Ann"}).value == (
        "For Ann"
    )
