"""Claims about the nodes that decide where a run goes."""

from typing import Any

import pytest
from pydantic import ValidationError

from tests.nodes.built_in import attempt
from workflows.engine.errors import ExpressionError, NodeError, Permanent
from workflows.engine.node import Output
from workflows.nodes import ConditionNode, FailNode, SwitchNode


@pytest.mark.parametrize(("amount", "action"), [(1500, "true"), (5, "false")])
def test_condition_leaves_by_true_or_false(amount: int, action: str) -> None:
    result = attempt("condition", {"expression": "inputs.amount > 1000"}, inputs={"amount": amount})
    assert result == Output(action == "true", action)


@pytest.mark.parametrize("inputs", [{}, {"amount": "many"}, {"amount": None}, {"amount": []}])
def test_a_condition_that_fails_is_neither_true_nor_false(inputs: dict[str, Any]) -> None:
    with pytest.raises(ExpressionError):
        attempt("condition", {"expression": "inputs.amount > 1000"}, inputs=inputs)


def test_a_condition_sees_what_came_in() -> None:
    result = attempt("condition", {"expression": "output.ok"}, arrived=[{"ok": True}])
    assert result.action == "true"


@pytest.mark.parametrize("expression", ["'text'", "1 + 1", "[true]", "", "inputs.a >"])
def test_a_condition_that_cannot_decide_is_refused_before_it_runs(expression: str) -> None:
    with pytest.raises(ValidationError):
        ConditionNode.model_validate({"expression": expression})


CASES = [
    {"when": "inputs.n > 100", "action": "large"},
    {"when": "inputs.n > 10", "action": "medium"},
    {"when": "inputs.broken.deep", "action": "never"},
]


@pytest.mark.parametrize(("n", "action"), [(500, "large"), (50, "medium")])
def test_switch_takes_the_first_case_that_holds(n: int, action: str) -> None:
    assert attempt("switch", {"cases": CASES}, inputs={"n": n}) == Output(action, action)


def test_switch_takes_the_default_when_no_case_holds() -> None:
    assert attempt("switch", {"cases": CASES[:2]}, inputs={"n": 1}).action == "default"
    more = {"cases": CASES[:2], "default": "small"}
    assert attempt("switch", more, inputs={"n": 1}).action == "small"
    assert attempt("switch", {}).action == "default"


def test_a_case_that_fails_does_not_fall_to_the_default() -> None:
    with pytest.raises(ExpressionError):
        attempt("switch", {"cases": CASES}, inputs={"n": 1})


def test_switch_declares_the_actions_and_expressions_of_its_cases() -> None:
    properties = {"cases": CASES, "default": "small"}
    assert SwitchNode.actions_of(properties) == ("large", "medium", "never", "small")
    assert SwitchNode.actions_of({}) == ("default",)
    assert SwitchNode.expressions_of(properties)[1] == ("/cases/1/when", "inputs.n > 10")
    for half_written in ({"cases": None}, {"cases": [None, {}, {"action": 5}]}, {"default": None}):
        SwitchNode.actions_of(half_written)
        SwitchNode.expressions_of(half_written)


def test_merge_lists_what_arrived_in_order() -> None:
    assert attempt("merge", {}, arrived=[{"a": 1}, None, 3]).value == [{"a": 1}, None, 3]


def test_fail_fails_with_its_message() -> None:
    with pytest.raises(NodeError, match=r"^No stock$"):
        attempt("fail", {"message": "No stock"})


def test_fail_puts_values_into_its_message() -> None:
    with pytest.raises(NodeError, match="No room for 7"):
        attempt("fail", {"message": "No room for {{ inputs.n }}"}, inputs={"n": 7})


def test_fail_does_not_forbid_another_attempt() -> None:
    with pytest.raises(NodeError) as caught:
        attempt("fail", {})
    assert not isinstance(caught.value, Permanent)


def test_fail_goes_on_when_its_condition_does_not_hold() -> None:
    assert attempt("fail", {"message": "No stock", "when": False}) == Output(None)


@pytest.mark.parametrize("when", ["true", "inputs.a", 1, 0, None])
def test_fail_takes_only_a_real_boolean(when: Any) -> None:
    with pytest.raises(ValidationError):
        FailNode.model_validate({"when": when})
